/** The rows a query is about, by their ids. */
import type { Table } from "../metadata/model";
import { compileQuery } from "../query/compile";
import type { QueryContext } from "../query/context";
import { Lowering } from "../query/lowering";
import { column } from "../query/model";
import type { EntityElement } from "./fetchTree";
import { openQuery } from "./links";

/** @throws DataverseFault when the query names what there is not. */
export function matchingRows(context: QueryContext, entity: EntityElement): { table: Table; ids: string[] } {
  const root = openQuery(new Lowering(context, undefined), entity);
  const id = column(root.rows.primaryId());
  const { text, parameters } = compileQuery({
    ...root.level.query(root),
    outputs: [{ name: "id", value: id }],
    distinct: true,
    orderings: [{ expression: id, descending: false }],
  });
  const rows = context.store.database.all(text, parameters);
  return { table: root.rows.definition, ids: rows.map((row) => String(row["id"])) };
}
