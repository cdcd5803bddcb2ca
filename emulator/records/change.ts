import type { Table } from "../metadata/model";
import { modifiedStamp } from "./audit";
import { computedColumns } from "./computedColumns";
import type { WriteContext } from "./context";
import { currency } from "./currency";
import { checkHierarchies } from "./hierarchy";
import { checkAlternateKeys } from "./keys";
import { ownership } from "./ownership";
import { inPipeline } from "./pipeline";
import { childRows, isActive, relationshipsTo } from "./relatedRows";
import { readRow, updateRowColumns, type StoredRow } from "./rows";
import { stateAndStatus } from "./stateStatus";
import { doesNotExist } from "./writeErrors";

/**
 * Stores changed columns of a row, given in their stored form, and everything that follows from them.
 *
 * @throws ServiceError 404 0x80040217 when there is no such row.
 */
export function changeRow(context: WriteContext, table: Table, id: string, values: StoredRow): void {
  inPipeline(context, { message: "Update", table, id, values }, () => storeChange(context, table, id, values));
}

/** @returns all columns that were stored, given and derived. */
function storeChange(context: WriteContext, table: Table, id: string, values: StoredRow): StoredRow {
  const { store } = context;
  const current = readRow(store, table, id);
  if (current === undefined) throw doesNotExist(table, id);
  const change: StoredRow = {
    ...values,
    ...ownership(context, table, current, values),
    ...stateAndStatus(store, table, current, values),
    ...currency(store, table, current, values),
  };
  Object.assign(change, computedColumns(store, table, id, current, change), modifiedStamp(context, table));
  checkHierarchies(store, table, id, change);
  checkAlternateKeys(store, table, id, { ...current, ...change }, values);
  updateRowColumns(store, table, id, withoutMirrors(table, change));
  if (change["ownerid"] !== undefined && change["ownerid"] !== current["ownerid"]) {
    assignChildren(context, table, id, change);
  }
  return change;
}

/** `owninguser` and the like may be computed by the database from the lookup they mirror. */
function withoutMirrors(table: Table, row: StoredRow): StoredRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => isOwnColumn(table, name)));
}

function isOwnColumn(table: Table, name: string): boolean {
  const column = table.columns.get(name.replace(/#type$/, ""));
  return column !== undefined && column.mirrors === undefined;
}

/**
 * A new owner takes the children over as the relationship's assign behavior says: all of them, the active ones, or
 * those the former owner had [Cascading].
 */
function assignChildren(context: WriteContext, table: Table, id: string, owner: StoredRow): void {
  const assignment: StoredRow = { ownerid: owner["ownerid"] ?? null, "ownerid#type": owner["ownerid#type"] ?? null };
  for (const { relationship, child } of relationshipsTo(context.store, table)) {
    const { cascadeAssign } = relationship;
    if (cascadeAssign === "NoCascade" || !child.columns.has("ownerid")) continue;
    for (const row of childRows(context.store, table, id, child, relationship.referencingColumn)) {
      // A row that has the new owner already ends the cascade, also around a circle of parents.
      if (row["ownerid"] === assignment["ownerid"]) continue;
      if (cascadeAssign === "Active" && !isActive(row)) continue;
      changeRow(context, child, String(row[child.primaryIdColumn]), assignment);
    }
  }
}
