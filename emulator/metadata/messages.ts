/** Which messages the event framework has for a table; `sdkmessagefilter` holds one row for each ("Event framework"). */
import type { Table } from "./model";

/** Tables whose rows come and go without events: the registrations themselves, system jobs and activity parties. */
const SILENT = new Set([
  "activityparty",
  "asyncoperation",
  "plugintype",
  "sdkmessage",
  "sdkmessagefilter",
  "sdkmessageprocessingstep",
  "sdkmessageprocessingstepimage",
  "serviceendpoint",
]);

/** Tables that lack some ("Table reference": messages of systemuser and organization). */
const MISSING: Record<string, string[]> = {
  organization: ["Create", "CreateMultiple", "Delete", "UpdateMultiple"],
  systemuser: ["Delete", "CreateMultiple", "UpdateMultiple"],
};

const OF_EVERY_TABLE = [
  "Create",
  "CreateMultiple",
  "Delete",
  "Retrieve",
  "RetrieveMultiple",
  "Update",
  "UpdateMultiple",
];
const OF_OWNED_TABLES = ["Assign", "GrantAccess", "ModifyAccess", "RevokeAccess"];
const OF_TABLES_WITH_STATES = ["SetState", "SetStateDynamicEntity"];

/** These are not of a table: their filter says `none`. */
export const MESSAGES_OF_NO_TABLE = ["Associate", "Disassociate"];

export function messagesOf(table: Table): string[] {
  if (table.unionOf !== undefined || table.isIntersect || SILENT.has(table.logicalName)) return [];
  const messages = [
    ...OF_EVERY_TABLE,
    ...(table.columns.get("ownerid")?.type === "Owner" ? OF_OWNED_TABLES : []),
    ...(table.columns.has("statecode") ? OF_TABLES_WITH_STATES : []),
  ];
  return messages.filter((message) => !MISSING[table.logicalName]?.includes(message));
}

export const ALL_MESSAGES = [...OF_EVERY_TABLE, ...OF_OWNED_TABLES, ...OF_TABLES_WITH_STATES, ...MESSAGES_OF_NO_TABLE];
