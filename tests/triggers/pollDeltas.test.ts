import type { PollingFlow } from "../harness/pollingFlow";
import { type PollingWorld, startPollingWorld, summary } from "../harness/pollingWorld";

/** New and Updated Records by change tracking: deletes, tokens that expire, tables without tracking. */
let world: PollingWorld;
beforeAll(async () => {
  world = await startPollingWorld();
});
afterEach(() => world.pass(3_600));
afterAll(() => world.close());

const flows: [string, { batchSize?: number }][] = [
  ["without batches", {}],
  ["in batches", { batchSize: 50 }],
];

/** After two polls, change tracking is at work. */
async function settle(polling: PollingFlow): Promise<PollingFlow> {
  await polling.poll();
  world.pass(300);
  await polling.poll();
  world.pass(300);
  return polling;
}

describe.each(flows)("deletes %s", (_title, options) => {
  it("are returned once, with the changes of other records", async () => {
    const id = await world.create("accounts", { name: "To be deleted" });
    const polling = await settle(world.flow({ showDeletedRecords: true }, options));
    await world.remove("accounts", id);
    await world.create("accounts", { name: "Another" });
    expect(summary(await polling.poll())).toEqual(["created Another", `deleted ${id}`]);
    expect(summary(await polling.poll())).toEqual([]);
  });

  it.each([
    ["with an error", "expire-delta-token"],
    ["with all records", "ignore-delta-token"],
  ] as const)(
    "in a gap that the service reports %s are announced as missing, and changes are not",
    async (_how, kind) => {
      const [gone, changed] = [
        await world.create("accounts", { name: "Gone" }),
        await world.create("accounts", { name: "Before" }),
      ];
      const polling = await settle(world.flow({ showDeletedRecords: true }, options));
      await world.remove("accounts", gone);
      await world.update("accounts", changed, { name: "After" });
      await world.create("accounts", { name: "Created" });
      await world.emulator.control.addFaults([{ fault: { kind } }]);
      const rounds = await polling.poll();
      expect(summary(rounds).sort()).toEqual(["created Created", "updated After"]);
      expect(rounds[0]?.body.resynchronized).toBe(true);
      expect(rounds.flatMap(({ notes }) => notes).join()).toMatch(/no longer knows the delta link.*Reconcile Deletes/);
      await world.remove("accounts", changed);
      const later = await polling.poll();
      expect(summary(later)).toEqual([`deleted ${changed}`]);
      expect(later[0]?.body.resynchronized).toBeUndefined();
    },
  );

  it("in a gap are found by Reconcile Deletes, each once", async () => {
    const ids = await world.createMany([{ name: "A" }, { name: "B" }, { name: "C" }]);
    const polling = await settle(world.flow({ showDeletedRecords: true, reconcileDeletes: true }, options));
    await world.remove("accounts", ids[0]!);
    expect(summary(await polling.poll())).toEqual([`deleted ${ids[0]}`]);
    await world.remove("accounts", ids[1]!);
    await world.emulator.control.addFaults([{ fault: { kind: "expire-delta-token" } }]);
    expect(summary(await polling.poll())).toEqual([`deleted ${ids[1]}`]);
    await world.remove("accounts", ids[2]!);
    expect(summary(await polling.poll())).toEqual([`deleted ${ids[2]}`]);
    expect(summary(await polling.poll())).toEqual([]);
  });
});

it("finds deletes by Reconcile Deletes that was switched on later", async () => {
  const ids = await world.createMany([{ name: "A" }, { name: "B" }]);
  let reconcileDeletes = false;
  const polling = await settle(world.flow(() => ({ showDeletedRecords: true, reconcileDeletes })));
  reconcileDeletes = true;
  await polling.poll();
  await world.remove("accounts", ids[0]!);
  await world.emulator.control.addFaults([{ fault: { kind: "expire-delta-token" } }]);
  expect(summary(await polling.poll())).toEqual([`deleted ${ids[0]}`]);
});

it("does not report a record as deleted that moved while the ids were read", async () => {
  const many = await world.createMany(Array.from({ length: 12 }, (_, index) => ({ name: `Moves ${index}` })));
  const rules = { pageSize: 5, idPagesPerPoll: 2 };
  const polling = world.flow({ showDeletedRecords: true, reconcileDeletes: true }, { rules });
  for (let polls = 0; polls < 12; polls++) await polling.poll();
  await world.remove("accounts", many[0]!);
  await world.emulator.control.addFaults([{ fault: { kind: "expire-delta-token" } }]);
  const deleted: string[] = [];
  for (let polls = 0; polls < 12; polls++) {
    deleted.push(...summary(await polling.poll()).filter((line) => line.startsWith("deleted")));
    await world.update("accounts", many[11]!, { description: `poll ${polls}` });
  }
  expect(deleted).toEqual([`deleted ${many[0]}`]);
});

it("keeps no ids of a table with more records than it may hold, and reports that once", async () => {
  const rules = { mostKnownIds: 5 };
  const polling = world.flow({ showDeletedRecords: true, reconcileDeletes: true }, { rules });
  const [first] = await polling.poll();
  expect(first?.notes.join()).toContain("more than 5 records");
  expect(polling.state()).not.toHaveProperty("knownIds");
  const [second] = await polling.poll();
  expect(second?.notes).toEqual([]);
  const id = await world.create("accounts", { name: "Deleted" });
  await polling.poll();
  await world.remove("accounts", id);
  expect(summary(await polling.poll())).toEqual([`deleted ${id}`]);
});

it("reads the ids of a large table over several polls, and hands changes over meanwhile", async () => {
  await world.createMany(Array.from({ length: 10 }, (_, index) => ({ name: `Large ${index}` })));
  const polling = world.flow({ showDeletedRecords: true }, { rules: { pageSize: 4, idPagesPerPoll: 1 } });
  const notes: string[] = [];
  for (let polls = 0; polls < 60 && !notes.some((note) => note.includes("is ready")); polls++) {
    const id = await world.create("accounts", { name: `During ${polls}` });
    const first = await polling.poll();
    if (polls > 0) expect(summary(first)).toEqual([`created During ${polls}`]);
    world.pass(60);
    await world.update("accounts", id, { telephone1: String(polls) });
    const second = await polling.poll();
    expect(summary(second)).toEqual([`updated During ${polls}`]);
    notes.push(...[...first, ...second].flatMap((round) => round.notes));
  }
  expect(notes[0]).toMatch(/is being prepared: 4 ids read so far/);
  expect(notes.at(-1)).toMatch(/is ready: \d+ ids read/);
  const late = await world.create("accounts", { name: "After the reading" });
  const [fresh] = await polling.poll();
  expect(summary([fresh!])).toEqual(["created After the reading"]);
  await world.remove("accounts", late);
  const [delta] = await polling.poll();
  expect(summary([delta!])).toEqual([`deleted ${late}`]);
  expect(delta?.readingMethod).toBe("changeTracking");
});

it("asks for the records of a delta in few requests", async () => {
  const polling = await settle(world.flow({}, { rules: { idsPerRequest: 300 } }));
  await world.createMany(Array.from({ length: 700 }, (_, index) => ({ name: `Many ${index}` })));
  await world.requests();
  expect(summary(await polling.poll())).toHaveLength(700);
  expect(await world.requests()).toHaveLength(4);
});

describe("a table without change tracking", () => {
  const untracked = (params: Record<string, unknown>) => world.flow({ entityType: "solutions", ...params });

  it.each([
    ["Show Deleted Records", { showDeletedRecords: true }],
    ["Reading Method", { readingMethod: "changeTracking" }],
  ])("is rejected with the way to switch it on when %s needs it", async (input, params) => {
    await expect(untracked(params).poll()).rejects.toThrow(
      new RegExp(`${input}.*switched off for the table solution.*Track changes`),
    );
  });

  it("is read by modified date", async () => {
    const [round] = await untracked({}).poll();
    expect(round?.readingMethod).toBe("modifiedDate");
  });
});

it("rejects deleted records by modified date before any request for changes", async () => {
  const polling = world.flow({ showDeletedRecords: true, readingMethod: "modifiedDate" });
  await expect(polling.poll()).rejects.toThrow(
    /Show Deleted Records: deleted records are seen by change tracking only/,
  );
});
