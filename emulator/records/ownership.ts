import type { Table } from "../metadata/model";
import type { WriteContext } from "./context";
import { readRow, type StoredRow } from "./rows";

/**
 * The owner of a new row and what follows from an owner: the user or the team it is, and the business unit. Rows that
 * belong to the organization say which one [SecurityConcepts].
 */
export function ownership(
  context: WriteContext,
  table: Table,
  current: StoredRow | undefined,
  change: StoredRow,
): StoredRow {
  if (table.ownership === "OrganizationOwned" && table.columns.get("organizationid")?.type === "Lookup") {
    return current === undefined ? { organizationid: context.caller.organizationId } : {};
  }
  if (!table.columns.has("ownerid")) return {};
  const isNew = current === undefined;
  if (!isNew && change["ownerid"] === undefined) return {};
  const owner = {
    id: change["ownerid"] ?? current?.["ownerid"] ?? context.caller.userId,
    table: change["ownerid"] ? change["ownerid#type"] : (current?.["ownerid#type"] ?? "systemuser"),
  };
  const derived: StoredRow = { ownerid: owner.id, "ownerid#type": owner.table ?? "systemuser" };
  const isTeam = owner.table === "team";
  Object.assign(derived, {
    owninguser: isTeam ? null : owner.id,
    owningteam: isTeam ? owner.id : null,
    owningbusinessunit: businessUnitOf(context, isTeam ? "team" : "systemuser", String(owner.id)),
  });
  return derived;
}

function businessUnitOf(context: WriteContext, logicalName: string, id: string): string {
  const table = context.store.catalog.table(logicalName);
  const owner = table === undefined ? undefined : readRow(context.store, table, id);
  return String(owner?.["businessunitid"] ?? context.caller.businessUnitId);
}
