import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import { createEmulator, type Emulator } from "../../emulator";
import component from "../../src";
import { clientCredentials } from "../../src/connections/clientCredentials";
import { oauth2 } from "../../src/connections/oauth2";

/**
 * The real component, run by Prismatic's own test harness, over real HTTP, against the emulator. Nothing is mocked.
 */
export interface Harness {
  emulator: Emulator;
  /** Runs an action and returns its `data`. */
  run<Data = Record<string, unknown>>(action: string, params: Record<string, unknown>): Promise<Data>;
  /** Runs a trigger without a request and returns its result. */
  trigger(key: string, params: Record<string, unknown>, context: { instanceState: object }): Promise<unknown>;
  /** Runs a data source and returns its `result`. */
  pick<Result = { key: string; label: string }[]>(
    dataSource: string,
    params?: Record<string, unknown>,
  ): Promise<Result>;
  /** The Web API requests since the last call: `GET accounts?$select=name -> 200`. */
  requests(): Promise<string[]>;
  /** Takes a connection that no earlier step has used, so that no cache is filled. */
  freshConnection(): Promise<void>;
  close(): Promise<void>;
}

export async function startHarness(given?: Emulator): Promise<Harness> {
  const emulator = given ?? (await createEmulator());
  const harness = createHarness(component);
  let connection = await connect(emulator);
  return {
    emulator,
    run: async <Data>(action: string, params: Record<string, unknown>) => {
      const result = await harness.action(action, { connection, ...params });
      return (result as { data: Data }).data;
    },
    trigger: (key, params, { instanceState }) => {
      const received = { headers: {}, queryParameters: {}, rawBody: { data: "" }, body: { data: "" } };
      const context = { instanceState: instanceState as Record<string, unknown> };
      return harness.trigger(key, received, { connection, ...params }, context);
    },
    pick: async <Result>(dataSource: string, params: Record<string, unknown> = {}) => {
      const { result } = await harness.dataSource(dataSource, { connection, ...params });
      return result as Result;
    },
    requests: async () => {
      const lines = (await emulator.control.requests()).map(
        ({ method, path, status }) =>
          `${method} ${decodeURIComponent(path.replace(/^\/api\/data\/v9\.2\//, ""))} -> ${status}`,
      );
      await emulator.control.clearRequests();
      return lines;
    },
    freshConnection: async () => {
      // A signed-in user is identified by the token alone, and this token is new.
      connection = await connect(emulator, oauth2);
    },
    close: () => emulator.close(),
  };
}

async function connect(
  { connection }: Emulator,
  definition: typeof clientCredentials | typeof oauth2 = clientCredentials,
) {
  const { webApiUrl, tokenUrl, scopes, clientId, clientSecret } = connection;
  const fields = { webApiUrl, tokenUrl, scopes, clientId, clientSecret };
  return createConnection(definition, fields, { access_token: await connection.token() });
}
