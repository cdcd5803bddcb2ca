/** The groups of `$apply` as JSON text. */
import type { Column } from "../../metadata/model";
import type { QueryContext } from "../model/context";
import type { Aggregate, AggregatePlan, Group } from "../lower/lowerApply";
import type { SqlRow, SqlValue } from "../../organization/store/database";
import { formattedValue, type WantedAnnotations } from "./annotations";
import { Currencies } from "./currencies";
import { formattedText, moneyText, numberText } from "./format";
import { LookupNames } from "./lookupNames";
import { jsonValue } from "./values";

export class AggregateWriter {
  private readonly names: LookupNames;
  private currencies: Currencies | undefined;

  constructor(
    private readonly context: QueryContext,
    private readonly wanted: WantedAnnotations,
    private readonly plan: AggregatePlan,
  ) {
    this.names = new LookupNames(context.store);
  }

  /** Keys stand as in Microsoft's samples: own columns, aggregates, columns of related tables. */
  write(rows: SqlRow[]): string {
    if (this.wanted.formattedValue) this.loadNames(rows);
    const { groups, aggregates } = this.plan;
    const texts = rows.map((row) => {
      const properties = [
        ...groups.filter((group) => !group.isRelated).flatMap((group) => this.group(row, group)),
        ...aggregates.flatMap((aggregate) => this.aggregate(row, aggregate)),
        ...groups.filter((group) => group.isRelated).flatMap((group) => this.group(row, group)),
      ];
      return `{${properties.join(",")}}`;
    });
    return `[${texts.join(",")}]`;
  }

  private group(row: SqlRow, group: Group): string[] {
    const value = row[group.key] ?? null;
    if (value === null) return [];
    return this.property(group.key, jsonValue(group.column, value), () => this.groupText(row, group, value));
  }

  private groupText(row: SqlRow, group: Group, value: Exclude<SqlValue, null>): string | undefined {
    const { catalog } = this.context.store;
    const target = catalog.isLookup(group.column) ? targetOf(row, group) : undefined;
    if (target !== undefined) return this.names.of(target, String(value));
    return formattedText(catalog, group.column, value, this.baseCurrency(group.column));
  }

  private aggregate(row: SqlRow, aggregate: Aggregate): string[] {
    const value = row[aggregate.key] ?? null;
    return this.property(aggregate.key, aggregateJson(aggregate, value), () =>
      value === null ? undefined : this.aggregateText(aggregate, value),
    );
  }

  private aggregateText(aggregate: Aggregate, value: Exclude<SqlValue, null>): string | undefined {
    if (aggregate.method === "count") return numberText(value, 0);
    const { column, method } = aggregate;
    if (column.type === "Money") return moneyText(value, column.precision ?? 2, this.baseCurrency(column));
    if (method === "average" && column.type === "Integer") return numberText(value, 2);
    return formattedText(this.context.store.catalog, column, value, undefined);
  }

  private property(key: string, json: string, text: () => string | undefined): string[] {
    const formatted = this.wanted.formattedValue ? text() : undefined;
    const property = `${JSON.stringify(key)}:${json}`;
    if (formatted === undefined) return [property];
    return [`${JSON.stringify(`${key}@${formattedValue}`)}:${JSON.stringify(formatted)}`, property];
  }

  /** A sum covers rows of any currency; Dataverse shows it in the base currency. */
  private baseCurrency(column: Column): ReturnType<Currencies["of"]> {
    if (column.type !== "Money") return undefined;
    this.currencies ??= new Currencies(this.context.store);
    return this.currencies.of(undefined, column.logicalName);
  }

  private loadNames(rows: SqlRow[]): void {
    const lookups = this.plan.groups.filter((group) => this.context.store.catalog.isLookup(group.column));
    for (const row of rows) {
      for (const group of lookups) {
        const [id, target] = [row[group.key], targetOf(row, group)];
        if (typeof id === "string" && target !== undefined) this.names.want(target, id);
      }
    }
    this.names.load();
  }
}

function targetOf(row: SqlRow, { key, column }: Group): string | undefined {
  const stored = row[`${key}#type`];
  return typeof stored === "string" ? stored : column.targets?.[0];
}

/** Aggregated money has nine decimals in Microsoft's samples. */
export function aggregateJson(aggregate: Aggregate, value: SqlValue): string {
  if (value === null) return "null";
  if (aggregate.method === "count") return String(value);
  if (typeof value !== "number" || Number.isInteger(value) || Math.abs(value) >= 1e15) {
    return aggregate.column.type === "Money" ? Number(value).toFixed(9) : jsonValue(aggregate.column, value);
  }
  const exact = withoutNoise(value);
  return aggregate.column.type === "Money" ? padded(exact, 9) : String(exact);
}

/** Sums of binary fractions carry noise behind their 15th digit that Dataverse's decimal arithmetic does not have. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(15));
}

function padded(value: number, digits: number): string {
  const text = String(value);
  if (text.includes("e")) return value.toFixed(digits);
  const [whole = "", fraction = ""] = text.split(".");
  return `${whole}.${fraction.slice(0, digits).padEnd(digits, "0")}`;
}
