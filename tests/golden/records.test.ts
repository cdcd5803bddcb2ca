import { lines, startWire, type Wire } from "./wire";

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());

const id = "11111111-2222-4333-8444-555555555501";
const accounts = "/api/data/v9.2/accounts";
const standard = [
  "Authorization: Bearer golden-token",
  "Accept: application/json",
  "OData-MaxVersion: 4.0",
  "OData-Version: 4.0",
];
/** Laid out as in [RetrieveRow]. */
const row = {
  "@odata.context": "{origin}/api/data/v9.2/$metadata#accounts(name,revenue)/$entity",
  "@odata.etag": 'W/"5001"',
  name: "Larch Ltd",
  revenue: 20000.0,
  accountid: id,
};
const body = JSON.stringify(row);
function received() {
  return { ...row, "@odata.context": row["@odata.context"].replace("{origin}", wire.origin) };
}

describe("create", () => {
  it("posts the values and asks for the record", async () => {
    wire.answer({ status: 201, body });
    const record = await wire.run("createEntity", {
      entityType: "accounts",
      dynamicValues: { name: "Larch Ltd", revenue: 20000 },
    });
    expect(record).toEqual(received());
    expect(wire.sent()).toEqual([
      lines(
        `POST ${accounts} HTTP/1.1`,
        ...standard,
        "Prefer: return=representation",
        "Content-Type: application/json",
        "Content-Length: 36",
        "",
        '{"name":"Larch Ltd","revenue":20000}',
      ),
    ]);
  });

  it("counts a body in bytes, and finds the id in OData-EntityId when the record is not wanted", async () => {
    wire.answer({ status: 204, headers: { "OData-EntityId": `{origin}${accounts}(${id})` } });
    const reference = await wire.run("createEntity", {
      entityType: "accounts",
      dynamicValues: { name: "Zoë" },
      returnRecord: false,
    });
    expect(reference).toEqual({ entitySetName: "accounts", id });
    expect(wire.sent()).toEqual([
      lines(
        `POST ${accounts} HTTP/1.1`,
        ...standard,
        "Content-Type: application/json",
        "Content-Length: 15",
        "",
        '{"name":"Zoë"}',
      ),
    ]);
  });

  it("with a Record ID is a PATCH that only creates", async () => {
    wire.answer({ status: 201, body });
    await wire.run("createEntity", {
      entityType: "accounts",
      dynamicValues: { name: "Larch Ltd" },
      recordId: `{${id.toUpperCase()}}`,
      returnFieldNames: ["name", "revenue"],
    });
    expect(wire.sent()).toEqual([
      lines(
        `PATCH ${accounts}(${id})?$select=name,revenue HTTP/1.1`,
        ...standard,
        "If-None-Match: *",
        "Prefer: return=representation",
        "Content-Type: application/json",
        "Content-Length: 20",
        "",
        '{"name":"Larch Ltd"}',
      ),
    ]);
  });
});

describe("get", () => {
  it("selects and expands", async () => {
    wire.answer({ status: 200, body });
    const record = await wire.run("getEntity", {
      entityType: "accounts",
      entityId: id,
      fieldNames: ["name", "revenue"],
      expandPropertyNames: ["primarycontactid($select=fullname,emailaddress1)"],
    });
    expect(record).toEqual(received());
    expect(wire.sent()).toEqual([
      lines(
        `GET ${accounts}(${id})?$select=name,revenue&$expand=primarycontactid($select%3Dfullname,emailaddress1) HTTP/1.1`,
        ...standard,
        "",
        "",
      ),
    ]);
  });
});

describe("update", () => {
  it("changes the version that was read and no other", async () => {
    wire.answer({ status: 200, body });
    await wire.run("updateEntity", {
      entityType: "accounts",
      entityId: id,
      dynamicValues: { name: null, "primarycontactid@odata.bind": `/contacts(${id})` },
      etag: 'W/"5001"',
    });
    expect(wire.sent()).toEqual([
      lines(
        `PATCH ${accounts}(${id}) HTTP/1.1`,
        ...standard,
        'If-Match: W/"5001"',
        "Prefer: return=representation",
        "Content-Type: application/json",
        "Content-Length: 93",
        "",
        `{"name":null,"primarycontactid@odata.bind":"/contacts(${id})"}`,
      ),
    ]);
  });

  it("without an ETag still never creates", async () => {
    wire.answer({ status: 204 });
    await wire.run("updateEntity", {
      entityType: "accounts",
      entityId: id,
      dynamicValues: { name: "Larch Ltd" },
      returnRecord: false,
    });
    expect(wire.sent()).toEqual([
      lines(
        `PATCH ${accounts}(${id}) HTTP/1.1`,
        ...standard,
        "If-Match: *",
        "Content-Type: application/json",
        "Content-Length: 20",
        "",
        '{"name":"Larch Ltd"}',
      ),
    ]);
  });
});

describe("upsert by alternate key", () => {
  it.each([
    [201, true],
    [200, false],
  ])("reads the outcome from status %p", async (status, created) => {
    wire.answer({ status, body });
    const record = await wire.run("upsertEntity", {
      entityType: "accounts",
      entityId: "accountnumber='O''Brien 1'",
      dynamicValues: { name: "Larch Ltd" },
    });
    expect(record).toEqual({ ...received(), "@created": created });
    expect(wire.sent()).toEqual([
      lines(
        `PATCH ${accounts}(accountnumber='O''Brien%201') HTTP/1.1`,
        ...standard,
        "Prefer: return=representation",
        "Content-Type: application/json",
        "Content-Length: 20",
        "",
        '{"name":"Larch Ltd"}',
      ),
    ]);
  });
});

describe("delete", () => {
  it("sends the ETag and no body", async () => {
    wire.answer({ status: 204 });
    const outcome = await wire.run("deleteEntity", { entityType: "accounts", entityId: id, etag: 'W/"5001"' });
    expect(outcome).toEqual({ entitySetName: "accounts", id, deleted: true });
    expect(wire.sent()).toEqual([
      lines(`DELETE ${accounts}(${id}) HTTP/1.1`, ...standard, 'If-Match: W/"5001"', "", ""),
    ]);
  });
});

describe("a refusal", () => {
  // Body and header as in [Requests], section "Parse errors from the response".
  it("reports the error in Dataverse's words, with its code, status and request ID", async () => {
    wire.answer({
      status: 412,
      headers: { "x-ms-service-request-id": "11111111-2222-4333-8444-5555555555ee" },
      body: '{"error":{"code":"0x80060882","message":"The version of the existing record doesn\'t match."}}',
    });
    const update = wire.run("updateEntity", {
      entityType: "accounts",
      entityId: id,
      dynamicValues: { name: "Mine" },
      etag: 'W/"1"',
    });
    await expect(update).rejects.toMatchObject({
      message: expect.stringMatching(
        /The version of the existing record doesn't match\..*HTTP 412.*0x80060882.*11111111-2222-4333-8444-5555555555ee/,
      ) as string,
    });
    expect(wire.sent()).toHaveLength(1);
  });
});
