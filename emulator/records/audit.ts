import type { Table } from "../metadata/model";
import type { WriteContext } from "./context";
import { storedInstant } from "./dates";
import type { StoredRow } from "./rows";

/** Who and when, and the row version that ETags and change tracking stand on. */
export function createdStamp(context: WriteContext, table: Table, draft: StoredRow): StoredRow {
  const now = storedInstant(context.store.now());
  // "Set the overriddencreatedon": the given date shows as createdon, the true one is kept beside it.
  const given = draft["overriddencreatedon"] ?? null;
  const stamp: StoredRow = {
    createdon: given ?? now,
    createdby: context.caller.userId,
    createdonbehalfby: context.onBehalfBy ?? null,
    ...(given === null ? {} : { overriddencreatedon: now }),
  };
  return onColumnsOf(table, { ...stamp, ...modifiedStamp(context, table) });
}

export function modifiedStamp(context: WriteContext, table: Table): StoredRow {
  return onColumnsOf(table, {
    modifiedon: storedInstant(context.store.now()),
    modifiedby: context.caller.userId,
    modifiedonbehalfby: context.onBehalfBy ?? null,
    versionnumber: context.store.nextVersion(),
  });
}

function onColumnsOf(table: Table, row: StoredRow): StoredRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => table.columns.has(name)));
}
