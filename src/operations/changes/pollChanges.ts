/**
 * One poll of the trigger, in rounds of one page. A round returns the changes to hand over and the state as it is when
 * they are handed over; the caller saves that state only then. A state with a position leads to the next round, in this
 * run or in a later one.
 *
 * Two readers share one position in time (`state.since`): deltas where the table tracks changes, `modifiedon` where it
 * does not, while the first reading of ids is running, and after the service has rejected a delta link.
 */
import { type DataverseClient, DataverseError, isNotTracked } from "../../client";
import type { ChangeQuery, Changes } from "./changeQuery";
import { getChangeTable } from "./changeTable";
import { deltaStep } from "./deltaStep";
import { advanceReading } from "./firstReading";
import { HandedRows } from "./handed";
import { modifiedStep } from "./modifiedStep";
import type { SavedState } from "./parseState";
import { droppedNote, type Poll } from "./poll";
import { pollingRules, type PollingRules } from "./rules";
import { checkMethod, notTracked, startedState } from "./startPoll";
import type { ChangesState } from "./state";
import { WatchedColumns } from "./watchedColumns";

export interface Round {
  changes: Changes;
  /** To be saved when the changes have been handed over. It has a position unless this was the last round. */
  state: ChangesState;
  method: "changeTracking" | "modifiedDate";
  /** The delta link was rejected: deletes since the last poll cannot be seen. */
  resynchronized: boolean;
  /** For the log and the payload. */
  notes: string[];
}

/** A round of a poll: the first one, or the next one when the state has a position. */
export async function pollRound(
  client: DataverseClient,
  query: ChangeQuery,
  saved: SavedState,
  rules: PollingRules = pollingRules,
): Promise<Round> {
  const table = await getChangeTable(client, query.entityType);
  const usesTracking = checkMethod(query, table);
  const { state: started, notes } = await startedState(client, query, table, saved, rules);
  const { position, ...state } = usesTracking ? started : withoutTracking(started);
  const poll: Poll = {
    client,
    query,
    table,
    rules,
    state,
    position: { step: "delta", ...position, ...(!state.tracking && { step: "modified" }) },
    changes: { created: [], updated: [], deleted: [] },
    resynchronized: false,
    notes,
    handed: new HandedRows(state.handed),
    watched: new WatchedColumns(query.watchedFieldNames, state.watched),
  };
  const isBaseline = poll.position.isBaseline === true;
  const { tracking } = state;
  const isDelta = poll.position.step === "delta" && tracking !== undefined;
  const isDone = isDelta ? await deltaStep(poll, tracking) : await modifiedStep(poll);
  if (isBaseline) poll.changes = { created: [], updated: [], deleted: [] };
  if (isDone) await finish(poll, usesTracking);
  else saveProgress(poll);
  const { changes, resynchronized } = poll;
  const method = isDelta && !resynchronized ? "changeTracking" : "modifiedDate";
  return { changes, state: poll.state, method, resynchronized, notes: poll.notes };
}

/** Reading Method was changed, or change tracking was switched off. */
function withoutTracking(given: ChangesState): ChangesState {
  const { tracking: _tracking, reading: _reading, knownIds: _knownIds, position, ...state } = given;
  return { ...state, ...(position?.step === "modified" && { position }) };
}

/** Rows that are handed over stay known until the poll ends. */
function saveProgress(poll: Poll): void {
  const { state, position, handed, watched, rules, notes } = poll;
  const { rows, dropped } = handed.save(0, rules.mostHandedRows);
  // Those that matter at the end of the poll are the latest ones; only when more are dropped is anything repeated.
  if (dropped > 0 && position.isCaughtUp) notes.push(droppedNote(rules));
  poll.state = { ...state, handed: rows, ...watched.save(rules.mostWatchedRows), position };
}

/** Everything that changed before the poll began has been handed over. */
async function finish(poll: Poll, usesTracking: boolean): Promise<void> {
  const { query, rules, position, handed, watched, notes } = poll;
  noteFuture(poll);
  const since = rules.nextSince(poll.state, position);
  const { rows, dropped } = handed.save(Date.parse(since) - rules.overlapMs, rules.mostHandedRows);
  if (dropped > 0) notes.push(droppedNote(rules));
  const { tracking, ...state } = poll.state;
  // The first delta and the modified rows have been read.
  const { isFresh, ...settled } = tracking ?? { deltaLink: "" };
  const next = isFresh && position.step === "modified" ? settled : tracking;
  poll.state = {
    ...state,
    since,
    handed: rows,
    ...watched.save(rules.mostWatchedRows),
    ...(next && { tracking: next }),
  };
  const comparesIds = query.reconcileDeletes && query.showDeletedRecords;
  const lacksIds = comparesIds && poll.state.knownIds === undefined && poll.state.hasTooManyIds !== true;
  if (usesTracking && (!next || poll.state.reading || lacksIds)) await prepareTracking(poll, comparesIds);
}

async function prepareTracking(poll: Poll, comparesIds: boolean): Promise<void> {
  const { client, query, table, rules, changes, notes } = poll;
  try {
    const reading = await advanceReading(client, table, poll.state, { comparesIds, rules });
    poll.state = reading.state;
    notes.push(...reading.notes);
    for (const id of reading.missingIds) changes.deleted.push({ id });
  } catch (error) {
    const isForbidden = error instanceof DataverseError && error.status === 403;
    if (!isNotTracked(error) && !isForbidden) throw error;
    if (query.showDeletedRecords || query.readingMethod === "changeTracking") {
      throw isForbidden ? error : notTracked(query, table);
    }
    const cause = isForbidden ? "may not be used by this connection" : "is switched off";
    notes.push(`Change tracking ${cause} for ${table.logicalName}; changes are read by modified date.`);
  }
}

function noteFuture({ state: { since }, position: { startedAt }, rules, notes }: Poll): void {
  if (startedAt === undefined || Date.parse(since) <= Date.parse(startedAt) + rules.overlapMs) return;
  notes.push(`The position ${since} is in the future: changes are returned from then on.`);
}
