import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.requests();
});

type Operation = Record<string, unknown>;

function batch<Data = unknown[]>(actions: unknown, failureHandling = "") {
  return harness.run<Data>("batchEntityActions", { actions, failureHandling });
}

function create(name: string, more: Operation = {}): Operation {
  return {
    collection: "accounts",
    action: "create",
    data: { name },
    ...more,
  };
}

async function accountsNamed(name: string): Promise<Record<string, unknown>[]> {
  const query = { entityType: "accounts", filterExpression: `name eq '${name}'`, recordsPerPage: "5000" };
  return (await harness.run<{ value: Record<string, unknown>[] }>("queryEntities", query)).value;
}

const guid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
const missing = "99999999-0000-4000-8000-000000000001";

interface Outcomes {
  succeeded: number;
  failed: number;
  results: {
    index: number;
    success: boolean;
    status?: number;
    id?: string;
    error?: { message: string; code?: string };
  }[];
}

describe("all or nothing", () => {
  it("answers in input order: the record where it was asked for, else its id, nothing for a delete", async () => {
    const [kept, gone] = await batch<string[]>([create("Kept"), create("Gone")]);
    await harness.requests();
    const results = await batch([
      create("Returned", { returnRepresentation: true }),
      { collection: "accounts", action: "update", key: kept, data: { fax: "1" } },
      { collection: "accounts", action: "update", key: "accountnumber='A-1001'", data: { fax: "2" } },
      {
        collection: "accounts",
        action: "upsert",
        key: "accountnumber='B-1'",
        data: { name: "Upserted" },
        returnRepresentation: "true",
      },
      { collection: "accounts", action: "delete", key: gone },
    ]);
    expect(results).toEqual([
      expect.objectContaining({ name: "Returned" }),
      kept,
      guid,
      expect.objectContaining({ name: "Upserted", accountnumber: "B-1" }),
      {},
    ]);
    expect(await harness.requests()).toEqual(["POST $batch -> 200"]);
  });

  it("takes the list as JSON text, and the example of the input as far as the records exist", async () => {
    const text = JSON.stringify([
      {
        collection: "msevtmgt_events",
        action: "create",
        returnRepresentation: true,
        data: { msevtmgt_name: "Test Event 1", msevtmgt_eventtype: "100000002" },
      },
    ]);
    expect(await batch(text)).toEqual([
      expect.objectContaining({ msevtmgt_name: "Test Event 1", msevtmgt_eventtype: 100000002 }),
    ]);
  });

  it("lets later operations refer to earlier ones by content id", async () => {
    const results = await batch([
      create("Parent", { contentId: "1" }),
      {
        collection: "contacts",
        action: "create",
        contentId: 2,
        data: { lastname: "Child", "parentcustomerid_account@odata.bind": "$1" },
      },
      {
        collection: "accounts",
        action: "update",
        key: "$1",
        data: { "primarycontactid@odata.bind": "$2" },
        returnRepresentation: true,
      },
    ]);
    expect(results[2]).toMatchObject({ name: "Parent", _primarycontactid_value: results[1] });
  });

  it("returns the record also of an operation that others refer to, as it is after the whole batch", async () => {
    const results = await batch([
      create("Referred", { contentId: "1", returnRepresentation: true }),
      { collection: "accounts", action: "update", key: "$1", data: { fax: "after" } },
    ]);
    expect(results).toEqual([expect.objectContaining({ name: "Referred", fax: "after" }), guid]);
    expect(await harness.requests()).toEqual(["POST $batch -> 200", expect.stringMatching(/^GET accounts\(/)]);
  });

  it("lets operations refer to one that is addressed by an alternate key, and also returns its ID", async () => {
    const results = await batch([
      { collection: "accounts", action: "upsert", key: "accountnumber='B-2'", contentId: "1", data: { name: "Keyed" } },
      {
        collection: "contacts",
        action: "create",
        data: { lastname: "Bound", "parentcustomerid_account@odata.bind": "$1" },
        returnRepresentation: true,
      },
    ]);
    expect(results).toEqual([guid, expect.objectContaining({ _parentcustomerid_value: results[0] })]);
  });

  it("does not fail after the fact when a record it should return is deleted by the batch itself", async () => {
    const results = await batch([
      create("Short-lived", { contentId: "1", returnRepresentation: true }),
      { collection: "accounts", action: "delete", key: "$1" },
    ]);
    expect(results).toEqual([guid, {}]);
  });

  it("undoes everything and says which operation failed", async () => {
    const failing = [
      create("Undone"),
      create("Undone"),
      { collection: "accounts", action: "update", key: missing, data: { fax: "1" } },
    ];
    await expect(batch(failing)).rejects.toMatchObject({
      name: "DataverseError",
      status: 404,
      code: "0x80040217",
      message: expect.stringMatching(
        /^Batch operation at index 2 \(update accounts\), all others undone, failed: .*Does Not Exist/,
      ) as string,
    });
    expect(await accountsNamed("Undone")).toEqual([]);
  });

  it("resolves a table's name that the service refused", async () => {
    await harness.freshConnection();
    expect(await batch([create("Renamed", { collection: "account" }), create("Renamed")])).toEqual([guid, guid]);
    expect(await accountsNamed("Renamed")).toHaveLength(2);
  });

  it("carries a thousand operations in one request, and refuses more", async () => {
    const many = Array.from({ length: 1000 }, () => create("Many"));
    expect(new Set(await batch(many)).size).toBe(1000);
    expect(await harness.requests()).toEqual(["POST $batch -> 200"]);
    await expect(batch([...many, create("Many")])).rejects.toThrow(
      /^Batch Actions: 1001 operations cannot be all or nothing/,
    );
    expect(await harness.requests()).toEqual([]);
  });
});

describe("independent operations", () => {
  const mixed = [
    create("Independent"),
    { collection: "accounts", action: "update", key: missing, data: { fax: "1" } },
    create("Independent"),
  ];

  it("continue on error, with one outcome for each", async () => {
    const outcomes = await batch<Outcomes>(mixed, "continueOnError");
    expect(outcomes).toMatchObject({
      succeeded: 2,
      failed: 1,
      results: [
        { index: 0, action: "create", collection: "accounts", success: true, status: 204, id: guid },
        {
          index: 1,
          action: "update",
          success: false,
          status: 404,
          error: { code: "0x80040217", message: expect.stringContaining("Does Not Exist") as string },
        },
        { index: 2, success: true },
      ],
    });
  });

  it("stop at the first error and say what was not run", async () => {
    const outcomes = await batch<Outcomes>(mixed, "stopAtFirstError");
    expect(outcomes).toMatchObject({ succeeded: 1, failed: 2 });
    expect(outcomes.results.map(({ success }) => success)).toEqual([true, false, false]);
    expect(outcomes.results[2]).toEqual({
      index: 2,
      action: "create",
      collection: "accounts",
      success: false,
      error: { message: "Not run, because the operation at index 1 failed." },
    });
  });

  it("beyond a thousand go in several batches and lose none", async () => {
    const many = Array.from({ length: 2300 }, (_, index) => create(index === 1500 ? "x".repeat(200) : "Split"));
    const outcomes = await batch<Outcomes>(many, "continueOnError");
    expect(outcomes).toMatchObject({ succeeded: 2299, failed: 1 });
    expect(outcomes.results.map(({ index }) => index)).toEqual(many.map((_, index) => index));
    expect(outcomes.results[1500]).toMatchObject({ success: false, error: { code: "0x80044331" } });
    expect(await harness.requests()).toHaveLength(3);
    expect(await accountsNamed("Split")).toHaveLength(2299);
  });

  it.each(["continueOnError", "stopAtFirstError"])("resolve a table's name: %s", async (mode) => {
    await harness.freshConnection();
    const outcomes = await batch<Outcomes>(
      [create("Named"), create("Named", { collection: "Account" }), create("Named")],
      mode,
    );
    expect(outcomes).toMatchObject({ succeeded: 3, failed: 0 });
  });

  it("keep the order of the list when a name has to be looked up", async () => {
    await harness.freshConnection();
    const key = "accountnumber='A-1007'";
    await batch(
      [
        { collection: "account", action: "update", key, data: { fax: "first" } },
        { collection: "accounts", action: "update", key, data: { fax: "second" } },
      ],
      "continueOnError",
    );
    expect(
      await harness.run("getEntity", { entityType: "accounts", entityId: key, fieldNames: ["fax"] }),
    ).toMatchObject({
      fax: "second",
    });
  });

  it("do not refer to one another", async () => {
    const referring = [
      create("A", { contentId: "1" }),
      { collection: "accounts", action: "update", key: "$1", data: { fax: "1" } },
    ];
    await expect(batch(referring, "continueOnError")).rejects.toThrow(
      /index 1 refers to an earlier one, which works in an all-or-nothing batch only/,
    );
  });
});

describe("every operation is checked before anything is sent", () => {
  it.each<[string, unknown, string]>([
    ["one operation alone", create("Alone"), "a list of operations is needed"],
    ["text that is no JSON", "[{", "the text is not JSON"],
    ["an empty list", [], "at least one operation"],
    ["nothing", "", "a list of operations is needed"],
  ])("a list, not %s", async (_case, actions, problem) => {
    await expect(batch(actions)).rejects.toThrow(problem);
    expect(await harness.requests()).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ["no object", "text", "it is not an object"],
    ["no action", { collection: "accounts" }, '"action" must be'],
    ["an unknown action", { collection: "accounts", action: "merge" }, '"action" must be'],
    ["no collection", { action: "create", data: { name: "x" } }, '"collection" is missing'],
    [
      "a table that nothing is called",
      { collection: "no such table", action: "create", data: { name: "x" } },
      '"collection": no table is called "no such table"',
    ],
    [
      "data that is no JSON",
      { collection: "accounts", action: "create", data: { size: 1n } },
      '"data" cannot be written as JSON',
    ],
    ["no data", { collection: "accounts", action: "create" }, '"data" is missing'],
    ["empty data", { collection: "accounts", action: "create", data: {} }, '"data" is empty'],
    ["no key", { collection: "accounts", action: "update", data: { name: "x" } }, '"key" is missing'],
    ["a bad key", { collection: "accounts", action: "delete", key: "A-1" }, "neither a record id nor an alternate key"],
    [
      "a key no URL can carry",
      { collection: "accounts", action: "delete", key: "accountnumber='A/1'" },
      "a URL cannot carry",
    ],
    [
      "an unknown reference",
      { collection: "accounts", action: "update", key: "$9", data: { name: "x" } },
      "does not refer to an earlier operation",
    ],
    [
      "an unknown bind",
      { collection: "accounts", action: "create", data: { "primarycontactid@odata.bind": "$9" } },
      "does not refer to an earlier operation",
    ],
  ])("%s", async (_case, operation, problem) => {
    const actions = [create("Good"), operation];
    await expect(batch(actions)).rejects.toThrow(problem);
    await expect(batch(actions)).rejects.toThrow(/^Batch Actions.*index 1/);
    expect((await harness.requests()).filter((line) => !line.startsWith("GET EntityDefinitions"))).toEqual([]);
  });

  it.each([0, 1, 5, 999])("and the error names the index %i", async (index) => {
    const actions = Array.from({ length: 1000 }, () => create("Good"));
    actions[index] = { collection: "accounts", action: "delete" };
    await expect(batch(actions)).rejects.toThrow(`the operation at index ${index} is not valid: "key" is missing`);
    expect(await harness.requests()).toEqual([]);
  });
});
