import { type DataverseClient, type RowShape, rowsOf } from "../../client";

/** Reads a collection that is not paged: definitions, or the records that a list offers. */
export async function readRows<Row extends object>(
  client: DataverseClient,
  operation: string,
  path: string,
  shape: RowShape = {},
): Promise<Row[]> {
  return rowsOf<Row>(await client.request({ operation, method: "GET", path }), shape);
}
