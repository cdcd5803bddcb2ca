/** Speaks HTTP to an emulator of its own, for tests: one per file, started by `startedEmulator`. */
import { createEmulator, type Emulator, type EmulatorOptions } from "..";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON, or `undefined`. */
  body: Record<string, unknown> | undefined;
  /** `0x...` of an error, else `undefined`. */
  code: string | undefined;
  message: string;
}

export interface TestClient {
  emulator: Emulator;
  /** Path behind the service root, or a whole URL. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Creates a row and gives its id back. */
  create(entitySetName: string, body: object): Promise<string>;
  /** Reads rows or a row; fails the test on an error. */
  get(path: string): Promise<Record<string, unknown>>;
}

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Another token than the default application user's; `null` for none. */
  token?: string | null;
}

export async function startTestClient(options: EmulatorOptions = {}): Promise<TestClient> {
  const emulator = await createEmulator(options);
  const defaultToken = await emulator.connection.token();
  const call: TestClient["call"] = async (method, path, { body, headers = {}, token = defaultToken } = {}) => {
    const url = path.startsWith("http") ? path : `${emulator.url}/api/data/v9.2/${path}`;
    const response = await fetch(url, {
      method,
      redirect: "manual",
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return answerOf(response);
  };
  return {
    emulator,
    call,
    create: async (entitySetName, body) => {
      const answer = await call("POST", entitySetName, { body });
      if (answer.status !== 204) throw new Error(`Create in ${entitySetName}: ${answer.status} ${answer.text}`);
      return idIn(answer.headers.get("OData-EntityId"));
    },
    get: async (path) => {
      const answer = await call("GET", path);
      if (answer.body === undefined || answer.status !== 200) {
        throw new Error(`${path}: ${answer.status} ${answer.text}`);
      }
      return answer.body;
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = Buffer.from(await response.arrayBuffer()).toString("utf8");
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  const body = isJson && text !== "" ? (JSON.parse(text) as Record<string, unknown>) : undefined;
  const error = body?.["error"] as { code?: string; message?: string } | string | undefined;
  const details = typeof error === "object" ? error : {};
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    code: details.code,
    message: details.message ?? "",
  };
}

/** The guid in the last parentheses of a row's URL. */
export function idIn(url: string | null): string {
  return /\(([0-9a-f-]{36})\)$/.exec(url ?? "")?.[1] ?? `no id in ${url}`;
}
