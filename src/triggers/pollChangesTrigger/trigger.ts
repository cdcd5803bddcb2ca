import { type ActionContext, type Connection, pollingTrigger, type TriggerPayload } from "@prismatic-io/spectral";
import { type ChangeQuery, type Changes, countOf } from "../../operations/changes/changeQuery";
import { interruptedState, type PollPosition, pollRound, type Round } from "../../operations/changes/pollChanges";
import { type ChangesState, parseState } from "../../operations/changes/state";
import { createSession } from "../../session";
import example from "./trigger.example.json";
import { inputs } from "./inputs";
import { changesOutput } from "./outputs";

/**
 * Polls one table. The position is saved with the run that hands the changes over: after the last round of a poll when
 * the flow batches, otherwise with the single run. A run that fails does not save it, so its changes come again.
 */

/** A flow that does not batch receives the changes of a poll at once; the remaining ones come with the next polls. */
const mostChangesPerRun = 10_000;

/** Carried by the platform from one round of a batching flow to the next. */
type PaginationState = { position: PollPosition; state: ChangesState };

interface ChangesPayload extends TriggerPayload {
  readingMethod?: Round["method"];
  notes?: string[];
}

export interface ChangeItem {
  changeType: "created" | "updated" | "deleted";
  record: Record<string, unknown>;
}

const definition = pollingTrigger({
  display: {
    label: "New and Updated Records",
    description: "Checks a table for new, updated and, optionally, deleted records on a schedule.",
  },
  inputs,
  triggerResolverSupport: "valid",
  batchConfig: { batchSize: 50, concurrentBatchLimit: 1 },
  triggerResolver: {
    resolveItems: (_context, { payload }) => itemsOf(payload.body.data as Changes),
    getNextPaginationState: (_context, { payload }) => (payload.paginationState as PaginationState | undefined) ?? null,
  },
  perform: async (context, payload, { connection, ...params }) => {
    // The inputs of a poll action would be here too, hence the open type of the SDK.
    const query = params as unknown as ChangeQuery;
    const client = createSession(context, connection as unknown as Connection);
    const continued = payload.paginationState as PaginationState | undefined;
    const saved = continued
      ? { kind: "valid" as const, state: continued.state }
      : parseState(context.polling.getState());
    let round = await pollRound(client, query, saved, continued?.position);
    const changes = round.changes;
    const notes = [...round.notes];
    let { resynchronized } = round;
    if (!batches(context)) {
      while (round.position && countOf(changes) < mostChangesPerRun) {
        round = await pollRound(client, query, { kind: "valid", state: round.state }, round.position);
        append(changes, round.changes);
        notes.push(...round.notes);
        resynchronized ||= round.resynchronized;
      }
    }
    for (const note of notes) context.logger.info(note);
    const { position, state, method } = round;
    const isContinued = batches(context) && position !== undefined;
    if (!isContinued) context.polling.setState({ ...interruptedState(round) });
    const { paginationState: _paginationState, ...received } = payload;
    const next: ChangesPayload = {
      ...received,
      body: { data: bodyOf(changes, { query, resynchronized, hasMore: position !== undefined && !isContinued }) },
      readingMethod: method,
      ...(notes.length > 0 && { notes }),
      ...(isContinued && { paginationState: { position, state } }),
    };
    const isNothing = countOf(changes) === 0 && !resynchronized && position === undefined && continued === undefined;
    return { payload: next, ...(isNothing && { polledNoChanges: true }) };
  },
  examplePayload: example as unknown as { payload: TriggerPayload },
});

export const pollChangesTrigger = { ...definition, outputSchema: changesOutput };

/** Set when the flow has batching switched on. */
function batches({ batch }: Pick<ActionContext, "batch">): boolean {
  return batch?.enabled === true;
}

function append(changes: Changes, more: Changes): void {
  for (const row of more.created) changes.created.push(row);
  for (const row of more.updated) changes.updated.push(row);
  for (const row of more.deleted) changes.deleted.push(row);
}

function bodyOf(
  { created, updated, deleted }: Changes,
  about: { query: { showDeletedRecords: boolean }; resynchronized: boolean; hasMore: boolean },
) {
  return {
    created,
    updated,
    ...(about.query.showDeletedRecords && { deleted }),
    ...(about.resynchronized && { resynchronized: true }),
    ...(about.hasMore && { hasMore: true }),
  };
}

function itemsOf({ created, updated, deleted = [] }: Partial<Changes> & Pick<Changes, "created" | "updated">) {
  return [
    ...created.map((record): ChangeItem => ({ changeType: "created", record })),
    ...updated.map((record): ChangeItem => ({ changeType: "updated", record })),
    ...deleted.map((record): ChangeItem => ({ changeType: "deleted", record: { ...record } })),
  ];
}
