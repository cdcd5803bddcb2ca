import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

const newId = "77777777-0000-4000-8000-000000000001";

describe("PATCH of one row, by what exists and what is asked for", () => {
  it.each<[string, Record<string, string>, number, string | undefined]>([
    ["no condition", {}, 204, undefined],
    ["If-Match: *", { "If-Match": "*" }, 404, "0x80040217"],
    ["If-None-Match: *", { "If-None-Match": "*" }, 204, undefined],
    ['If-Match: W/"1"', { "If-Match": 'W/"1"' }, 404, "0x80040217"],
  ])("with %s and no such row answers as documented", async (_condition, headers, status, code) => {
    const path = `accounts(${newId})`;
    await client.call("DELETE", path);
    const answer = await client.call("PATCH", path, { headers, body: { name: "Upserted" } });
    expect([answer.status, answer.code]).toEqual([status, code]);
    const read = await client.call("GET", path);
    expect(read.status).toBe(status === 204 ? 200 : 404);
    if (status === 204) {
      expect(answer.headers.get("OData-EntityId")).toBe(`${client.emulator.url}/api/data/v9.2/${path}`);
    }
  });

  it.each<[string, (etag: string) => Record<string, string>, number, string | undefined]>([
    ["no condition", () => ({}), 204, undefined],
    ["If-Match: *", () => ({ "If-Match": "*" }), 204, undefined],
    ["If-None-Match: *", () => ({ "If-None-Match": "*" }), 412, "0x80040237"],
    ["the current ETag", (etag) => ({ "If-Match": etag }), 204, undefined],
    ["a stale ETag", () => ({ "If-Match": 'W/"1"' }), 412, "0x80060882"],
  ])("with %s and an existing row answers as documented", async (_condition, headers, status, code) => {
    const id = await client.create("accounts", { name: "Before" });
    const etag = String((await client.get(`accounts(${id})`))["@odata.etag"]);
    const answer = await client.call("PATCH", `accounts(${id})`, { headers: headers(etag), body: { name: "After" } });
    expect([answer.status, answer.code]).toEqual([status, code]);
    const row = await client.get(`accounts(${id})?$select=name`);
    expect(row["name"]).toBe(status === 204 ? "After" : "Before");
  });

  it("returns 201 with the created and 200 with the updated row when asked to", async () => {
    const headers = { Prefer: "return=representation" };
    const path = "accounts(77777777-0000-4000-8000-000000000002)?$select=name&$expand=primarycontactid";
    const created = await client.call("PATCH", path, { headers, body: { name: "New" } });
    const updated = await client.call("PATCH", path, { headers, body: { name: "Newer" } });
    expect([created.status, updated.status]).toEqual([201, 200]);
    expect(updated.body).toMatchObject({ name: "Newer" });
    expect(updated.body).not.toHaveProperty("primarycontactid");
    expect(updated.headers.get("Preference-Applied")).toBe("return=representation");
    expect(updated.headers.get("ETag")).toBe(updated.body?.["@odata.etag"]);
  });
});

describe("PATCH by an alternate key", () => {
  it("creates the row with the URL's value, echoes that URL, and finds the row again", async () => {
    const path = "accounts(accountnumber='UP-1')";
    const url = `${client.emulator.url}/api/data/v9.2/${path}`;
    const created = await client.call("PATCH", path, { body: { name: "By key" } });
    expect([created.status, created.headers.get("OData-EntityId")]).toEqual([204, url]);
    const updated = await client.call("PATCH", path, { body: { name: "By key again" } });
    expect([updated.status, updated.headers.get("OData-EntityId")]).toEqual([204, url]);
    const { value } = (await client.get("accounts?$filter=accountnumber eq 'UP-1'&$select=name")) as {
      value: object[];
    };
    expect(value).toMatchObject([{ name: "By key again" }]);
  });

  it("stores the body's key value in a new row and keeps the old one in an existing row", async () => {
    await client.call("PATCH", "accounts(accountnumber='UP-2')", { body: { name: "a", accountnumber: "UP-2b" } });
    const moved = await client.get("accounts(accountnumber='UP-2b')?$select=name,accountnumber");
    expect(moved).toMatchObject({ name: "a", accountnumber: "UP-2b" });
    await client.call("PATCH", "accounts(accountnumber='UP-2b')", { body: { name: "b", accountnumber: "UP-2c" } });
    const kept = await client.get("accounts(accountnumber='UP-2b')?$select=name,accountnumber");
    expect(kept).toMatchObject({ name: "b", accountnumber: "UP-2b" });
  });

  it.each<[string, string, string, number, string]>([
    ["with If-Match and no such row", "accounts(accountnumber='nobody')", "*", 404, "0x80060891"],
    ["by a column that is no key", "accounts(name='x')", "*", 400, "0x80060888"],
    ["by a column that does not exist", "accounts(nosuch='x')", "*", 400, "0x80060888"],
    ["by a value ASP.NET refuses in a path", "accounts(accountnumber='a%26b')", "*", 400, "0x80060888"],
  ])("%s is refused", async (_what, path, ifMatch, status, code) => {
    const answer = await client.call("PATCH", path, { headers: { "If-Match": ifMatch }, body: { name: "x" } });
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it("compares text without regard to case", async () => {
    await client.create("accounts", { name: "Case", accountnumber: "Up-Case" });
    expect(await client.get("accounts(accountnumber='UP-CASE')?$select=name")).toMatchObject({ name: "Case" });
  });
});

describe("conditional reading and deleting", () => {
  it("answers 304 to the current ETag, but not with annotations or expands", async () => {
    const id = await client.create("accounts", { name: "Unchanged" });
    const path = `accounts(${id})?$select=name`;
    const etag = String((await client.get(path))["@odata.etag"]);
    const headers = { "If-None-Match": etag };
    const same = await client.call("GET", path, { headers });
    expect([same.status, same.text]).toEqual([304, ""]);
    const expanded = await client.call("GET", `${path}&$expand=primarycontactid($select=fullname)`, { headers });
    expect(expanded.status).toBe(200);
    const annotated = { ...headers, Prefer: 'odata.include-annotations="*"' };
    expect((await client.call("GET", path, { headers: annotated })).status).toBe(200);
    await client.call("PATCH", path, { body: { name: "Changed" } });
    expect((await client.call("GET", path, { headers })).status).toBe(200);
  });

  it("never answers 304 for a table without optimistic concurrency", async () => {
    const { EntitySetName, PrimaryIdAttribute } = (await client.get(
      "EntityDefinitions(LogicalName='new_audio')?$select=EntitySetName,PrimaryIdAttribute,IsOptimisticConcurrencyEnabled",
    )) as Record<string, string>;
    const { value } = (await client.get(`${EntitySetName}?$top=1`)) as { value: Record<string, string>[] };
    const [row = {}] = value;
    const path = `${EntitySetName}(${row[PrimaryIdAttribute ?? ""]})`;
    const headers = { "If-None-Match": row["@odata.etag"] ?? "" };
    expect((await client.call("GET", path, { headers })).status).toBe(200);
  });

  it("deletes only the version that was named", async () => {
    const id = await client.create("accounts", { name: "To delete" });
    const etag = String((await client.get(`accounts(${id})`))["@odata.etag"]);
    await client.call("PATCH", `accounts(${id})`, { body: { name: "Changed meanwhile" } });
    const stale = await client.call("DELETE", `accounts(${id})`, { headers: { "If-Match": etag } });
    expect([stale.status, stale.code]).toEqual([412, "0x80060882"]);
    const any = await client.call("DELETE", `accounts(${id})`, { headers: { "If-Match": "*" } });
    expect(any.status).toBe(204);
    const gone = await client.call("DELETE", `accounts(${id})`);
    expect([gone.status, gone.code, gone.message]).toEqual([
      404,
      "0x80040217",
      `account With Id = ${id} Does Not Exist`,
    ]);
  });
});
