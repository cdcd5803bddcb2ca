import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

async function contactId() {
  return (
    await harness.run<{ value: { contactid: string }[] }>("queryEntities", {
      entityType: "contacts",
      fieldNames: "fullname",
      recordsPerPage: "1",
    })
  ).value[0]?.contactid;
}

function create(entityType: string, column: string, value: unknown, returned = column) {
  const required = {
    accounts: { name: "Typed" },
    contacts: { lastname: "Typed" },
    new_projects: { new_name: "Typed" },
  }[entityType];
  return harness
    .run("createEntity", {
      entityType,
      dynamicValues: required,
      fieldValues: [{ key: column, value }],
      returnFieldNames: [returned],
    })
    .then((record) => record[returned]);
}

describe("Field Value becomes the column's type", () => {
  it.each<[string, string, unknown, unknown]>([
    ["accounts", "name", "5", "5"],
    ["accounts", "name", 5, "5"],
    ["accounts", "numberofemployees", "1500", 1500],
    ["accounts", "numberofemployees", "12.0", 12],
    ["accounts", "revenue", "20000.55", 20000.55],
    ["accounts", "revenue", "1e3", 1000],
    ["accounts", "address1_latitude", "-47.5", -47.5],
    ["accounts", "creditonhold", "true", true],
    ["accounts", "creditonhold", "No", false],
    ["accounts", "creditonhold", false, false],
    ["accounts", "donotemail", "Do Not Allow", true],
    ["accounts", "industrycode", "1", 1],
    ["accounts", "industrycode", "Accounting", 1],
    ["accounts", "industrycode", "ACCOUNTING", 1],
    ["accounts", "statuscode", "Active", 1],
    ["contacts", "birthdate", "1969-07-20", "1969-07-20"],
    ["contacts", "birthdate", "1969-07-20T00:00:00Z", "1969-07-20"],
    ["accounts", "lastonholdtime", "2024-05-31T14:30:00+02:00", "2024-05-31T12:30:00Z"],
    ["accounts", "lastonholdtime", "2024-05-31T14:30", "2024-05-31T14:30:00Z"],
    ["accounts", "lastonholdtime", "2024-05-31", "2024-05-31T00:00:00Z"],
    ["accounts", "description", "", null],
    ["accounts", "numberofemployees", " ", null],
  ])("%s.%s from %p is stored as %p", async (entityType, column, given, stored) => {
    expect(await create(entityType, column, given)).toEqual(stored);
  });

  it.each([
    ["a single-target lookup by id alone", (id: string) => id],
    ["a lookup by logical name and id", (id: string) => `contact(${id})`],
    ["a lookup by entity set name and id in braces", (id: string) => `/contacts({${id}})`],
    ["a lookup with the table in the wrong case", (id: string) => `Contact(${id})`],
    ["a lookup object of an earlier step", (id: string) => ({ id, logicalName: "contact" })],
  ])("%s", async (_form, value) => {
    const id = (await contactId()) ?? "";
    expect(await create("accounts", "primarycontactid", value(id), "_primarycontactid_value")).toBe(id);
  });

  it("a lookup with several targets goes through the right navigation property", async () => {
    const id = (await contactId()) ?? "";
    const record = await harness.run("createEntity", {
      entityType: "contacts",
      dynamicValues: { lastname: "Typed" },
      fieldValues: [{ key: "parentcustomerid", value: `contact(${id})` }],
      returnFieldNames: ["_parentcustomerid_value"],
    });
    expect(record["_parentcustomerid_value"]).toBe(id);
  });

  it("an owner may be a user or a team", async () => {
    const { UserId } = await harness.run<{ UserId: string }>("getCurrentUser", {});
    expect(await create("accounts", "ownerid", `systemuser(${UserId})`, "_ownerid_value")).toBe(UserId);
    expect(await create("accounts", "ownerid", UserId, "_ownerid_value")).toBe(UserId);
    const teams = await harness.run<{ value: { teamid: string }[] }>("queryEntities", {
      entityType: "teams",
      fieldNames: "name",
    });
    const teamId = teams.value[0]?.teamid;
    expect(await create("accounts", "ownerid", `team(${teamId})`, "_ownerid_value")).toBe(teamId);
  });

  it("a lookup by a key that a URL cannot carry refers to the record, and is an error when there is none", async () => {
    const entityId = "accountnumber='abc/def & 50%'";
    const parent = await harness.run("upsertEntity", {
      ...{ entityType: "accounts", entityId, dynamicValues: { name: "Parent" } },
    });
    const bound = await create("accounts", "parentaccountid", `account(${entityId})`, "_parentaccountid_value");
    expect(bound).toBe(parent["accountid"]);
    await expect(create("accounts", "parentaccountid", "account(accountnumber='no/one')")).rejects.toThrow(
      /"parentaccountid@odata.bind": there is no record of accounts with accountnumber 'no\/one'/,
    );
  });

  it("empty text clears a lookup", async () => {
    const cleared = await harness.run("updateEntity", {
      entityType: "accounts",
      entityId: "accountnumber='A-1001'",
      fieldValues: [{ key: "primarycontactid", value: "" }],
      returnFieldNames: ["_primarycontactid_value"],
    });
    expect(cleared["_primarycontactid_value"]).toBeNull();
  });

  it("a column is found in the wrong case, by its navigation property and as _column_value", async () => {
    expect(await create("accounts", "NumberOfEmployees", "7", "numberofemployees")).toBe(7);
    const id = (await contactId()) ?? "";
    expect(await create("accounts", "_primarycontactid_value", id)).toBe(id);
  });
});

describe("Field Value that is not valid for the column", () => {
  it.each<[string, string, unknown, string]>([
    ["accounts", "numberofemployees", "many", "account.numberofemployees (whole number): expected a whole number"],
    ["accounts", "numberofemployees", "1.5", "(whole number)"],
    ["accounts", "numberofemployees", "9999999999", "(whole number)"],
    ["accounts", "revenue", "1,000", "account.revenue (currency): expected a number such as 1234.56"],
    ["accounts", "revenue", "$5", "(currency)"],
    ["accounts", "revenue", "1234567890123456.78", "(currency)"],
    ["accounts", "address1_latitude", "north", "(float)"],
    ["accounts", "creditonhold", "perhaps", "account.creditonhold (yes/no): expected true or false"],
    ["accounts", "industrycode", "Alchemy", "(choice): expected one of: 1 (Accounting)"],
    ["accounts", "industrycode", "Alchemy", "and 13 more."],
    ["accounts", "industrycode", "Acounting", "expected one of 33 choices, such as 1 (Accounting)."],
    [
      "contacts",
      "birthdate",
      "20.07.1969",
      "contact.birthdate (date and time): expected a date without a time, such as 2024-05-31",
    ],
    ["contacts", "birthdate", "1969-02-30", "(date and time)"],
    ["contacts", "birthdate", "1969-07-20T10:00:00Z", "expected a date without a time"],
    ["accounts", "lastonholdtime", "2024-05-31T25:00:00Z", "(date and time)"],
    [
      "accounts",
      "primarycontactid",
      "Ann Example",
      "account.primarycontactid (lookup): expected an id or contact(<id>)",
    ],
    [
      "accounts",
      "primarycontactid",
      "account(11111111-2222-3333-4444-555555555555)",
      "expected an id or contact(<id>)",
    ],
    ["contacts", "parentcustomerid", "11111111-2222-3333-4444-555555555555", "expected account(<id>) or contact(<id>)"],
    ["accounts", "ownerid", "team(x)", "account.ownerid (owner): expected systemuser(<id>) or team(<id>)"],
    ["accounts", "nosuch", "1", 'the table account has no column "nosuch"'],
    ["accounts", "Account Name", "1", 'has no column "Account Name". Similar: name, '],
    ["accounts", "nmae", "1", 'has no column "nmae". Similar: name.'],
    ["accounts", "name", { nested: true }, "account.name (text): expected text"],
  ])("%s.%s from %p is an error before the write: %s", async (entityType, column, given, problem) => {
    await harness.requests();
    await expect(create(entityType, column, given)).rejects.toThrow(problem);
    expect((await harness.requests()).filter((line) => !line.startsWith("GET EntityDefinitions"))).toEqual([]);
  });
});

it("reads the columns of a table once for many writes", async () => {
  await harness.freshConnection();
  await create("accounts", "revenue", "1");
  await harness.requests();
  await create("accounts", "numberofemployees", "1");
  expect(await harness.requests()).toEqual(["POST accounts?$select=numberofemployees -> 201"]);
});
