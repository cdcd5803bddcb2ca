/**
 * The initial sync of a flow that batches: all rows that match the filter, a page at a time. It ends with the state
 * that the first poll continues from, whose position is the time at which the sync began, so that nothing falls
 * between.
 */
import { type DataverseClient, unexpectedResponse } from "../../client";
import { type ChangeQuery, changedRow, type Changes } from "./changeQuery";
import { getChangeTable } from "./changeTable";
import { HandedRows, type SavedHandedRows } from "./handed";
import { droppedNote, pageTime } from "./poll";
import { readAllRows } from "./readChanges";
import { pollingRules, type PollingRules } from "./rules";
import { checkMethod, newState } from "./startPoll";
import type { ChangesState } from "./state";
import { timestamp } from "./time";
import { WatchedColumns } from "./watchedColumns";

/** Plain JSON, because the platform carries it from page to page. */
export type SyncPosition = {
  link: string;
  startedAt: string;
  /** The rows of the pages so far that the first poll reads again. */
  handed: SavedHandedRows;
  watched?: Record<string, string>;
};

export interface SyncRound {
  changes: Changes;
  notes: string[];
  /** The next page, or the state of the first poll after the last page. */
  next: { position: SyncPosition } | { state: ChangesState };
}

export async function syncRound(
  client: DataverseClient,
  query: ChangeQuery,
  position: SyncPosition | undefined,
  rules: PollingRules = pollingRules,
): Promise<SyncRound> {
  const table = await getChangeTable(client, query.entityType);
  checkMethod(query, table);
  const page = await readAllRows(client, query, table, position?.link, rules.pageSize);
  const startedAt = position?.startedAt ?? pageTime(page);
  if (startedAt === undefined) throw unexpectedResponse(page.response, "its Date header is missing");
  const handed = new HandedRows(position?.handed);
  const watched = new WatchedColumns(query.watchedFieldNames, position?.watched);
  for (const row of page.rows) {
    const changed = changedRow(row, table);
    handed.add(changed);
    watched.hasChanged(changed.id, row);
  }
  const fromMs = Date.parse(startedAt) - rules.overlapMs;
  const { rows, dropped } = handed.save(fromMs, rules.mostHandedRows);
  const remembered = { handed: rows, ...watched.save(rules.mostWatchedRows) };
  return {
    changes: { created: page.rows, updated: [], deleted: [] },
    notes: dropped > 0 ? [droppedNote(rules)] : [],
    next:
      page.nextLink === undefined
        ? { state: { ...newState(client, table, timestamp(fromMs), startedAt), ...remembered } }
        : { position: { link: page.nextLink, startedAt, ...remembered } },
  };
}

/** The state of a sync that the polls carry out: they hand all rows over, the oldest change first. */
export async function syncByPolls(client: DataverseClient, query: ChangeQuery): Promise<ChangesState> {
  const table = await getChangeTable(client, query.entityType);
  checkMethod(query, table);
  // Date columns begin with the year 1753.
  const earliest = "1753-01-01T00:00:00Z";
  return newState(client, table, earliest, earliest);
}
