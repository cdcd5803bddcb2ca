import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.requests();
});

type Row = Record<string, unknown>;

const unresolved = [
  ["no values", {}],
  ["empty values", { dynamicValues: "{}", fieldValues: [] }],
  ["empty references", { dynamicValues: { name: undefined }, fieldValues: [{ key: "name" }] }],
] as [string, Row][];

async function linkedAccount(): Promise<Row> {
  return harness.run("createEntity", {
    entityType: "accounts",
    dynamicValues: { name: "Read", revenue: 20000.5, primarycontactid: { lastname: "Read" } },
  });
}

/** As a query with annotations returns it. */
async function annotated(id: unknown): Promise<Row> {
  const { value } = await harness.run<{ value: Row[] }>("queryEntities", {
    ...{ entityType: "accounts", filterExpression: `accountid eq ${String(id)}`, includeAnnotations: "true" },
    expandPropertyNames: ["primarycontactid($select=lastname)"],
  });
  return value[0] ?? {};
}

describe("a record that was read", () => {
  it("is written back as it is", async () => {
    const { accountid } = await linkedAccount();
    const record = {
      ...(await annotated(accountid)),
      ...{ statuscode_Formatted: "Active", _primarycontactid_value_LogicalName: "contact", oDataContext: "x" },
    };
    const update = { entityType: "accounts", entityId: accountid, dynamicValues: { ...record, fax: "1" } };
    expect(await harness.run("updateEntity", update)).toMatchObject({ name: "Read", fax: "1" });
    const upsert = { ...update, dynamicValues: { ...record, fax: "2" } };
    expect(await harness.run("upsertEntity", upsert)).toMatchObject({ fax: "2", "@created": false });
  });

  it("is written back in a batch", async () => {
    const { accountid } = await linkedAccount();
    const data = { ...(await annotated(accountid)), fax: "3" };
    const actions = [{ collection: "accounts", action: "update", key: accountid, data, returnRepresentation: true }];
    expect(await harness.run("batchEntityActions", { actions })).toEqual([expect.objectContaining({ fax: "3" })]);
  });

  it("is copied without its links", async () => {
    const { accountid, ...record } = await annotated((await linkedAccount())["accountid"]);
    const { primarycontactid: _expanded, ...dynamicValues } = record;
    const copy = await harness.run("createEntity", { entityType: "accounts", dynamicValues });
    expect(copy).toMatchObject({ name: "Read", revenue: 20000.5, _primarycontactid_value: null });
    expect(copy["accountid"]).not.toBe(accountid);
  });
});

it("rejects a lookup property that is not part of a record that was read", async () => {
  const dynamicValues = { name: "x", _primarycontactid_value: "dddddddd-0000-4000-8000-000000000001" };
  await expect(harness.run("createEntity", { entityType: "accounts", dynamicValues })).rejects.toMatchObject({
    status: 400,
  });
});

it("binds a GUID in braces", async () => {
  const account = await linkedAccount();
  const bound = await harness.run("createEntity", {
    entityType: "accounts",
    dynamicValues: { name: "Braces", "parentaccountid@odata.bind": `/accounts({${String(account["accountid"])}})` },
  });
  expect(bound["_parentaccountid_value"]).toBe(account["accountid"]);
});

describe("nothing to write", () => {
  it.each(unresolved)("returns the record unchanged: update with %s", async (_case, params) => {
    const { accountid } = await linkedAccount();
    await harness.requests();
    const update = { entityType: "accounts", entityId: accountid, ...params };
    expect(await harness.run("updateEntity", update)).toMatchObject({ accountid, name: "Read" });
    expect(await harness.run("updateEntity", { ...update, returnRecord: "false" })).toEqual({
      ...{ entitySetName: "accounts", id: accountid },
    });
    expect((await harness.requests()).filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  it("rejects an update of a record that does not exist", async () => {
    const entityId = "dddddddd-0000-4000-8000-000000000099";
    await expect(harness.run("updateEntity", { entityType: "accounts", entityId })).rejects.toMatchObject({
      status: 404,
    });
  });

  it.each(unresolved)("upserts with %s", async (name, params) => {
    const upsert = { entityType: "accounts", entityId: `accountnumber='${name}'`, ...params };
    expect(await harness.run("upsertEntity", upsert)).toMatchObject({ accountnumber: name, "@created": true });
    expect(await harness.run("upsertEntity", upsert)).toMatchObject({ accountnumber: name, "@created": false });
  });

  it.each(unresolved)("creates with %s", async (_case, params) => {
    expect(await harness.run("createEntity", { entityType: "accounts", ...params })).toHaveProperty("accountid");
  });

  it("is a success in a batch", async () => {
    const { accountid } = await linkedAccount();
    const actions = [{ collection: "accounts", action: "update", key: accountid, data: {} }];
    expect(await harness.run("batchEntityActions", { actions })).toEqual([true]);
  });
});
