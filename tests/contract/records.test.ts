import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.requests();
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const unusedId = "dddddddd-0000-4000-8000-000000000001";

describe("one action, one round trip", () => {
  it.each<[string, string, Record<string, unknown>]>([
    ["createEntity", "POST accounts -> 201", { entityType: "accounts", dynamicValues: { name: "Round trip" } }],
    [
      "createEntity",
      "POST accounts -> 204",
      { entityType: "accounts", dynamicValues: { name: "Round trip" }, returnRecord: "false" },
    ],
    [
      "getEntity",
      "GET accounts(accountnumber='A-1001') -> 200",
      { entityType: "accounts", entityId: "accountnumber='A-1001'" },
    ],
    [
      "updateEntity",
      "PATCH accounts(accountnumber='A-1001') -> 200",
      { entityType: "accounts", entityId: "accountnumber='A-1001'", dynamicValues: { fax: "1" } },
    ],
    [
      "upsertEntity",
      "PATCH accounts(accountnumber='A-1001')?$select=fax -> 200",
      {
        entityType: "accounts",
        entityId: "accountnumber='A-1001'",
        dynamicValues: { fax: "2" },
        returnRecord: "false",
      },
    ],
    ["queryEntities", "GET accounts?$select=name -> 200", { entityType: "accounts", fieldNames: ["name"] }],
    ["getCurrentUser", "GET WhoAmI -> 200", {}],
    ["rawRequest", "GET accounts?$top=1 -> 200", { url: "accounts?$top=1", method: "GET" }],
    ["rawRequestV2", "GET accounts?$top=1 -> 200", { url: "/api/data/v9.2/accounts?$top=1", method: "GET" }],
  ])("%s sends only %s", async (action, expected, params) => {
    await harness.run(action, params);
    expect(await harness.requests()).toEqual([expected]);
  });

  it("deleteEntity sends one DELETE", async () => {
    const { id } = await harness.run<{ id: string }>("createEntity", {
      entityType: "accounts",
      dynamicValues: { name: "Gone" },
      returnRecord: "false",
    });
    await harness.requests();
    const data = await harness.run("deleteEntity", { entityType: "accounts", entityId: id });
    expect(data).toEqual({ entitySetName: "accounts", id, deleted: true });
    expect(await harness.requests()).toEqual([`DELETE accounts(${id}) -> 204`]);
  });
});

describe("Entity Type", () => {
  it.each([
    ["the logical name", "account"],
    ["the wrong case", "Accounts"],
    ["the schema name", "Account"],
  ])("accepts %s after the service refuses it, and remembers", async (_form, entityType) => {
    await harness.freshConnection();
    const query = { entityType, fieldNames: "name", recordsPerPage: "1" };
    await harness.run("queryEntities", query);
    expect(await harness.requests()).toEqual([
      `GET ${entityType}?$select=name -> 404`,
      expect.stringMatching(/^GET EntityDefinitions\?/),
      "GET accounts?$select=name -> 200",
    ]);
    await harness.run("queryEntities", query);
    expect(await harness.requests()).toEqual(["GET accounts?$select=name -> 200"]);
  });

  it("accepts a display name with a blank without asking for it as a segment", async () => {
    await harness.freshConnection();
    await harness.run("queryEntities", { entityType: "Phone Call", recordsPerPage: "1" });
    expect(await harness.requests()).toEqual([
      expect.stringMatching(/^GET EntityDefinitions\?/),
      "GET phonecalls -> 200",
    ]);
  });

  it("is resolved for writes too, which the service refused before they ran", async () => {
    await harness.freshConnection();
    const record = await harness.run("createEntity", { entityType: "contact", dynamicValues: { lastname: "Okafor" } });
    expect(record).toMatchObject({ lastname: "Okafor", contactid: expect.stringMatching(guid) as string });
  });

  it("says what to enter when nothing has that name", async () => {
    await expect(harness.run("queryEntities", { entityType: "acounts" })).rejects.toThrow(
      /Entity Type: no table is called "acounts"\. Similar: accounts\.$/,
    );
    await expect(harness.run("queryEntities", { entityType: "accounts?$top=1" })).rejects.toThrow(
      /Entity Type: no table/,
    );
  });
});

describe("createEntity", () => {
  it("returns the record as Dataverse sends it", async () => {
    const record = await harness.run("createEntity", {
      entityType: "accounts",
      dynamicValues: { name: "Zürich Söhne", revenue: 20000.5 },
      returnFieldNames: ["name", "revenue"],
    });
    expect(record).toMatchObject({ name: "Zürich Söhne", revenue: 20000.5 });
    expect(record["@odata.etag"]).toMatch(/^W\/"\d+"$/);
    expect(Object.keys(record)).not.toContain("telephone1");
  });

  it("with Record ID creates once, however often it runs", async () => {
    const create = {
      entityType: "accounts",
      recordId: `{${unusedId.toUpperCase()}}`,
      dynamicValues: { name: "Once" },
      returnRecord: "false",
    };
    expect(await harness.run("createEntity", create)).toEqual({ entitySetName: "accounts", id: unusedId });
    await expect(harness.run("createEntity", create)).rejects.toMatchObject({ status: 412 });
    expect((await harness.requests())[0]).toBe(`PATCH accounts(${unusedId}) -> 204`);
  });

  it("with Record ID creates nested records too, and once", async () => {
    const create = {
      ...{ entityType: "emails", recordId: "dddddddd-0000-4000-8000-00000000e001" },
      dynamicValues: {
        subject: "Nested",
        email_activity_parties: [{ addressused: "a@example.com", participationtypemask: 2 }],
      },
    };
    await harness.emulator.control.addFaults([{ match: { method: "POST" }, fault: { kind: "reset-after-commit" } }]);
    expect(await harness.run("createEntity", create)).toMatchObject({ activityid: create.recordId, subject: "Nested" });
    await expect(harness.run("createEntity", create)).rejects.toMatchObject({ status: 412, code: "0x80040237" });
  });

  it("lets Field Value win over Dynamic Values, also for another way of writing the same lookup", async () => {
    const record = await harness.run("createEntity", {
      entityType: "contacts",
      dynamicValues: { lastname: "First", "parentcustomerid_contact@odata.bind": `/contacts(${unusedId})` },
      fieldValues: [
        { key: "lastname", value: "Second" },
        { key: "parentcustomerid", value: "account(accountnumber='A-1002')" },
      ],
    });
    const account = await harness.run("getEntity", {
      entityType: "accounts",
      entityId: "accountnumber='A-1002'",
      fieldNames: "name",
    });
    expect(record).toMatchObject({ lastname: "Second", _parentcustomerid_value: account["accountid"] });
  });

  it("passes annotations in Field Value through without reading metadata", async () => {
    await harness.freshConnection();
    await harness.run("createEntity", {
      entityType: "contacts",
      fieldValues: [{ key: "parentcustomerid_account@odata.bind", value: "/accounts(accountnumber='A-1003')" }],
      dynamicValues: { lastname: "Bound" },
      returnRecord: "false",
    });
    expect(await harness.requests()).toEqual(["POST contacts -> 204"]);
  });
});

describe("Entity ID", () => {
  it("finds a record whose key no URL can carry, creates it once, and updates it", async () => {
    const upsert = {
      entityType: "accounts",
      entityId: "accountnumber='A/9 & 50%+'",
      dynamicValues: { name: "Odd" },
      returnFieldNames: "name",
    };
    expect(await harness.run("upsertEntity", upsert)).toMatchObject({ "@created": true });
    expect(await harness.run("upsertEntity", upsert)).toMatchObject({ "@created": false });
    expect(await harness.run("getEntity", { ...upsert, fieldNames: "accountnumber" })).toMatchObject({
      accountnumber: "A/9 & 50%+",
    });
    expect(await harness.run("deleteEntity", upsert)).toMatchObject({ deleted: true });
    await expect(harness.run("getEntity", upsert)).rejects.toMatchObject({ status: 404 });
    await expect(harness.run("updateEntity", upsert)).rejects.toMatchObject({ status: 404 });
  });

  it("escapes what a template inserts", async () => {
    const upsert = { entityType: "accounts", entityId: "accountnumber='O'Brien'", dynamicValues: { name: "O'Brien" } };
    expect(await harness.run("upsertEntity", upsert)).toMatchObject({ "@created": true, accountnumber: "O'Brien" });
    expect(await harness.run("getEntity", upsert)).toMatchObject({ name: "O'Brien" });
  });

  it("is checked before any request", async () => {
    for (const action of ["getEntity", "updateEntity", "upsertEntity", "deleteEntity"]) {
      const params = { entityType: "accounts", entityId: "A-1001", dynamicValues: { name: "x" } };
      await expect(harness.run(action, params)).rejects.toThrow(
        /^Entity ID: "A-1001" is neither a record id nor an alternate key/,
      );
    }
    expect(await harness.requests()).toEqual([]);
  });
});

describe("updateEntity", () => {
  it("never creates", async () => {
    const update = {
      entityType: "accounts",
      entityId: "dddddddd-0000-4000-8000-000000000099",
      dynamicValues: { name: "Ghost" },
    };
    await expect(harness.run("updateEntity", update)).rejects.toMatchObject({ status: 404, code: "0x80040217" });
  });

  it("with a stale ETag fails and changes nothing", async () => {
    const entityId = "accountnumber='A-1004'";
    const before = await harness.run("getEntity", { entityType: "accounts", entityId });
    await harness.run("updateEntity", {
      entityType: "accounts",
      entityId,
      dynamicValues: { fax: "fresh" },
      etag: before["@odata.etag"],
    });
    await expect(
      harness.run("updateEntity", {
        entityType: "accounts",
        entityId,
        dynamicValues: { fax: "stale" },
        etag: before["@odata.etag"],
      }),
    ).rejects.toMatchObject({ status: 412, code: "0x80060882" });
    await expect(
      harness.run("deleteEntity", { entityType: "accounts", entityId, etag: before["@odata.etag"] }),
    ).rejects.toMatchObject({ status: 412 });
    expect(await harness.run("getEntity", { entityType: "accounts", entityId })).toMatchObject({ fax: "fresh" });
  });

  it("gives the record's GUID when it was addressed by an alternate key and is not returned", async () => {
    const data = await harness.run("updateEntity", {
      entityType: "systemusers",
      entityId: (await harness.run<{ UserId: string }>("getCurrentUser", {})).UserId,
      dynamicValues: { jobtitle: "Integration" },
      returnRecord: "false",
    });
    expect(data).toEqual({ entitySetName: "systemusers", id: expect.stringMatching(guid) as string });
  });
});

describe("upsertEntity", () => {
  it("reports whether the record was created or updated, with the record and without", async () => {
    const upsert = { entityType: "accounts", entityId: "accountnumber='U-1'", dynamicValues: { name: "Upserted" } };
    const created = await harness.run("upsertEntity", { ...upsert, returnRecord: "false" });
    expect(created).toEqual({ entitySetName: "accounts", id: expect.stringMatching(guid) as string, "@created": true });
    expect(await harness.run("upsertEntity", upsert)).toMatchObject({
      accountid: created["id"],
      accountnumber: "U-1",
      "@created": false,
    });
  });

  it("finds the ID by the table's definition if the row alone does not show it", async () => {
    await harness.freshConnection();
    const data = await harness.run("upsertEntity", {
      entityType: "accounts",
      entityId: "accountnumber='A-1005'",
      dynamicValues: { "parentaccountid@odata.bind": "/accounts(accountnumber='A-1006')" },
      returnRecord: "false",
    });
    const account = await harness.run("getEntity", {
      entityType: "accounts",
      entityId: "accountnumber='A-1005'",
      fieldNames: "name",
    });
    expect(data).toEqual({ entitySetName: "accounts", id: account["accountid"], "@created": false });
  });
});

describe("getEntity", () => {
  it("expands linked records and leaves dates as they are", async () => {
    const record = await harness.run("getEntity", {
      entityType: "accounts",
      entityId: "accountnumber='A-1001'",
      fieldNames: ["name,createdon"],
      expandPropertyNames: ["primarycontactid($select=fullname,emailaddress1)"],
    });
    expect(record["createdon"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(record["primarycontactid"]).toMatchObject({ fullname: expect.any(String) as string });
  });
});
