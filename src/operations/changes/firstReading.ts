/**
 * The first reading of a table's ids, which ends with the first delta link. No documented way gives a delta link without
 * reading the table once [ChangeTracking], so a large table is read in pages over several polls.
 */
import { type DataverseClient, isRejectedToken, unexpectedResponse } from "../../client";
import type { ChangeTable } from "./changeTable";
import { decodeIds, encodeIds, mostKnownIds } from "./knownIds";
import { readIds } from "./readChanges";
import type { ChangesState, Reading } from "./state";

/** 100,000 ids per poll. */
const pagesPerPoll = 20;

export interface ReadingResult {
  state: ChangesState;
  /** Ids that an earlier reading had and this one does not, when ids are compared. */
  missingIds: string[];
  notes: string[];
}

export async function advanceReading(
  client: DataverseClient,
  table: ChangeTable,
  state: ChangesState,
  comparesIds: boolean,
): Promise<ReadingResult> {
  let reading: Reading = state.reading ?? { rowsRead: 0 };
  const ids = comparesIds ? decodeIds(reading.ids ?? "") : undefined;
  for (let pagesRead = 0; pagesRead < pagesPerPoll; pagesRead++) {
    const page = await readIds(client, table, reading.link).catch((error: unknown) => {
      // The service no longer continues a reading that was interrupted for long: it begins again at the next poll.
      if (reading.link !== undefined && isRejectedToken(error)) return undefined;
      throw error;
    });
    if (!page) return { state: { ...state, reading: { rowsRead: 0 } }, missingIds: [], notes: [restarted(table)] };
    for (const row of page.rows) ids?.add(String(row[table.primaryIdColumn]).toLowerCase());
    const rowsRead = reading.rowsRead + page.rows.length;
    if (page.nextLink === undefined) {
      if (page.deltaLink === undefined) throw unexpectedResponse(page.response, "its last page has no delta link");
      return complete(table, state, { link: page.deltaLink, rowsRead, ids });
    }
    reading = { link: page.nextLink, rowsRead };
  }
  const { rowsRead } = reading;
  return {
    state: { ...state, reading: { ...reading, ...(ids && { ids: encodeIds(ids) }) } },
    missingIds: [],
    notes: [
      `Change tracking of ${table.logicalName} is being prepared: ${rowsRead} ids read so far. Until then, changes are read by modified date.`,
    ],
  };
}

function restarted(table: ChangeTable): string {
  return `The preparation of change tracking of ${table.logicalName} begins again, because the service rejected the link of its next page.`;
}

function complete(
  table: ChangeTable,
  { reading: _reading, knownIds, ...state }: ChangesState,
  { link, rowsRead, ids }: { link: string; rowsRead: number; ids: Set<string> | undefined },
): ReadingResult {
  const notes = [`Change tracking of ${table.logicalName} is ready: ${rowsRead} ids read.`];
  const next: ChangesState = { ...state, tracking: { link, isFresh: true } };
  if (!ids) return { state: next, missingIds: [], notes };
  const missingIds = knownIds === undefined ? [] : [...decodeIds(knownIds)].filter((id) => !ids.has(id));
  if (ids.size > mostKnownIds) {
    notes.push(
      `Reconcile Deletes cannot keep the ids of ${table.logicalName}: it has ${ids.size} records, more than ${mostKnownIds}.`,
    );
    return { state: next, missingIds, notes };
  }
  return { state: { ...next, knownIds: encodeIds(ids) }, missingIds, notes };
}
