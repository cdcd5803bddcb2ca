import type { FlowOptions } from "../harness/pollingFlow";
import { itemsOf, type PollingWorld, startPollingWorld, summary } from "../harness/pollingWorld";

/**
 * New and Updated Records, over HTTP, against the emulator: the same by both reading methods, batched and unbatched.
 */
let world: PollingWorld;
beforeAll(async () => {
  world = await startPollingWorld();
});
afterEach(() => world.pass(3_600));
afterAll(() => world.close());

function minutes(count: number) {
  return world.pass(count * 60);
}

const kinds: [string, Record<string, unknown>, FlowOptions][] = [
  ["by modified date", { readingMethod: "modifiedDate" }, {}],
  ["by modified date in batches", { readingMethod: "modifiedDate" }, { batchSize: 50 }],
  ["by change tracking", { readingMethod: "changeTracking" }, {}],
  ["by change tracking in batches", { readingMethod: "changeTracking" }, { batchSize: 50 }],
];

describe.each(kinds)("%s", (_kind, method, options) => {
  const flow = (params: Record<string, unknown> = {}) => world.flow({ ...method, ...params }, options);
  /** After two polls, change tracking is at work where it is asked for. */
  const settledFlow = async (params: Record<string, unknown> = {}) => {
    const polling = flow(params);
    await polling.poll();
    minutes(5);
    await polling.poll();
    minutes(5);
    return polling;
  };

  it("returns only what changed after the first poll", async () => {
    await world.create("accounts", { name: "Older" });
    const polling = flow();
    const [first] = await polling.poll();
    expect(first).toMatchObject({ polledNoChanges: true, body: { created: [], updated: [] } });
    await world.create("accounts", { name: "Newer" });
    expect(summary(await polling.poll())).toEqual(["created Newer"]);
    const [third] = await polling.poll();
    expect(third!.polledNoChanges).toBe(true);
  });

  it("returns changes since the look-back date at the first poll, and none again", async () => {
    await world.create("accounts", { name: "Before" });
    minutes(10);
    const lookBackDate = new Date(Date.parse("2026-11-02T08:00:00Z")).toISOString();
    const all = summary(await flow({ lookBackDate }).poll());
    expect(all).toContain("created Before");
    const polling = await settledFlow({ lookBackDate });
    expect(summary(await polling.poll())).toEqual([]);
  });

  it("returns a record that was created and changed between two polls once, as created", async () => {
    const polling = await settledFlow();
    const id = await world.create("accounts", { name: "New" });
    minutes(30);
    await world.update("accounts", id, { name: "New, changed" });
    minutes(30);
    expect(summary(await polling.poll())).toEqual(["created New, changed"]);
    expect(summary(await polling.poll())).toEqual([]);
  });

  it("returns a record that was handed over as created, and changed since, as updated", async () => {
    const polling = await settledFlow();
    const id = await world.create("accounts", { name: "First" });
    await polling.poll();
    await world.update("accounts", id, { name: "Second" });
    expect(summary(await polling.poll())).toEqual(["updated Second"]);
    expect(summary(await polling.poll())).toEqual([]);
  });

  it("returns changes of the second in which a poll ran, and those of a clock that runs late", async () => {
    const polling = await settledFlow();
    await world.create("accounts", { name: "Before the poll" });
    expect(summary(await polling.poll())).toEqual(["created Before the poll"]);
    await world.create("accounts", { name: "In the same second" });
    expect(summary(await polling.poll())).toEqual(["created In the same second"]);
    await world.withClockOff(-120, () => world.create("accounts", { name: "Two minutes late" }));
    await world.withClockOff(30, () => world.create("accounts", { name: "Half a minute early" }));
    expect(summary(await polling.poll()).sort()).toEqual(["created Half a minute early", "created Two minutes late"]);
    minutes(1);
    expect(summary(await polling.poll())).toEqual([]);
  });

  it("returns a record that matches the filter only after its change, and leaves others out", async () => {
    const old = await world.create("accounts", { name: "Old", creditonhold: false });
    minutes(10);
    const polling = await settledFlow({ filterExpression: "creditonhold eq true or name eq 'Wanted'" });
    await world.create("accounts", { name: "Unwanted" });
    await world.create("accounts", { name: "Wanted" });
    await world.update("accounts", old, { creditonhold: true });
    expect(summary(await polling.poll()).sort()).toEqual(["created Wanted", "updated Old"]);
    await world.update("accounts", old, { creditonhold: false });
    expect(summary(await polling.poll())).toEqual([]);
  });

  it("returns an update only when a watched column changed", async () => {
    const polling = await settledFlow({ watchedFieldNames: ["telephone1"] });
    const id = await world.create("accounts", { name: "Watched", telephone1: "1" });
    expect(summary(await polling.poll())).toEqual(["created Watched"]);
    await world.update("accounts", id, { description: "another column" });
    expect(summary(await polling.poll())).toEqual([]);
    minutes(30);
    await world.update("accounts", id, { telephone1: "2" });
    expect(summary(await polling.poll())).toEqual(["updated Watched"]);
    await world.update("accounts", id, { telephone1: "2" });
    expect(summary(await polling.poll())).toEqual([]);
  });

  it("returns only the wanted columns, its own, and expanded records", async () => {
    const polling = await settledFlow({ fieldNames: ["name"], expandPropertyNames: ["primarycontactid"] });
    const contact = await world.create("contacts", { lastname: "Larch" });
    await world.create("accounts", {
      name: "With contact",
      description: "not asked for",
      "primarycontactid@odata.bind": `/contacts(${contact})`,
    });
    const [item] = itemsOf(await polling.poll());
    expect(item?.record).toMatchObject({ name: "With contact", primarycontactid: { lastname: "Larch" } });
    expect(item?.record).not.toHaveProperty("description");
    expect(item?.record).toHaveProperty("modifiedon");
  });

  it("leaves out the configured changes", async () => {
    const old = await world.create("accounts", { name: "Old" });
    const onlyNew = await settledFlow({ showUpdatedRecords: "false" });
    const onlyUpdated = await settledFlow({ showNewRecords: false });
    const ofOthers = await settledFlow({ ignoreOwnChanges: true });
    await world.create("accounts", { name: "New" });
    await world.update("accounts", old, { description: "changed" });
    expect(summary(await onlyNew.poll())).toEqual(["created New"]);
    expect(summary(await onlyUpdated.poll())).toEqual(["updated Old"]);
    // The test writes as the connection's own user.
    expect(summary(await ofOthers.poll())).toEqual([]);
  });

  it("returns nothing of a record that was created and deleted between two polls, unless deletes are asked for", async () => {
    const polling = await settledFlow();
    const id = await world.create("accounts", { name: "Gone" });
    await world.remove("accounts", id);
    expect(summary(await polling.poll())).toEqual([]);
  });
});

it("returns items of a batching flow with their change types", async () => {
  const polling = world.flow({}, { batchSize: 50 });
  await polling.poll();
  const id = await world.create("accounts", { name: "Item" });
  const [round] = await polling.poll();
  expect(round?.items).toEqual([
    { changeType: "created", record: expect.objectContaining({ accountid: id, name: "Item" }) as unknown },
  ]);
});
