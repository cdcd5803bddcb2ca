import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import { createEmulator, type Emulator } from "../../emulator";
import component from "../../src";
import { clientCredentials } from "../../src/connections/clientCredentials";

const harness = createHarness(component);
let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator();
});
afterEach(() => emulator.close());

async function connect() {
  const { webApiUrl, clientId } = emulator.connection;
  return createConnection(
    clientCredentials,
    { webApiUrl, clientId },
    { access_token: await emulator.connection.token() },
  );
}

/** As many steps of one connection at once, each in a session of its own, as flows that run in parallel have. */
async function inParallel(count: number, step: (index: number) => [action: string, params: object]) {
  const connection = await connect();
  const steps = Array.from({ length: count }, (_, index) => {
    const [action, params] = step(index);
    return harness.action(action, { connection, ...params });
  });
  return Promise.all(steps);
}

function mixed(index: number): [string, object] {
  return index % 2 === 0
    ? ["createEntity", { entityType: "accounts", dynamicValues: { name: `Throttled ${index}` }, returnRecord: "false" }]
    : ["queryEntities", { entityType: "accounts", fieldNames: ["name"], recordsPerPage: "1" }];
}

async function namesOfCreated(): Promise<string[]> {
  const params = {
    connection: await connect(),
    entityType: "accounts",
    fieldNames: ["name"],
    filterExpression: "startswith(name,'Throttled')",
    fetchAll: "true",
  };
  const result = (await harness.action("queryEntities", params)) as { data: { value: { name: string }[] } };
  return result.data.value.map(({ name }) => name).sort();
}

it.each([
  ["requests", { requests: 15, windowMs: 1_000 }, 40],
  ["hardly any requests", { requests: 3, windowMs: 1_000 }, 14],
  ["requests at once", { concurrent: 5, windowMs: 1_000 }, 40],
  ["execution time", { executionMs: 300, windowMs: 1_000 }, 40],
])("a tight limit of %s lets every parallel step through in the end, each once", async (_limit, limits, count) => {
  // Slow enough that parallel steps meet each other.
  const each = { create: 100, query: 100 };
  await emulator.control.setCosts({ executionMs: { create: 20, query: 20 }, latencyMs: each });
  await emulator.control.setLimits(limits);
  await inParallel(count, mixed);
  const report = await emulator.control.limits();
  expect(report.refused).toBeGreaterThan(0);
  expect(report.earlyRetries).toBe(0);
  await emulator.control.liftLimits();
  const created = Array.from({ length: count }, (_, index) => index).filter((index) => index % 2 === 0);
  expect(await namesOfCreated()).toEqual(created.map((index) => `Throttled ${index}`).sort());
});

it("keeps every other step of the connection waiting too", async () => {
  await emulator.control.setLimits({ requests: 2, windowMs: 1_000 });
  await inParallel(8, mixed);
  const journal = await emulator.control.requests();
  const refusals = journal.filter(({ status }) => status === 429);
  expect(refusals.length).toBeGreaterThan(0);
  // The service requests a wait of at least a second; requests already in flight could not know about it.
  const underWayMs = 200;
  for (const { endedMs } of refusals) {
    const early = journal.filter(({ startedMs }) => startedMs > endedMs + underWayMs && startedMs < endedMs + 999);
    expect(early).toEqual([]);
  }
});

it("sends no more requests at once than the service recommends", async () => {
  await emulator.control.setLimits({ dopHint: 3 });
  await emulator.control.setCosts({ latencyMs: { query: 20 } });
  await inParallel(1, () => ["getCurrentUser", {}]);
  await emulator.control.clearRequests();
  await inParallel(30, () => ["queryEntities", { entityType: "accounts", fieldNames: ["name"] }]);
  const journal = await emulator.control.requests();
  const atOnce = journal.map(
    ({ startedMs }) => journal.filter((other) => other.startedMs <= startedMs && other.endedMs > startedMs).length,
  );
  expect(journal).toHaveLength(30);
  expect(Math.max(...atOnce)).toBe(3);
});

describe("Retry-After", () => {
  const nextSecondButOne = () => new Date((Math.floor(Date.now() / 1_000) + 2) * 1_000);
  it.each([
    ["whole seconds", () => 1, () => Date.now() + 1_000],
    ["decimals", () => "0.35", () => Date.now() + 350],
    ["a date", () => nextSecondButOne().toUTCString(), () => nextSecondButOne().getTime()],
  ])("in %s is waited for to the end", async (_form, retryAfter, earliestMs) => {
    const until = earliestMs();
    await emulator.control.addFaults([{ fault: { kind: "status", status: 429, retryAfter: retryAfter() } }]);
    await harness.action("getCurrentUser", { connection: await connect() });
    const [refused, repeated] = await emulator.control.requests();
    expect([refused?.status, repeated?.status]).toEqual([429, 200]);
    expect(repeated?.startedMs).toBeGreaterThanOrEqual(until);
  });
});
