/** Conditions of the query model as SQL. The semantics are written down in `model.ts`. */
import { fold } from "../../organization/store/fold";
import type { SqlValue } from "../../organization/store/database";
import { compileExpression, ref, sortable } from "./compileExpression";
import type {
  ColumnRef,
  ComparisonOperator,
  Condition,
  Expression,
  Hierarchy,
  Ordering,
  SubQuery,
} from "../model/model";
import { empty, joined, name, sql, value, word, type Sql } from "./sql";
import { sqlitePattern } from "./wildcards";

const operators = { eq: "=", ne: "=", gt: ">", ge: ">=", lt: "<", le: "<=" } as const satisfies Record<
  ComparisonOperator,
  string
>;

export function compileCondition(condition: Condition): Sql {
  switch (condition.kind) {
    case "and":
    case "or":
      return allOf(condition.conditions, condition.kind);
    case "fails":
      return negation(compileCondition(condition.condition), true);
    case "constant":
      return word(condition.value ? "1" : "0");
    case "compare":
      return compare(condition.operator, condition.left, condition.right);
    case "compareColumns":
      return compareColumns(condition.operator, condition.left, condition.right);
    case "isNull":
      return sql`${ref(condition.column)} ${word(condition.negated ? "IS NOT NULL" : "IS NULL")}`;
    case "like":
      return negation(like(condition.column, condition.pattern), condition.negated);
    case "in":
      return negation(isOneOf(condition.column, condition.values), condition.negated);
    case "between":
      return between(condition);
    case "range":
      return range(condition.column, condition.from, condition.until);
    case "containsValues":
      return negation(containsValues(condition.column, condition.values), condition.negated);
    case "inQuery":
      return negation(
        sql`${ref(condition.column)} IN (SELECT ${ref(condition.value)} ${compileSource(condition.rows)})`,
        condition.negated,
      );
    case "hierarchy":
      return negation(inHierarchy(condition.column, condition.hierarchy), condition.negated);
    case "exists":
      return sql`${word(condition.negated ? "NOT EXISTS" : "EXISTS")} (SELECT 1 ${compileSource(condition.rows)})`;
    case "after":
      return after(condition.orderings, condition.position);
  }
}

/** `FROM ... JOIN ... WHERE ...` */
export function compileSource(query: SubQuery): Sql {
  const joins = query.joins.map(
    (join) =>
      sql` ${word(join.type === "inner" ? "JOIN" : "LEFT JOIN")} ${name(join.table)} AS ${name(join.alias)} ON ${compileCondition(join.on)}`,
  );
  const isEverything = query.where.kind === "constant" && query.where.value;
  const where = isEverything ? empty : sql` WHERE ${compileCondition(query.where)}`;
  return sql`FROM ${name(query.from.table)} AS ${name(query.from.alias)}${joined(joins, "")}${where}`;
}

function allOf(conditions: Condition[], kind: "and" | "or"): Sql {
  if (conditions.length === 0) return word(kind === "and" ? "1" : "0");
  const parts = kind === "or" ? equalsAsSets(conditions) : conditions;
  return sql`(${balanced(parts.map(compileCondition), kind === "and" ? " AND " : " OR ")})`;
}

/**
 * `a = 1 OR a = 2 ...` as `a IN (1, 2, ...)`: clients write sets so, hundreds of values long, and SQLite walks such a
 * chain for every row (500 values over 100,000 rows: 3 s as a chain, 0.1 s as a set).
 */
function equalsAsSets(conditions: Condition[]): Condition[] {
  const sets = new Map<string, Extract<Condition, { kind: "in" }>>();
  const parts: Condition[] = [];
  for (const condition of conditions) {
    const isEquality = condition.kind === "compare" && condition.operator === "eq" && condition.right !== null;
    if (!isEquality || condition.left.kind !== "column") {
      parts.push(condition);
      continue;
    }
    const { column } = condition.left;
    const key = JSON.stringify([column.alias, column.column]);
    const known = sets.get(key);
    if (known) known.values.push(condition.right);
    else {
      const set = { kind: "in" as const, column, values: [condition.right], negated: false };
      sets.set(key, set);
      parts.push(set);
    }
  }
  // A set of one is a comparison, which an index can serve.
  return parts.map((part) =>
    part.kind === "in" && part.values.length === 1 && !conditions.includes(part)
      ? {
          kind: "compare",
          operator: "eq",
          left: { kind: "column", column: part.column },
          right: part.values[0] ?? null,
        }
      : part,
  );
}

/** Half and half, because SQLite's expressions may be only so deep (SQLITE_MAX_EXPR_DEPTH, 1,000). */
function balanced(parts: Sql[], separator: string): Sql {
  if (parts.length <= 8) return joined(parts, separator);
  const middle = parts.length >> 1;
  const halves = [parts.slice(0, middle), parts.slice(middle)];
  return joined(
    halves.map((half) => sql`(${balanced(half, separator)})`),
    separator,
  );
}

/** Null counts as not true. */
function negation(condition: Sql, negated: boolean): Sql {
  return negated ? sql`(${condition}) IS NOT TRUE` : condition;
}

function compare(operator: ComparisonOperator, left: Expression, right: SqlValue): Sql {
  if (right === null) return word("0");
  const isText = left.kind === "column" && left.column.kind === "text" && typeof right === "string";
  const comparison = isText
    ? compareText(operator, ref(left.column), right)
    : sql`${compileExpression(left)} ${word(operators[operator])} ${value(right)}`;
  return negation(comparison, operator === "ne");
}

/** SQL Server's collation ignores case and trailing blanks; the column's NOCASE knows only ASCII letters. */
function compareText(operator: ComparisonOperator, left: Sql, text: string): Sql {
  const trimmed = withoutTrailingBlanks(text);
  if (!isAscii(trimmed)) return sql`fold(rtrim(${left})) ${word(operators[operator])} ${value(fold(trimmed))}`;
  const noCase = sql`${value(trimmed)} COLLATE NOCASE`;
  const comparison = sql`rtrim(${left}) ${word(operators[operator])} ${noCase}`;
  if (operator !== "eq") return comparison;
  // A value that equals the text except trailing blanks lies between it and the text followed by "!", the character
  // after the blank: a range that an index on the column can serve.
  return sql`(${left} >= ${noCase} AND ${left} < ${value(`${trimmed}!`)} COLLATE NOCASE AND ${comparison})`;
}

function withoutTrailingBlanks(text: string): string {
  return text.replace(/ +$/, "");
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function compareColumns(operator: ComparisonOperator, left: ColumnRef, right: ColumnRef): Sql {
  const side = (column: ColumnRef): Sql => (column.kind === "text" ? sql`fold(rtrim(${ref(column)}))` : ref(column));
  return negation(sql`${side(left)} ${word(operators[operator])} ${side(right)}`, operator === "ne");
}

function like(column: ColumnRef, text: string): Sql {
  const { operator, pattern } = sqlitePattern(text);
  if (operator === "LIKE" && isAscii(pattern)) return sql`${ref(column)} LIKE ${value(pattern)}`;
  return sql`fold(${ref(column)}) ${word(operator)} ${value(fold(pattern))}`;
}

function isOneOf(column: ColumnRef, values: SqlValue[]): Sql {
  if (column.kind !== "text") return sql`${ref(column)} IN (${list(values)})`;
  const texts = values.map((each) => withoutTrailingBlanks(String(each)));
  if (texts.every(isAscii)) return sql`rtrim(${ref(column)}) COLLATE NOCASE IN (${list(texts)})`;
  return sql`fold(rtrim(${ref(column)})) IN (${list(texts.map(fold))})`;
}

/** A long list is one parameter, so that the statements kept ready do not differ by its length. */
function list(values: SqlValue[]): Sql {
  if (values.length <= 16) return joined(values.map(value), ", ");
  return sql`SELECT value FROM json_each(${value(JSON.stringify(values))})`;
}

function between(condition: Extract<Condition, { kind: "between" }>): Sql {
  const { column, low, high } = condition;
  const left: Expression = { kind: "column", column };
  if (condition.negated) return sql`(${compare("lt", left, low)} OR ${compare("gt", left, high)})`;
  return sql`(${compare("ge", left, low)} AND ${compare("le", left, high)})`;
}

function range(column: ColumnRef, from: string | undefined, until: string | undefined): Sql {
  const ends: Sql[] = [];
  if (from !== undefined) ends.push(sql`${ref(column)} >= ${value(from)}`);
  if (until !== undefined) ends.push(sql`${ref(column)} < ${value(until)}`);
  return ends.length === 0 ? sql`${ref(column)} IS NOT NULL` : sql`(${joined(ends, " AND ")})`;
}

function containsValues(column: ColumnRef, values: number[]): Sql {
  const tests = values.map((each) => sql`instr(',' || ${ref(column)} || ',', ${value(`,${each},`)}) > 0`);
  return sql`(${joined(tests, " OR ")})`;
}

/** `a > 1 OR (a = 1 AND (b > 2 OR ...))`, with nulls first ascending and last descending. */
function after(orderings: Ordering[], position: SqlValue[]): Sql {
  const [first, ...others] = orderings;
  if (first === undefined) return word("0");
  const [at = null, ...rest] = position;
  const left = sortable(first.expression);
  const later = laterThan(left, first.descending, at);
  if (others.length === 0) return later;
  const same = at === null ? sql`${left} IS NULL` : sql`${left} = ${value(at)}`;
  return sql`(${later} OR (${same} AND ${after(others, rest)}))`;
}

function laterThan(left: Sql, descending: boolean, at: SqlValue): Sql {
  if (at === null) return descending ? word("0") : sql`${left} IS NOT NULL`;
  return descending ? sql`(${left} < ${value(at)} OR ${left} IS NULL)` : sql`${left} > ${value(at)}`;
}

/** UNION, not UNION ALL: a row that is its own ancestor must not run for ever. */
function inHierarchy(column: ColumnRef, hierarchy: Hierarchy): Sql {
  const { table, keyColumn, parentColumn, startId, direction, includeStart } = hierarchy;
  const [have, want] = direction === "under" ? [keyColumn, parentColumn] : [parentColumn, keyColumn];
  const step = direction === "under" ? keyColumn : parentColumn;
  const known = name("#known");
  const members = sql`WITH RECURSIVE ${known}(id) AS (
    SELECT ${name(have)} FROM ${name(table)} WHERE ${name(keyColumn)} = ${value(startId)}
    UNION SELECT ${name(step)} FROM ${name(table)} JOIN ${known} ON ${name(want)} = ${known}.id)`;
  // Going up begins at the parent of the start, going down at the start itself.
  if (direction === "above") {
    const above = sql`${ref(column)} IN (${members} SELECT id FROM ${known})`;
    return includeStart ? sql`(${ref(column)} = ${value(startId)} OR ${above})` : above;
  }
  const start = includeStart ? empty : sql` WHERE id <> ${value(startId)}`;
  return sql`${ref(column)} IN (${members} SELECT id FROM ${known}${start})`;
}
