import { idIn, startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient({ now: () => new Date("2026-03-04T05:06:07.890Z") });
});
afterAll(() => client.emulator.close());

const representation = { Prefer: "return=representation" };
function api(): string {
  return `${client.emulator.url}/api/data/v9.2/`;
}

describe("POST to a table", () => {
  it("answers 204 with the row's URL, or 201 with the row and its ETag", async () => {
    const bare = await client.call("POST", "accounts", { body: { name: "Larch Ltd" } });
    expect([bare.status, bare.text]).toEqual([204, ""]);
    const id = idIn(bare.headers.get("OData-EntityId"));
    expect(bare.headers.get("OData-EntityId")).toBe(`${api()}accounts(${id})`);
    const full = await client.call("POST", "accounts?$select=name", {
      body: { name: "Elm Ltd" },
      headers: representation,
    });
    expect(full.status).toBe(201);
    expect(full.body).toMatchObject({ name: "Elm Ltd", "@odata.context": `${api()}$metadata#accounts(name)/$entity` });
    expect(full.headers.get("ETag")).toBe(full.body?.["@odata.etag"]);
    expect(full.headers.get("OData-EntityId")).toBeNull();
  });

  it("takes a client-chosen id once", async () => {
    const accountid = "66666666-0000-4000-8000-000000000001";
    expect(await client.create("accounts", { accountid, name: "Chosen" })).toBe(accountid);
    const again = await client.call("POST", "accounts", { body: { accountid, name: "Chosen" } });
    expect([again.status, again.code, again.message]).toEqual([412, "0x80040237", "Cannot insert duplicate key."]);
  });

  it("fills what the platform fills", async () => {
    const { body: me } = await client.call("GET", "WhoAmI");
    const id = await client.create("contacts", {
      firstname: "Ann",
      lastname: "Birch",
      address1_line1: "1 Quay St",
      address1_city: "Oslo",
      address1_country: "Norway",
    });
    expect(await client.get(`contacts(${id})`)).toMatchObject({
      fullname: "Ann Birch",
      address1_composite: "1 Quay St\r\nOslo\r\nNorway",
      statecode: 0,
      statuscode: 1,
      createdon: "2026-03-04T05:06:07Z",
      modifiedon: "2026-03-04T05:06:07Z",
      _createdby_value: me?.["UserId"],
      _ownerid_value: me?.["UserId"],
      _owninguser_value: me?.["UserId"],
      _owningteam_value: null,
      _owningbusinessunit_value: me?.["BusinessUnitId"],
    });
  });

  it("stores money with the base currency and its equivalent in it", async () => {
    const { value: currencies } = (await client.get("transactioncurrencies?$filter=isocurrencycode eq 'EUR'")) as {
      value: { transactioncurrencyid: string; exchangerate: number }[];
    };
    const euro = currencies[0]?.transactioncurrencyid ?? "";
    const rate = currencies[0]?.exchangerate ?? 0;
    const id = await client.create("accounts", {
      name: "Money",
      revenue: 100,
      "transactioncurrencyid@odata.bind": `/transactioncurrencies(${euro})`,
    });
    const row = await client.get(`accounts(${id})?$select=revenue,revenue_base,exchangerate`);
    expect(row).toMatchObject({ revenue: 100, exchangerate: rate, _transactioncurrencyid_value: euro });
    expect(row["revenue_base"]).toBeCloseTo(100 / rate, 4);
    const cleared = await client.call("PATCH", `accounts(${id})`, {
      body: { "transactioncurrencyid@odata.bind": null },
    });
    expect([cleared.status, cleared.code]).toEqual([400, "0x80048cfb"]);
  });

  it("shows overriddencreatedon as the creation date", async () => {
    const id = await client.create("accounts", { name: "Migrated", overriddencreatedon: "2001-02-03T00:00:00Z" });
    expect(await client.get(`accounts(${id})`)).toMatchObject({
      createdon: "2001-02-03T00:00:00Z",
      overriddencreatedon: "2026-03-04T05:06:07Z",
    });
  });

  it("passes over columns that only the platform writes", async () => {
    const id = await client.create("accounts", { name: "x", createdon: "2001-01-01T00:00:00Z", versionnumber: 1 });
    expect(await client.get(`accounts(${id})`)).toMatchObject({ createdon: "2026-03-04T05:06:07Z" });
  });

  it.each<[string, object | string, string]>([
    ["an unknown property", { name: "x", nosuch: 1 }, "Invalid property 'nosuch' was found"],
    ["a property in another case", { Name: "x" }, "Invalid property 'Name' was found"],
    ["a lookup column as a value", { primarycontactid: "66666666-0000-4000-8000-000000000001" }, "primarycontactid"],
    ["a lookup's read property", { _primarycontactid_value: null }, "Use Navigation properties instead"],
    [
      "a binding through an unknown name",
      { "PrimaryContactId@odata.bind": "/contacts(1)" },
      "An undeclared property 'PrimaryContactId'",
    ],
    [
      "a binding to the wrong table",
      { "primarycontactid@odata.bind": "/accounts(66666666-0000-4000-8000-000000000001)" },
      "contact",
    ],
    [
      "a wrong type",
      { numberofemployees: "many" },
      "Cannot convert the literal 'many' to the expected type 'Edm.Int32'.",
    ],
    ["JSON that breaks off", '{"name":', "Invalid JSON"],
    ["a list", "[]", "StartObject"],
  ])("refuses %s with 0x80048d19", async (_what, body, text) => {
    const answer = await client.call("POST", "accounts", { body });
    expect([answer.status, answer.code]).toEqual([400, "0x80048d19"]);
    expect(answer.message).toContain(text);
  });

  it.each<[string, object, number, string]>([
    ["text that is too long", { name: "x".repeat(161) }, 400, "0x80044331"],
    ["a number out of range", { numberofemployees: -1 }, 400, "0x80044330"],
    ["an unknown choice", { industrycode: 999 }, 400, "0x8004431a"],
    ["a status of another state", { name: "x", statuscode: 2 }, 400, "0x80048408"],
    [
      "a binding to no row",
      { "primarycontactid@odata.bind": "/contacts(66666666-0000-4000-8000-0000000000ff)" },
      404,
      "0x80040217",
    ],
    [
      "a binding to no table",
      { "primarycontactid@odata.bind": "/nosuch(66666666-0000-4000-8000-0000000000ff)" },
      404,
      "0x8006088a",
    ],
  ])("refuses %s", async (_what, body, status, code) => {
    const answer = await client.call("POST", "accounts", { body });
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it("refuses the second row with the same alternate key, and says which key", async () => {
    await client.create("accounts", { name: "One", accountnumber: "DUP-1" });
    const second = await client.call("POST", "accounts", { body: { name: "Two", accountnumber: "dup-1" } });
    expect([second.status, second.code]).toEqual([412, "0x80060892"]);
    expect(second.message).toContain("Account Number");
    await client.create("accounts", { name: "No number" });
    await client.create("accounts", { name: "No number either" });
  });

  it("numbers a case, and keeps a number that was given", async () => {
    const customer = await client.create("accounts", { name: "Customer" });
    const body = { title: "Broken", "customerid_account@odata.bind": `/accounts(${customer})` };
    const id = await client.create("incidents", body);
    expect((await client.get(`incidents(${id})`))["ticketnumber"]).toMatch(/^CAS-\d{5}-[0-9A-F]{6}$/);
    const own = await client.create("incidents", { ...body, ticketnumber: "OWN-1" });
    expect(await client.get(`incidents(${own})`)).toMatchObject({ ticketnumber: "OWN-1" });
  });

  it("leaves no row behind when the representation asked for cannot be given", async () => {
    const accountid = "66666666-0000-4000-8000-000000000009";
    const answer = await client.call("POST", "accounts?$select=nosuch", {
      body: { accountid },
      headers: representation,
    });
    expect([answer.status, answer.code]).toEqual([400, "0x80060888"]);
    expect((await client.call("GET", `accounts(${accountid})`)).status).toBe(404);
  });

  it("enforces the columns the system requires", async () => {
    const answer = await client.call("POST", "incidents", { body: { title: "Nobody's" } });
    expect([answer.status, answer.code]).toEqual([400, "0x80040203"]);
    expect(answer.message).toContain("customerid");
  });

  it("keeps an image with its companions", async () => {
    const { body } = await client.call("POST", "accounts", {
      body: { name: "Pictured", entityimage: "R0lGODlhAQABAAAAACw=" },
      headers: representation,
    });
    expect(body).toMatchObject({ entityimage: "R0lGODlhAQABAAAAACw=" });
    expect(body?.["entityimageid"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(body?.["entityimage_url"]).toContain(`/Image/download.aspx?Entity=account&Attribute=entityimage&Id=`);
  });

  it("wants JSON", async () => {
    const headers = { "Content-Type": "text/plain" };
    expect((await client.call("POST", "accounts", { body: "{}", headers })).status).toBe(415);
    expect((await client.call("POST", "accounts")).status).toBe(400);
  });
});

describe("@odata.bind", () => {
  it.each(["/contacts(ID)", "contacts(ID)", "API/contacts(ID)", "/api/data/v9.2/contacts(ID)"])(
    "takes %s",
    async (form) => {
      const contact = await client.create("contacts", { lastname: "Bound" });
      const reference = form.replace("ID", contact).replace("API/", api());
      const id = await client.create("accounts", { name: "x", "primarycontactid@odata.bind": reference });
      expect(await client.get(`accounts(${id})?$select=_primarycontactid_value`)).toMatchObject({
        _primarycontactid_value: contact,
      });
    },
  );

  it("takes an alternate key, and answers 404 0x80060891 when it matches none", async () => {
    const parent = await client.create("accounts", { name: "Parent", accountnumber: "BIND-1" });
    const bind = (number: string): object => ({ "parentaccountid@odata.bind": `accounts(accountnumber='${number}')` });
    const id = await client.create("accounts", { name: "Child", ...bind("BIND-1") });
    expect(await client.get(`accounts(${id})`)).toMatchObject({ _parentaccountid_value: parent });
    const missing = await client.call("POST", "accounts", { body: bind("nobody") });
    expect([missing.status, missing.code]).toEqual([404, "0x80060891"]);
  });

  it("keeps one value for all navigation properties of a polymorphic lookup", async () => {
    const account = await client.create("accounts", { name: "Employer" });
    const boss = await client.create("contacts", { lastname: "Boss" });
    const id = await client.create("contacts", {
      lastname: "Worker",
      "parentcustomerid_account@odata.bind": `/accounts(${account})`,
    });
    const path = `contacts(${id})?$select=_parentcustomerid_value`;
    const headers = { Prefer: 'odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"' };
    const type = "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname";
    const first = await client.call("GET", path, { headers });
    expect(first.body).toMatchObject({ _parentcustomerid_value: account, [type]: "account" });
    await client.call("PATCH", `contacts(${id})`, {
      body: { "parentcustomerid_contact@odata.bind": `/contacts(${boss})` },
    });
    const second = await client.call("GET", path, { headers });
    expect(second.body).toMatchObject({ _parentcustomerid_value: boss, [type]: "contact" });
    await client.call("PATCH", `contacts(${id})`, { body: { "parentcustomerid_contact@odata.bind": null } });
    expect(await client.get(path)).toMatchObject({ _parentcustomerid_value: null });
    const wrong = await client.call("PATCH", `contacts(${id})`, {
      body: { "parentcustomerid@odata.bind": `/accounts(${account})` },
    });
    expect([wrong.status, wrong.code]).toEqual([400, "0x80048d19"]);
  });

  it("assigns a row to a team, with the team's business unit", async () => {
    const { value } = (await client.get("teams?$top=1")) as { value: Record<string, string>[] };
    const team = value[0] ?? {};
    const id = await client.create("accounts", { name: "Owned" });
    await client.call("PATCH", `accounts(${id})`, { body: { "ownerid@odata.bind": `/teams(${team["teamid"]})` } });
    expect(await client.get(`accounts(${id})`)).toMatchObject({
      _ownerid_value: team["teamid"],
      _owningteam_value: team["teamid"],
      _owninguser_value: null,
      _owningbusinessunit_value: team["_businessunitid_value"],
    });
  });

  it("makes the caller the administrator of a new team that names none", async () => {
    const { UserId, BusinessUnitId, OrganizationId } = await client.get("WhoAmI");
    const unit = { "businessunitid@odata.bind": `/businessunits(${String(BusinessUnitId)})` };
    const id = await client.create("teams", { name: "New team", ...unit });
    expect(await client.get(`teams(${id})?$select=_administratorid_value,organizationid`)).toMatchObject({
      _administratorid_value: UserId,
      organizationid: OrganizationId,
    });
  });

  it("links a list of existing rows on create, and only then", async () => {
    const contacts = [
      await client.create("contacts", { lastname: "A" }),
      await client.create("contacts", { lastname: "B" }),
    ];
    const links = { "contact_customer_accounts@odata.bind": contacts.map((id) => `/contacts(${id})`) };
    const id = await client.create("accounts", { name: "Linked", ...links });
    const { value } = (await client.get(
      `accounts(${id})/contact_customer_accounts?$select=lastname&$orderby=lastname`,
    )) as {
      value: object[];
    };
    expect(value).toMatchObject([{ lastname: "A" }, { lastname: "B" }]);
    const late = await client.call("PATCH", `accounts(${id})`, { body: links });
    expect([late.status, late.code]).toEqual([400, "0x80048d19"]);
  });
});

describe("deep insert", () => {
  it("creates parents, children and their children in one go", async () => {
    const id = await client.create("accounts", {
      name: "Outer",
      primarycontactid: { lastname: "Main" },
      contact_customer_accounts: [
        { lastname: "First", Contact_Tasks: [{ subject: "Call First" }] },
        { lastname: "Second" },
      ],
    });
    const row = await client.get(`accounts(${id})?$expand=primarycontactid($select=lastname)`);
    expect(row).toMatchObject({ primarycontactid: { lastname: "Main" } });
    const { value } = (await client.get(
      `accounts(${id})/contact_customer_accounts?$orderby=lastname&$expand=Contact_Tasks`,
    )) as {
      value: object[];
    };
    expect(value).toMatchObject([
      { lastname: "First", Contact_Tasks: [{ subject: "Call First" }] },
      { lastname: "Second", Contact_Tasks: [] },
    ]);
  });

  it("comes back expanded when asked to, but for collections inside an expand", async () => {
    const expand = "$expand=contact_customer_accounts($select=lastname;$expand=Contact_Tasks($select=subject))";
    const { body } = await client.call("POST", `accounts?$select=name&${expand}`, {
      body: { name: "Outer", contact_customer_accounts: [{ lastname: "First", Contact_Tasks: [{ subject: "Call" }] }] },
      headers: { Prefer: "return=representation" },
    });
    expect(body).toMatchObject({
      name: "Outer",
      contact_customer_accounts: [{ lastname: "First", Contact_Tasks: [] }],
    });
    const again = await client.get(`accounts(${String(body?.["accountid"])})?$select=name&${expand}`);
    expect(again).toMatchObject({ contact_customer_accounts: [{ Contact_Tasks: [{ subject: "Call" }] }] });
  });

  it("leaves nothing behind when an inner row is refused", async () => {
    const answer = await client.call("POST", "accounts", {
      body: { name: "Rolled back", contact_customer_accounts: [{ lastname: "Kept?" }, { nosuch: 1 }] },
    });
    expect(answer.status).toBe(400);
    const { value } = (await client.get("accounts?$filter=name eq 'Rolled back'")) as { value: object[] };
    expect(value).toEqual([]);
  });

  it("is refused in PATCH, whether the row exists or not", async () => {
    const id = await client.create("accounts", { name: "Flat" });
    const body = { primarycontactid: { lastname: "Nested" } };
    for (const path of [`accounts(${id})`, "accounts(66666666-0000-4000-8000-0000000000aa)"]) {
      const answer = await client.call("PATCH", path, { body });
      expect([answer.status, answer.code]).toEqual([400, "0x80048d19"]);
    }
  });
});
