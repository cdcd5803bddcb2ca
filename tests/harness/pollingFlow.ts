import { defaultTriggerPayload } from "@prismatic-io/spectral/dist/testing";
import component from "../../src";

/**
 * A flow that begins with a polling trigger, run as the platform runs it: the state of a run is saved when the run has
 * succeeded, and a batching flow calls the trigger again with the cursor until there is none.
 */
export interface PollingFlow {
  /** The trigger's payload of one run. A batching flow returns those of all rounds. */
  poll(): Promise<PollPayload[]>;
  /** As `poll`, and the run fails after `rounds` rounds: nothing is saved. */
  pollAndCrash(rounds: number): Promise<PollPayload[]>;
  /** The saved state of the trigger. */
  state(): Record<string, unknown>;
  setState(state: Record<string, unknown>): void;
}

export interface PollPayload {
  body: { data: ChangesBody };
  items: { changeType: string; record: Record<string, unknown> }[];
  polledNoChanges: boolean;
  notes: string[];
  readingMethod: string;
}

export interface ChangesBody {
  created: Record<string, unknown>[];
  updated: Record<string, unknown>[];
  deleted?: { id: string }[];
  resynchronized?: boolean;
  hasMore?: boolean;
}

interface PollResult {
  payload: Omit<PollPayload, "items" | "polledNoChanges"> & { paginationState?: unknown };
  resultType: string;
}

export function createPollingFlow(
  trigger: string,
  params: Record<string, unknown>,
  { batchSize }: { batchSize?: number } = {},
): PollingFlow {
  const definition = component.triggers[trigger] as unknown as {
    inputs: { key: string; default?: unknown }[];
    perform: (context: unknown, payload: unknown, params: unknown) => Promise<PollResult>;
    resolveTriggerItems: (context: unknown, result: unknown) => PollPayload["items"];
    getNextPaginationState: (context: unknown, result: unknown) => unknown;
  };
  const defaults = Object.fromEntries(definition.inputs.map(({ key, default: preset }) => [key, preset ?? ""]));
  let saved: Record<string, unknown> = {};

  async function run(mostRounds: number): Promise<PollPayload[]> {
    // The platform hands over a copy, and takes over what the run made of it.
    const context = createContext(structuredClone(saved), batchSize);
    const rounds: PollPayload[] = [];
    let paginationState: unknown;
    do {
      const payload = { ...defaultTriggerPayload(), ...(paginationState !== undefined && { paginationState }) };
      const result = await definition.perform(context, payload, { ...defaults, ...params });
      rounds.push({
        ...result.payload,
        notes: result.payload.notes ?? [],
        items: batchSize === undefined ? [] : definition.resolveTriggerItems(context, result),
        polledNoChanges: result.resultType === "polled_no_changes",
      });
      const next = batchSize === undefined ? undefined : definition.getNextPaginationState(context, result);
      // It travels as JSON.
      paginationState = next === null || next === undefined ? undefined : JSON.parse(JSON.stringify(next));
      if (rounds.length >= mostRounds) return rounds;
    } while (paginationState !== undefined);
    saved = JSON.parse(JSON.stringify(context.instanceState)) as Record<string, unknown>;
    return rounds;
  }

  return {
    poll: () => run(Infinity),
    pollAndCrash: run,
    state: () => (saved["__prismaticInternal"] as { polling?: Record<string, unknown> })?.polling ?? {},
    setState: (polling) => {
      saved = { __prismaticInternal: { polling } };
    },
  };
}

function createContext(instanceState: Record<string, unknown>, batchSize: number | undefined) {
  const ignore = () => undefined;
  return {
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore, log: ignore, trace: ignore, metric: ignore },
    instanceState,
    crossFlowState: {},
    executionState: {},
    integrationState: {},
    debug: { enabled: false },
    startedAt: new Date().toISOString(),
    batch: batchSize === undefined ? { enabled: false } : { enabled: true, batchSize },
  };
}
