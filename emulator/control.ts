import type { Journal, JournalEntry } from "./journal";

/** What a test may do to the emulator from outside the Web API; the same over HTTP and in process. */
export interface Control {
  /** Back to the seed organization. Tokens stay good; the journal is left alone. */
  reset(): Promise<void>;
  /** Web API requests in the order they were answered. */
  requests(): Promise<JournalEntry[]>;
  clearRequests(): Promise<void>;
  /** Resolves when no webhook post is under way or waiting. */
  settle(): Promise<void>;
}

export function createControl(journal: Journal, reset: () => void, settle: () => Promise<void>): Control {
  return {
    reset: async () => reset(),
    requests: async () => journal.requests(),
    clearRequests: async () => journal.clear(),
    settle,
  };
}

export interface ControlResponse {
  status: number;
  body?: string;
  headers: Record<string, string>;
}

const ROOT = "/_emulator/v1/";

type Endpoint = Record<string, (control: Control) => Promise<unknown>>;

/** Path behind the root to what each method does; a result is sent as JSON. */
const ENDPOINTS: Record<string, Endpoint> = {
  reset: { POST: (control) => control.reset() },
  settle: { POST: (control) => control.settle() },
  requests: { GET: (control) => control.requests(), DELETE: (control) => control.clearRequests() },
};

export function isControlPath(path: string): boolean {
  return path.startsWith(ROOT);
}

export async function answerControl(control: Control, method: string, path: string): Promise<ControlResponse> {
  const name = path.slice(ROOT.length);
  const endpoint = Object.hasOwn(ENDPOINTS, name) ? ENDPOINTS[name] : undefined;
  if (endpoint === undefined) return problem(404, `There is no control endpoint ${path}.`);
  const answer = Object.hasOwn(endpoint, method) ? endpoint[method] : undefined;
  if (answer === undefined)
    return problem(405, `${path} offers ${Object.keys(endpoint).join(", ")}.`, Object.keys(endpoint));
  const result = await answer(control);
  if (result === undefined) return { status: 204, headers: {} };
  return { status: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(result) };
}

function problem(status: number, message: string, allowed?: string[]): ControlResponse {
  return {
    status,
    headers: { "Content-Type": "application/json", ...(allowed ? { Allow: allowed.join(", ") } : {}) },
    body: JSON.stringify({ error: { message } }),
  };
}
