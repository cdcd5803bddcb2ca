import { XMLParser, XMLValidator } from "fast-xml-parser";
import { openStore } from "../../organization/open";
import { offeredOperations } from "../../operations/registry";
import { csdl, serviceDocument } from "..";

const store = openStore({ seed: false });
const context = { store, serviceRoot: "https://demo.crm.dynamics.com/api/data/v9.2/" };
const operations = offeredOperations(store);
afterAll(() => store.close());

interface Element {
  Name: string;
  Type?: string;
  BaseType?: string;
  EntityType?: string;
  Partner?: string;
  Target?: string;
  Path?: string;
  Key?: { PropertyRef: { Name: string }[] }[];
  Property?: Element[];
  NavigationProperty?: (Element & { ReferentialConstraint?: { Property: string; ReferencedProperty: string }[] })[];
  NavigationPropertyBinding?: Element[];
  Annotation?: { Term: string; String?: string; Bool?: string }[];
}
interface Operation extends Element {
  IsBound?: string;
  Parameter?: (Element & { Nullable?: string })[];
  ReturnType?: { Type: string }[];
}
interface Schema {
  EntityType: Element[];
  ComplexType: Element[];
  EnumType: Element[];
  Function: Operation[];
  Action: Operation[];
  EntityContainer: [{ EntitySet: Element[]; FunctionImport: Element[]; ActionImport: Element[] }];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && !name.startsWith("edmx:"),
});

function schemaOf(text: string): Schema {
  expect(XMLValidator.validate(text)).toBe(true);
  const document = parser.parse(text) as { "edmx:Edmx": { "edmx:DataServices": { Schema: [Schema] } } };
  return document["edmx:Edmx"]["edmx:DataServices"].Schema[0];
}

const schema = schemaOf(csdl(context, operations, false));
const types = new Map(schema.EntityType.map((type) => [type.Name, type]));
function named(list: Element[] | undefined, name: string): Element | undefined {
  return list?.find((candidate) => candidate.Name === name);
}

describe("$metadata", () => {
  it("declares a table with its key, its columns and where they lead", () => {
    const account = types.get("account");
    expect(account?.BaseType).toBe("mscrm.crmbaseentity");
    expect(account?.Key?.[0]?.PropertyRef[0]?.Name).toBe("accountid");
    expect(named(account?.Property, "name")?.Type).toBe("Edm.String");
    expect(named(account?.Property, "_primarycontactid_value")?.Type).toBe("Edm.Guid");
    expect(named(account?.Property, "primarycontactid")).toBeUndefined();
    expect(named(account?.Property, "industrycodename")).toBeUndefined();
    expect(named(account?.NavigationProperty, "primarycontactid")).toEqual({
      Name: "primarycontactid",
      Type: "mscrm.contact",
      Partner: "account_primary_contact",
      ReferentialConstraint: [{ Property: "_primarycontactid_value", ReferencedProperty: "contactid" }],
    });
    expect(named(account?.NavigationProperty, "contact_customer_accounts")).toMatchObject({
      Type: "Collection(mscrm.contact)",
      Partner: "parentcustomerid_account",
    });
  });

  it("derives users and teams from principal, whose key they share", () => {
    const user = types.get("systemuser");
    expect(user?.BaseType).toBe("mscrm.principal");
    expect(user?.Key).toBeUndefined();
    expect(named(types.get("account")?.NavigationProperty, "ownerid")?.Type).toBe("mscrm.principal");
  });

  it("names no type, set or partner that it does not declare", () => {
    const declared = new Set(
      [...schema.EntityType, ...schema.ComplexType, ...schema.EnumType].map(({ Name }) => `mscrm.${Name}`),
    );
    const elements = [...schema.EntityType, ...schema.ComplexType].flatMap((type) => [
      type,
      ...(type.Property ?? []),
      ...(type.NavigationProperty ?? []),
    ]);
    const declarations = [...schema.Function, ...schema.Action].flatMap(({ Parameter = [], ReturnType = [] }) => [
      ...Parameter.map(({ Type }) => Type),
      ...ReturnType.map(({ Type }) => Type),
    ]);
    const used = [...elements.flatMap(({ Type, BaseType }) => [Type, BaseType]), ...declarations].filter(
      (type) => type !== undefined,
    );
    const undeclared = used
      .map((type) => type.replace(/^Collection\((.*)\)$/, "$1"))
      .filter((type) => !type.startsWith("Edm.") && !declared.has(type));
    expect(undeclared).toEqual([]);

    const sets = schema.EntityContainer[0].EntitySet;
    const setNames = new Set(sets.map(({ Name }) => Name));
    const targets = sets.flatMap(({ NavigationPropertyBinding = [] }) => NavigationPropertyBinding);
    expect(targets.filter(({ Target }) => !setNames.has(Target ?? ""))).toEqual([]);

    const navigation = (typeName: string, name: string): Element | undefined => {
      const type = types.get(typeName);
      if (!type) return undefined;
      return named(type.NavigationProperty, name) ?? navigation((type.BaseType ?? "").replace("mscrm.", ""), name);
    };
    const unpaired = schema.EntityType.flatMap((type) => type.NavigationProperty ?? []).filter(
      ({ Type = "", Partner }) => Partner !== undefined && !navigation(Type.replace(/^.*mscrm\.|\)$/g, ""), Partner),
    );
    expect(unpaired).toEqual([]);
  });

  it("gives no type two members of one name, its base's members included", () => {
    const membersOf = (type: Element | undefined): string[] =>
      type === undefined
        ? []
        : [
            ...[...(type.Property ?? []), ...(type.NavigationProperty ?? [])].map(({ Name }) => Name),
            ...membersOf(types.get((type.BaseType ?? "").replace("mscrm.", ""))),
          ];
    const twice = schema.EntityType.map((type) => {
      const members = membersOf(type);
      return [type.Name, members.filter((name, index) => members.indexOf(name) !== index)] as const;
    });
    expect(twice.filter(([, repeated]) => repeated.length > 0)).toEqual([]);
  });

  it("declares the metadata sets with the types they answer with", () => {
    const sets = schema.EntityContainer[0].EntitySet;
    expect(named(sets, "EntityDefinitions")?.EntityType).toBe("mscrm.EntityMetadata");
    expect(named(types.get("EntityMetadata")?.NavigationProperty, "Attributes")?.Type).toBe(
      "Collection(mscrm.AttributeMetadata)",
    );
    expect(types.get("StringAttributeMetadata")?.BaseType).toBe("mscrm.AttributeMetadata");
    expect(named(types.get("StringAttributeMetadata")?.Property, "FormatName")?.Type).toBe("mscrm.StringFormatName");
  });

  it("imports every unbound operation and declares the bound ones with what they are bound to", () => {
    const { FunctionImport: functions, ActionImport: actions } = schema.EntityContainer[0];
    const unbound = operations.filter(({ boundTo }) => boundTo === undefined);
    const ofKind = (wanted: string): string[] => unbound.filter(({ kind }) => kind === wanted).map(({ name }) => name);
    expect(functions.map(({ Name }) => Name).sort()).toEqual(ofKind("function").sort());
    expect(actions.map(({ Name }) => Name).sort()).toEqual(ofKind("action").sort());
    expect(named(schema.Action, "CreateMultiple")).toEqual({
      Name: "CreateMultiple",
      IsBound: "true",
      Parameter: [
        { Name: "entityset", Type: "Collection(mscrm.crmbaseentity)", Nullable: "false" },
        { Name: "Targets", Type: "Collection(mscrm.crmbaseentity)", Nullable: "false" },
      ],
      ReturnType: [{ Type: "mscrm.CreateMultipleResponse", Nullable: "false" }],
    });
  });

  it("declares a parameter that can be left out without Nullable", () => {
    const parameters = (named(schema.Function, "RetrieveMetadataChanges") as Operation).Parameter;
    expect(parameters?.[0]).toEqual({ Name: "Query", Type: "mscrm.EntityQueryExpression" });
  });

  it("marks what cannot be written, and the alternate keys, only when annotations are asked for", () => {
    expect(csdl(context, operations, false)).not.toContain("<Annotation");
    const account = schemaOf(csdl(context, operations, true)).EntityType.find(({ Name }) => Name === "account");
    const terms = (name: string): unknown => named(account?.Property, name)?.Annotation?.map(({ Term }) => Term);
    expect(terms("_primarycontactid_value")).toContain("Org.OData.Core.V1.Computed");
    expect(terms("createdon")).toContain("Org.OData.Core.V1.Permissions");
    expect(terms("name") ?? []).not.toContain("Org.OData.Core.V1.Permissions");
    expect(account?.Annotation?.map(({ Term }) => Term)).toEqual(["OData.Community.Keys.V1.AlternateKeys"]);
  });

  it("stays well-formed with any text in a description", () => {
    const table = store.catalog.table("account");
    const name = table?.columns.get("name");
    if (!table || !name) throw new Error("no account");
    const description = 'R&D <"quoted"> \u0001 line\nbreak';
    const columns = new Map(table.columns).set("name", { ...name, description: { 1033: description } });
    const changed = openStore({ seed: false });
    changed.catalog.replace({ ...table, columns });
    const text = csdl({ ...context, store: changed }, operations, true);
    changed.close();
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).toContain("R&amp;D &lt;&quot;quoted&quot;&gt;  line&#10;break");
  });
});

it("the service document lists every entity set by name", () => {
  const document = JSON.parse(serviceDocument(context)) as { "@odata.context": string; value: { name: string }[] };
  expect(document["@odata.context"]).toBe(`${context.serviceRoot}$metadata`);
  expect(document.value).toContainEqual({ name: "accounts", kind: "EntitySet", url: "accounts" });
  expect(document.value).toContainEqual({ name: "EntityDefinitions", kind: "EntitySet", url: "EntityDefinitions" });
  const names = document.value.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  expect(names).toHaveLength(store.catalog.tables().length + 3);
});
