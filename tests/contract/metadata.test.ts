import component from "../../src";
import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.requests();
});

type Definition = Record<string, unknown>;

describe("getEntityMetaData", () => {
  const get = (entityType: string, more: object = {}) =>
    harness.run<{ result: Definition }>("getEntityMetaData", { entityType, ...more });

  it("finds a table by logical name in one request", async () => {
    expect(await get("account")).toMatchObject({
      result: { LogicalName: "account", EntitySetName: "accounts", SchemaName: "Account" },
    });
    expect(await harness.requests()).toEqual(["GET EntityDefinitions(LogicalName='account') -> 200"]);
  });

  it.each(["accounts", "Account", "Accounts"])("finds it by %s too", async (name) => {
    expect(await get(name)).toMatchObject({ result: { LogicalName: "account" } });
  });

  it("finds it by MetadataId", async () => {
    const { result } = await get("account");
    await harness.requests();
    const id = String(result["MetadataId"]);
    expect(await get(id, { lookupField: "false" })).toMatchObject({ result: { LogicalName: "account" } });
    expect(await get(`{${id.toUpperCase()}}`)).toMatchObject({ result: { LogicalName: "account" } });
    expect(await harness.requests()).toHaveLength(2);
  });

  it("says what is wrong with a name that nothing has, or an id that is none", async () => {
    await expect(get("nosuch")).rejects.toThrow('Entity Type: no table is called "nosuch"');
    await expect(get("account", { lookupField: "false" })).rejects.toThrow(
      'Entity Type: "account" is not a MetadataId',
    );
  });
});

describe("getEntitiesMetaData", () => {
  interface Table {
    object: { key: string; label: string };
    defaultSelected: boolean;
    fields: { key: string; label: string }[];
  }
  const list = (params: object = {}) => harness.run<Table[]>("getEntitiesMetaData", { ...params });
  const labels = (tables: Table[]) => tables.map(({ object }) => object.label);

  it("gives the whole organization in a handful of requests, sorted", async () => {
    const tables = await list();
    expect((await harness.requests()).length).toBeLessThanOrEqual(2);
    expect(labels(tables)).toEqual([...labels(tables)].sort((a, b) => a.localeCompare(b, "en")));
    const account = tables.find(({ object }) => object.label === "Account");
    expect(account).toMatchObject({
      object: { key: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      defaultSelected: false,
    });
    expect(account?.fields).toContainEqual({ key: "accountnumber", label: "Account Number" });
    const fields = account?.fields.map(({ label }) => label) ?? [];
    expect(fields).toEqual([...fields].sort((a, b) => a.localeCompare(b, "en")));
    // It only explains another column.
    expect(account?.fields.map(({ key }) => key)).not.toContain("createdbyname");
  });

  it.each([
    ["logical names", ["contact"], ["Contact"]],
    ["schema names in any case", ["ACCOUNT"], ["Account"]],
    ["entity set names", ["opportunities"], ["Opportunity"]],
    ["labels", ["case", "Phone Call"], ["Incident", "PhoneCall"]],
    ["plural labels", ["Notes"], ["Annotation"]],
  ])("filters by %s", async (_kind, recordTypeFilter, expected) => {
    expect(labels(await list({ recordTypeFilter, includeAllCustomRecordTypes: "false" }))).toEqual(expected);
  });

  it("adds the custom tables to a filter unless the switch is off", async () => {
    const filter = { recordTypeFilter: ["account"] };
    const withCustom = labels(await list(filter));
    expect(withCustom).toEqual(expect.arrayContaining(["Account", "msevtmgt_Event", "new_project"]));
    expect(withCustom).not.toContain("Contact");
    expect(labels(await list({ ...filter, includeAllCustomRecordTypes: "false" }))).toEqual(["Account"]);
  });

  it("includes custom tables without a filter, even if the switch is off", async () => {
    expect(labels(await list({ includeAllCustomRecordTypes: "false" }))).toContain("msevtmgt_Event");
  });

  it("leaves child tables out on request, also named ones", async () => {
    const all = labels(await list());
    const top = labels(await list({ includeOnlyTopLevelRecordTypes: "true" }));
    const children = all.filter((label) => !top.includes(label));
    expect(children.length).toBeGreaterThan(0);
    expect(top).toContain("Account");
    expect(
      labels(
        await list({
          recordTypeFilter: children,
          includeAllCustomRecordTypes: "false",
          includeOnlyTopLevelRecordTypes: "true",
        }),
      ),
    ).toEqual([]);
  });

  it("marks the tables that are selected from the start", async () => {
    const tables = await list({
      recordTypeFilter: ["account", "contact"],
      includeAllCustomRecordTypes: "false",
      defaultSelectedRecordTypes: ["Contacts"],
    });
    expect(tables.map(({ object, defaultSelected }) => [object.label, defaultSelected])).toEqual([
      ["Account", false],
      ["Contact", true],
    ]);
  });
});

describe("queryAttributes", () => {
  const query = (params: object) =>
    harness.run<{ value: Definition[] }>("queryAttributes", { entityId: "account", ...params });
  const names = async (params: object) =>
    (await query({ fieldNames: ["LogicalName"], ...params })).value.map((column) => column["LogicalName"]);

  it.each(["Money", "money", "MoneyType", "MoneyAttributeMetadata", "Microsoft.Dynamics.CRM.MoneyAttributeMetadata"])(
    "takes the type as %s",
    async (attributeType) => {
      expect(await names({ attributeType })).toEqual(expect.arrayContaining(["revenue", "creditlimit"]));
      expect(await harness.requests()).toEqual([
        "GET EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.MoneyAttributeMetadata?$select=LogicalName -> 200",
      ]);
    },
  );

  it("distinguishes types that share a derived type", async () => {
    expect(await names({ attributeType: "Owner" })).toEqual(["ownerid"]);
    expect(await names({ attributeType: "Customer", entityId: "contact" })).toEqual(["parentcustomerid"]);
  });

  it("filters, expands and selects", async () => {
    const { value } = await query({
      attributeType: "Picklist",
      filterExpression: "LogicalName eq 'industrycode'",
      fieldNames: ["LogicalName"],
      expandPropertyNames: ["OptionSet"],
    });
    expect(value).toEqual([
      expect.objectContaining({
        LogicalName: "industrycode",
        OptionSet: expect.objectContaining({ Options: expect.anything() as unknown }) as unknown,
      }),
    ]);
  });

  it("queries every type when none is given, and finds the table by any name", async () => {
    expect((await names({})).length).toBeGreaterThan(100);
    expect(await names({ entityId: "Accounts", attributeType: "Memo" })).toContain("description");
  });

  it("names the types there are when it is given none of them", async () => {
    await expect(query({ attributeType: "Currency" })).rejects.toThrow(
      /^Attribute Type: "Currency" is not a column type; enter one of BigInt, Boolean/,
    );
    expect(await harness.requests()).toEqual([]);
  });
});

describe("getAttribute", () => {
  const get = (attributeType: string, more: object = {}) =>
    harness.run<Definition>("getAttribute", { entityId: "account", attributeType, ...more });

  it("finds the column by logical name, schema name and MetadataId, with a type and without", async () => {
    const column = await get("revenue");
    expect(column).toMatchObject({ LogicalName: "revenue", AttributeType: "Money" });
    const again = { MetadataId: column["MetadataId"], Precision: column["Precision"] };
    expect(await get("Revenue/Money")).toMatchObject(again);
    expect(await get(`${String(column["MetadataId"])}/MoneyType`, { fieldNames: ["Precision"] })).toMatchObject(again);
  });

  it("reaches the choices through the type", async () => {
    expect(
      await get("industrycode/Picklist", { fieldNames: ["LogicalName"], expandPropertyNames: ["OptionSet"] }),
    ).toMatchObject({
      OptionSet: { Options: expect.arrayContaining([expect.objectContaining({ Value: 1 })]) as unknown },
    });
  });

  it("says what is needed", async () => {
    await expect(get("")).rejects.toThrow("Attribute Type: a column is needed");
    await expect(get("no such")).rejects.toThrow("neither a logical name nor a MetadataId");
    await expect(get("nosuch")).rejects.toMatchObject({ status: 404 });
  });
});

describe("createAttribute and updateAttribute", () => {
  const defaultBody = (action: string) =>
    (component.actions[action]?.inputs as { key: string; default?: unknown }[]).find(
      ({ key }) => key === "attributeBody",
    )?.default;

  it("work with their default bodies as they stand, one after the other", async () => {
    const created = await harness.run<Definition>("createAttribute", {
      entityId: "account",
      attributeBody: defaultBody("createAttribute"),
    });
    expect(created).toEqual({
      MetadataId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      LogicalName: "new_balance",
      SchemaName: "new_Balance",
    });
    const record = await harness.run("createEntity", {
      entityType: "accounts",
      fieldValues: [{ key: "new_balance", value: "12.5" }],
      dynamicValues: { name: "Balanced" },
      returnFieldNames: ["new_balance"],
    });
    expect(record).toMatchObject({ new_balance: 12.5 });
    const updated = await harness.run<Definition>("updateAttribute", {
      entityId: "account",
      attributeBody: defaultBody("updateAttribute"),
    });
    expect(updated).toMatchObject({ MetadataId: created["MetadataId"], LogicalName: "new_balance" });
  });

  it("keep what the body does not say, and other languages' labels", async () => {
    const label = (text: string, language: number) => ({ Label: text, LanguageCode: language });
    await harness.run("createAttribute", {
      entityId: "account",
      attributeBody: {
        SchemaName: "new_Motto",
        AttributeType: "String",
        MaxLength: 77,
        RequiredLevel: { Value: "None" },
        DisplayName: { LocalizedLabels: [label("Motto", 1033), label("Wahlspruch", 1031)] },
      },
    });
    const updated = await harness.run<Definition>("updateAttribute", {
      entityId: "account",
      attributeBody: { LogicalName: "new_motto", DisplayName: { LocalizedLabels: [label("Slogan", 1033)] } },
      publish: "true",
    });
    const labels = (updated["DisplayName"] as { LocalizedLabels: Definition[] }).LocalizedLabels;
    expect(Object.fromEntries(labels.map((each) => [each["LanguageCode"], each["Label"]]))).toEqual({
      1033: "Slogan",
      1031: "Wahlspruch",
    });
    expect(updated).toMatchObject({ MaxLength: 77, SchemaName: "new_Motto" });
    expect((await harness.requests()).slice(-4)).toEqual([
      "GET EntityDefinitions(LogicalName='account')/Attributes(LogicalName='new_motto') -> 200",
      "PUT EntityDefinitions(LogicalName='account')/Attributes(LogicalName='new_motto') -> 204",
      "POST PublishXml -> 204",
      "GET EntityDefinitions(LogicalName='account')/Attributes(LogicalName='new_motto') -> 200",
    ]);
  });

  it("can write the new column at once, and publishes the table by any of its names", async () => {
    await harness.run("createEntity", { entityType: "contacts", fieldValues: [{ key: "lastname", value: "Early" }] });
    await harness.run("createAttribute", {
      entityId: "Contacts",
      attributeBody: {
        SchemaName: "new_Motto",
        AttributeType: "String",
        MaxLength: 50,
        DisplayName: { LocalizedLabels: [{ Label: "Motto", LanguageCode: 1033 }] },
      },
      publish: "true",
    });
    const record = await harness.run("createEntity", {
      entityType: "contacts",
      fieldValues: [
        { key: "lastname", value: "Late" },
        { key: "new_motto", value: "On time" },
      ],
    });
    expect(record).toMatchObject({ new_motto: "On time" });
  });

  it("leave choices to the actions that change them, and say so", async () => {
    const attributeBody = { LogicalName: "industrycode", OptionSet: { Options: [] } };
    await expect(harness.run("updateAttribute", { entityId: "account", attributeBody })).rejects.toThrow(
      '"OptionSet" cannot be changed',
    );
  });

  it.each<[string, string, Definition, string]>([
    ["createAttribute", "without a schema name", { AttributeType: "Money" }, '"SchemaName" is missing'],
    ["createAttribute", "without a type", { SchemaName: "new_X" }, '"@odata.type" is missing'],
    [
      "createAttribute",
      "of an unknown type",
      { SchemaName: "new_X", AttributeType: "Currency" },
      "is not a column type",
    ],
    ["updateAttribute", "that names no column", { MaxLength: 5 }, "the name of the column is missing"],
  ])("%s refuses a body %s before any request", async (action, _case, attributeBody, problem) => {
    await expect(harness.run(action, { entityId: "account", attributeBody })).rejects.toThrow(problem);
    expect(await harness.requests()).toEqual([]);
  });

  it("does not change a column's type", async () => {
    await expect(
      harness.run("updateAttribute", {
        entityId: "account",
        attributeBody: { LogicalName: "name", AttributeType: "Money" },
      }),
    ).rejects.toThrow("a column's type cannot be changed");
  });
});
