/**
 * Polls one table. The position is saved with the run that hands the changes over: after the last round of a poll when
 * the flow batches, otherwise with the single run. A run that fails does not save it, so its changes come again.
 */
import { type ActionContext, pollingTrigger, type TriggerPayload } from "@prismatic-io/spectral";
import { type ChangeQuery, type Changes, countOf } from "../../operations/changes/changeQuery";
import { type SyncPosition, syncByPolls, syncRound } from "../../operations/changes/initialSync";
import { parseState } from "../../operations/changes/parseState";
import { pollRound, type Round } from "../../operations/changes/pollChanges";
import { type PollingRules, pollingRules } from "../../operations/changes/rules";
import type { ChangesState } from "../../operations/changes/state";
import { createSession } from "../../session";
import example from "./trigger.example.json";
import { inputs } from "./inputs";
import { changesOutput } from "./outputs";
import { bodyOf, type ChangesBody, itemsOf } from "./payload";
import { keepSyncState, savedState } from "./savedState";

interface ChangesPayload extends TriggerPayload {
  readingMethod?: Round["method"];
  notes?: string[];
}

/** Carried by the platform from one round of a batching flow to the next. */
type PollPages = { state: ChangesState };
type SyncPages = { sync: SyncPosition };

/** The rules are a parameter for tests alone. */
export function createPollChangesTrigger(rules: PollingRules = pollingRules) {
  const definition = pollingTrigger({
    display: {
      label: "New and Updated Records",
      description: "Checks a table for new, updated and, optionally, deleted records on a schedule.",
    },
    inputs,
    triggerResolverSupport: "valid",
    batchConfig: { batchSize: 50, concurrentBatchLimit: 1 },
    triggerResolver: {
      resolveItems: (_context, { payload }) => itemsOf(payload.body.data as ChangesBody),
      getNextPaginationState: (_context, { payload }) => (payload.paginationState as PollPages | undefined) ?? null,
    },
    perform: async (context, payload, { connection, ...params }) => {
      // The inputs of a poll action would be here too, hence the open type of the SDK.
      const query = params as unknown as ChangeQuery;
      const client = createSession(context, connection);
      const continued = payload.paginationState as PollPages | undefined;
      const saved = continued ? parseState({ ...continued.state }) : savedState(context);
      let round = await pollRound(client, query, saved, rules);
      const { changes } = round;
      const notes = new Set(round.notes);
      let { resynchronized } = round;
      for (let pages = 1; hasRoom(context, rules, round, countOf(changes), pages); pages++) {
        round = await pollRound(client, query, { kind: "valid", state: round.state }, rules);
        append(changes, round.changes);
        for (const note of round.notes) notes.add(note);
        resynchronized ||= round.resynchronized;
      }
      for (const note of notes) context.logger.info(note);
      const { state, method } = round;
      const isContinued = batches(context) && state.position !== undefined;
      const hasMore = state.position !== undefined && !isContinued;
      if (!isContinued) context.polling.setState({ ...state });
      const next: ChangesPayload = {
        ...withoutPages(payload),
        body: { data: bodyOf(changes, { showsDeleted: query.showDeletedRecords, resynchronized, hasMore }) },
        readingMethod: method,
        ...(notes.size > 0 && { notes: [...notes] }),
        ...(isContinued && { paginationState: { state } }),
      };
      const isNothing = countOf(changes) === 0 && !resynchronized && !hasMore && !isContinued && !continued;
      return { payload: next, ...(isNothing && { polledNoChanges: true }) };
    },
    onDeployPerform: async (context, payload, { connection, ...params }) => {
      const query = params as unknown as ChangeQuery;
      const client = createSession(context, connection);
      const showsDeleted = query.showDeletedRecords;
      if (!batches(context)) {
        const instanceState = keepSyncState(context, await syncByPolls(client, query));
        const changes = { created: [], updated: [], deleted: [] };
        return {
          payload: { ...payload, body: { data: bodyOf(changes, { showsDeleted, hasMore: true }) } },
          instanceState,
        };
      }
      const pages = payload.paginationState as SyncPages | undefined;
      const { changes, notes, next } = await syncRound(client, query, pages?.sync, rules);
      for (const note of notes) context.logger.info(note);
      const received = { ...withoutPages(payload), body: { data: bodyOf(changes, { showsDeleted }) } };
      if ("position" in next) return { payload: { ...received, paginationState: { sync: next.position } } };
      return { payload: received, instanceState: keepSyncState(context, next.state) };
    },
    onDeployResolver: {
      resolveItems: (_context, { payload }) => itemsOf(payload.body.data as ChangesBody),
      getNextPaginationState: (_context, { payload }) => (payload.paginationState as SyncPages | undefined) ?? null,
    },
    examplePayload: example as unknown as { payload: TriggerPayload },
  });
  return { ...definition, outputSchema: changesOutput };
}

export const pollChangesTrigger = createPollChangesTrigger();

/** Set when the flow has batching switched on. */
function batches({ batch }: Pick<ActionContext, "batch">): boolean {
  return batch?.enabled === true;
}

/** A flow that does not batch receives several pages in one run. */
function hasRoom(
  context: Pick<ActionContext, "batch">,
  rules: PollingRules,
  { state }: Round,
  count: number,
  pages: number,
): boolean {
  if (batches(context) || state.position === undefined) return false;
  return count < rules.changesPerRun && pages < rules.pagesPerRun;
}

function withoutPages({ paginationState: _paginationState, ...payload }: TriggerPayload): TriggerPayload {
  return payload;
}

function append(changes: Changes, more: Changes): void {
  for (const row of more.created) changes.created.push(row);
  for (const row of more.updated) changes.updated.push(row);
  for (const row of more.deleted) changes.deleted.push(row);
}
