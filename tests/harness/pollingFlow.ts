import { component } from "@prismatic-io/spectral";
import { defaultTriggerPayload } from "@prismatic-io/spectral/dist/testing";
import { pollingRules, type PollingRules } from "../../src/operations/changes/rules";
import { createPollChangesTrigger } from "../../src/triggers/pollChangesTrigger/trigger";

/**
 * A flow that begins with New and Updated Records, run as the platform runs it: the state of a run is saved when the
 * run has succeeded, and a batching flow calls the trigger again with the cursor until there is none.
 */
export interface PollingFlow {
  /** The rounds of one poll: a single one unless the flow batches. */
  poll(): Promise<PollRound[]>;
  /** As `poll`, and the run fails after `rounds` rounds: nothing is saved. */
  pollAndCrash(rounds: number): Promise<PollRound[]>;
  /** The initial sync that a flow may run when it is deployed. */
  deploy(): Promise<PollRound[]>;
  /** The saved state of the trigger. */
  state(): Record<string, unknown>;
  setState(state: Record<string, unknown>): void;
}

export interface PollRound {
  body: ChangesBody;
  /** Of a flow that batches. */
  items: ChangeItem[];
  polledNoChanges: boolean;
  notes: string[];
  readingMethod: string;
}

export interface ChangesBody {
  created: Row[];
  updated: Row[];
  deleted?: { id: string }[];
  resynchronized?: boolean;
  hasMore?: boolean;
}

export type Row = Record<string, unknown>;

export interface ChangeItem {
  changeType: string;
  record: Row;
}

export interface FlowOptions {
  /** The flow batches. */
  batchSize?: number;
  rules?: Partial<PollingRules>;
}

interface RunResult {
  payload: {
    body: { data: ChangesBody };
    notes?: string[];
    readingMethod?: string;
    paginationState?: unknown;
  };
  resultType?: string;
  instanceState?: Record<string, unknown>;
}

type Perform = (context: unknown, payload: unknown, params: unknown) => Promise<RunResult>;
type Resolve<Result> = (context: unknown, result: unknown) => Result;

interface Definition {
  inputs: { key: string; default?: unknown }[];
  perform: Perform;
  resolveTriggerItems: Resolve<ChangeItem[]>;
  getNextPaginationState: Resolve<unknown>;
  onDeployPerform: Perform;
  resolveOnDeployItems: Resolve<ChangeItem[]>;
  getOnDeployNextPaginationState: Resolve<unknown>;
}

export function createPollingFlow(
  params: () => Promise<Record<string, unknown>>,
  { batchSize, rules = {} }: FlowOptions = {},
): PollingFlow {
  const definition = definitionOf({ ...pollingRules, ...rules });
  const defaults = Object.fromEntries(definition.inputs.map(({ key, default: preset }) => [key, preset ?? ""]));
  let saved: Record<string, unknown> = {};

  const functions = {
    poll: {
      perform: definition.perform,
      items: definition.resolveTriggerItems,
      next: definition.getNextPaginationState,
    },
    deploy: {
      perform: definition.onDeployPerform,
      items: definition.resolveOnDeployItems,
      next: definition.getOnDeployNextPaginationState,
    },
  };

  async function run(of: "poll" | "deploy", mostRounds = Infinity): Promise<PollRound[]> {
    const { perform, items, next } = functions[of];
    // The platform hands over a copy, and takes over what the run made of it.
    const context = createContext(structuredClone(saved), batchSize);
    const rounds: PollRound[] = [];
    let paginationState: unknown;
    do {
      const payload = { ...defaultTriggerPayload(), ...(paginationState !== undefined && { paginationState }) };
      const result = await perform(context, payload, { ...defaults, ...(await params()) });
      const { body, notes = [], readingMethod = "" } = result.payload;
      rounds.push({
        body: body.data,
        items: batchSize === undefined ? [] : items(context, result),
        polledNoChanges: result.resultType === "polled_no_changes",
        notes,
        readingMethod,
      });
      Object.assign(context.instanceState, result.instanceState);
      const cursor = batchSize === undefined ? undefined : next(context, result);
      paginationState = cursor === null || cursor === undefined ? undefined : asJson(cursor);
      if (rounds.length >= mostRounds) return rounds;
    } while (paginationState !== undefined);
    saved = asJson(context.instanceState);
    return rounds;
  }

  return {
    poll: () => run("poll"),
    pollAndCrash: (rounds) => run("poll", rounds),
    deploy: () => run("deploy"),
    state: () => (saved["__prismaticInternal"] as { polling?: Record<string, unknown> } | undefined)?.polling ?? {},
    setState: (polling) => {
      saved = { __prismaticInternal: { polling } };
    },
  };
}

function definitionOf(rules: PollingRules): Definition {
  const { triggers } = component({
    key: "polling",
    display: { label: "Polling", description: "New and Updated Records with given rules.", iconPath: "icon.png" },
    triggers: { pollChangesTrigger: createPollChangesTrigger(rules) },
  });
  return triggers["pollChangesTrigger"] as unknown as Definition;
}

/** It travels as JSON. */
function asJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
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
