/** The content of a file of flow tests that is valid by the schema. */
import type { Emulator } from "../../emulator";
import type { TriggerRequest } from "../run/triggerPayload";

type Control = Emulator["control"];

export interface FlowTestFile {
  /** The integration, beside this file or by a path from it. */
  flow: string;
  /** Default: its first flow. */
  flowName?: string;
  configVars?: Record<string, unknown>;
  tests: FlowTest[];
}

/** Each test has an organization of its own, filled with the emulator's seed rows. */
export interface FlowTest extends FlowTestRun {
  name: string;
  /** Further runs in the same organization, with the state that the flow kept. */
  then?: FlowTestRun[];
}

/** One run of the flow. Of `payload`, `payloadFile` and `request` at most one is given. */
export interface FlowTestRun {
  before?: Before;
  /** Body of the request that starts the flow. */
  payload?: unknown;
  /** A file that holds it; default: the one beside the flow. */
  payloadFile?: string;
  request?: TriggerRequest;
  expect?: Expectations;
}

export interface Before {
  /** By address: a list creates rows, an object creates or updates one, null deletes it. */
  rows?: Record<string, Row[] | Row | null>;
  limits?: Parameters<Control["setLimits"]>[0];
  faults?: Parameters<Control["addFaults"]>[0];
  costs?: Parameters<Control["setCosts"]>[0];
}

export type Row = Record<string, unknown>;

/** Omitted members are not checked, except the status: unless a failure is expected, the flow must not fail. */
export interface Expectations {
  status?: "completed" | "stopped" | "noChanges";
  failure?: { step?: string; message?: unknown };
  /** Results by step name: of the last run of a step, or with `$runs` of all of them or their number. */
  steps?: Record<string, unknown>;
  notRun?: string[];
  /** The response of the flow to its caller. */
  response?: unknown;
  /** By address and query: the rows found, one row, the number of a `$count`, or null for no row. */
  rows?: Record<string, unknown>;
  /** A number means `total`; metadata requests are not counted. */
  requests?: number | { total?: unknown; metadata?: unknown; steps?: Record<string, unknown> };
}
