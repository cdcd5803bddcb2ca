/** The parts of a poll that its steps share. */
import { createHash } from "node:crypto";
import type { ChangePage, DataverseClient } from "../../client";
import { whoAmI } from "../users";
import type { ChangeQuery, Changes } from "./changeQuery";
import type { ChangeTable } from "./changeTable";
import type { HandedRows } from "./handed";
import type { PollingRules } from "./rules";
import type { Sorting } from "./sortChanges";
import type { ChangesState, PollPosition } from "./state";
import { serviceTime, timestamp } from "./time";
import type { WatchedColumns } from "./watchedColumns";

export interface Poll {
  client: DataverseClient;
  query: ChangeQuery;
  table: ChangeTable;
  rules: PollingRules;
  /** Without its position. */
  state: ChangesState;
  position: PollPosition;
  changes: Changes;
  resynchronized: boolean;
  notes: string[];
  handed: HandedRows;
  watched: WatchedColumns;
}

export async function sortingOf(
  { client, query, table, rules, state, handed, watched }: Poll,
  modifiedFromMs: number,
): Promise<Sorting> {
  return {
    query,
    table,
    handed,
    watched,
    createdFromMs: Date.parse(rules.readFrom(state, rules.overlapMs)),
    modifiedFromMs,
    ownUserId: query.ignoreOwnChanges
      ? (await client.cache.remember("own user", () => whoAmI(client))).UserId
      : undefined,
  };
}

/** The service's clock when it sent the page. */
export function pageTime({ response }: ChangePage): string | undefined {
  const ms = serviceTime(response);
  return ms === undefined ? undefined : timestamp(ms);
}

/** Identifies the query that a next link holds: the link of another query returns other rows. */
export function digestOf({
  filterExpression,
  fieldNames,
  expandPropertyNames,
  watchedFieldNames,
}: ChangeQuery): string {
  const parts = [filterExpression, fieldNames, expandPropertyNames, watchedFieldNames];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 10);
}

export function droppedNote({ mostHandedRows }: PollingRules): string {
  return `More than ${mostHandedRows} records changed within a few minutes; some of them may be handed over twice.`;
}
