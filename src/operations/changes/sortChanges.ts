/**
 * Distinguishes created rows from updated ones, and leaves out rows that were reported before or are not requested.
 *
 * The rule: a row counts as created when its creation is not older than the position from which the poll reads, and it
 * was not handed over before. Everything else counts as updated. A late poll therefore reports a row that was created
 * and then updated since the previous poll once, as created, with its present values.
 */
import type { DataverseRecord } from "../../client";
import { changedRow, type Changes, type ChangeQuery, createdMs } from "./changeQuery";
import type { ChangeTable } from "./changeTable";
import type { HandedRows } from "./handed";
import type { WatchedColumns } from "./watchedColumns";

export interface Sorting {
  query: ChangeQuery;
  table: ChangeTable;
  handed: HandedRows;
  watched: WatchedColumns;
  /** Rows created at or after this time were not handed over unless `handed` has them. */
  createdFromMs: number;
  /** Rows modified before this time were handed over. */
  modifiedFromMs: number;
  /** The connection's own user, when its changes are left out. */
  ownUserId: string | undefined;
}

/** Adds the rows that count as changes to `changes`, and remembers every row. */
export function sortRows(rows: DataverseRecord[], sorting: Sorting, changes: Changes): void {
  const { query, table, handed, watched } = sorting;
  for (const row of rows) {
    const changed = changedRow(row, table);
    if (changed.modifiedMs < sorting.modifiedFromMs || handed.hasVersion(changed)) continue;
    const isCreated = createdMs(row) >= sorting.createdFromMs && !handed.hasRow(changed.id);
    handed.add(changed);
    const hasChanged = watched.hasChanged(changed.id, row);
    if (isOwn(row, sorting.ownUserId)) continue;
    if (isCreated) {
      if (query.showNewRecords) changes.created.push(row);
    } else if (query.showUpdatedRecords && hasChanged) {
      changes.updated.push(row);
    }
  }
}

function isOwn(row: DataverseRecord, ownUserId: string | undefined): boolean {
  const modifier = row["_modifiedby_value"];
  return ownUserId !== undefined && typeof modifier === "string" && modifier.toLowerCase() === ownUserId.toLowerCase();
}
