import { idIn, startTestClient, type Answer, type TestClient } from "../../../testing/client";
import { column, label, option, table } from "../../../testing/definitions";

const crm = "Microsoft.Dynamics.CRM";
const thing = "EntityDefinitions(LogicalName='new_thing')";
const attributes = `${thing}/Attributes`;

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
beforeEach(() => client.call("POST", "EntityDefinitions", { body: table("new_Thing") }));
afterEach(() => client.call("DELETE", thing));
afterAll(() => client.emulator.close());

function add(body: object, path = attributes): Promise<Answer> {
  return client.call("POST", path, { body });
}
function of(name: string, cast = ""): string {
  return `${attributes}(LogicalName='${name}')${cast && `/${crm}.${cast}`}`;
}
function put(path: string, body: object, headers = {}): Promise<Answer> {
  return client.call("PUT", path, { body, headers });
}

const choices = {
  "@odata.type": `${crm}.OptionSetMetadata`,
  IsGlobal: false,
  Options: [option(1, "One"), option(9, "Nine")],
};

describe("a new column", () => {
  it("is answered with its address below the path that was asked", async () => {
    const answer = await add(column("String", "new_Code", { MaxLength: 20 }));
    expect(answer.status).toBe(204);
    const url = answer.headers.get("OData-EntityId") ?? "";
    expect(url).toContain(`/${attributes}(`);
    expect(await client.get(url)).toMatchObject({ LogicalName: "new_code", MaxLength: 20, IsCustomAttribute: true });
    expect(idIn(url)).toBe((await client.get(of("new_code")))["MetadataId"]);
  });

  it.each<[string, object, string, unknown, object]>([
    ["String", { MaxLength: 10, FormatName: { Value: "Email" } }, "new_x", "a@b.c", { FormatName: { Value: "Email" } }],
    ["Memo", { MaxLength: 4000, FormatName: { Value: "Text" }, ImeMode: "Auto" }, "new_x", "long", { MaxLength: 4000 }],
    ["Integer", { Format: "Duration", MinValue: 0, MaxValue: 90 }, "new_x", 60, { Format: "Duration", MaxValue: 90 }],
    ["BigInt", {}, "new_x", 9007199254740991, { AttributeType: "BigInt" }],
    ["Decimal", { Precision: 3, MinValue: -1, MaxValue: 1 }, "new_x", 0.125, { Precision: 3, MinValue: -1 }],
    ["Double", { Precision: 5 }, "new_x", 1.5, { Precision: 5, MaxValue: 100000000000 }],
    ["Money", { PrecisionSource: 1, Precision: 4 }, "new_x", 12.5, { PrecisionSource: 1, Precision: 4 }],
    ["Boolean", { DefaultValue: true }, "new_x", false, { DefaultValue: true }],
    ["DateTime", { Format: "DateOnly" }, "new_x", "2026-02-01T00:00:00Z", { Format: "DateOnly" }],
    [
      "DateTime",
      { DateTimeBehavior: { Value: "DateOnly" } },
      "new_x",
      "2026-02-01",
      { Format: "DateOnly", DateTimeBehavior: { Value: "DateOnly" } },
    ],
    ["Picklist", { OptionSet: choices, DefaultFormValue: 9 }, "new_x", 1, { DefaultFormValue: 9 }],
    [
      "MultiSelectPicklist",
      { OptionSet: choices },
      "new_x",
      "1,9",
      { AttributeTypeName: { Value: "MultiSelectPicklistType" } },
    ],
    ["Image", { MaxSizeInKB: 512 }, "new_x", "iVBORw0KGgo=", { MaxSizeInKB: 512, IsPrimaryImage: true }],
  ])("of type %s %j holds values", async (type, facts, name, value, told) => {
    expect((await add(column(type, "new_X", facts))).status).toBe(204);
    expect(await client.get(of("new_x", `${type}AttributeMetadata`))).toMatchObject(told);
    const id = await client.create("new_things", { [name]: value });
    expect(await client.get(`new_things(${id})`)).toHaveProperty(name, value);
  });

  it("of money brings its base amount and the currency of the row", async () => {
    await add(column("Money", "new_Price"));
    const id = await client.create("new_things", { new_price: 10 });
    const row = await client.get(`new_things(${id})?$expand=transactioncurrencyid($select=isocurrencycode)`);
    expect(row).toMatchObject({ new_price: 10, new_price_base: 10, exchangerate: 1 });
    expect(row["transactioncurrencyid"]).toHaveProperty("isocurrencycode");
  });

  it("of choices without values gets values of the publisher's", async () => {
    const set = { Options: [option(null, "A"), option(null, "B")] };
    await add(column("Picklist", "new_Kind", { OptionSet: set }));
    const { OptionSet } = await client.get(`${of("new_kind", "PicklistAttributeMetadata")}?$expand=OptionSet`);
    expect((OptionSet as { Options: { Value: number }[] }).Options.map(({ Value }) => Value)).toEqual([
      100000000, 100000001,
    ]);
  });

  it.each([
    ["name", "GlobalOptionSetDefinitions(Name='new_priority')"],
    ["address", "/api/data/v9.2/GlobalOptionSetDefinitions(Name='new_priority')"],
  ])("shares a global choice by its %s", async (_by, bind) => {
    await add(column("Picklist", "new_Urgency", { "GlobalOptionSet@odata.bind": bind }));
    const { GlobalOptionSet } = await client.get(
      `${of("new_urgency", "PicklistAttributeMetadata")}?$expand=GlobalOptionSet`,
    );
    expect(GlobalOptionSet).toMatchObject({ Name: "new_priority", IsGlobal: true });
    const id = await client.create("new_things", { new_urgency: 100000002 });
    const { body } = await client.call("GET", `new_things(${id})?$select=new_urgency`, {
      headers: { Prefer: 'odata.include-annotations="*"' },
    });
    expect(body).toHaveProperty(["new_urgency@OData.Community.Display.V1.FormattedValue"], "Urgent");
  });

  it("of numbers in a row keeps its format", async () => {
    await add(column("String", "new_Ticket", { AutoNumberFormat: "T-{SEQNUM:4}" }));
    expect(await client.get(of("new_ticket"))).toHaveProperty("AutoNumberFormat", "T-{SEQNUM:4}");
  });

  it("may be added to a table of the platform's", async () => {
    const path = "EntityDefinitions(LogicalName='account')/Attributes";
    expect((await add(column("Integer", "new_Stars", { MinValue: 0, MaxValue: 5 }), path)).status).toBe(204);
    const id = await client.create("accounts", { name: "Rated", new_stars: 4 });
    expect(await client.get(`accounts(${id})?$select=new_stars`)).toMatchObject({ new_stars: 4 });
    expect((await client.call("PATCH", `accounts(${id})`, { body: { new_stars: 6 } })).code).toBe("0x80044330");
    expect((await client.call("DELETE", `${path}(LogicalName='new_stars')`)).status).toBe(204);
  });

  it.each<[string, object, number, string]>([
    ["a taken name", column("Integer", "new_NAME"), 400, "0x80047013"],
    ["the name of the primary key", column("Integer", "new_ThingId"), 400, "0x80047013"],
    ["no prefix", column("Integer", "Floors"), 400, "0x80044366"],
    ["a name that is too long", column("Integer", `new_${"x".repeat(60)}`), 400, "0x80044367"],
    ["no type", { ...column("Integer", "new_A"), "@odata.type": undefined }, 400, "0x80040203"],
    ["an unknown type", column("Fancy", "new_A"), 400, "0x80048d19"],
    ["a type that a relationship makes", column("Lookup", "new_A"), 400, "0x80040203"],
    ["no schema name", { ...column("Integer", "new_A"), SchemaName: undefined }, 400, "0x80040203"],
    ["no display name", { ...column("Integer", "new_A"), DisplayName: undefined }, 400, "0x80040203"],
    ["a member of another type's", column("Integer", "new_A", { MaxLength: 5 }), 400, "0x80048d19"],
    ["text for a number", column("String", "new_A", { MaxLength: "100" }), 400, "0x80048d19"],
    ["a length out of range", column("String", "new_A", { MaxLength: 4001 }), 400, "0x80040203"],
    ["bounds that cross", column("Integer", "new_A", { MinValue: 5, MaxValue: 1 }), 400, "0x80040203"],
    [
      "a level of the platform's",
      column("Integer", "new_A", { RequiredLevel: { Value: "SystemRequired" } }),
      400,
      "0x80040203",
    ],
    ["a level there is not", column("Integer", "new_A", { RequiredLevel: { Value: "Sometimes" } }), 400, "0x80048d19"],
    [
      "one value twice",
      column("Picklist", "new_A", { OptionSet: { Options: [option(1, "A"), option(1, "B")] } }),
      400,
      "0x80044310",
    ],
    [
      "a default that is no option",
      column("Picklist", "new_A", { OptionSet: choices, DefaultFormValue: 3 }),
      400,
      "0x8004431a",
    ],
    [
      "a global choice there is not",
      column("Picklist", "new_A", { "GlobalOptionSet@odata.bind": "GlobalOptionSetDefinitions(Name='x')" }),
      404,
      "0x80040217",
    ],
    [
      "a time where there is none",
      column("DateTime", "new_A", { Format: "DateAndTime", DateTimeBehavior: { Value: "DateOnly" } }),
      400,
      "0x800608a2",
    ],
    ["a formula", column("Integer", "new_A", { SourceType: 1 }), 501, "0x80040203"],
  ])("with %s is refused", async (_what, body, status, code) => {
    const answer = await add(body);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect((await client.call("GET", of("new_a"))).status).toBe(404);
  });
});

describe("a changed column", () => {
  beforeEach(() =>
    add(column("String", "new_Code", { MaxLength: 5, Description: label("Short"), AutoNumberFormat: "{SEQNUM:3}" })),
  );
  const codeColumn = of("new_code", "StringAttributeMetadata");

  it("has the new definition, and rows obey it", async () => {
    const id = await client.create("new_things", { new_code: "12345" });
    expect((await client.call("PATCH", `new_things(${id})`, { body: { new_code: "123456" } })).code).toBe("0x80044331");
    const before = await client.get(codeColumn);
    expect((await put(codeColumn, { ...before, MaxLength: 6, RequiredLevel: { Value: "Recommended" } })).status).toBe(
      204,
    );
    expect((await client.call("PATCH", `new_things(${id})`, { body: { new_code: "123456" } })).status).toBe(204);
    expect(await client.get(codeColumn)).toEqual({
      ...before,
      MaxLength: 6,
      DatabaseLength: 12,
      RequiredLevel: { ...(before["RequiredLevel"] as object), Value: "Recommended" },
      ModifiedOn: expect.any(String) as string,
    });
  });

  it("is replaced: what the body leaves out has its default", async () => {
    await put(of("new_code"), column("String", "new_Code"));
    expect(await client.get(codeColumn)).toMatchObject({
      MaxLength: 100,
      AutoNumberFormat: "",
      Description: { LocalizedLabels: [] },
    });
  });

  it("keeps labels in other languages only when they are merged", async () => {
    await put(codeColumn, column("String", "new_Code", { DisplayName: label("Code", [1031, "Kürzel"]) }));
    const german = async (): Promise<unknown> =>
      ((await client.get(codeColumn))["DisplayName"] as { LocalizedLabels: { Label: string }[] }).LocalizedLabels.map(
        ({ Label }) => Label,
      );
    await put(codeColumn, column("String", "new_Code", { DisplayName: label("Mark") }), {
      "MSCRM.MergeLabels": "true",
    });
    expect(await german()).toEqual(expect.arrayContaining(["Kürzel", "Mark"]));
    await put(codeColumn, column("String", "new_Code", { DisplayName: label("Sign") }), {
      "MSCRM.MergeLabels": "false",
    });
    expect(await german()).toEqual(["Sign"]);
  });

  it("may be one of the platform's", async () => {
    const path = `EntityDefinitions(LogicalName='contact')/Attributes(LogicalName='jobtitle')/${crm}.StringAttributeMetadata`;
    const present = await client.get(path);
    expect((await put(path, { ...present, DisplayName: label("Role") })).status).toBe(204);
    expect(await client.get(path)).toHaveProperty(["DisplayName", "UserLocalizedLabel", "Label"], "Role");
  });

  it("keeps its options for any options in the body", async () => {
    await add(column("Picklist", "new_Kind", { OptionSet: choices }));
    const path = of("new_kind", "PicklistAttributeMetadata");
    const body = { ...(await client.get(path)), OptionSet: { Options: [] }, DefaultFormValue: 9 };
    expect((await put(path, body)).status).toBe(204);
    const after = await client.get(`${path}?$expand=OptionSet($select=Options)`);
    expect(after["OptionSet"]).toHaveProperty(
      "Options",
      expect.arrayContaining([expect.objectContaining({ Value: 9 })]),
    );
    expect(await client.get(`new_things(${await client.create("new_things", {})})`)).toHaveProperty("new_kind");
  });

  it("goes from local time to dates, with its values, and not back", async () => {
    await add(column("DateTime", "new_Day", { Format: "DateAndTime" }));
    const id = await client.create("new_things", { new_day: "2026-05-06T23:30:00Z" });
    const path = of("new_day", "DateTimeAttributeMetadata");
    await put(path, column("DateTime", "new_Day", { DateTimeBehavior: { Value: "DateOnly" } }));
    expect(await client.get(`new_things(${id})?$select=new_day`)).toMatchObject({ new_day: "2026-05-06" });
    expect((await put(path, column("DateTime", "new_Day"))).code).toBe("0x80040203");
  });

  it("cannot change its type or its name", async () => {
    expect((await put(of("new_code"), column("Integer", "new_Code"))).code).toBe("0x80040203");
    expect((await put(of("new_code"), column("String", "new_Other"))).code).toBe("0x80040203");
  });
});

describe("a deleted column", () => {
  it("is gone with what the platform had added to it", async () => {
    await add(column("Money", "new_Price"));
    await client.create("new_things", { new_price: 3 });
    expect((await client.call("DELETE", of("new_price"), { headers: { "If-Match": "*" } })).status).toBe(204);
    const { value } = await client.get(`${attributes}?$select=LogicalName`);
    const names = (value as { LogicalName: string }[]).map(({ LogicalName }) => LogicalName);
    expect(names).not.toContain("new_price");
    expect(names).not.toContain("new_price_base");
    expect(names).toContain("transactioncurrencyid");
    expect((await client.call("GET", "new_things?$select=new_price")).status).toBe(400);
    expect((await add(column("String", "new_Price"))).status).toBe(204);
  });

  it.each([
    ["the primary column", "new_name", "0x80047002"],
    ["a column of the platform's", "statecode", "0x80047009"],
    ["a base amount", "new_price_base", "0x80048cfe"],
    ["a shadow", "new_kindname", "0x80047016"],
  ])("is never %s", async (_what, name, code) => {
    await add(column("Money", "new_Price"));
    await add(column("Picklist", "new_Kind", { OptionSet: choices }));
    const answer = await client.call("DELETE", of(name));
    expect([answer.status, answer.code]).toEqual([400, code]);
  });
});
