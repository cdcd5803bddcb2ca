/**
 * Which messages the event framework has for a table; `sdkmessagefilter` holds one row for each [EventFramework].
 */
import type { Table } from "./model";

/** Tables whose rows come and go without events: the registrations themselves, system jobs and activity parties. */
const silent = new Set([
  "activityparty",
  "asyncoperation",
  "plugintype",
  "sdkmessage",
  "sdkmessagefilter",
  "sdkmessageprocessingstep",
  "sdkmessageprocessingstepimage",
  "serviceendpoint",
]);

/** Tables that lack some ([TableReference]: messages of systemuser and organization). */
const missing: Record<string, string[]> = {
  organization: ["Create", "CreateMultiple", "Delete", "UpdateMultiple"],
  systemuser: ["Delete", "CreateMultiple", "UpdateMultiple"],
};

const ofEveryTable = ["Create", "CreateMultiple", "Delete", "Retrieve", "RetrieveMultiple", "Update", "UpdateMultiple"];
const ofOwnedTables = ["Assign", "GrantAccess", "ModifyAccess", "RevokeAccess"];
const ofTablesWithStates = ["SetState", "SetStateDynamicEntity"];

/** These are not of a table: their filter says `none`. */
export const messagesOfNoTable = ["Associate", "Disassociate"];

export function messagesOf(table: Table): string[] {
  if (table.unionOf !== undefined || table.isIntersect || silent.has(table.logicalName)) return [];
  const messages = [
    ...ofEveryTable,
    ...(table.columns.get("ownerid")?.type === "Owner" ? ofOwnedTables : []),
    ...(table.columns.has("statecode") ? ofTablesWithStates : []),
  ];
  return messages.filter((message) => !missing[table.logicalName]?.includes(message));
}

export const allMessages = [...ofEveryTable, ...ofOwnedTables, ...ofTablesWithStates, ...messagesOfNoTable];
