import { startTestClient, type TestClient } from "../testing/client";
import type { OperationKind } from "./costs";

let client: TestClient;
let account: string;
beforeAll(async () => {
  client = await startTestClient();
  account = `accounts(${await client.create("accounts", { name: "Costly" })})`;
});
afterAll(() => client.emulator.close());
afterEach(() => client.emulator.control.clearCosts());

/** Amounts that name their kind. */
const costs: Record<OperationKind, number> = {
  create: 1_000,
  read: 2_000,
  update: 3_000,
  delete: 4_000,
  query: 5_000,
  batch: 6_000,
  action: 7_000,
};

describe("operations", () => {
  it.each<[string, string, OperationKind]>([
    ["POST", "accounts", "create"],
    ["GET", "accounts(ID)", "read"],
    ["GET", "accounts(ID)/name", "read"],
    ["GET", "accounts(ID)/primarycontactid", "read"],
    ["GET", "$metadata", "read"],
    ["GET", "EntityDefinitions(LogicalName='account')", "read"],
    ["GET", "accounts?$top=1", "query"],
    ["GET", "accounts/$count", "query"],
    ["GET", "accounts(ID)/Account_Tasks", "query"],
    ["GET", "accounts(ID)/Account_Tasks/$count", "query"],
    ["GET", "EntityDefinitions?$select=LogicalName", "query"],
    ["GET", "WhoAmI", "action"],
    ["GET", "RetrieveVersion()", "action"],
    ["POST", "accounts/Microsoft.Dynamics.CRM.CreateMultiple", "action"],
    ["PATCH", "accounts(ID)", "update"],
    ["PUT", "accounts(ID)/name", "update"],
    ["POST", "accounts(ID)/Account_Tasks/$ref", "update"],
    ["DELETE", "accounts(ID)/name", "delete"],
    ["POST", "$batch", "batch"],
  ])("%s %s costs as %s", async (method, path, kind) => {
    const { control } = client.emulator;
    await control.setLimits({});
    await control.setCosts({ executionMs: costs });
    await client.call(
      method,
      path.replace("accounts(ID)", account),
      ["GET", "DELETE"].includes(method) ? {} : { body: {} },
    );
    expect((await control.limits()).users[0]?.executionMs).toBe(costs[kind]);
  });

  it("take as long as their latency says", async () => {
    await client.emulator.control.setCosts({ latencyMs: { query: 120 } });
    await client.emulator.control.clearRequests();
    await client.call("GET", "accounts?$top=1");
    await client.call("GET", account);
    const [query, read] = (await client.emulator.control.requests()).map(
      ({ startedMs, endedMs }) => endedMs - startedMs,
    );
    expect(query).toBeGreaterThanOrEqual(119);
    expect(read).toBeLessThan(119);
  });
});

describe("the endpoint", () => {
  const url = (): string => `${client.emulator.url}/_emulator/v1/costs`;
  const put = (body: unknown): Promise<Response> => fetch(url(), { method: "PUT", body: JSON.stringify(body) });
  const get = async (): Promise<unknown> => (await fetch(url())).json();

  it("sets, shows and clears costs", async () => {
    expect((await put({ latencyMs: { query: 1 } })).status).toBe(204);
    expect(await get()).toEqual({ latencyMs: { query: 1 }, executionMs: {} });
    expect((await fetch(url(), { method: "DELETE" })).status).toBe(204);
    expect(await get()).toEqual({ latencyMs: {}, executionMs: {} });
  });

  it.each<[unknown, string]>([
    [{ latency: {} }, "latency is not known; there are latencyMs, executionMs."],
    [{ latencyMs: 5 }, "latencyMs must be an object."],
    [{ latencyMs: { reads: 5 } }, "latencyMs.reads is not known"],
    [{ executionMs: { read: -5 } }, "executionMs.read must be a whole number from 0"],
  ])("refuses %j", async (body, message) => {
    const answer = await put(body);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect([answer.status, error.message]).toEqual([400, expect.stringContaining(message)]);
  });
});
