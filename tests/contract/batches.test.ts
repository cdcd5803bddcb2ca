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
  it("returns in input order the record where it is requested, else the ID of what is new and true for the others", async () => {
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
      true,
      true,
      expect.objectContaining({ name: "Upserted", accountnumber: "B-1" }),
      true,
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
    expect(results).toEqual([expect.objectContaining({ name: "Referred", fax: "after" }), true]);
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
    expect(results).toEqual([guid, true]);
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

describe("keys that a URL cannot carry", () => {
  const upsert = (accountnumber: string, data: Operation): Operation => ({
    ...{ collection: "accounts", action: "upsert", key: `accountnumber='${accountnumber}'`, data },
    returnRepresentation: true,
  });

  it.each(["allOrNothing", "continueOnError"])("upsert, update and delete records: %s", async (mode) => {
    const number = `${mode.slice(0, 5)}/1 & 50%`;
    const run = async (actions: Operation[]) => {
      const data = await batch<Operation[] & Outcomes>(actions, mode);
      return mode === "allOrNothing" ? data : data.results.map(({ success }) => success);
    };
    await run([upsert(number, { name: "New" }), { ...upsert(number, { fax: "1" }), action: "update" }]);
    const entityId = `accountnumber='${number}'`;
    const account = await harness.run("getEntity", { entityType: "accounts", entityId });
    expect(account).toMatchObject({ accountnumber: number, name: "New", fax: "1" });
    await run([upsert(number, { fax: "2" })]);
    const again = await harness.run("getEntity", { entityType: "accounts", entityId });
    expect(again).toMatchObject({ accountid: account["accountid"], fax: "2" });
    await run([{ collection: "accounts", action: "delete", key: entityId }]);
    await expect(harness.run("getEntity", { entityType: "accounts", entityId })).rejects.toMatchObject({ status: 404 });
  });

  it("refer to records in the data", async () => {
    const entityId = "accountnumber='Parent/1'";
    const parent = await harness.run("upsertEntity", {
      ...{ entityType: "accounts", entityId, dynamicValues: { name: "Parent" } },
    });
    const [child] = await batch<Operation[]>([
      create("Child", {
        data: { name: "Child", "parentaccountid@odata.bind": "/accounts(accountnumber='Parent%2F1')" },
        returnRepresentation: true,
      }),
    ]);
    expect(child).toMatchObject({ _parentaccountid_value: parent["accountid"] });
  });

  const lost = { collection: "accounts", action: "update", key: "accountnumber='no/1'", data: { fax: "1" } };

  it("stop an all-or-nothing batch before it is sent when there is no such record", async () => {
    await expect(batch([create("Unsent"), lost])).rejects.toThrow(
      /index 1 \(update accounts\) failed: No record has the alternate key accountnumber='no\/1'/,
    );
    expect((await harness.requests()).map((line) => line.split(" ")[0])).toEqual(["GET"]);
  });

  it.each([
    ["continueOnError", [true, false, true]],
    ["stopAtFirstError", [true, false, false]],
  ])("fail only their own operation when there is no such record: %s", async (mode, successes) => {
    const { results } = await batch<Outcomes>([create("Before"), lost, create("After")], mode);
    expect(results.map(({ success }) => success)).toEqual(successes);
    expect(results[1]?.error).toMatchObject({ status: 404 });
  });
});

describe("an operation with an ETag", () => {
  it("fails with 412 when the record has changed, and runs when it has not", async () => {
    const [key] = await batch<string[]>([create("Versioned")]);
    const read = () => harness.run("getEntity", { entityType: "accounts", entityId: key, fieldNames: "name" });
    const etag = (await read())["@odata.etag"];
    const update = { collection: "accounts", action: "update", key, etag, data: { fax: "1" } };
    expect(await batch<Outcomes>([update], "continueOnError")).toMatchObject({ succeeded: 1 });
    const { results } = await batch<Outcomes>([update, { ...update, action: "delete" }], "continueOnError");
    expect(results.map(({ status }) => status)).toEqual([412, 412]);
    await expect(batch([update])).rejects.toMatchObject({ status: 412 });
    const current = (await read())["@odata.etag"];
    expect(await batch([{ collection: "accounts", action: "delete", key, etag: current }])).toEqual([true]);
  });
});

it("creates a record with a given ID and nested records", async () => {
  const key = "dddddddd-0000-4000-8000-00000000ba01";
  const [email] = await batch<Operation[]>([
    {
      ...{ collection: "emails", action: "create", key, returnRepresentation: true },
      data: { subject: "Nested", email_activity_parties: [{ addressused: "a@example.com", participationtypemask: 2 }] },
    },
  ]);
  expect(email).toMatchObject({ activityid: key, subject: "Nested" });
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
    ["no data", { collection: "accounts", action: "create" }, '"data" is missing'],
    [
      "an unknown member",
      { collection: "accounts", action: "create", data: { name: "x" }, returnRecord: true },
      '"returnRecord" is not a member of an operation; the members are action, collection, key, data',
    ],
    [
      "an ETag on a create",
      { collection: "accounts", action: "create", data: { name: "x" }, etag: 'W/"1"' },
      '"etag" is for update and delete only',
    ],
    ["a bad ETag", { collection: "accounts", action: "delete", key: missing, etag: "new" }, '"etag" must be an ETag'],
    [
      "an empty owner",
      { collection: "accounts", action: "update", key: missing, data: { "ownerid@odata.bind": null } },
      '"ownerid" cannot be emptied',
    ],
    ["no key", { collection: "accounts", action: "update", data: { name: "x" } }, '"key" is missing'],
    ["a bad key", { collection: "accounts", action: "delete", key: "A-1" }, "neither a record id nor an alternate key"],
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
