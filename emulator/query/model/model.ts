/**
 * One query, as both front ends of the emulator mean it: OData lowers into this model, and so does FetchXML. It speaks
 * of SQL tables and columns by their logical names and of values as they are stored; whether a name exists, and what a
 * caller may say about it, was settled before a query takes this form. `compileQuery` turns it into SQL.
 *
 * Two rules run through it:
 *
 * 1. Every table in a query has an `alias`, unique in the whole query, sub-queries included. A `ColumnRef` names the
 *    alias, so a sub-query refers to an outer row simply by the outer alias.
 * 2. A negative operator (`ne`, `notIn`, ... spelled `negated` here) is true for each row for which the positive one
 *    is not true, which takes in rows whose column is null (Dataverse adds "or is null" to them). The ordering
 *    operators `gt ge lt le` and `between` are SQL's: never true for null, also when negated.
 */
import type { SqlValue } from "../../organization/store/database";

/** How values of a column compare, sort and travel in a paging cookie. */
export type ValueKind =
  /** Case-insensitive, trailing blanks ignored. */
  | "text"
  | "number"
  | "boolean"
  /** Lower-case text. */
  | "guid"
  /** `YYYY-MM-DDTHH:MM:SSZ` */
  | "dateTime"
  /** `YYYY-MM-DD` */
  | "date"
  /** `1,9` */
  | "multiChoice"
  | "binary";

export interface ColumnRef {
  alias: string;
  column: string;
  kind: ValueKind;
}

/** An expression that can be read, sorted by and grouped by. */
export type Expression =
  | { kind: "column"; column: ColumnRef }
  /** The first that is not null: the name behind a lookup that has several target tables. */
  | { kind: "firstOf"; columns: ColumnRef[] }
  /** The label of a choice column: FetchXML sorts by it where OData sorts by number. */
  | { kind: "label"; column: ColumnRef; labels: { value: number; label: string }[] }
  /** The value of the result row with this name, to sort groups by their aggregates; only in orderings. */
  | { kind: "output"; name: string }
  /** A number; date and time columns only. */
  | { kind: "datePart"; column: ColumnRef; part: DatePart; fiscal: FiscalSettings };

export type DatePart = "day" | "week" | "month" | "quarter" | "year" | "fiscal-period" | "fiscal-year";

/** Fiscal periods begin with the fiscal year and are all of one length. */
export interface FiscalSettings {
  /** 1 = January. */
  startMonth: number;
  monthsPerPeriod: 1 | 3 | 6 | 12;
}

export type ComparisonOperator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

export type Condition =
  | { kind: "and" | "or"; conditions: Condition[] }
  /** True for each row for which `condition` is not true: `fails(null > 5)` is true. */
  | { kind: "fails"; condition: Condition }
  | { kind: "constant"; value: boolean }
  | { kind: "compare"; operator: ComparisonOperator; left: Expression; right: SqlValue }
  | { kind: "compareColumns"; operator: ComparisonOperator; left: ColumnRef; right: ColumnRef }
  | { kind: "isNull"; column: ColumnRef; negated: boolean }
  /** `pattern` has SQL Server's wildcards: `%`, `_`, `[a-f]`, `[^a-f]`. */
  | { kind: "like"; column: ColumnRef; pattern: string; negated: boolean }
  | { kind: "in"; column: ColumnRef; values: SqlValue[]; negated: boolean }
  /** Both ends belong to the range. */
  | { kind: "between"; column: ColumnRef; low: SqlValue; high: SqlValue; negated: boolean }
  /** `from` belongs to the range, `until` does not; an open end is left out. */
  | { kind: "range"; column: ColumnRef; from?: string; until?: string }
  /** A multi-select column that holds at least one of the values. */
  | { kind: "containsValues"; column: ColumnRef; values: number[]; negated: boolean }
  /** The column holds an id that `rows` yields as its one column. */
  | { kind: "inQuery"; column: ColumnRef; rows: SubQuery; value: ColumnRef; negated: boolean }
  | { kind: "hierarchy"; column: ColumnRef; hierarchy: Hierarchy; negated: boolean }
  | { kind: "exists"; rows: SubQuery; negated: boolean }
  /** Rows that follow a position in an order: where the next page begins. */
  | { kind: "after"; orderings: Ordering[]; position: SqlValue[] };

/** The rows above or below one row of a table whose rows name their parent. */
export interface Hierarchy {
  table: string;
  keyColumn: string;
  parentColumn: string;
  startId: string;
  direction: "above" | "under";
  includeStart: boolean;
}

export interface Source {
  table: string;
  alias: string;
}

/**
 * A joined table. `on` usually holds one equality of columns; a lookup that points at several tables adds the guard
 * that this row's value points at this one (column `#type`).
 */
export interface Join extends Source {
  type: "inner" | "outer";
  on: Condition;
}

export interface SubQuery {
  from: Source;
  joins: Join[];
  /** Also correlates the sub-query with the query around it. */
  where: Condition;
}

export interface Ordering {
  expression: Expression;
  descending: boolean;
}

export interface Output {
  /** The key of the value in the result row. */
  name: string;
  value:
    | Expression
    | { kind: "aggregate"; method: "count" }
    | { kind: "aggregate"; method: AggregateMethod; of: Expression; distinct: boolean };
}

export type AggregateMethod = "sum" | "average" | "min" | "max" | "count";

export interface Query extends SubQuery {
  outputs: Output[];
  distinct?: boolean;
  /** Given for aggregates; an empty list makes one row of everything. */
  groupBy?: Expression[];
  /** Ends in a unique column where pages are to join without loss. */
  orderings: Ordering[];
  limit?: number;
  offset?: number;
  /** At most `rows` rows for each value of `by`, the first by the orderings: children of many parents in one query. */
  perGroup?: { by: ColumnRef; rows: number };
}

export function column(ref: ColumnRef): Expression {
  return { kind: "column", column: ref };
}

export const always: Condition = { kind: "constant", value: true };

/** One condition out of several, without needless nesting. */
export function every(conditions: Condition[]): Condition {
  const parts = conditions.filter((each) => !(each.kind === "constant" && each.value));
  const [only] = parts;
  if (only === undefined) return always;
  return parts.length === 1 ? only : { kind: "and", conditions: parts };
}
