/**
 * Rows as JSON text. The text is built in parts and joined once by the caller; a property's annotations precede it,
 * and an empty column is an explicit null.
 */
import type { ExpandedValue, Row } from "../model/rows";
import type { Column, Table } from "../../metadata/model";
import type { QueryContext } from "../model/context";
import type { Expansion, RowShape } from "../scope/shape";
import type { SqlRow, SqlValue } from "../../organization/store/database";
import { hasTypeColumn, typeColumnName } from "../../organization/store/naming";
import { associatedNavigationProperty, formattedValue, lookupLogicalName, type WantedAnnotations } from "./annotations";
import { Currencies } from "./currencies";
import { formattedText } from "./format";
import { LookupNames } from "./lookupNames";
import { jsonValue } from "./values";

export class RowWriter {
  private readonly names: LookupNames;
  private currencies: Currencies | undefined;

  constructor(
    private readonly context: QueryContext,
    private readonly wanted: WantedAnnotations,
    /**
     * In collections, rows expanded by a lookup have no etag, nor have children where an expand is nested; in the
     * answer to one row all have ([QueryJoin], [RetrieveRow]).
     */
    private readonly isOneRow: boolean,
  ) {
    this.names = new LookupNames(context.store);
  }

  /** Fetches the names that the rows' lookups will show. Needed before the rows are written. */
  prepare(rows: Row[], shape: RowShape): void {
    if (!this.wanted.formattedValue) return;
    this.wantNames(rows, shape);
    this.names.load();
  }

  writeRow(parts: string[], row: Row, shape: RowShape, withEtag: boolean): void {
    parts.push("{");
    this.writeMembers(parts, row, shape, withEtag);
    parts.push("}");
  }

  /** A row without its braces, so that more can stand before it. */
  writeMembers(parts: string[], row: Row, shape: RowShape, withEtag: boolean): void {
    const member = shape.table.unionOf && row.values[shape.table.unionOf.memberColumn];
    if (typeof member === "string") parts.push(`"@odata.type":"#Microsoft.Dynamics.CRM.${member}",`);
    const etag = withEtag ? etagOf(row.values) : undefined;
    if (etag !== undefined) parts.push(`"@odata.etag":${JSON.stringify(etag)},`);
    this.writeProperties(parts, row, shape);
  }

  writeRows(parts: string[], rows: Row[], shape: RowShape, withEtags = true): void {
    parts.push("[");
    rows.forEach((row, index) => {
      if (index > 0) parts.push(",");
      this.writeRow(parts, row, shape, withEtags);
    });
    parts.push("]");
  }

  /** The formatted text of a value, for annotations. */
  formatted(column: Column, value: Exclude<SqlValue, null>, row: SqlRow): string | undefined {
    if (this.context.store.catalog.isLookup(column)) {
      const target = targetOf(column, row);
      return target === undefined ? undefined : this.names.of(target, String(value));
    }
    const currency = column.type === "Money" ? this.currencyOf(column, row) : undefined;
    return formattedText(this.context.store.catalog, column, value, currency);
  }

  private writeProperties(parts: string[], row: Row, shape: RowShape): void {
    let separator = "";
    for (const { property, column } of shape.columns) {
      const value = column.isValidForRead ? (row.values[column.logicalName] ?? null) : null;
      parts.push(separator);
      if (value !== null) this.writeAnnotations(parts, shape.table, property, column, value, row.values);
      parts.push(JSON.stringify(property), ":", jsonValue(column, value));
      separator = ",";
    }
    for (const expansion of shape.expansions) {
      parts.push(separator);
      this.writeExpansion(parts, row.expanded.get(expansion.navigation.name), expansion);
      separator = ",";
    }
  }

  private currencyOf(column: Column, row: SqlRow): ReturnType<Currencies["of"]> {
    this.currencies ??= new Currencies(this.context.store);
    return this.currencies.of(row["transactioncurrencyid"], column.logicalName);
  }

  private writeAnnotations(
    parts: string[],
    table: Table,
    property: string,
    column: Column,
    value: Exclude<SqlValue, null>,
    row: SqlRow,
  ): void {
    const write = (annotation: string, text: string | undefined): void => {
      if (text !== undefined) parts.push(JSON.stringify(`${property}@${annotation}`), ":", JSON.stringify(text), ",");
    };
    if (this.wanted.formattedValue) write(formattedValue, this.formatted(column, value, row));
    const { catalog } = this.context.store;
    if (!catalog.isLookup(column)) return;
    const target = targetOf(column, row);
    if (target === undefined) return;
    if (this.wanted.associatedNavigationProperty) {
      write(associatedNavigationProperty, catalog.navigationForTarget(table, column, target)?.name);
    }
    if (this.wanted.lookupLogicalName) write(lookupLogicalName, target);
  }

  private writeExpansion(parts: string[], value: ExpandedValue | undefined, expansion: Expansion): void {
    const name = expansion.navigation.name;
    parts.push(JSON.stringify(name), ":");
    if (value?.kind === "collection" && expansion.kind === "collection") {
      this.writeRows(parts, value.rows, expansion.shape, this.isOneRow || !expansion.isNested);
      if (value.nextLink !== undefined) {
        parts.push(",", JSON.stringify(`${name}@odata.nextLink`), ":", JSON.stringify(value.nextLink));
      }
    } else if (value?.kind === "single" && expansion.kind === "single" && value.row) {
      this.writeRow(parts, value.row, expansion.shape, this.isOneRow);
    } else if (value?.kind === "reference" && value.id !== null) {
      const url = `${this.context.serviceRoot}${expansion.navigation.target.entitySetName}(${value.id})`;
      parts.push(`{"@odata.id":${JSON.stringify(url)}}`);
    } else parts.push("null");
  }

  private wantNames(rows: Row[], shape: RowShape): void {
    const { catalog } = this.context.store;
    const lookups = shape.columns.map(({ column }) => column).filter((column) => catalog.isLookup(column));
    for (const row of rows) {
      for (const column of lookups) {
        const [id, target] = [row.values[column.logicalName], targetOf(column, row.values)];
        if (typeof id === "string" && target !== undefined) this.names.want(target, id);
      }
    }
    for (const expansion of shape.expansions) {
      if (expansion.kind === "reference") continue;
      const related = rows.flatMap((row) => relatedRows(row.expanded.get(expansion.navigation.name)));
      if (related.length > 0) this.wantNames(related, expansion.shape);
    }
  }
}

function relatedRows(value: ExpandedValue | undefined): Row[] {
  if (value?.kind === "collection") return value.rows;
  return value?.kind === "single" && value.row ? [value.row] : [];
}

/** The table a lookup's value points at. */
function targetOf(column: Column, row: SqlRow): string | undefined {
  const stored = hasTypeColumn(column) ? row[typeColumnName(column)] : undefined;
  return typeof stored === "string" ? stored : column.targets?.length === 1 ? column.targets[0] : undefined;
}

/** Opaque to clients; in practice the row's version [Conditions]. */
export function etagOf(row: SqlRow): string | undefined {
  const version = row["versionnumber"];
  return version === null || version === undefined ? undefined : `W/"${String(version)}"`;
}
