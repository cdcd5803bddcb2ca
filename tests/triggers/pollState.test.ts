import { type PollingWorld, startPollingWorld, summary } from "../harness/pollingWorld";

/** Saved positions of New and Updated Records that are not as the trigger left them, and the initial sync. */
let world: PollingWorld;
beforeAll(async () => {
  world = await startPollingWorld();
});
afterEach(() => world.pass(3_600));
afterAll(() => world.close());

const modifiedDate = { readingMethod: "modifiedDate" };

async function settledState(params: Record<string, unknown> = modifiedDate) {
  const polling = world.flow(params);
  await polling.poll();
  world.pass(600);
  await polling.poll();
  return polling.state();
}

it.each([
  ["of an older version", { version: 0 }, /its version is 0.*continues from 2026/],
  ["of a newer version", { version: 99 }, /its version is 99.*continues from 2026/],
  ["without a version", { version: undefined }, /its version is missing.*continues from 2026/],
  ["that is damaged", { handed: "lost" }, /it is damaged.*continues from 2026/],
])("continues from the position of a state %s, and reports it", async (_what, change, note) => {
  const state = { ...(await settledState()), ...change };
  await world.create("accounts", { name: "Since" });
  world.pass(900);
  const polling = world.flow(modifiedDate);
  polling.setState(state);
  const rounds = await polling.poll();
  expect(rounds[0]?.notes.join()).toMatch(note);
  expect(summary(rounds)).toEqual(["created Since"]);
  expect(summary(await polling.poll())).toEqual([]);
});

it.each([
  ["without a position", { since: "yesterday" }, /it is damaged. The trigger begins anew/],
  ["of another table", { table: "contact" }, /belongs to the table contact. The trigger begins anew/],
  [
    "of another table and version",
    { table: "contact", version: 7 },
    /belongs to the table contact. The trigger begins anew/,
  ],
])("begins anew with a state %s, and reports it", async (_what, change, note) => {
  const state = { ...(await settledState()), ...change };
  await world.create("accounts", { name: "Before" });
  const polling = world.flow(modifiedDate);
  polling.setState(state);
  const rounds = await polling.poll();
  expect(rounds[0]?.notes.join()).toMatch(note);
  expect(summary(rounds)).toEqual([]);
  await world.create("accounts", { name: "After" });
  expect(summary(await polling.poll())).toEqual(["created After"]);
});

it("returns nothing before a position in the future, does not move it back, and reports it", async () => {
  const polling = world.flow(modifiedDate);
  polling.setState({ ...(await settledState()), since: "2099-01-01T00:00:00Z" });
  await world.create("accounts", { name: "Long before" });
  const rounds = await polling.poll();
  expect(summary(rounds)).toEqual([]);
  expect(rounds[0]?.notes.join()).toContain("2099-01-01T00:00:00Z is in the future");
  expect(polling.state()).toMatchObject({ since: "2099-01-01T00:00:00Z" });
});

it("reads by modified date when the saved delta link is damaged or belongs to the future", async () => {
  const settled = await settledState({});
  await world.create("accounts", { name: "Since" });
  for (const tracking of [
    { deltaLink: 7 },
    {
      deltaLink: `${world.emulator.url}/api/data/v9.2/accounts?$select=accountid&$deltatoken=99999999%2111%2f02%2f2026%2009%3a30%3a05`,
    },
  ]) {
    const polling = world.flow();
    polling.setState({ ...settled, tracking });
    const rounds = await polling.poll();
    expect(summary(rounds)).toEqual(["created Since"]);
    expect(summary(await polling.poll())).toEqual([]);
  }
});

it("continues in another environment from the same time, and uses no link of the former one", async () => {
  const settled = await settledState({});
  const former = JSON.parse(
    JSON.stringify(settled).replaceAll(world.emulator.url, "https://former.crm.dynamics.com"),
  ) as Record<string, unknown>;
  await world.create("accounts", { name: "Since" });
  const polling = world.flow();
  polling.setState(former);
  const rounds = await polling.poll();
  expect(rounds[0]?.notes.join()).toContain("belongs to the environment https://former.crm.dynamics.com");
  expect(summary(rounds)).toEqual(["created Since"]);
});

it("continues by modified date, and loses nothing, when Reading Method is changed", async () => {
  let readingMethod = "auto";
  const polling = world.flow(() => ({ readingMethod }));
  await polling.poll();
  await polling.poll();
  await world.create("accounts", { name: "First" });
  readingMethod = "modifiedDate";
  expect(summary(await polling.poll())).toEqual(["created First"]);
  await world.create("accounts", { name: "Second" });
  readingMethod = "auto";
  expect(summary(await polling.poll())).toEqual(["created Second"]);
});

describe("the initial sync", () => {
  it("hands over all records that match, page by page, and the first poll continues from its start", async () => {
    await world.createMany(Array.from({ length: 12 }, (_, index) => ({ name: `Synced ${index}`, telephone1: "sync" })));
    world.pass(3_600);
    const polling = world.flow(
      { filterExpression: "telephone1 eq 'sync'", showDeletedRecords: true },
      { batchSize: 5, rules: { pageSize: 5 } },
    );
    const recent = await world.create("accounts", { name: "Recent", telephone1: "sync" });
    const rounds = await polling.deploy();
    expect(rounds).toHaveLength(3);
    const items = rounds.flatMap((round) => round.items);
    expect(items).toHaveLength(13);
    expect(new Set(items.map(({ changeType }) => changeType))).toEqual(new Set(["created"]));
    await world.create("accounts", { name: "Between", telephone1: "sync" });
    await world.update("accounts", recent, { description: "changed" });
    world.pass(60);
    expect(summary(await polling.poll()).sort()).toEqual(["created Between", "updated Recent"]);
    expect(summary(await polling.poll())).toEqual([]);
    await world.remove("accounts", recent);
    expect(summary(await polling.poll())).toEqual([`deleted ${recent}`]);
  });

  it("is left to the polls by a flow that does not batch", async () => {
    await world.createMany([
      { name: "One", telephone1: "polls" },
      { name: "Two", telephone1: "polls" },
    ]);
    world.pass(86_400);
    const polling = world.flow({ filterExpression: "telephone1 eq 'polls'" });
    const [deployed] = await polling.deploy();
    expect(deployed?.body).toEqual({ created: [], updated: [], hasMore: true });
    expect(summary(await polling.poll()).sort()).toEqual(["created One", "created Two"]);
    expect(summary(await polling.poll())).toEqual([]);
  });
});
