import { type ThirdPartyClient, refusal, type Row, startThirdPartyClient } from "./startClient";

let session: ThirdPartyClient;
beforeAll(async () => {
  session = await startThirdPartyClient();
});
afterAll(() => session.close());

function etagOf(row: Row): string {
  return String(row["@odata.etag"]);
}
function read(key: string, condition: { ifnonematch?: string } = {}) {
  return session.client.retrieve<Row | undefined>({ collection: "accounts", key, select: ["name"], ...condition });
}

/** Its ETag as it was, and one that has overtaken it. */
async function changedAccount(): Promise<{ key: string; stale: string; current: string }> {
  const key = await session.create("accounts", { name: "Contested" });
  const stale = etagOf((await read(key)) ?? {});
  await session.client.update({ collection: "accounts", key, data: { name: "Changed by another" } });
  return { key, stale, current: etagOf((await read(key)) ?? {}) };
}

// [Conditions] describes all of these.
describe("a conditional retrieve", () => {
  it("answers 304 without a body while the row is as it was, and the row once it changed", async () => {
    const { key, stale, current } = await changedAccount();
    expect(await read(key, { ifnonematch: current })).toBeUndefined();
    expect(await read(key, { ifnonematch: stale })).toMatchObject({ name: "Changed by another" });
  });
});

describe("optimistic concurrency", () => {
  it("updates a row that is as it was read, and not one that changed since", async () => {
    const { key, stale, current } = await changedAccount();
    const update = (ifmatch: string) =>
      session.client.update<object, boolean>({ collection: "accounts", key, data: { name: "Mine" }, ifmatch });
    // This client answers 412 with false.
    expect(await update(stale)).toBe(false);
    expect(await read(key)).toMatchObject({ name: "Changed by another" });
    expect(await update(current)).toBe(true);
    expect(await read(key)).toMatchObject({ name: "Mine" });
  });

  it("deletes a row that is as it was read, and not one that changed since", async () => {
    const { key, stale, current } = await changedAccount();
    expect(await session.client.deleteRecord({ collection: "accounts", key, ifmatch: stale })).toBe(false);
    expect(await session.client.deleteRecord({ collection: "accounts", key, ifmatch: current })).toBe(true);
    expect(await refusal(read(key))).toMatchObject({ status: 404 });
  });

  it("names the reason", async () => {
    const { client } = session;
    const strict = client.initializeInstance({
      serverUrl: session.emulator.url,
      onTokenRefresh: () => session.emulator.connection.token(),
      propagateErrors: true,
    });
    const { key, stale } = await changedAccount();
    const update = strict.update({ collection: "accounts", key, data: { name: "Mine" }, ifmatch: stale });
    expect(await refusal(update)).toEqual({ status: 412, code: "0x80060882" });
  });
});

describe("upsert", () => {
  const upsert = (key: string, name: string, condition: { ifmatch?: string; ifnonematch?: string } = {}) =>
    session.client.upsert<object, string | null>({ collection: "accounts", key, data: { name }, ...condition });
  const newKey = (last: number): string => `99999999-0000-4000-8000-00000000010${last}`;

  it("creates a row that is missing and updates one that is there", async () => {
    expect(await upsert(newKey(1), "Created")).toBe(newKey(1));
    expect(await read(newKey(1))).toMatchObject({ name: "Created" });
    expect(await upsert(newKey(1), "Updated")).toBe(newKey(1));
    expect(await read(newKey(1))).toMatchObject({ name: "Updated" });
  });

  it("only creates with If-None-Match, only updates with If-Match", async () => {
    // This client answers a condition that failed with null.
    expect(await upsert(newKey(2), "Nobody", { ifmatch: "*" })).toBeNull();
    expect(await refusal(read(newKey(2)))).toMatchObject({ status: 404 });
    expect(await upsert(newKey(2), "First", { ifnonematch: "*" })).toBe(newKey(2));
    expect(await upsert(newKey(2), "Second", { ifnonematch: "*" })).toBeNull();
    expect(await read(newKey(2))).toMatchObject({ name: "First" });
  });

  it("answers with the row on request", async () => {
    const account = await session.client.upsert<object, Row>({
      collection: "accounts",
      key: newKey(3),
      data: { name: "Shown" },
      returnRepresentation: true,
      select: ["name"],
    });
    expect(account).toMatchObject({ accountid: newKey(3), name: "Shown" });
  });
});

describe("an alternate key", () => {
  it("creates, finds, updates and deletes a row", async () => {
    const { client } = session;
    const address = { collection: "accounts", key: "accountnumber='F-1'" };
    await client.upsert({ ...address, data: { name: "By number" } });
    const account = await client.retrieve<Row>({ ...address, select: ["name", "accountnumber"] });
    expect(account).toMatchObject({ name: "By number", accountnumber: "F-1" });
    await client.update({ ...address, data: { name: "Renamed" } });
    await client.upsert({ ...address, data: { telephone1: "555-0100" } });
    const renamed = await client.retrieve<Row>({ ...address, select: ["name", "telephone1"] });
    expect(renamed).toMatchObject({ accountid: account["accountid"], name: "Renamed", telephone1: "555-0100" });
    await client.deleteRecord(address);
    expect(await refusal(client.retrieve(address))).toEqual({ status: 404, code: "0x80060891" });
  });

  it("may be bound instead of an id", async () => {
    await session.create("contacts", { lastname: "Bound", emailaddress1: "bound@third-party.example" });
    const key = await session.create("accounts", {
      name: "Binding",
      "primarycontactid@odata.bind": "contacts(emailaddress1='bound@third-party.example')",
    });
    const account = await session.client.retrieve<Row>({
      collection: "accounts",
      key,
      select: ["name"],
      expand: [{ property: "primarycontactid", select: ["lastname"] }],
    });
    expect(account).toMatchObject({ primarycontactid: { lastname: "Bound" } });
  });

  it("is refused when no key of the table has these columns", async () => {
    expect(await refusal(session.client.retrieve({ collection: "accounts", key: "name='x'" }))).toMatchObject({
      status: 400,
    });
  });
});
