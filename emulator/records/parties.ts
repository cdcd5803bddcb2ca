import type { JsonObject } from "../json";
import type { Table } from "../metadata/model";
import type { WriteContext } from "./context";
import { createRow } from "./create";
import { removeRow } from "./delete";
import type { ManyNavigation } from "./payload";
import { childRows } from "./relatedRows";
import { lookupValue, rowExists } from "./rows";
import { doesNotExist } from "./writeErrors";

/** True if the collection is the party list of an activity, the only one that can be replaced as a whole. */
export function isPartyList(navigation: ManyNavigation): boolean {
  return navigation.kind === "collection" && navigation.target.logicalName === "activityparty";
}

/** Replaces all parties of an activity ("Activity parties": PUT on `email_activity_parties`). */
export function replaceParties(
  context: WriteContext,
  table: Table,
  id: string,
  navigation: ManyNavigation,
  bodies: JsonObject[],
): void {
  const { store } = context;
  if (navigation.kind !== "collection") return;
  const { target, relationship } = navigation;
  const lookup = target.columns.get(relationship.referencingColumn);
  if (lookup === undefined) return;
  store.database.transaction(() => {
    if (!rowExists(store, table, id)) throw doesNotExist(table, id);
    for (const row of childRows(store, table, id, target, lookup.logicalName)) {
      removeRow(context, target, String(row[target.primaryIdColumn]));
    }
    const values = lookupValue(lookup, { table: table.logicalName, id });
    for (const body of bodies) createRow(context, target, body, { values });
  });
}
