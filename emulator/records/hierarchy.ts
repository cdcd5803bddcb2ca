import { type ErrorEntry, errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { Table } from "../metadata/model";
import type { Store } from "../organization/store/store";
import { readRow, type StoredRow } from "./rows";

/** Tables with an error of their own; all others share EntityLoopBeingCreated [ErrorCodes]. */
const loops: Readonly<Record<string, readonly [error: ErrorEntry, message: string]>> = {
  account: [
    errors.AccountLoopBeingCreated,
    "Creating this parental association would create a loop in Accounts hierarchy.",
  ],
  systemuser: [
    errors.UserLoopBeingCreated,
    "You cannot set the selected user as the manager for this user because the selected user is either already the manager or is in the user's immediate management hierarchy.  Either select another user to be the manager or do not update the record.",
  ],
};
const anyLoop = [
  errors.EntityLoopBeingCreated,
  "Creating this parental association would create a loop in this entity hierarchy.",
] as const;

/**
 * In a hierarchy no row is above itself: neither its own parent nor the parent of one of its parents.
 *
 * @throws ServiceError 400 when a changed parent lookup would close a circle.
 */
export function checkHierarchies(store: Store, table: Table, id: string, change: StoredRow): void {
  for (const { isHierarchical, referencedTable, referencingTable, referencingColumn } of store.catalog.metadata
    .oneToMany) {
    if (!isHierarchical || referencedTable !== table.logicalName || referencingTable !== table.logicalName) continue;
    const parentId = change[referencingColumn];
    if (typeof parentId !== "string" || !isAtOrBelow(store, table, referencingColumn, parentId, id)) continue;
    const [error, message] = loops[table.logicalName] ?? anyLoop;
    throw new ServiceError(error, message);
  }
}

/** Walks up from `startId`; a file written elsewhere may hold a circle already, which must not hold the walk. */
function isAtOrBelow(store: Store, table: Table, parentColumn: string, startId: string, topId: string): boolean {
  const seen = new Set<string>();
  for (let id: unknown = startId; typeof id === "string" && !seen.has(id);) {
    if (id === topId) return true;
    seen.add(id);
    id = readRow(store, table, id)?.[parentColumn];
  }
  return false;
}
