/** Reading by change tracking: the ids of a delta, a page at a time, and the rows of these ids as they are now. */
import { type ChangePage, isRejectedToken, unexpectedResponse } from "../../client";
import { tooManyNote, withoutIds } from "./firstReading";
import { countIds, decodeIds, updateIds } from "./knownIds";
import { modifiedStep } from "./modifiedStep";
import { pageTime, type Poll, sortingOf } from "./poll";
import { readDelta, readRowsById } from "./readChanges";
import { sortRows } from "./sortChanges";
import type { Tracking } from "./state";

/** Reads one page; returns whether the poll is done. */
export async function deltaStep(poll: Poll, tracking: Tracking): Promise<boolean> {
  const { client, query, table, rules, state, position } = poll;
  const page = await readPage(poll, tracking);
  if (page === "unknown" || page === "complete") return resynchronize(poll, page);
  const time = pageTime(page);
  if (position.startedAt === undefined && time !== undefined) position.startedAt = time;
  const ids = page.rows.map((row) => String(row[table.primaryIdColumn]));
  const rows = await readRowsById(client, query, table, ids, rules.idsPerRequest);
  // Before the first delta, changes were handed over by modified date; the delta repeats those of the first reading.
  const from = tracking.isFresh ? Date.parse(rules.readFrom(state, rules.overlapMs)) : 0;
  sortRows(rows, await sortingOf(poll, from), poll.changes);
  handOverDeletes(poll, page.deletedIds, tracking);
  keepIds(poll, ids, page.deletedIds);
  if (page.nextLink !== undefined) {
    position.link = page.nextLink;
    return false;
  }
  if (page.deltaLink === undefined) {
    throw unexpectedResponse(page.response, "it has neither a next link nor a delta link");
  }
  // It stays fresh until the modified rows have been read too.
  const { reportedIds: _reportedIds, ...rest } = tracking;
  poll.state = { ...poll.state, tracking: { ...rest, deltaLink: page.deltaLink } };
  if (!tracking.isFresh) return true;
  poll.position = { step: "modified" };
  return false;
}

/** The service returns all rows in place of changes, or an error, when the token has expired: both are reported. */
async function readPage(
  { client, table, position, rules }: Poll,
  { deltaLink }: Tracking,
): Promise<ChangePage | "complete" | "unknown"> {
  const read = (link: string) =>
    readDelta(client, table, link, rules.deltaPageSize).catch((error: unknown) => {
      if (isRejectedToken(error)) return undefined;
      throw error;
    });
  // A later page may lack the marks of the first.
  const next = position.link === undefined ? undefined : await read(position.link);
  if (next) return next;
  delete position.link;
  const first = await read(deltaLink);
  if (!first) return "unknown";
  return first.isDelta ? first : "complete";
}

/** Change tracking begins anew, and the changes since the last poll are read by modified date. */
function resynchronize(poll: Poll, cause: "complete" | "unknown"): Promise<boolean> {
  const { tracking: _tracking, reading: _reading, ...state } = poll.state;
  poll.resynchronized = true;
  poll.notes.push(
    `The service no longer knows the delta link of ${poll.table.logicalName}${cause === "complete" ? " and returned all records" : ""}. ` +
      `Changes since ${state.since} are read by modified date; deletes since then ` +
      (poll.query.reconcileDeletes && state.knownIds !== undefined
        ? "are found when the ids have been read again."
        : "cannot be seen (Reconcile Deletes finds them)."),
  );
  poll.state = state;
  poll.position = { step: "modified" };
  return modifiedStep(poll);
}

function handOverDeletes({ query, changes, handed, watched }: Poll, ids: string[], { reportedIds }: Tracking): void {
  const reported = decodeIds(reportedIds ?? "");
  for (const id of ids) {
    handed.forget(id);
    watched.forget(id);
    if (query.showDeletedRecords && !reported.has(id.toLowerCase())) changes.deleted.push({ id });
  }
}

function keepIds(poll: Poll, changed: string[], deleted: string[]): void {
  const { state, rules, table, notes } = poll;
  const { reading } = state;
  if (reading?.ids !== undefined) {
    poll.state = { ...poll.state, reading: { ...reading, ids: updateIds(reading.ids, changed, deleted) } };
  }
  if (state.knownIds === undefined) return;
  const knownIds = updateIds(state.knownIds, changed, deleted);
  poll.state = { ...poll.state, knownIds };
  if (countIds(knownIds) <= rules.mostKnownIds) return;
  poll.state = withoutIds(poll.state);
  notes.push(tooManyNote(table, rules));
}
