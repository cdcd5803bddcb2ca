import type { ServiceError } from "../../errors/serviceError";
import { parseQueryOptions, parseResourcePath } from "../../odata";
import { openStore } from "../../organization/open";
import { answerDefinitions } from "..";

const store = openStore({ seed: false });
afterAll(() => store.close());

const crm = "Microsoft.Dynamics.CRM";
const tables = store.catalog.tables();
const account = store.catalog.table("account");
const columns = [...(account?.columns.values() ?? [])];

function filtered(path: string, filter: string, rest = ""): string[] {
  const context = { store, serviceRoot: "https://demo.crm.dynamics.com/api/data/v9.2/" };
  const query = `$select=LogicalName&$filter=${encodeURIComponent(filter)}${rest}`;
  const { body } = answerDefinitions(context, parseResourcePath(path), parseQueryOptions(query));
  return (JSON.parse(body) as { value: { LogicalName: string }[] }).value.map(({ LogicalName }) => LogicalName);
}

describe("filters over tables", () => {
  it.each<[string, (table: (typeof tables)[number]) => boolean]>([
    ["LogicalName eq 'account'", (table) => table.logicalName === "account"],
    ["'account' eq LogicalName", (table) => table.logicalName === "account"],
    ["LogicalName eq 'ACCOUNT'", () => false],
    ["LogicalName ne 'account'", (table) => table.logicalName !== "account"],
    ["IsCustomEntity eq true", (table) => table.isCustom],
    ["IsCustomEntity", (table) => table.isCustom],
    ["not IsCustomEntity", (table) => !table.isCustom],
    ["not (IsIntersect eq true) and IsCustomEntity eq false", (table) => !table.isIntersect && !table.isCustom],
    [
      "LogicalName eq 'account' or LogicalName eq 'contact' and IsCustomEntity eq true",
      (table) => table.logicalName === "account",
    ],
    ["ObjectTypeCode eq 1", (table) => table.objectTypeCode === 1],
    ["ObjectTypeCode gt 8 and ObjectTypeCode le 10", (table) => table.objectTypeCode > 8 && table.objectTypeCode <= 10],
    ["PrimaryNameAttribute eq null", (table) => table.primaryNameColumn === undefined],
    ["PrimaryImageAttribute ne null", (table) => table.primaryImageColumn !== undefined],
    [`MetadataId eq ${account?.metadataId}`, (table) => table === account],
    [`OwnershipType eq ${crm}.OwnershipTypes'UserOwned'`, (table) => table.ownership === "UserOwned"],
    [`OwnershipType eq ${crm}.OwnershipTypes'1'`, (table) => table.ownership === "UserOwned"],
    ["OwnershipType eq 'UserOwned'", (table) => table.ownership === "UserOwned"],
    ["'UserOwned' ne OwnershipType", (table) => table.ownership !== "UserOwned"],
    ["CanCreateAttributes/Value eq true", (table) => !table.isIntersect],
    ["IsCustomizable/CanBeChanged eq true", (table) => table.isCustom],
    ["CreatedOn lt 2000-01-01T00:00:00Z", () => true],
    ["EntityHelpUrl gt 'a'", () => false],
  ])("%s", (filter, expected) => {
    expect(filtered("EntityDefinitions", filter)).toEqual(tables.filter(expected).map((table) => table.logicalName));
  });

  it("take the value of a parameter alias, and null for one without a value", () => {
    expect(filtered("EntityDefinitions", "LogicalName eq @name", "&@name='contact'")).toEqual(["contact"]);
    expect(filtered("EntityDefinitions", "LogicalName eq @name")).toEqual([]);
  });
});

describe("filters over columns", () => {
  const attributes = "EntityDefinitions(LogicalName='account')/Attributes";

  it.each<[string, string, (column: (typeof columns)[number]) => boolean]>([
    ["", `AttributeType eq ${crm}.AttributeTypeCode'Picklist'`, (column) => column.type === "Picklist"],
    [
      "",
      `AttributeType ne ${crm}.AttributeTypeCode'Virtual'`,
      (column) => !["Virtual", "Image", "File"].includes(column.type),
    ],
    ["", "AttributeTypeName/Value eq 'ImageType'", (column) => column.type === "Image"],
    [
      "",
      `RequiredLevel/Value eq ${crm}.AttributeRequiredLevel'ApplicationRequired'`,
      (column) => column.requiredLevel === "ApplicationRequired",
    ],
    [
      "",
      "AttributeOf eq null and IsValidForRead eq true",
      (column) => column.attributeOf === undefined && column.isValidForRead,
    ],
    [
      `/${crm}.StringAttributeMetadata`,
      "MaxLength gt 100",
      (column) => column.type === "String" && (column.maxLength ?? 0) > 100,
    ],
    [`/${crm}.BigIntAttributeMetadata`, "MaxValue gt 9000000000000000000", (column) => column.type === "BigInt"],
  ])("behind '%s': %s", (cast, filter, expected) => {
    expect(filtered(attributes + cast, filter)).toEqual(columns.filter(expected).map((column) => column.logicalName));
  });
});

describe("refused filters", () => {
  it.each([
    ["startswith(LogicalName,'acc')", 501, "0x8006088a", "startswith"],
    ["contains(LogicalName,'acc')", 501, "0x8006088a", "contains"],
    ["Attributes/any(a:a/LogicalName eq 'name')", 501, "0x8006088a", "any"],
    ["LogicalName in ('account')", 501, "0x8006088a", "in"],
    ["OwnershipType eq 'Nobody'", 400, "0x80060888", `'${crm}.OwnershipTypes' and 'Edm.String'`],
    ["LogicalName eq 1", 400, "0x80060888", "'Edm.String' and 'Edm.Decimal' for operator kind 'Equal'"],
    [`OwnershipType eq ${crm}.OwnershipTypes'Nobody'`, 400, "0x80060888", "Nobody"],
    [`OwnershipType eq ${crm}.NoSuchEnum'UserOwned'`, 400, "0x80060888", "NoSuchEnum"],
    [`OwnershipType eq ${crm}.AttributeTypeCode'Picklist'`, 400, "0x80060888", "incompatible types"],
    ["DisplayName eq 'Account'", 400, "0x80060888", "incompatible types"],
    ["CanCreateAttributes eq true", 400, "0x80060888", "incompatible types"],
    ["Privileges eq null", 400, "0x80060888", "incompatible types"],
    ["NoSuch eq 1", 400, "0x80060888", "named 'NoSuch' on type"],
    ["CanCreateAttributes/NoSuch eq 1", 400, "0x80060888", "named 'NoSuch' on type"],
    ["LogicalName", 400, "0x80060888", "single boolean value"],
  ])("%s is answered %i %s", (filter, status, code, message) => {
    expect(() => filtered("EntityDefinitions", filter)).toThrow(
      expect.objectContaining<Partial<ServiceError>>({
        status,
        code,
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});
