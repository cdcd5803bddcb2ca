/**
 * One poll of the trigger, in rounds of one page. A round returns the changes to hand over and the state as it is when
 * they are handed over; the caller saves that state only then. `position` leads to the next round of the same poll.
 *
 * Two readers share one position in time (`state.since`): deltas where the table tracks changes, `modifiedon` where it
 * does not, while the first reading of ids is under way, and after the service has rejected a delta link.
 */
import {
  type ChangePage,
  type DataverseClient,
  InvalidInputError,
  isNotTracked,
  isRejectedToken,
  unexpectedResponse,
} from "../../client";
import { whoAmI } from "../users";
import { type ChangeQuery, changedRow, type Changes } from "./changeQuery";
import { type ChangeTable, getChangeTable } from "./changeTable";
import { advanceReading } from "./firstReading";
import { HandedRows } from "./handed";
import { updateIds } from "./knownIds";
import { readDelta, readModifiedRows, readRowsById } from "./readChanges";
import { sortRows, type Sorting } from "./sortChanges";
import { type ChangesState, overlapMs, type SavedState, stateVersion } from "./state";
import { isTimestamp, serviceTime, timestamp } from "./time";
import { WatchedColumns } from "./watchedColumns";

/** Where the next round of a poll reads. Plain JSON, because the platform may carry it between rounds. */
export type PollPosition = {
  step: "delta" | "modified";
  /** The next page of the modified rows. */
  link?: string;
  /** The service's clock when the poll began; everything changed before is handed over when the poll ends. */
  startedAt?: string;
  /** The largest `modifiedon` of the pages so far. */
  reached?: string;
  /** The first poll: its rows are remembered and not handed over, so that only later changes count. */
  isBaseline?: boolean;
};

export interface Round {
  changes: Changes;
  /** To be saved when the changes have been handed over. */
  state: ChangesState;
  /** Absent after the last round. */
  position?: PollPosition;
  method: "changeTracking" | "modifiedDate";
  /** The delta link was rejected: deletes since the last poll cannot be seen. */
  resynchronized: boolean;
  /** For the log and the payload. */
  notes: string[];
}

interface Poll {
  client: DataverseClient;
  query: ChangeQuery;
  table: ChangeTable;
  state: ChangesState;
  position: PollPosition;
  round: Pick<Round, "changes" | "resynchronized" | "notes">;
  handed: HandedRows;
  watched: WatchedColumns;
}

/** A round of a poll: the first one without `position`. */
export async function pollRound(
  client: DataverseClient,
  query: ChangeQuery,
  saved: SavedState,
  position?: PollPosition,
): Promise<Round> {
  const table = await getChangeTable(client, query.entityType);
  const usesTracking = checkMethod(query, table);
  const round: Poll["round"] = { changes: noChanges(), resynchronized: false, notes: [] };
  const { state, isBaseline } = await stateOf(client, query, table, saved, round.notes);
  const poll: Poll = {
    client,
    query,
    table,
    state,
    position: position ?? {
      step: usesTracking && state.tracking ? "delta" : "modified",
      ...(isBaseline && { isBaseline }),
    },
    round,
    handed: new HandedRows(state.handed),
    watched: new WatchedColumns(query.watchedFieldNames, state.watched),
  };
  const isDelta = poll.position.step === "delta";
  const isDone = isDelta ? await deltaStep(poll) : await modifiedStep(poll);
  if (poll.position.isBaseline) round.changes = noChanges();
  if (isDone) await finish(poll, usesTracking);
  else saveProgress(poll);
  const method = isDelta && !round.resynchronized ? "changeTracking" : "modifiedDate";
  return { ...round, state: poll.state, method, ...(!isDone && { position: poll.position }) };
}

function noChanges(): Changes {
  return { created: [], updated: [], deleted: [] };
}

/** Returns whether change tracking is used. */
function checkMethod(query: ChangeQuery, table: ChangeTable): boolean {
  const { showDeletedRecords, readingMethod } = query;
  if (!table.columns.has("modifiedon")) {
    const problem = `the table ${table.logicalName} has no column modifiedon, so its changes cannot be read.`;
    throw new InvalidInputError("Entity Type", problem);
  }
  if (showDeletedRecords && readingMethod === "modifiedDate") {
    throw new InvalidInputError(
      "Show Deleted Records",
      'deleted records are seen by change tracking only. Set Reading Method to "auto", or Show Deleted Records to false.',
    );
  }
  if (readingMethod === "modifiedDate") return false;
  if (!table.isTracked && (showDeletedRecords || readingMethod === "changeTracking")) {
    throw notTracked(showDeletedRecords ? "Show Deleted Records" : "Reading Method", table);
  }
  return table.isTracked;
}

function notTracked(input: string, { logicalName }: ChangeTable): InvalidInputError {
  return new InvalidInputError(
    input,
    `change tracking is switched off for the table ${logicalName}. Switch on "Track changes" in the table's advanced options in Power Apps, and publish the table.`,
  );
}

async function stateOf(
  client: DataverseClient,
  query: ChangeQuery,
  table: ChangeTable,
  saved: SavedState,
  notes: string[],
): Promise<{ state: ChangesState; isBaseline?: boolean }> {
  if (saved.kind === "valid" && saved.state.table === table.logicalName) return { state: saved.state };
  if (saved.kind === "unusable") {
    const from = saved.since === undefined ? "begins anew" : `continues from ${saved.since}`;
    notes.push(`The saved position is not usable: ${saved.problem}. The trigger ${from}.`);
    if (saved.since !== undefined) return { state: newState(table, saved.since, saved.since) };
  }
  if (saved.kind === "valid") {
    notes.push(`The saved position belongs to the table ${saved.state.table}. The trigger begins anew.`);
  }
  const { lookBackDate } = query;
  if (lookBackDate !== undefined) return { state: newState(table, lookBackDate, lookBackDate) };
  const nowMs = await presentMs(client, table);
  return { state: newState(table, timestamp(nowMs - overlapMs), timestamp(nowMs)), isBaseline: true };
}

function newState({ logicalName }: ChangeTable, start: string, since: string): ChangesState {
  return { version: stateVersion, table: logicalName, start, since, handed: {} };
}

async function presentMs(client: DataverseClient, { entitySetName, primaryIdColumn }: ChangeTable): Promise<number> {
  const response = await client.request({
    operation: `Read the time of the service from ${entitySetName}`,
    method: "GET",
    path: `${entitySetName}?$select=${primaryIdColumn}&$top=1`,
  });
  const ms = serviceTime(response);
  if (ms === undefined) throw unexpectedResponse(response, "its Date header is missing");
  return ms;
}

/** Rows modified before this time were handed over. */
function lowerBound({ start, since }: Pick<ChangesState, "start" | "since">): string {
  return timestamp(Math.max(Date.parse(start), Date.parse(since) - overlapMs));
}

async function sortingOf(poll: Poll, modifiedFromMs: number): Promise<Sorting> {
  const { client, query, table, state, handed, watched } = poll;
  const { start, since, backlogSince = since } = state;
  return {
    query,
    table,
    handed,
    watched,
    createdFromMs: Date.parse(lowerBound({ start, since: backlogSince })),
    modifiedFromMs,
    ownUserId: query.ignoreOwnChanges
      ? (await client.cache.remember("own user", () => whoAmI(client))).UserId
      : undefined,
  };
}

function begin(poll: Poll, page: ChangePage): void {
  const ms = serviceTime(page.response);
  if (poll.position.startedAt === undefined && ms !== undefined) poll.position.startedAt = timestamp(ms);
}

/** Reads one page of tracked changes; returns whether the poll is done. */
async function deltaStep(poll: Poll): Promise<boolean> {
  const { client, query, table, state, round } = poll;
  const { link, isFresh = false } = state.tracking ?? { link: "" };
  const page = await readDelta(client, table, link).catch((error: unknown) => {
    if (isRejectedToken(error)) return undefined;
    throw error;
  });
  if (!page?.isDelta) return resynchronize(poll, page);
  begin(poll, page);
  const ids = page.rows.map((row) => String(row[table.primaryIdColumn]));
  const rows = await readRowsById(client, query, table, ids);
  // What the first reading may have missed is read by modified date afterwards, and this delta overlaps with what was.
  const sorting = await sortingOf(poll, isFresh ? Date.parse(lowerBound(state)) : 0);
  sortRows(rows, sorting, round.changes);
  for (const id of page.deletedIds) {
    poll.watched.forget(id);
    if (query.showDeletedRecords) round.changes.deleted.push({ id });
  }
  if (state.knownIds !== undefined) state.knownIds = updateIds(state.knownIds, ids, page.deletedIds);
  const next = page.nextLink ?? page.deltaLink;
  if (next === undefined) throw unexpectedResponse(page.response, "it has neither a next link nor a delta link");
  const isLast = page.nextLink === undefined;
  poll.state = { ...state, tracking: { link: next, ...(isFresh && !isLast && { isFresh }) } };
  if (!isLast) return false;
  if (isFresh) poll.position.step = "modified";
  return !isFresh;
}

/** The service rejected the delta link, or returned all rows in place of changes (both are reported from the field). */
function resynchronize(poll: Poll, page: ChangePage | undefined): Promise<boolean> {
  const { tracking: _tracking, reading: _reading, ...state } = poll.state;
  const { table, round } = poll;
  round.resynchronized = true;
  round.notes.push(
    `The service no longer knows the delta link of ${table.logicalName}${page ? " and returned all records" : ""}. ` +
      `Changes since ${state.since} are read by modified date; deletes since then ` +
      (poll.query.reconcileDeletes
        ? "are found when the ids have been read again."
        : "cannot be seen (Reconcile Deletes finds them)."),
  );
  poll.state = { ...state, reading: { rowsRead: 0 } };
  poll.position.step = "modified";
  return modifiedStep(poll);
}

/** Reads one page of modified rows; returns whether the poll is done. */
async function modifiedStep(poll: Poll): Promise<boolean> {
  const { client, query, table, state, position, round } = poll;
  const from = lowerBound(state);
  const { link } = position;
  const page = await (link === undefined
    ? readModifiedRows(client, query, table, { from })
    : readModifiedRows(client, query, table, { link }).catch((error: unknown) => {
        // Rows that were handed over are skipped when the reading begins again.
        if (isRejectedToken(error)) return readModifiedRows(client, query, table, { from });
        throw error;
      }));
  begin(poll, page);
  sortRows(page.rows, await sortingOf(poll, Date.parse(from)), round.changes);
  const last = page.rows.at(-1);
  if (last) {
    const reached = timestamp(changedRow(last, table).modifiedMs);
    if (position.reached === undefined || reached > position.reached) position.reached = reached;
  }
  delete position.link;
  if (page.nextLink !== undefined) position.link = page.nextLink;
  return page.nextLink === undefined;
}

/** Rows that are handed over stay known until the poll ends. */
function saveProgress(poll: Poll): void {
  const { rows, dropped } = poll.handed.save(0);
  if (dropped > 0) poll.round.notes.push(droppedNote(dropped));
  poll.state = { ...poll.state, handed: rows, ...poll.watched.save() };
}

function droppedNote(dropped: number): string {
  return `${dropped} records more than can be remembered changed within a short time; they may be handed over twice.`;
}

/** Everything that changed before the poll began has been handed over. */
async function finish(poll: Poll, usesTracking: boolean): Promise<void> {
  const { client, query, table, round, position } = poll;
  const { backlogSince: _backlogSince, ...state } = poll.state;
  const since = laterOf(state.since, position.startedAt ?? position.reached);
  const { rows, dropped } = poll.handed.save(Date.parse(since) - overlapMs);
  if (dropped > 0) round.notes.push(droppedNote(dropped));
  poll.state = { ...state, since, handed: rows, ...poll.watched.save() };
  if (!usesTracking || poll.state.tracking) return;
  try {
    const reading = await advanceReading(client, table, poll.state, query.reconcileDeletes);
    poll.state = reading.state;
    round.notes.push(...reading.notes);
    if (query.showDeletedRecords) round.changes.deleted.push(...reading.missingIds.map((id) => ({ id })));
  } catch (error) {
    if (!isNotTracked(error)) throw error;
    if (query.showDeletedRecords || query.readingMethod === "changeTracking") throw notTracked("Reading Method", table);
    round.notes.push(`Change tracking is switched off for ${table.logicalName}; changes are read by modified date.`);
  }
}

/** A position in the future is kept: moving it back would hand changes over twice. */
function laterOf(since: string, other: string | undefined): string {
  return isTimestamp(other) && Date.parse(other) > Date.parse(since) ? other : since;
}

/**
 * The state when a poll ends before its last round: all changes up to the position that was reached are handed over,
 * and the next poll continues from there.
 */
export function interruptedState({ state, position }: Round): ChangesState {
  if (!position || position.step === "delta" || position.reached === undefined) return state;
  const reached = laterOf(state.since, position.reached);
  const startedAt = position.startedAt ?? reached;
  const since = Date.parse(reached) < Date.parse(startedAt) ? reached : startedAt;
  return { ...state, since: laterOf(state.since, since), backlogSince: state.backlogSince ?? state.since };
}
