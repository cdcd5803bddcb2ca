/** The rows a query is about, by their ids. */
import type { Table } from "../../metadata/model";
import { compileQuery } from "../../query/compile/compile";
import type { QueryContext } from "../../query/model/context";
import { Lowering } from "../../query/scope/lowering";
import { column } from "../../query/model/model";
import type { EntityElement } from "../tree/fetchTree";
import { openQuery } from "./links";

/** @throws ServiceError when the query names what there is not. */
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
