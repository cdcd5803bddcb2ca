/** The rows of `sdkmessagefilter` that come and go with a table, so that steps can be registered for it. */
import { namedGuid } from "../../metadata/ids";
import { messagesOfNoTable, messagesOf } from "../../metadata/messages";
import type { Table } from "../../metadata/model";
import type { Store } from "./store";

/** The platform's own messages have the same id in every environment [Messages]. */
const publishedIds: Record<string, string> = {
  Assign: "8cbdbb1b-ea3e-db11-86a7-000a3a5473e8",
  Create: "9ebdbb1b-ea3e-db11-86a7-000a3a5473e8",
  Delete: "a1bdbb1b-ea3e-db11-86a7-000a3a5473e8",
  GrantAccess: "c5bdbb1b-ea3e-db11-86a7-000a3a5473e8",
  ModifyAccess: "dcbdbb1b-ea3e-db11-86a7-000a3a5473e8",
  Retrieve: "f2bdbb1b-ea3e-db11-86a7-000a3a5473e8",
  RetrieveMultiple: "03bebb1b-ea3e-db11-86a7-000a3a5473e8",
  RevokeAccess: "11bebb1b-ea3e-db11-86a7-000a3a5473e8",
  SetState: "1cbebb1b-ea3e-db11-86a7-000a3a5473e8",
  SetStateDynamicEntity: "1dbebb1b-ea3e-db11-86a7-000a3a5473e8",
  Update: "20bebb1b-ea3e-db11-86a7-000a3a5473e8",
};

export function messageId(message: string): string {
  return publishedIds[message] ?? namedGuid(`row/sdkmessage/${message}`);
}

/** A data file of an earlier version may lack the table. */
function hasFilters(store: Store): boolean {
  return store.catalog.table("sdkmessagefilter") !== undefined;
}

/** @param createdOn now, unless it is the seed that writes */
export function addMessageFilters(store: Store, table: Table, createdOn = instantOf(store.now())): void {
  if (!hasFilters(store)) return;
  for (const message of messagesOf(table)) addFilter(store, message, table.logicalName, createdOn);
}

export function addTablelessFilters(store: Store, createdOn: string): void {
  for (const message of messagesOfNoTable) addFilter(store, message, "none", createdOn);
}

function instantOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Steps registered for the table go with its filters. */
export function removeMessageFilters(store: Store, table: Table): void {
  if (!hasFilters(store)) return;
  const filters = "SELECT sdkmessagefilterid FROM sdkmessagefilter WHERE primaryobjecttypecode = ?";
  const steps = `SELECT sdkmessageprocessingstepid FROM sdkmessageprocessingstep WHERE sdkmessagefilterid IN (${filters})`;
  for (const statement of [
    `DELETE FROM sdkmessageprocessingstepimage WHERE sdkmessageprocessingstepid IN (${steps})`,
    `DELETE FROM sdkmessageprocessingstep WHERE sdkmessagefilterid IN (${filters})`,
    "DELETE FROM sdkmessagefilter WHERE primaryobjecttypecode = ?",
  ]) {
    store.database.run(statement, [table.logicalName]);
  }
}

function addFilter(store: Store, message: string, logicalName: string, createdOn: string): void {
  const id = namedGuid(`row/sdkmessagefilter/${message}/${logicalName}`);
  store.database.run(
    `INSERT INTO sdkmessagefilter (sdkmessagefilterid, sdkmessagefilteridunique, sdkmessageid, primaryobjecttypecode,
      secondaryobjecttypecode, availability, restrictionlevel, customizationlevel, iscustomprocessingstepallowed,
      isvisible, ismanaged, componentstate, workflowsdkstepenabled, organizationid, createdby, modifiedby, createdon,
      modifiedon, versionnumber)
      SELECT ?, ?, ?, ?, 'none', 0, 0, 0, 1, 1, 1, 0, 0, organizationid, createdby, createdby, ?, ?, ? FROM organization`,
    [id, id, messageId(message), logicalName, createdOn, createdOn, store.nextVersion()],
  );
}
