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
    ["accounts", "revenue", "1234567890123456.78", "a number between -922337203685477 and 922337203685477"],
    ["accounts", "numberofemployees", "2147483648", "a whole number between -2147483648 and 2147483647"],
    ["accounts", "creditonhold", "perhaps", "or one of: 0 (No), 1 (Yes)"],
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

describe("labels that look like something else", () => {
  const label = (text: string) => ({ LocalizedLabels: [{ Label: text, LanguageCode: 1033 }] });
  const define = (attributeBody: Record<string, unknown>) =>
    harness.run("createAttribute", { entityId: "new_project", attributeBody });
  const type = (name: string) => `Microsoft.Dynamics.CRM.${name}`;
  const options = (...labels: [number, string][]) => ({
    ...{ "@odata.type": type("OptionSetMetadata"), IsGlobal: false, OptionSetType: "Picklist" },
    Options: labels.map(([Value, text]) => ({ Value, Label: label(text) })),
  });

  it("are found where they are numbers, after the values", async () => {
    await define({
      ...{ "@odata.type": type("PicklistAttributeMetadata"), SchemaName: "new_FiscalYear", DisplayName: label("Year") },
      OptionSet: options([1, "2"], [2, "2023"], [100000001, "2024"]),
    });
    const write = (value: unknown) => create("new_projects", "new_fiscalyear", value);
    expect([await write("2024"), await write(2023), await write("2"), await write("1")]).toEqual([100000001, 2, 2, 1]);
    await expect(write("1999")).rejects.toThrow(/outside the valid range/);
  });

  it("are found where they contain commas, in lists, JSON and texts", async () => {
    await define({
      ...{ "@odata.type": type("MultiSelectPicklistAttributeMetadata"), SchemaName: "new_Channels" },
      DisplayName: label("Channels"),
      OptionSet: options([1, "Mail, letter"], [2, "Web"]),
    });
    const write = (value: unknown) => create("new_projects", "new_channels", value);
    for (const both of [
      ["Mail, letter", "Web"],
      '["Mail, letter","Web"]',
      "Mail, letter, Web",
      "Mail,letter;Web",
      "1,2",
    ]) {
      expect(await write(both)).toBe("1,2");
    }
    expect(await write("Mail, letter")).toBe("1");
  });

  it("take precedence over yes and no", async () => {
    await define({
      ...{ "@odata.type": type("BooleanAttributeMetadata"), SchemaName: "new_Blocked", DisplayName: label("Blocked") },
      OptionSet: {
        ...{ "@odata.type": type("BooleanOptionSetMetadata"), OptionSetType: "Boolean" },
        TrueOption: { Value: 1, Label: label("No") },
        FalseOption: { Value: 0, Label: label("Active") },
      },
    });
    const write = (value: unknown) => create("new_projects", "new_blocked", value);
    expect([await write("No"), await write("false"), await write("active"), await write("yes")]).toEqual([
      ...[true, false, false, true],
    ]);
  });
});

it("an amount of 16 digits is sent digit by digit", async () => {
  expect(await create("accounts", "revenue", "12345678901234.56")).toBe(12345678901234.56);
});
