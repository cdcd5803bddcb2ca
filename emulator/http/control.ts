import {
  type ActiveFault,
  type Costs,
  type Disturbance,
  type FaultRuleInput,
  InvalidInput,
  type LimitsInput,
  type LimitsReport,
} from "../disturbance";
import type { Journal, JournalEntry } from "./journal";

/**
 * Controls the emulator from outside the Web API; the same over HTTP and in process. A reset affects only the
 * organization: tokens stay valid, and limits, faults, costs and the journal are kept.
 */
export interface Control {
  /** Back to the seed organization. */
  reset(): Promise<void>;
  /** Web API requests in the order they were answered. */
  requests(): Promise<JournalEntry[]>;
  clearRequests(): Promise<void>;
  /** Resolves when no webhook delivery is running or queued. */
  settle(): Promise<void>;
  /** Service protection limits for each user, counted from now on. @throws InvalidInput */
  setLimits(limits: LimitsInput): Promise<void>;
  liftLimits(): Promise<void>;
  /** The usage and rejections. */
  limits(): Promise<LimitsReport>;
  /** Faults behind those there are. @throws InvalidInput */
  addFaults(rules: FaultRuleInput[]): Promise<void>;
  clearFaults(): Promise<void>;
  faults(): Promise<ActiveFault[]>;
  /** Latency and execution time of operations. @throws InvalidInput */
  setCosts(costs: Partial<Costs>): Promise<void>;
  clearCosts(): Promise<void>;
  costs(): Promise<Costs>;
}

/** The controlled parts. */
export interface Controlled {
  journal: Journal;
  disturbance: Disturbance;
  reset: () => void;
  settle: () => Promise<void>;
}

export function createControl({ journal, disturbance, reset, settle }: Controlled): Control {
  const { limits, faults, costs } = disturbance;
  return {
    reset: async () => reset(),
    requests: async () => journal.requests(),
    clearRequests: async () => journal.clear(),
    settle,
    setLimits: async (input) => limits.set(input),
    liftLimits: async () => limits.lift(),
    limits: async () => limits.report(),
    addFaults: async (rules) => faults.add(rules),
    clearFaults: async () => faults.clear(),
    faults: async () => faults.list(),
    setCosts: async (input) => costs.set(input),
    clearCosts: async () => costs.clear(),
    costs: async () => costs.get(),
  };
}

export interface ControlResponse {
  status: number;
  body?: string;
  headers: Record<string, string>;
}

const root = "/_emulator/v1/";

/** `input` is JSON that has not been checked; the receiver checks it. */
type Endpoint = Record<string, (control: Control, input: () => never) => Promise<unknown>>;

/** Path behind the root to what each method does; a result is sent as JSON. */
const endpoints: Record<string, Endpoint> = {
  reset: { POST: (control) => control.reset() },
  settle: { POST: (control) => control.settle() },
  requests: { GET: (control) => control.requests(), DELETE: (control) => control.clearRequests() },
  limits: {
    GET: (control) => control.limits(),
    PUT: (control, input) => control.setLimits(input()),
    DELETE: (control) => control.liftLimits(),
  },
  faults: {
    GET: (control) => control.faults(),
    POST: (control, input) => control.addFaults(input()),
    DELETE: (control) => control.clearFaults(),
  },
  costs: {
    GET: (control) => control.costs(),
    PUT: (control, input) => control.setCosts(input()),
    DELETE: (control) => control.clearCosts(),
  },
};

export function isControlPath(path: string): boolean {
  return path.startsWith(root);
}

export async function answerControl(
  control: Control,
  method: string,
  path: string,
  body: string,
): Promise<ControlResponse> {
  const name = path.slice(root.length);
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
  if (endpoint === undefined) return problem(404, `There is no control endpoint ${path}.`);
  const answer = Object.hasOwn(endpoint, method) ? endpoint[method] : undefined;
  if (answer === undefined) {
    return problem(405, `${path} offers ${Object.keys(endpoint).join(", ")}.`, Object.keys(endpoint));
  }
  try {
    const result = await answer(control, () => parsed(body));
    if (result === undefined) return { status: 204, headers: {} };
    return { status: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(result) };
  } catch (error) {
    if (error instanceof InvalidInput) return problem(400, error.message);
    throw error;
  }
}

/** Of no type: every setter checks what it is given. */
function parsed(body: string): never {
  try {
    return JSON.parse(body) as never;
  } catch (error) {
    throw new InvalidInput(`The input must be JSON: ${(error as Error).message}.`);
  }
}

function problem(status: number, message: string, allowed?: string[]): ControlResponse {
  return {
    status,
    headers: { "Content-Type": "application/json", ...(allowed ? { Allow: allowed.join(", ") } : {}) },
    body: JSON.stringify({ error: { message } }),
  };
}
