import component from "../../src";
import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.freshConnection();
  await harness.requests();
});

interface Item {
  key: string;
  label: string;
}

function keys(items: Item[]) {
  return items.map(({ key }) => key);
}
function query(entityType: string, more: object = {}) {
  return harness.run<{ value: Record<string, unknown>[] }>("queryEntities", {
    entityType,
    recordsPerPage: "1",
    ...more,
  });
}

const asked: [source: string, params: Record<string, unknown>, requests: number][] = [
  ["entityTypes", {}, 1],
  ["tables", {}, 1],
  ["entities", { entityType: "accounts" }, 2],
  ["attributes", { entityType: "accounts" }, 1],
  ["attributes", { entityId: "account" }, 1],
  ["relationships", { entityType: "contacts" }, 2],
  ["lookupTargets", { entityType: "contacts", field: "parentcustomerid" }, 2],
  ["choices", { entityType: "accounts", field: "industrycode" }, 2],
  ["views", { entityType: "accounts" }, 2],
  ["systemUsers", {}, 1],
  ["solutions", {}, 1],
];

describe.each(asked)("%s %j", (source, params, requests) => {
  it(`asks ${requests === 1 ? "once" : "twice"} and lists what it finds by label, each value once`, async () => {
    const items = await harness.pick(source, params);
    expect(await harness.requests()).toHaveLength(requests);
    expect(items.length).toBeGreaterThan(0);
    const labels = items.map(({ label }) => label);
    expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b, "en")));
    expect(new Set(keys(items)).size).toBe(items.length);
  });
});

describe("tables", () => {
  it("are labelled by display name and carry the name that the inputs take", async () => {
    expect(await harness.pick("entityTypes")).toContainEqual({ key: "accounts", label: "Account (accounts)" });
    expect(await harness.pick("tables")).toContainEqual({ key: "account", label: "Account (account)" });
  });

  it("can all be queried as they are picked, without a table being looked up", async () => {
    for (const key of keys(await harness.pick("entityTypes"))) await query(key);
    const lines = (await harness.requests()).slice(1);
    expect(lines.filter((line) => !line.endsWith("-> 200") || line.includes("EntityDefinitions"))).toEqual([]);
  });

  it("are found by their logical names in the actions on definitions", async () => {
    for (const key of keys(await harness.pick("tables")).slice(0, 5)) {
      const { result } = await harness.run<{ result: object }>("getEntityMetaData", { entityType: key });
      expect(result).toMatchObject({ LogicalName: key });
    }
  });
});

describe("records", () => {
  it("are listed by primary name and are read by the value", async () => {
    const [item] = await harness.pick("entities", { entityType: "accounts" });
    const record = await harness.run("getEntity", { entityType: "accounts", entityId: item?.key });
    expect(record).toMatchObject({ accountid: item?.key, name: item?.label });
  });

  it("searches records by a part of the name with any characters", async () => {
    const items = await harness.pick("entities", { entityType: "accounts", search: "o'b" });
    expect(items.map(({ label }) => label)).toEqual(["O'Brien & Sons"]);
  });

  it.each(["%", "_", "[Bracket]"])("are searched for %s as it is, not as a wildcard", async (search) => {
    const name = `100 ${search} of it`;
    const more = { entityType: "accounts", dynamicValues: { name }, returnRecord: "false" };
    const { id } = await harness.run("createEntity", more);
    const items = await harness.pick("entities", { entityType: "accounts", search: ` ${search} of` });
    expect(items).toEqual([{ key: id, label: name }]);
  });

  it("distinguishes records of the same name by their IDs", async () => {
    const name = "Twin Pines";
    for (let twin = 0; twin < 2; twin++) {
      await harness.run("createEntity", { entityType: "leads", dynamicValues: { lastname: name } });
    }
    const items = await harness.pick("entities", { entityType: "leads", search: name });
    expect(items.map(({ label }) => label)).toEqual(items.map(({ key }) => `${name} (${key})`));
    expect(items).toHaveLength(2);
  });

  it("of a table that is called by another name are found", async () => {
    const items = await harness.pick("entities", { entityType: "account" });
    expect(items).toEqual(await harness.pick("entities", { entityType: "accounts" }));
  });

  it("without a name show their ids, and cannot be searched", async () => {
    const items = await harness.pick("entities", { entityType: "activityparties" });
    expect(items[0]?.label).toBe(items[0]?.key);
    const search = harness.pick("entities", { entityType: "activityparties", search: "x" });
    await expect(search).rejects.toThrow("Search: records of activityparties do not have a name");
  });

  it("of a table that does not exist are refused with what might be meant", async () => {
    await expect(harness.pick("entities", { entityType: "acounts" })).rejects.toThrow('no table is called "acounts"');
  });
});

describe("columns", () => {
  it.each(["accounts", "contacts", "emails", "annotations", "new_projects", "systemusers"])(
    "of records of %s can all be selected",
    async (entityType) => {
      const fieldNames = keys(await harness.pick("attributes", { entityType }));
      for (const fieldName of fieldNames) await query(entityType, { fieldNames: [fieldName] });
      await expect(query(entityType, { fieldNames })).resolves.toBeDefined();
    },
  );

  it("of records can be ordered by", async () => {
    const fields = keys(await harness.pick("attributes", { entityType: "accounts" }));
    for (const field of fields) await expect(query("accounts", { orderByFieldNames: [field] })).resolves.toBeDefined();
  });

  it("lists a lookup by its lookup property, also when the input has a record's ID", async () => {
    const items = await harness.pick("attributes", {
      entityType: "accounts",
      entityId: "11111111-2222-3333-4444-555555555555",
    });
    expect(items).toContainEqual({ key: "_primarycontactid_value", label: "Primary Contact (primarycontactid)" });
  });

  it("of a definition have their logical names, under which the definition is found", async () => {
    const byName = await harness.pick("attributes", { entityId: "account" });
    expect(byName).toContainEqual({ key: "primarycontactid", label: "Primary Contact (primarycontactid)" });
    const { MetadataId } = (
      await harness.run<{ result: { MetadataId: string } }>("getEntityMetaData", {
        entityType: "account",
      })
    ).result;
    expect(await harness.pick("attributes", { entityId: MetadataId })).toEqual(byName);
    const column = await harness.run("getAttribute", { entityId: "account", attributeType: "primarycontactid" });
    expect(column).toMatchObject({ LogicalName: "primarycontactid" });
  });

  it("picked for a record are found by Get Attribute too", async () => {
    const items = await harness.pick("attributes", { entityType: "contacts" });
    for (const { key } of items.filter((item) => item.key.startsWith("_"))) {
      const column = await harness.run("getAttribute", { entityId: "contact", attributeType: key });
      expect(`_${String(column["LogicalName"])}_value`).toBe(key);
    }
  });

  it("need a table", async () => {
    await expect(harness.pick("attributes")).rejects.toThrow("Entity Type: a value is needed");
  });
});

describe("relationships", () => {
  it.each(["accounts", "contacts", "opportunities", "tasks"])("of %s can all be expanded", async (entityType) => {
    for (const key of keys(await harness.pick("relationships", { entityType }))) {
      await query(entityType, { expandPropertyNames: [key] });
    }
    expect((await harness.requests()).filter((line) => !line.endsWith("-> 200"))).toEqual([]);
  });

  it("say what they lead to", async () => {
    const items = await harness.pick("relationships", { entityType: "accounts" });
    expect(items).toContainEqual({
      key: "primarycontactid",
      label: "Primary Contact: Contact (primarycontactid)",
    });
    expect(items).toContainEqual({ key: "contact_customer_accounts", label: "Contacts (contact_customer_accounts)" });
    expect(keys(items)).toContain("accountleads_association");
  });
});

describe("values of a column", () => {
  it.each([
    ["a choice", "industrycode", "1"],
    ["a yes/no column", "donotemail", "true"],
    ["a lookup of several tables", "_ownerid_value", undefined],
  ])("of %s can be written as they are picked", async (_kind, field, value) => {
    const isLookup = field.startsWith("_");
    const items = await harness.pick(isLookup ? "lookupTargets" : "choices", { entityType: "accounts", field });
    const key = value ?? "systemusers";
    expect(keys(items)).toContain(key);
    const [user] = await harness.pick("entities", { entityType: "systemusers", search: "Maria" });
    const column = field.replace(/^_(.+)_value$/, "$1");
    const written = isLookup ? `${key}(${user?.key})` : key;
    const fieldValues = [
      { key: "name", value: "Picked" },
      { key: column, value: written },
    ];
    const record = await harness.run("createEntity", { entityType: "accounts", fieldValues });
    expect(String(record[field])).toBe(isLookup ? user?.key : key);
  });

  it.each([
    ["choices", "name", "accounts.name is not a choice column; its type is String"],
    ["lookupTargets", "name", "accounts.name is not a lookup column; its type is String"],
    ["choices", "nosuch", 'accounts has no column "nosuch"'],
  ])("are refused by %s for %s", async (source, field, message) => {
    await expect(harness.pick(source, { entityType: "accounts", field })).rejects.toThrow(`Field: ${message}`);
  });
});

it("offers a choice and a column that were made a moment ago, and takes the choice by its label", async () => {
  await harness.pick("choices", { entityType: "accounts", field: "industrycode" });
  await harness.run("updateEntity", {
    entityType: "accounts",
    entityId: "accountnumber='A-1001'",
    fieldValues: [{ key: "industrycode", value: "Consulting" }],
  });
  const label = { LocalizedLabels: [{ Label: "Beekeeping", LanguageCode: 1033 }] };
  const option = { EntityLogicalName: "account", AttributeLogicalName: "industrycode", Value: 900, Label: label };
  await harness.run("rawRequest", { url: "InsertOptionValue", method: "POST", data: option });
  await harness.run("createAttribute", {
    entityId: "account",
    attributeBody: {
      "@odata.type": "Microsoft.Dynamics.CRM.BooleanAttributeMetadata",
      SchemaName: "new_Likes",
      DisplayName: label,
      RequiredLevel: { Value: "None" },
      OptionSet: { TrueOption: { Value: 1, Label: label }, FalseOption: { Value: 0, Label: label } },
    },
  });
  const record = await harness.run("updateEntity", {
    entityType: "accounts",
    entityId: "accountnumber='A-1001'",
    fieldValues: [{ key: "industrycode", value: "Beekeeping" }],
  });
  expect(record["industrycode"]).toBe(900);
  const choices = await harness.pick("choices", { entityType: "accounts", field: "industrycode" });
  expect(choices).toContainEqual({ key: "900", label: "Beekeeping (900)" });
  expect(await harness.pick("choices", { entityType: "accounts", field: "new_likes" })).toHaveLength(2);
});

describe("views, users and solutions", () => {
  it("give the id that runs a view", async () => {
    const [view] = await harness.pick("views", { entityType: "accounts" });
    expect(view?.label).toBe("Active Accounts (default)");
    const rows = await harness.run<{ value: object[] }>("rawRequest", {
      url: `accounts?savedQuery=${view?.key}`,
      method: "GET",
    });
    expect(rows.value.length).toBeGreaterThan(0);
  });

  it("give the id that a FetchXML query runs as", async () => {
    const [user] = await harness.pick("systemUsers", { search: "maria" });
    const result = await harness.run("fetchXml", {
      entityType: "accounts",
      xmlQuery: '<fetch top="1"><entity name="account"><attribute name="name"/></entity></fetch>',
      impersonateUserId: user?.key,
    });
    expect(result).toMatchObject({ isComplete: true });
  });

  it("give the name of a solution that a new column becomes part of", async () => {
    const solutions = await harness.pick("solutions");
    expect(keys(solutions)).toContain("Default");
    const createIn = (solutionUniqueName: string) => {
      const label = { LocalizedLabels: [{ Label: solutionUniqueName, LanguageCode: 1033 }] };
      const attributeBody = {
        "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
        SchemaName: `new_In${solutionUniqueName}`,
        DisplayName: label,
        RequiredLevel: { Value: "None" },
        MaxLength: 100,
      };
      return harness.run("createAttribute", { entityId: "account", attributeBody, solutionUniqueName });
    };
    for (const { key } of solutions) expect(await createIn(key)).toMatchObject({ SchemaName: `new_In${key}` });
    await expect(createIn("NoSuch")).rejects.toThrow("solution With uniquename = NoSuch Does Not Exist");
  });
});

it("offers the tables and columns of the action to select from", async () => {
  const params = { recordTypeFilter: ["account"], includeAllCustomRecordTypes: "false" };
  const picked = await harness.pick<object[]>("getEntitiesMetaData", params);
  expect(picked).toEqual(await harness.run("getEntitiesMetaData", params));
  expect(picked).toHaveLength(1);
});

it("lets inputs point only at data sources whose own inputs the step has under the same keys", () => {
  const missing = Object.entries(component.actions).flatMap(([action, { inputs }]) => {
    const given = new Set((inputs as { key: string }[]).map(({ key }) => key));
    return (inputs as { key: string; dataSource?: string }[]).flatMap(({ key, dataSource }) => {
      if (dataSource === undefined) return [];
      const source = component.dataSources[dataSource];
      const needed = (source?.inputs ?? []) as { key: string; required?: boolean }[];
      const absent = needed.filter((input) => input.required && !given.has(input.key)).map((input) => input.key);
      return source && absent.length === 0 ? [] : [`${action}.${key} -> ${dataSource} ${absent.join(",")}`];
    });
  });
  expect(missing).toEqual([]);
});
