/**
 * The first reading of a table's ids, which ends with the first delta link. No documented way gives a delta link
 * without reading the table once [ChangeTracking], so a large table is read in pages over several polls.
 */
import { type DataverseClient, isRejectedToken, unexpectedResponse } from "../../client";
import type { ChangeTable } from "./changeTable";
import { decodeIds, encodeIds } from "./knownIds";
import { existingIds, readIds } from "./readChanges";
import type { PollingRules } from "./rules";
import type { ChangesState, Reading } from "./state";

export interface ReadingResult {
  state: ChangesState;
  /** Ids that an earlier reading had and this one does not, when ids are compared. */
  missingIds: string[];
  notes: string[];
}

export interface ReadingOptions {
  comparesIds: boolean;
  rules: PollingRules;
}

export async function advanceReading(
  client: DataverseClient,
  table: ChangeTable,
  state: ChangesState,
  { comparesIds, rules }: ReadingOptions,
): Promise<ReadingResult> {
  let reading: Reading = state.reading ?? { rowsRead: 0 };
  let ids = comparesIds && state.hasTooManyIds !== true ? decodeIds(reading.ids ?? "") : undefined;
  const notes: string[] = [];
  let next = state;
  for (let pagesRead = 0; pagesRead < rules.idPagesPerPoll; pagesRead++) {
    const page = await readIds(client, table, reading.link, rules.pageSize).catch((error: unknown) => {
      // The service no longer continues a reading that was interrupted for long: it begins again at the next poll.
      if (reading.link !== undefined && isRejectedToken(error)) return undefined;
      throw error;
    });
    if (!page) return { state: { ...next, reading: { rowsRead: 0 } }, missingIds: [], notes: [restartedNote(table)] };
    for (const row of page.rows) ids?.add(String(row[table.primaryIdColumn]).toLowerCase());
    if (ids && ids.size > rules.mostKnownIds) {
      ids = undefined;
      next = withoutIds(state);
      notes.push(tooManyNote(table, rules));
    }
    const rowsRead = reading.rowsRead + page.rows.length;
    if (page.nextLink === undefined) {
      if (page.deltaLink === undefined) throw unexpectedResponse(page.response, "its last page has no delta link");
      const { reading: _reading, ...rest } = next;
      notes.push(`Change tracking of ${table.logicalName} is ready: ${rowsRead} ids read.`);
      const done = await complete(client, table, rest, { deltaLink: page.deltaLink, ids, rules });
      return { ...done, notes };
    }
    reading = { link: page.nextLink, rowsRead };
  }
  notes.push(
    `Change tracking of ${table.logicalName} is being prepared: ${reading.rowsRead} ids read so far. Until then, changes are read by modified date.`,
  );
  return { state: { ...next, reading: { ...reading, ...(ids && { ids: encodeIds(ids) }) } }, missingIds: [], notes };
}

function restartedNote({ logicalName }: ChangeTable): string {
  return `The preparation of change tracking of ${logicalName} begins again, because the service rejected the link of its next page.`;
}

export function tooManyNote({ logicalName }: ChangeTable, { mostKnownIds }: PollingRules): string {
  return `Reconcile Deletes cannot keep the ids of ${logicalName}, because the table has more than ${mostKnownIds} records.`;
}

export function withoutIds({ knownIds: _knownIds, ...state }: ChangesState): ChangesState {
  return { ...state, hasTooManyIds: true };
}

async function complete(
  client: DataverseClient,
  table: ChangeTable,
  state: ChangesState,
  { deltaLink, ids, rules }: { deltaLink: string; ids: Set<string> | undefined; rules: PollingRules },
): Promise<Omit<ReadingResult, "notes">> {
  // Reconcile Deletes was switched on later: the ids are new, and the deltas go on where they are.
  const { tracking = { deltaLink, isFresh: true } } = state;
  if (!ids) return { state: { ...state, tracking }, missingIds: [] };
  const absent = state.knownIds === undefined ? [] : [...decodeIds(state.knownIds)].filter((id) => !ids.has(id));
  // A row that changes while the pages are read may move from a later page to an earlier one.
  const existing = await existingIds(client, table, absent, rules.idsPerRequest);
  const missingIds = absent.filter((id) => !existing.has(id));
  const knownIds = encodeIds([...ids, ...existing]);
  const reportedIds = missingIds.length > 0 ? { reportedIds: encodeIds(missingIds) } : {};
  return { state: { ...state, knownIds, tracking: { ...tracking, ...reportedIds } }, missingIds };
}
