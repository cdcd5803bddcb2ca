/** A query of the model as one SELECT statement. */
import { compileSource } from "./compileCondition";
import { compileExpression, ref, sortable } from "./compileExpression";
import type { Expression, Ordering, Output, Query, SubQuery } from "../model/model";
import { empty, joined, name, sql, value, word, type Sql } from "./sql";

export function compileQuery(query: Query): Sql {
  if (query.perGroup) return compilePerGroup(query, query.perGroup);
  const outputs = query.outputs.map((output) => sql`${compileOutput(output)} AS ${name(output.name)}`);
  return joined(
    [
      sql`SELECT ${word(query.distinct ? "DISTINCT " : "")}${joined(outputs, ", ")}`,
      compileSource(query),
      groupBy(query.groupBy),
      orderBy(query.orderings),
      limit(query),
    ].filter((part) => part !== empty),
    " ",
  );
}

/** The number of rows, counted no further than `cap`. */
export function compileCount(query: SubQuery, cap: number): Sql {
  return sql`SELECT count(*) AS ${name("count")} FROM (SELECT 1 ${compileSource(query)} LIMIT ${value(cap)})`;
}

/** The number of rows of the result, distinct rows or groups included, counted no further than `cap`. */
export function compileResultCount(query: Query, cap: number): Sql {
  return sql`SELECT count(*) AS ${name("count")} FROM (${compileQuery({ ...query, orderings: [], limit: cap })})`;
}

/** Numbers the rows of each group in their order and takes the first ones of each. */
function compilePerGroup(query: Query, { by, rows }: NonNullable<Query["perGroup"]>): Sql {
  const outputs = query.outputs.map((output) => sql`${compileOutput(output)} AS ${name(output.name)}`);
  const order = orderBy(query.orderings);
  const numbered = sql`row_number() OVER (PARTITION BY ${ref(by)} ${order}) AS ${name("#row")}`;
  const inner = sql`SELECT ${joined([...outputs, numbered], ", ")} ${compileSource(query)}`;
  const names = query.outputs.map((output) => name(output.name));
  return sql`SELECT ${joined(names, ", ")} FROM (${inner}) WHERE ${name("#row")} <= ${value(rows)} ORDER BY ${name("#row")}`;
}

function compileOutput({ value: output }: Output): Sql {
  if (output.kind !== "aggregate") return compileExpression(output);
  if (!("of" in output)) return word("count(*)");
  const methods = { sum: "sum", average: "avg", min: "min", max: "max", count: "count" } as const;
  return sql`${word(methods[output.method])}(${word(output.distinct ? "DISTINCT " : "")}${compileExpression(output.of)})`;
}

function groupBy(expressions: Expression[] | undefined): Sql {
  return expressions === undefined || expressions.length === 0
    ? empty
    : sql`GROUP BY ${joined(expressions.map(sortable), ", ")}`;
}

/** SQLite puts nulls first ascending and last descending, as SQL Server does. */
function orderBy(orderings: Ordering[]): Sql {
  if (orderings.length === 0) return empty;
  const parts = orderings.map((each) =>
    each.descending ? sql`${sortable(each.expression)} DESC` : sortable(each.expression),
  );
  return sql`ORDER BY ${joined(parts, ", ")}`;
}

function limit(query: Query): Sql {
  if (query.limit === undefined && query.offset === undefined) return empty;
  const rows = sql`LIMIT ${value(query.limit ?? -1)}`;
  return query.offset === undefined ? rows : sql`${rows} OFFSET ${value(query.offset)}`;
}
