/** Reading by modified date: the rows in the order of their changes, a page at a time. */
import { type ChangePage, isRejectedToken } from "../../client";
import { changedRow } from "./changeQuery";
import { updateIds } from "./knownIds";
import { digestOf, pageTime, type Poll, sortingOf } from "./poll";
import { readModifiedRows } from "./readChanges";
import { sortRows } from "./sortChanges";
import { laterOf, timestamp } from "./time";

/** Reads one page; returns whether it was the last one. */
export async function modifiedStep(poll: Poll): Promise<boolean> {
  const { table, rules, state, position } = poll;
  const from = rules.readFrom(state, rules.overlapMs);
  const page = await readPage(poll, from);
  const time = pageTime(page);
  if (position.isCaughtUp !== true && time !== undefined) position.startedAt = time;
  sortRows(page.rows, await sortingOf(poll, Date.parse(from)), poll.changes);
  const last = page.rows.at(-1);
  if (last) position.reached = laterOf(position.reached ?? from, timestamp(changedRow(last, table).modifiedMs));
  if (state.knownIds !== undefined) {
    const ids = page.rows.map((row) => String(row[table.primaryIdColumn]));
    poll.state = { ...state, knownIds: updateIds(state.knownIds, ids, []) };
  }
  delete position.link;
  delete position.readsWith;
  if (page.nextLink === undefined) return true;
  position.link = page.nextLink;
  position.readsWith = digestOf(poll.query);
  if (isNearPresent(poll)) position.isCaughtUp = true;
  return false;
}

/**
 * A row becomes visible behind the reading only when it commits within the overlap after its `modifiedon`. As long as
 * the reading is further back than that, it misses nothing, and everything before its next page counts as read.
 */
function isNearPresent({ position: { reached, startedAt }, rules }: Poll): boolean {
  if (reached === undefined || startedAt === undefined) return true;
  return Date.parse(reached) >= Date.parse(startedAt) - rules.overlapMs;
}

async function readPage({ client, query, table, rules, position }: Poll, from: string): Promise<ChangePage> {
  const { link, reached = from } = position;
  // Rows at `reached` that were handed over are known, and are skipped.
  const readAgain = () => readModifiedRows(client, query, table, { from: reached }, rules.pageSize);
  if (link === undefined || position.readsWith !== digestOf(query)) return readAgain();
  return readModifiedRows(client, query, table, { link }, rules.pageSize).catch((error: unknown) => {
    if (isRejectedToken(error)) return readAgain();
    throw error;
  });
}
