import { type ThirdPartyClient, refusal, type Row, startThirdPartyClient } from "./startClient";

let session: ThirdPartyClient;
beforeAll(async () => {
  session = await startThirdPartyClient();
});
afterAll(() => session.close());

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const missing = "99999999-0000-4000-8000-000000000001";

describe("create", () => {
  it("answers with the id of the new row", async () => {
    const key = await session.create("contacts", { firstname: "Rafel", lastname: "Shillo" });
    expect(key).toMatch(guid);
    const contact = await session.client.retrieve<Row>({ collection: "contacts", key, select: ["fullname"] });
    expect(contact).toMatchObject({ contactid: key, fullname: "Rafel Shillo" });
  });

  it("answers with the row when a representation is asked for", async () => {
    const account = await session.client.create<object, Row>({
      collection: "accounts",
      data: { name: "Represented", revenue: 5_000_000 },
      returnRepresentation: true,
      select: ["name", "revenue"],
    });
    expect(account).toMatchObject({
      name: "Represented",
      revenue: 5_000_000,
      accountid: expect.stringMatching(guid) as string,
    });
    expect(account).not.toHaveProperty("accountnumber");
  });

  it("returns an expanded lookup with the representation", async () => {
    const contactId = await session.create("contacts", { lastname: "Expanded" });
    const account = await session.client.create<object, Row>({
      collection: "accounts",
      data: { name: "Expanding", "primarycontactid@odata.bind": `contacts(${contactId})` },
      returnRepresentation: true,
      select: ["name"],
      expand: [{ property: "primarycontactid", select: ["lastname"] }],
    });
    expect(account["primarycontactid"]).toMatchObject({ contactid: contactId, lastname: "Expanded" });
  });

  it("creates related rows in the same request", async () => {
    const key = await session.create("accounts", {
      name: "Fourth Coffee",
      primarycontactid: { firstname: "Susie", lastname: "Curtis", Contact_Tasks: [{ subject: "Sign invoice" }] },
    });
    const account = await session.client.retrieve<Row>({
      collection: "accounts",
      key,
      select: ["name"],
      expand: [
        {
          property: "primarycontactid",
          select: ["fullname"],
          expand: [{ property: "Contact_Tasks", select: ["subject"] }],
        },
      ],
    });
    expect(account).toMatchObject({
      primarycontactid: { fullname: "Susie Curtis", Contact_Tasks: [{ subject: "Sign invoice" }] },
    });
  });

  it("takes an id of the client's choice, once", async () => {
    const accountid = "99999999-0000-4000-8000-000000000002";
    expect(await session.create("accounts", { accountid, name: "Chosen" })).toBe(accountid);
    expect(await refusal(session.create("accounts", { accountid, name: "Again" }))).toEqual({
      status: 412,
      code: "0x80040237",
    });
  });

  it("refuses a column that the table does not have", async () => {
    expect(await refusal(session.create("accounts", { nosuchcolumn: 1 }))).toMatchObject({ status: 400 });
  });
});

describe("retrieve", () => {
  let key = "";
  beforeAll(async () => {
    key = await session.create("accounts", { name: "Retrieved", description: null, numberofemployees: 7 });
  });

  it("takes braces and upper case around an id, as the client sends it on", async () => {
    const account = await session.client.retrieve<Row>({
      collection: "accounts",
      key: `{${key.toUpperCase()}}`,
      select: ["name"],
    });
    expect(account).toMatchObject({ accountid: key, name: "Retrieved" });
  });

  it("gives empty columns as null and dates that the client can revive", async () => {
    const account = await session.client.retrieve<Row>({
      collection: "accounts",
      key,
      select: ["description", "numberofemployees", "createdon"],
    });
    expect(account).toMatchObject({ description: null, numberofemployees: 7 });
    expect(account["createdon"]).toBeInstanceOf(Date);
  });

  it("follows a lookup, and reads its reference alone", async () => {
    const contactId = await session.create("contacts", { lastname: "Followed" });
    await session.client.update({
      collection: "accounts",
      key,
      data: { "primarycontactid@odata.bind": `/contacts(${contactId})` },
    });
    const contact = await session.client.retrieve<Row>({
      collection: "accounts",
      key,
      navigationProperty: "primarycontactid",
      select: ["lastname"],
    });
    expect(contact).toMatchObject({ contactid: contactId, lastname: "Followed" });
    const reference = await session.client.retrieve<Row>({
      collection: "accounts",
      key,
      select: ["primarycontactid/$ref"],
    });
    expect(reference).toMatchObject({ id: contactId, collection: "contacts" });
  });

  it("says that there is no such row, and no such table", async () => {
    expect(await refusal(session.client.retrieve({ collection: "accounts", key: missing }))).toEqual({
      status: 404,
      code: "0x80040217",
    });
    expect(await refusal(session.client.retrieve({ collection: "nosuchtables", key: missing }))).toEqual({
      status: 404,
      code: "0x8006088a",
    });
  });
});

describe("update", () => {
  it("changes only the columns it is given", async () => {
    const key = await session.create("accounts", { name: "Before", telephone1: "555-0100" });
    const isDone = await session.client.update<object, boolean>({
      collection: "accounts",
      key,
      data: { name: "After" },
    });
    expect(isDone).toBe(true);
    const account = await session.client.retrieve<Row>({ collection: "accounts", key, select: ["name", "telephone1"] });
    expect(account).toMatchObject({ name: "After", telephone1: "555-0100" });
  });

  it("answers with the changed row on request", async () => {
    const key = await session.create("accounts", { name: "Before" });
    const account = await session.client.update<object, Row>({
      collection: "accounts",
      key,
      data: { name: "After" },
      returnRepresentation: true,
      select: ["name"],
    });
    expect(account).toMatchObject({ accountid: key, name: "After" });
  });

  it("never creates", async () => {
    const update = session.client.update({ collection: "accounts", key: missing, data: { name: "Nobody" } });
    expect(await refusal(update)).toEqual({ status: 404, code: "0x80040217" });
  });

  it("sets and clears one property", async () => {
    const { client } = session;
    const key = await session.create("contacts", { lastname: "Single" });
    await client.updateSingleProperty({ collection: "contacts", key, fieldValuePair: { telephone1: "555-0105" } });
    const set = await client.retrieve<Row>({ collection: "contacts", key, select: ["telephone1"] });
    expect(set).toMatchObject({ telephone1: "555-0105" });
    await client.deleteRecord({ collection: "contacts", key, property: "telephone1" });
    const cleared = await client.retrieve<Row>({ collection: "contacts", key, select: ["telephone1"] });
    expect(cleared).toMatchObject({ telephone1: null });
  });
});

describe("delete", () => {
  it("removes the row for good", async () => {
    const key = await session.create("accounts", { name: "Short-lived" });
    expect(await session.client.deleteRecord({ collection: "accounts", key })).toBe(true);
    expect(await refusal(session.client.deleteRecord({ collection: "accounts", key }))).toEqual({
      status: 404,
      code: "0x80040217",
    });
  });
});
