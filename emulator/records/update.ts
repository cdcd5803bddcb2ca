import type { JsonObject } from "../json";
import type { Table } from "../metadata/model";
import { changeRow } from "./change";
import type { WriteContext } from "./context";
import { readBody } from "./payload";
import { checkOffers } from "./tableKinds";

/**
 * Merges a body into a row: only the columns present change.
 *
 * @throws ServiceError 404 0x80040217 when there is no such row.
 */
export function updateRow(
  context: WriteContext,
  table: Table,
  id: string,
  body: JsonObject,
  without: string[] = [],
): void {
  checkOffers(table, "Update");
  context.store.database.transaction(() => {
    const { values } = readBody(context, table, body, "update");
    for (const name of without) delete values[name];
    changeRow(context, table, id, values);
  });
}
