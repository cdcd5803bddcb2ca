/**
 * `rowaggregate="CountChildren"`: how many rows of a hierarchy name this one as their parent ([FetchXmlAggregate], "Row
 * aggregate"). They are counted for all rows of a page at once.
 */
import { invalidArgument } from "../../errors/rejections";
import { compileQuery } from "../../query/compile/compile";
import type { QueryContext } from "../../query/model/context";
import { column as columnExpression, type Query } from "../../query/model/model";
import { Lowering } from "../../query/scope/lowering";
import type { SqlRow, SqlValue } from "../../organization/store/database";
import type { Cell } from "./cells";

export function countChildren(context: QueryContext, cells: Cell[], rows: SqlRow[]): void {
  for (const cell of cells) {
    if (cell.shows.kind !== "count") continue;
    const counts = countsOf(context, cell, rows);
    for (const row of rows) row[cell.output] = counts.get(row[cell.output] ?? null) ?? 0;
  }
}

function countsOf(context: QueryContext, cell: Cell, rows: SqlRow[]): Map<SqlValue, SqlValue> {
  const parents = rows.map((row) => row[cell.output] ?? null).filter((id) => id !== null);
  const children = new Lowering(context, undefined).rowsOf(cell.rows.definition);
  const parent = { alias: children.alias, column: parentColumn(cell), kind: "guid" } as const;
  const query: Query = {
    from: children,
    joins: [],
    where: { kind: "in", column: parent, values: parents, negated: false },
    outputs: [
      { name: "parent", value: columnExpression(parent) },
      { name: "count", value: { kind: "aggregate", method: "count" } },
    ],
    groupBy: [columnExpression(parent)],
    orderings: [],
  };
  const { text, parameters } = compileQuery(query);
  return new Map(context.store.database.all(text, parameters).map((row) => [row["parent"] ?? null, row["count"] ?? 0]));
}

function parentColumn({ rows, column }: Cell): string {
  const relationship = rows.catalog.metadata.oneToMany.find(
    (each) => each.isHierarchical && each.referencedTable === rows.table && each.referencingTable === rows.table,
  );
  if (!relationship || !column.isPrimaryId) {
    throw invalidArgument(
      `CountChildren needs the primary key of a table with a hierarchical relationship, not '${rows.table}.${column.logicalName}'.`,
    );
  }
  return relationship.referencingColumn;
}
