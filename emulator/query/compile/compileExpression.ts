/** Expressions of the query model as SQL. */
import type { ColumnRef, Expression } from "../model/model";
import { joined, name, sql, value, word, type Sql } from "./sql";

export function ref(column: ColumnRef): Sql {
  return sql`${name(column.alias)}.${name(column.column)}`;
}

export function compileExpression(expression: Expression): Sql {
  switch (expression.kind) {
    case "column":
      return ref(expression.column);
    case "firstOf": {
      const columns = expression.columns.map(ref);
      // COALESCE takes two or more.
      return columns.length === 1 ? joined(columns, "") : sql`COALESCE(${joined(columns, ", ")})`;
    }
    case "label": {
      const cases = expression.labels.map((each) => sql` WHEN ${value(each.value)} THEN ${value(each.label)}`);
      return cases.length === 0 ? word("NULL") : sql`CASE ${ref(expression.column)}${joined(cases, "")} END`;
    }
    case "output":
      return name(expression.name);
    case "datePart":
      return datePart(expression);
  }
}

/** In the one collation text sorts, groups and pages by; views and computed text have none of their own. */
export function sortable(expression: Expression): Sql {
  const isText =
    expression.kind === "column"
      ? expression.column.kind === "text"
      : expression.kind === "firstOf" || expression.kind === "label";
  return isText ? sql`${compileExpression(expression)} COLLATE NOCASE` : compileExpression(expression);
}

/** Weeks are counted from 1 January and begin on Sunday, as SQL Server's `DATEPART(week, ...)` counts them. */
function datePart(expression: Extract<Expression, { kind: "datePart" }>): Sql {
  const date = ref(expression.column);
  const part = (format: string): Sql => sql`CAST(strftime('${word(format)}', ${date}) AS INTEGER)`;
  const { startMonth, monthsPerPeriod } = expression.fiscal;
  switch (expression.part) {
    case "day":
      return part("%d");
    case "month":
      return part("%m");
    case "year":
      return part("%Y");
    case "quarter":
      return sql`((${part("%m")} + 2) / 3)`;
    case "week":
      return sql`((${part("%j")} + CAST(strftime('%w', ${date}, 'start of year') AS INTEGER) + 6) / 7)`;
    case "fiscal-period":
      return sql`((${part("%m")} + 12 - ${value(startMonth)}) % 12 / ${value(monthsPerPeriod)} + 1)`;
    case "fiscal-year":
      // A fiscal year is named after the calendar year it begins in.
      return sql`(${part("%Y")} - (${part("%m")} < ${value(startMonth)}))`;
  }
}
