import { createConnection } from "@prismatic-io/spectral/dist/testing";
import { createEmulator, type Emulator } from "../../emulator";
import { clientCredentials } from "../../src/connections/clientCredentials";
import {
  type ChangeItem,
  createPollingFlow,
  type FlowOptions,
  type PollingFlow,
  type PollRound,
  type Row,
} from "./pollingFlow";

/** An organization with a clock that the test moves, flows that poll it, and another application that writes to it. */
export interface PollingWorld {
  emulator: Emulator;
  /** Moves the service's clock on. */
  pass(seconds: number): void;
  /** Runs a write by an application server whose clock differs by this number of seconds. */
  withClockOff<Result>(seconds: number, write: () => Promise<Result>): Promise<Result>;
  flow(params?: Row | (() => Row), options?: FlowOptions): PollingFlow;
  /** Returns the id of the new row. */
  create(entitySetName: string, row: object): Promise<string>;
  /** One request, and therefore one timestamp. */
  createMany(rows: object[]): Promise<string[]>;
  update(entitySetName: string, id: string, row: object): Promise<void>;
  remove(entitySetName: string, id: string): Promise<void>;
  /** The Web API requests since the last call: `GET accounts?$select=name`. */
  requests(): Promise<string[]>;
  close(): Promise<void>;
}

export async function startPollingWorld(): Promise<PollingWorld> {
  let nowMs = Date.parse("2026-11-02T08:00:00Z");
  let offMs = 0;
  const emulator = await createEmulator({ now: () => new Date(nowMs + offMs) });
  const send = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${emulator.url}/api/data/v9.2/${path}`, {
      method,
      headers: { authorization: `Bearer ${await emulator.connection.token()}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    emulator,
    pass: (seconds) => void (nowMs += seconds * 1_000),
    withClockOff: async (seconds, write) => {
      offMs = seconds * 1_000;
      return write().finally(() => (offMs = 0));
    },
    flow: (params = {}, options = {}) =>
      createPollingFlow(
        async () => ({
          connection: await connectTo(emulator),
          entityType: "accounts",
          ...(typeof params === "function" ? params() : params),
        }),
        options,
      ),
    create: async (entitySetName, row) => {
      const { headers } = await send("POST", entitySetName, row);
      return /\(([^)]+)\)$/.exec(headers.get("odata-entityid") ?? "")?.[1] ?? "";
    },
    createMany: async (rows) => {
      const targets = rows.map((row) => ({ "@odata.type": "Microsoft.Dynamics.CRM.account", ...row }));
      const response = await send("POST", "accounts/Microsoft.Dynamics.CRM.CreateMultiple", { Targets: targets });
      return ((await response.json()) as { Ids: string[] }).Ids;
    },
    update: async (entitySetName, id, row) => void (await send("PATCH", `${entitySetName}(${id})`, row)),
    remove: async (entitySetName, id) => void (await send("DELETE", `${entitySetName}(${id})`)),
    requests: async () => {
      const entries = await emulator.control.requests();
      await emulator.control.clearRequests();
      return entries.map(({ method, path }) => `${method} ${decodeURIComponent(path.replace("/api/data/v9.2/", ""))}`);
    },
    close: () => emulator.close(),
  };
}

/** A token of the emulator's present time, because tests let days pass. */
async function connectTo({ connection }: Emulator): Promise<unknown> {
  const { webApiUrl, tokenUrl, scopes, clientId, clientSecret } = connection;
  const fields = { webApiUrl, tokenUrl, scopes, clientId, clientSecret };
  return createConnection(clientCredentials, fields, { access_token: await connection.token() });
}

/** The items of all rounds, whether the flow batches or not. */
export function itemsOf(rounds: PollRound[]): ChangeItem[] {
  return rounds.flatMap(({ body: { created, updated, deleted = [] } }) => [
    ...created.map((record) => ({ changeType: "created", record })),
    ...updated.map((record) => ({ changeType: "updated", record })),
    ...deleted.map((record) => ({ changeType: "deleted", record: { ...record } })),
  ]);
}

/** `created First`, `deleted 11111111-...`. */
export function summary(rounds: PollRound[]): string[] {
  return itemsOf(rounds).map(({ changeType, record }) => `${changeType} ${String(record["name"] ?? record["id"])}`);
}
