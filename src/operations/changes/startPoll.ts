/** The checks and the state that a poll begins with. */
import { type DataverseClient, InvalidInputError, unexpectedResponse } from "../../client";
import type { ChangeQuery } from "./changeQuery";
import type { ChangeTable } from "./changeTable";
import type { SavedState } from "./parseState";
import type { PollingRules } from "./rules";
import { type ChangesState, stateVersion } from "./state";
import { serviceTime, timestamp } from "./time";

/** Returns whether change tracking is used. */
export function checkMethod(query: ChangeQuery, table: ChangeTable): boolean {
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
    throw notTracked(query, table);
  }
  return table.isTracked;
}

export function notTracked({ showDeletedRecords }: ChangeQuery, { logicalName }: ChangeTable): InvalidInputError {
  return new InvalidInputError(
    showDeletedRecords ? "Show Deleted Records" : "Reading Method",
    `change tracking is switched off for the table ${logicalName}. Switch on "Track changes" in the table's advanced options in Power Apps, and publish the table.`,
  );
}

export interface StartedState {
  state: ChangesState;
  notes: string[];
}

export async function startedState(
  client: DataverseClient,
  query: ChangeQuery,
  table: ChangeTable,
  saved: SavedState,
  rules: PollingRules,
): Promise<StartedState> {
  const usable = usableState(client, table, saved);
  if (usable.kind === "valid") return { state: usable.state, notes: [] };
  const notes: string[] = [];
  if (usable.kind === "unusable") {
    const { problem, since } = usable;
    const from = since === undefined ? "begins anew" : `continues from ${since}`;
    notes.push(`The saved position is not usable: ${problem}. The trigger ${from}.`);
    if (since !== undefined) {
      // The rows that were handed over are unknown: those of the overlap come again rather than be lost.
      return { state: newState(client, table, timestamp(Date.parse(since) - rules.overlapMs), since), notes };
    }
  }
  const { lookBackDate } = query;
  if (lookBackDate !== undefined) return { state: newState(client, table, lookBackDate, lookBackDate), notes };
  const nowMs = await presentMs(client, table);
  const state = newState(client, table, timestamp(nowMs - rules.overlapMs), timestamp(nowMs));
  return { state: { ...state, position: { step: "modified", isBaseline: true } }, notes };
}

/** A position in time means nothing in another table, and the links nothing in another environment. */
function usableState(
  { organizationUrl }: DataverseClient,
  { logicalName }: ChangeTable,
  saved: SavedState,
): SavedState {
  if (saved.kind === "none") return saved;
  const { table = logicalName } = saved.kind === "valid" ? saved.state : saved;
  if (table !== logicalName) return { kind: "unusable", problem: `it belongs to the table ${table}` };
  if (saved.kind === "unusable" || saved.state.organizationUrl === organizationUrl) return saved;
  const { organizationUrl: other, since } = saved.state;
  return { kind: "unusable", problem: `it belongs to the environment ${other}`, since };
}

export function newState(
  { organizationUrl }: DataverseClient,
  { logicalName }: ChangeTable,
  start: string,
  since: string,
): ChangesState {
  return { version: stateVersion, organizationUrl, table: logicalName, start, since, handed: {} };
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
