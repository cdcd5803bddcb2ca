import type { JsonObject } from "../json";
import type { Table } from "../metadata/model";
import { checkConditions, type Conditions } from "./conditions";
import type { WriteContext } from "./context";
import { createRow } from "./create";
import { findId, type RowKey } from "./keys";
import { rowExists } from "./rows";
import { checkOffers } from "./tableKinds";
import { updateRow } from "./update";
import { doesNotExist, noRowWithKey } from "./writeErrors";

export interface Upserted {
  id: string;
  created: boolean;
}

/**
 * Updates the row the key means or creates it; `If-Match` forbids creating, `If-None-Match: *` forbids updating
 * ("Upsert a table row", [Conditions]).
 *
 * With an alternate key, an existing row keeps its key values for any body; a new row takes them from the body,
 * otherwise from the URL. With a primary key the id becomes the new row's.
 */
export function upsertRow(
  context: WriteContext,
  table: Table,
  key: RowKey,
  body: JsonObject,
  conditions: Conditions = {},
): Upserted {
  checkOffers(table, "Update");
  const { store } = context;
  return store.database.transaction(() => {
    const id = findId(store, table, key);
    if (id !== undefined && rowExists(store, table, id)) {
      checkConditions(store, table, id, conditions);
      updateRow(context, table, id, body, key.kind === "alternate" ? key.key.columns : []);
      return { id, created: false };
    }
    if (conditions.ifMatch !== undefined) {
      throw key.kind === "primary" ? doesNotExist(table, key.id) : noRowWithKey(table);
    }
    const preset = key.kind === "primary" ? { id: key.id } : { values: key.values };
    return { id: createRow(context, table, body, { ...preset, isFlat: true }), created: true };
  });
}
