import { parseQueryOptions, parseResourcePath } from "../../odata";
import { openStore } from "../../organization/open";
import { answerDefinitions } from "..";

const store = openStore({ seed: false });
afterAll(() => store.close());

/** The first column of the type in the organization, as the service would describe it uncast. */
function definitionOf(type: string): { text: string; json: Record<string, unknown> } {
  for (const table of store.catalog.tables()) {
    const column = [...table.columns.values()].find((candidate) => candidate.type === type);
    if (!column) continue;
    const path = `EntityDefinitions(LogicalName='${table.logicalName}')/Attributes(LogicalName='${column.logicalName}')`;
    const context = { store, serviceRoot: "https://demo.crm.dynamics.com/api/data/v9.2/" };
    const { body } = answerDefinitions(context, parseResourcePath(path), parseQueryOptions(""));
    return { text: body, json: JSON.parse(body) as Record<string, unknown> };
  }
  throw new Error(`The organization has no column of type ${type}.`);
}

describe("the type of a column", () => {
  it.each([
    ["BigInt", "BigInt", "BigInt", ["MaxValue", "MinValue"]],
    ["Boolean", "Boolean", "Boolean", ["DefaultValue", "FormulaDefinition", "SourceTypeMask"]],
    ["Customer", "Customer", "Lookup", ["Targets", "Format"]],
    [
      "DateTime",
      "DateTime",
      "DateTime",
      ["Format", "DateTimeBehavior", "MinSupportedValue", "CanChangeDateTimeBehavior"],
    ],
    ["Decimal", "Decimal", "Decimal", ["MaxValue", "MinValue", "Precision"]],
    ["Double", "Double", "Double", ["MaxValue", "MinValue", "Precision"]],
    ["EntityName", "EntityName", "EntityName", ["IsEntityReferenceStored"]],
    ["File", "Virtual", "File", ["MaxSizeInKB"]],
    ["Image", "Virtual", "Image", ["IsPrimaryImage", "MaxHeight", "MaxWidth", "CanStoreFullImage"]],
    ["Integer", "Integer", "Integer", ["Format", "MaxValue", "MinValue"]],
    ["Lookup", "Lookup", "Lookup", ["Targets", "Format"]],
    ["Memo", "Memo", "Memo", ["Format", "FormatName", "MaxLength"]],
    [
      "Money",
      "Money",
      "Money",
      ["MaxValue", "MinValue", "Precision", "PrecisionSource", "IsBaseCurrency", "CalculationOf"],
    ],
    ["MultiSelectPicklist", "Virtual", "MultiSelectPicklist", ["DefaultFormValue", "ChildPicklistLogicalNames"]],
    ["Owner", "Owner", "Lookup", ["Targets"]],
    ["PartyList", "PartyList", "Lookup", ["Targets"]],
    ["Picklist", "Picklist", "Picklist", ["DefaultFormValue", "ParentPicklistLogicalName"]],
    ["State", "State", "State", ["DefaultFormValue"]],
    ["Status", "Status", "Status", ["DefaultFormValue"]],
    ["String", "String", "String", ["Format", "FormatName", "MaxLength", "DatabaseLength", "YomiOf", "IsLocalizable"]],
    ["Uniqueidentifier", "Uniqueidentifier", "UniqueIdentifier", []],
  ])("%s is described as AttributeType %s and as %sAttributeMetadata", (type, attributeType, derived, properties) => {
    const { json } = definitionOf(type);
    expect(json).toMatchObject({
      "@odata.type": `#Microsoft.Dynamics.CRM.${derived}AttributeMetadata`,
      AttributeType: attributeType,
      AttributeTypeName: { Value: `${type}Type` },
    });
    expect(Object.keys(json)).toEqual(expect.arrayContaining(properties));
  });

  it("Virtual has no properties of its own and is not a property of the table", () => {
    const { json } = definitionOf("Virtual");
    expect(json).not.toHaveProperty("@odata.type");
    expect(json).toMatchObject({ AttributeType: "Virtual", IsValidODataAttribute: false });
  });
});

it("the bounds of a 64-bit number are written out to the last digit", () => {
  expect(definitionOf("BigInt").text).toContain('"MaxValue":9223372036854775807,"MinValue":-9223372036854775808');
});
