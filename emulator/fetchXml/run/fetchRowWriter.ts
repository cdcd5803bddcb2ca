/** Rows of a FetchXML query as JSON text: empty columns are left out, each key has its annotations before it. */
import {
  formattedValue,
  lookupLogicalName,
  associatedNavigationProperty,
  type WantedAnnotations,
} from "../../query/payload";
import { aggregateJson } from "../../query/payload/aggregateWriter";
import { Currencies } from "../../query/payload/currencies";
import { formattedText, moneyText, numberText } from "../../query/payload/format";
import { LookupNames } from "../../query/payload/lookupNames";
import { jsonValue } from "../../query/payload/values";
import type { QueryContext } from "../../query/model/context";
import type { SqlRow, SqlValue } from "../../organization/store/database";
import { factsOf, type Cell, type RowFacts } from "../lower/cells";
import { datePartText } from "../lower/dateGroups";

/** The column behind an alias ([FetchXmlSelect], "Column aliases"). */
export const attributeName = "OData.Community.Display.V1.AttributeName";

export interface Wanted extends WantedAnnotations {
  attributeName: boolean;
}

type Present = Exclude<SqlValue, null>;

export class FetchRowWriter {
  private readonly names: LookupNames;
  private currencies: Currencies | undefined;

  constructor(
    private readonly context: QueryContext,
    private readonly wanted: Wanted,
    private readonly cells: Cell[],
    /** The result column that holds a row's version, where rows have one. */
    private readonly versionOutput?: string,
  ) {
    this.names = new LookupNames(context.store);
  }

  /** A JSON array. */
  write(rows: SqlRow[]): string {
    if (this.wanted.formattedValue) this.loadNames(rows);
    return `[${rows.map((row) => this.row(row)).join(",")}]`;
  }

  private row(row: SqlRow): string {
    const version = this.versionOutput === undefined ? null : (row[this.versionOutput] ?? null);
    const members = version === null ? [] : [`"@odata.etag":${JSON.stringify(`W/"${String(version)}"`)}`];
    for (const cell of this.cells) {
      const value = row[cell.output] ?? null;
      if (value !== null) this.member(members, row, cell, value);
    }
    return `{${members.join(",")}}`;
  }

  private member(members: string[], row: SqlRow, cell: Cell, value: Present): void {
    const annotate = (annotation: string, text: string | undefined): void => {
      if (text !== undefined) members.push(`${JSON.stringify(`${cell.key}@${annotation}`)}:${JSON.stringify(text)}`);
    };
    const facts = factsOf(cell, row);
    if (cell.isAliased && this.wanted.attributeName) annotate(attributeName, cell.column.logicalName);
    if (this.wanted.formattedValue) annotate(formattedValue, this.text(row, cell, value, facts));
    if (cell.shows.kind === "value" && facts.target !== undefined) this.annotateLookup(annotate, cell, facts.target);
    members.push(`${JSON.stringify(cell.key)}:${json(cell, value)}`);
  }

  /** A value with an alias is not a property, so it has no navigation property. */
  private annotateLookup(annotate: (name: string, text: string | undefined) => void, cell: Cell, target: string): void {
    const { catalog } = this.context.store;
    if (!catalog.isLookup(cell.column)) return;
    if (this.wanted.associatedNavigationProperty && !cell.isAliased) {
      annotate(
        associatedNavigationProperty,
        catalog.navigationForTarget(cell.rows.definition, cell.column, target)?.name,
      );
    }
    if (this.wanted.lookupLogicalName) annotate(lookupLogicalName, target);
  }

  private text(row: SqlRow, cell: Cell, value: Present, facts: RowFacts): string | undefined {
    const { column, shows } = cell;
    const { catalog } = this.context.store;
    switch (shows.kind) {
      case "count":
        return numberText(value, 0);
      case "datePart":
        return datePartText(shows.part, Number(value), row, cell);
      case "aggregate":
        if (shows.aggregate.method === "count") return numberText(value, 0);
        // A sum covers rows of any currency; Dataverse shows it in the base currency.
        if (column.type === "Money") return moneyText(value, column.precision ?? 2, this.currencyOf(cell, {}));
        return formattedText(catalog, column, value, undefined);
      case "value":
        if (catalog.isLookup(column)) {
          return facts.target === undefined ? undefined : this.names.of(facts.target, String(value));
        }
        return formattedText(
          catalog,
          column,
          value,
          column.type === "Money" ? this.currencyOf(cell, facts) : undefined,
        );
    }
  }

  private currencyOf(cell: Cell, facts: RowFacts): ReturnType<Currencies["of"]> {
    this.currencies ??= new Currencies(this.context.store);
    return this.currencies.of(facts.currency, cell.column.logicalName);
  }

  private loadNames(rows: SqlRow[]): void {
    const { catalog } = this.context.store;
    const lookups = this.cells.filter((cell) => cell.shows.kind === "value" && catalog.isLookup(cell.column));
    for (const row of rows) {
      for (const cell of lookups) {
        const [id, { target }] = [row[cell.output], factsOf(cell, row)];
        if (typeof id === "string" && target !== undefined) this.names.want(target, id);
      }
    }
    this.names.load();
  }
}

function json({ column, shows }: Cell, value: Present): string {
  if (shows.kind === "value") return jsonValue(column, value);
  return shows.kind === "aggregate" ? aggregateJson(shows.aggregate, value) : String(value);
}
