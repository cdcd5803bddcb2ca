import type { FlowOptions, PollRound } from "../harness/pollingFlow";
import { itemsOf, type PollingWorld, startPollingWorld, summary } from "../harness/pollingWorld";

/** New and Updated Records when more changed than fits into a page or a run, and when runs fail. */
let world: PollingWorld;
beforeAll(async () => {
  world = await startPollingWorld();
});
afterEach(() => world.pass(3_600));
afterAll(() => world.close());

const kinds: [string, Record<string, unknown>, FlowOptions][] = [
  ["by modified date", { readingMethod: "modifiedDate" }, {}],
  ["by modified date in batches", { readingMethod: "modifiedDate" }, { batchSize: 50 }],
  ["by change tracking", { readingMethod: "changeTracking" }, {}],
  ["by change tracking in batches", { readingMethod: "changeTracking" }, { batchSize: 50 }],
];
const small = { pageSize: 5, deltaPageSize: 5, changesPerRun: 10, idsPerRequest: 5 };
function rowsNamed(prefix: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({ name: `${prefix} ${index}` }));
}
function created(prefix: string, count: number) {
  return rowsNamed(prefix, count).map(({ name }) => `created ${name}`);
}

async function settle(method: Record<string, unknown>, options: FlowOptions) {
  const polling = world.flow({ ...method, fieldNames: ["name"] }, options);
  await polling.poll();
  world.pass(300);
  await polling.poll();
  world.pass(300);
  return polling;
}

describe.each(kinds)("%s", (_kind, method, options) => {
  it("hands more changes over than fit into a run, each once, while others are written", async () => {
    const polling = await settle(method, { ...options, rules: small });
    await world.createMany(rowsNamed("Backlog", 42));
    const rounds: PollRound[] = [];
    for (let polls = 0; polls < 8; polls++) {
      rounds.push(...(await polling.poll()));
      if (polls < 4) await world.create("accounts", { name: `Later ${polls}` });
      world.pass(400);
    }
    expect(summary(rounds).sort()).toEqual([...created("Backlog", 42), ...created("Later", 4)].sort());
    expect(rounds.some(({ body }) => body.hasMore)).toBe(options.batchSize === undefined);
    expect(summary(await polling.poll())).toEqual([]);
  });

  it("hands everything over again after a run that failed, and nothing twice after one that did not", async () => {
    const polling = await settle(method, { ...options, rules: small });
    await world.createMany(rowsNamed("Crash", 23));
    const first = await polling.pollAndCrash(1);
    expect(summary(first).length).toBeGreaterThan(0);
    await world.create("accounts", { name: "After the crash" });
    const rounds: PollRound[] = [];
    for (let polls = 0; polls < 4; polls++) rounds.push(...(await polling.poll()));
    expect(summary(rounds).sort()).toEqual([...created("Crash", 23), "created After the crash"].sort());
  });

  it("completes from every state between the polls of a backlog", async () => {
    const polling = await settle(method, { ...options, rules: { ...small, pagesPerRun: 1 } });
    await world.createMany(rowsNamed("Resumed", 22));
    const states = [polling.state()];
    for (let polls = 0; polls < 6; polls++) {
      await polling.poll();
      states.push(polling.state());
    }
    for (const [index, state] of states.entries()) {
      const resumed = world.flow({ ...method, fieldNames: ["name"] }, { ...options, rules: small });
      resumed.setState(state);
      const rounds: PollRound[] = [];
      for (let polls = 0; polls < 4; polls++) rounds.push(...(await resumed.poll()));
      const names = summary(rounds);
      expect(new Set(names).size).toBe(names.length);
      if (index === 0) expect(names.sort()).toEqual(created("Resumed", 22).sort());
      if (index === states.length - 1) expect(names).toEqual([]);
    }
  });
});

it("returns 10,000 records of one timestamp, each once, by both methods and with and without batches", async () => {
  const rules = { changesPerRun: 4_000, pageSize: 1_000, deltaPageSize: 1_000 };
  const pollings = await Promise.all(kinds.map(([, method, options]) => settle(method, { ...options, rules })));
  for (let times = 0; times < 10; times++) await world.createMany(rowsNamed(`Import ${times}`, 1_000));
  for (const polling of pollings) {
    const ids: string[] = [];
    for (let polls = 0; polls < 4; polls++) {
      ids.push(...itemsOf(await polling.poll()).map(({ record }) => String(record["accountid"])));
    }
    expect(ids).toHaveLength(10_000);
    expect(new Set(ids).size).toBe(10_000);
  }
});

it("goes on where it was when the service rejects the link of the next page", async () => {
  const polling = await settle({ readingMethod: "modifiedDate" }, { rules: small });
  for (let index = 0; index < 30; index++) {
    await world.create("accounts", { name: `Linked ${index}` });
    world.pass(1);
  }
  const first = await polling.poll();
  expect(first[0]?.body.hasMore).toBe(true);
  await world.emulator.control.addFaults([
    {
      match: { path: "skiptoken" },
      fault: { kind: "status", status: 400, code: "0x80040203", message: "Invalid paging cookie" },
    },
  ]);
  const rounds = [...first, ...(await polling.poll()), ...(await polling.poll()), ...(await polling.poll())];
  expect(summary(rounds)).toEqual(created("Linked", 30));
});

it("continues a backlog with the columns and filter of a flow that was changed", async () => {
  let params: Record<string, unknown> = { readingMethod: "modifiedDate", fieldNames: ["name"] };
  const polling = world.flow(() => params, { rules: small });
  await polling.poll();
  world.pass(600);
  for (let index = 0; index < 20; index++) {
    await world.create("accounts", { name: `Changed ${index}`, telephone1: "1" });
    world.pass(1);
  }
  const [first] = await polling.poll();
  expect(first?.body.created[0]).not.toHaveProperty("telephone1");
  params = { ...params, fieldNames: ["name", "telephone1"], filterExpression: "name ne 'Changed 15'" };
  const [second] = [...(await polling.poll()), ...(await polling.poll())];
  expect(second?.body.created[0]).toHaveProperty("telephone1", "1");
  expect(summary([first!, second!])).toEqual(created("Changed", 20).filter((line) => line !== "created Changed 15"));
});

it("repeats only what it can no longer remember, and reports that", async () => {
  const rules = { pageSize: 5, changesPerRun: 1_000, mostHandedRows: 8 };
  const polling = await settle({ readingMethod: "modifiedDate" }, { rules });
  await world.createMany(rowsNamed("Dense", 20));
  const [first] = await polling.poll();
  expect(summary([first!])).toHaveLength(20);
  expect(first?.notes.join()).toContain("More than 8 records changed within a few minutes");
  expect(summary(await polling.poll())).toHaveLength(12);
});
