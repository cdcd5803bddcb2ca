import { startTestClient, type Answer, type TestClient } from "../../testing/client";
import { column, manyToMany, table } from "../../testing/definitions";

let client: TestClient;
let now = new Date("2026-03-01T10:00:00Z");
beforeAll(async () => {
  client = await startTestClient({ now: () => now });
});
afterAll(() => client.emulator.close());

interface Entity {
  [property: string]: unknown;
  LogicalName: string;
  Attributes: (Record<string, unknown> & { LogicalName: string })[];
}

function ask(query: object | undefined, more: { stamp?: string; filters?: string } = {}): Promise<Answer> {
  const given: [string, string][] = [];
  if (query) given.push(["Query", JSON.stringify(query)]);
  if (more.filters) {
    given.push(["DeletedMetadataFilters", `Microsoft.Dynamics.CRM.DeletedMetadataFilters'${more.filters}'`]);
  }
  if (more.stamp) given.push(["ClientVersionStamp", `'${more.stamp}'`]);
  const names = given.map(([name], index) => `${name}=@p${index}`).join(",");
  const values = given.map(([, value], index) => `@p${index}=${encodeURIComponent(value)}`).join("&");
  return client.call("GET", `RetrieveMetadataChanges(${names})?${values}`);
}

function entities(answer: Answer): Entity[] {
  return answer.body?.["EntityMetadata"] as Entity[];
}
function stampOf(answer: Answer): string {
  return String(answer.body?.["ServerVersionStamp"]);
}

function equals(PropertyName: string, Value: string, Type = "System.String"): object {
  return {
    PropertyName,
    ConditionOperator: "Equals",
    Value: { Type, Value },
  };
}
function properties(...PropertyNames: string[]): object {
  return { AllProperties: false, PropertyNames };
}
function named(...names: string[]): object {
  return {
    FilterOperator: "Or",
    Conditions: names.map((name) => equals("LogicalName", name)),
  };
}

describe("a query", () => {
  it("brings the properties asked for, others null, with columns of every type in one answer", async () => {
    const answer = await ask({
      Criteria: named("account", "contact"),
      Properties: properties("SchemaName", "Attributes"),
      AttributeQuery: {
        Criteria: { FilterOperator: "And", Conditions: [equals("IsValidForCreate", "True", "System.Boolean")] },
        Properties: properties("LogicalName", "OptionSet"),
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("$metadata#Microsoft.Dynamics.CRM.RetrieveMetadataChangesResponse");
    expect(stampOf(answer)).toMatch(/^\d+!03\/01\/2026 10:00:00$/);
    expect(answer.body?.["DeletedMetadata"]).toEqual({ Count: 0, IsReadOnly: false, Keys: [], Values: [] });
    const [account, contact, ...rest] = entities(answer);
    expect(rest).toEqual([]);
    expect(contact?.LogicalName).toBe("contact");
    expect(account).toMatchObject({ SchemaName: "Account", ObjectTypeCode: null, DisplayName: null, HasChanged: null });
    const attribute = (name: string) => account?.Attributes.find(({ LogicalName }) => LogicalName === name);
    expect(attribute("name")).toMatchObject({
      "@odata.type": "#Microsoft.Dynamics.CRM.ComplexStringAttributeMetadata",
      MaxLength: null,
    });
    expect(attribute("industrycode")).toHaveProperty(["OptionSet", "Options"]);
    expect(attribute("versionnumber")).toBeUndefined();
  });

  it("brings 64-bit bounds in full and labels in the languages asked for", async () => {
    const answer = await ask({
      Criteria: named("account"),
      Properties: properties("DisplayName", "Attributes"),
      AttributeQuery: {
        Criteria: { Conditions: [equals("AttributeTypeName", "BigIntType")] },
        Properties: { AllProperties: true },
      },
      LabelQuery: { FilterLanguages: [1031] },
    });
    expect(answer.text).toContain('"MaxValue":9223372036854775807');
    expect(entities(answer)[0]).toHaveProperty("DisplayName.LocalizedLabels", []);
  });

  it.each<[string, object, string[]]>([
    [
      "In",
      {
        PropertyName: "LogicalName",
        ConditionOperator: "In",
        Value: { Type: "System.String[]", Value: "['account','lead']" },
      },
      ["account", "lead"],
    ],
    [
      "LessThan",
      { PropertyName: "ObjectTypeCode", ConditionOperator: "LessThan", Value: { Type: "System.Int32", Value: "3" } },
      ["account", "contact"],
    ],
    ["Equals", equals("SchemaName", "Lead"), ["lead"]],
    ["Equals of an id", equals("MetadataId", "C1961A14-D4E6-470C-8D1E-23AE6B1BBB8D", "System.Guid"), ["annotation"]],
  ])("understands %s", async (_operator, condition, expected) => {
    const answer = await ask({ Criteria: { Conditions: [condition] }, Properties: properties("LogicalName") });
    expect(
      entities(answer)
        .map(({ LogicalName }) => LogicalName)
        .sort(),
    ).toEqual(expected);
  });

  it("excludes by NotEquals and NotIn, inside filters as well", async () => {
    const not = { PropertyName: "LogicalName", ConditionOperator: "NotIn", Value: { Value: ["account", "contact"] } };
    const answer = await ask({
      Criteria: {
        FilterOperator: "And",
        Conditions: [{ PropertyName: "IsIntersect", ConditionOperator: "NotEquals", Value: { Value: "true" } }],
        Filters: [{ Conditions: [not] }],
      },
      Properties: properties("LogicalName"),
    });
    const names = entities(answer).map(({ LogicalName }) => LogicalName);
    expect(names).toContain("lead");
    expect(names).not.toContain("account");
    expect(names).not.toContain("contactleads");
  });

  it.each([
    [
      "an unknown property",
      { Criteria: { Conditions: [equals("NoSuch", "x")] }, Properties: properties() },
      "0x80060888",
    ],
    ["columns that are not among the properties", { Properties: properties(), AttributeQuery: {} }, "0x80072527"],
    ["relationships that are not", { Properties: properties(), RelationshipQuery: {} }, "0x80072528"],
  ])("with %s is refused", async (_what, query, code) => {
    const answer = await ask(query);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });
});

describe("since a stamp", () => {
  const query = {
    Criteria: named("new_book", "new_audio"),
    Properties: properties("LogicalName", "Attributes"),
    AttributeQuery: { Properties: properties("LogicalName") },
  };

  it("only what has changed comes back", async () => {
    const stamp = stampOf(await ask(query));
    expect(entities(await ask(query, { stamp }))).toEqual([]);
    const path = "EntityDefinitions(LogicalName='new_book')/Attributes";
    await client.call("POST", path, { body: column("Integer", "new_Stock") });
    const answer = await ask(query, { stamp });
    expect(entities(answer)).toMatchObject([
      { LogicalName: "new_book", HasChanged: false, Attributes: [{ LogicalName: "new_stock", HasChanged: true }] },
    ]);
    expect(entities(await ask(query, { stamp: stampOf(answer) }))).toEqual([]);
  });

  it("what has gone is named by its id and kind", async () => {
    await client.call("POST", "EntityDefinitions", { body: table("new_Passing") });
    await client.call("POST", "RelationshipDefinitions", {
      body: manyToMany("new_passing_book", "new_passing", "new_book"),
    });
    const { MetadataId } = await client.get("EntityDefinitions(LogicalName='new_passing')?$select=MetadataId");
    const stamp = stampOf(await ask(undefined));
    await client.call("DELETE", "EntityDefinitions(LogicalName='new_passing')");
    const { body } = await ask(undefined, { stamp, filters: "Entity, Relationship" });
    const deleted = body?.["DeletedMetadata"] as { Keys: string[]; Values: { Items: string[] }[] };
    expect(deleted.Keys).toEqual(["Entity", "Relationship"]);
    expect(deleted.Values[0]?.Items).toContain(MetadataId);
  });

  it("a stamp that is too old asks for everything anew", async () => {
    const stamp = stampOf(await ask(query));
    expect((await ask(query, { stamp: "yesterday" })).code).toBe("0x80044352");
    now = new Date("2026-07-01T10:00:00Z");
    const token = await client.emulator.connection.token();
    const path = `RetrieveMetadataChanges(ClientVersionStamp=@s)?@s=${encodeURIComponent(`'${stamp}'`)}`;
    const answer = await client.call("GET", path, { token });
    expect([answer.status, answer.code]).toEqual([400, "0x80044352"]);
  });
});
