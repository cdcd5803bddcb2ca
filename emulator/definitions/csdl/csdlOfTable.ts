/** Tables in `$metadata`: entity types with their properties and navigation properties, and the sets that hold them. */
import type { Catalog } from "../../metadata/catalog";
import type { Column, ColumnType, Navigation, Table } from "../../metadata/model";
import { element } from "./xml";

/** Chapter 3 of the wire facts: which Edm type a column is declared with. */
const edmTypes: Record<ColumnType, string> = {
  BigInt: "Edm.Int64",
  Boolean: "Edm.Boolean",
  Customer: "Edm.Guid",
  DateTime: "Edm.DateTimeOffset",
  Decimal: "Edm.Decimal",
  Double: "Edm.Double",
  EntityName: "Edm.String",
  File: "Edm.Guid",
  Image: "Edm.Binary",
  Integer: "Edm.Int32",
  Lookup: "Edm.Guid",
  ManagedProperty: "mscrm.BooleanManagedProperty",
  Memo: "Edm.String",
  Money: "Edm.Decimal",
  MultiSelectPicklist: "Edm.String",
  Owner: "Edm.Guid",
  PartyList: "Edm.String",
  Picklist: "Edm.Int32",
  State: "Edm.Int32",
  Status: "Edm.Int32",
  String: "Edm.String",
  Uniqueidentifier: "Edm.Guid",
  Virtual: "Edm.String",
};

export function entityType(catalog: Catalog, table: Table, withAnnotations: boolean): string {
  const base = baseTable(catalog, table);
  const isPrincipal = inheritsOwner(catalog, table);
  const inherited = new Set(base ? catalog.properties(base).map((column) => catalog.propertyName(column)) : []);
  if (isPrincipal) inherited.add("ownerid");
  const columns = catalog.properties(table).filter((column) => !inherited.has(catalog.propertyName(column)));
  const navigations = catalog
    .navigations(table)
    .filter(({ name }) => base === undefined || catalog.navigation(base, name) === undefined);
  return element(
    "EntityType",
    {
      Name: table.logicalName,
      BaseType: `mscrm.${isPrincipal ? "principal" : (base?.logicalName ?? "crmbaseentity")}`,
    },
    [
      ...(isPrincipal || base ? [] : [key(table)]),
      ...columns.map((column) => property(catalog, column, withAnnotations)),
      ...navigations.map((navigation) => navigationProperty(catalog, table, navigation)),
      ...(withAnnotations ? alternateKeys(catalog, table) : []),
    ],
  );
}

export function entitySet(catalog: Catalog, table: Table): string {
  const bindings = catalog
    .navigations(table)
    .map(({ name, target }) => element("NavigationPropertyBinding", { Path: name, Target: target.entitySetName }));
  return element("EntitySet", { Name: table.entitySetName, EntityType: `mscrm.${table.logicalName}` }, bindings);
}

/** The activity table a kind of activity is derived from. */
function baseTable(catalog: Catalog, table: Table): Table | undefined {
  return catalog
    .tables()
    .find(
      ({ unionOf, isActivity }) => isActivity && unionOf?.members.some((member) => member.table === table.logicalName),
    );
}

/** Users and teams inherit their key, `ownerid`, from `principal`; so does the table that shows both. */
function inheritsOwner(catalog: Catalog, table: Table): boolean {
  const owner = catalog.table("owner");
  return table === owner || (owner?.unionOf?.members.some((member) => member.table === table.logicalName) ?? false);
}

/** The type of a reference to the table: an owner is a principal, for users and for teams. */
function referenceType(table: Table): string {
  return `mscrm.${table.logicalName === "owner" ? "principal" : table.logicalName}`;
}

function key(table: Table): string {
  return element("Key", {}, [element("PropertyRef", { Name: table.primaryIdColumn })]);
}

function property(catalog: Catalog, column: Column, withAnnotations: boolean): string {
  const type =
    column.type === "DateTime" && column.dateTimeBehavior === "DateOnly" ? "Edm.Date" : edmTypes[column.type];
  return element(
    "Property",
    {
      Name: catalog.propertyName(column),
      Type: type,
      // A key cannot be null (CSDL 4.0 section 8.2).
      Nullable: column.isPrimaryId ? false : undefined,
      Unicode: type === "Edm.String" ? false : undefined,
      Scale: type === "Edm.Decimal" ? "Variable" : undefined,
    },
    withAnnotations ? annotations(catalog, column) : [],
  );
}

/** Either of the two marks a column as read-only: what the platform computes, and what it merely keeps. */
function annotations(catalog: Catalog, column: Column): string[] {
  const marks: string[] = [];
  if (column.description) {
    const description = catalog.label(column.description);
    marks.push(element("Annotation", { Term: "Org.OData.Core.V1.Description", String: description }));
  }
  if (catalog.isLookup(column)) {
    marks.push(element("Annotation", { Term: "Org.OData.Core.V1.Computed", Bool: true }));
  } else if (!column.isValidForCreate && !column.isValidForUpdate) {
    marks.push(
      element("Annotation", { Term: "Org.OData.Core.V1.Permissions" }, [
        "<EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember>",
      ]),
    );
  }
  return marks;
}

function navigationProperty(catalog: Catalog, table: Table, navigation: Navigation): string {
  const { name, target } = navigation;
  const partner = partnerOf(navigation);
  // A partner belongs to the type that is referred to, and `principal` has no navigation properties.
  const isPaired = target.logicalName !== "owner" && catalog.navigation(target, partner)?.target === table;
  const type = referenceType(target);
  return element(
    "NavigationProperty",
    {
      Name: name,
      Type: navigation.kind === "single" ? type : `Collection(${type})`,
      Partner: isPaired ? partner : undefined,
    },
    navigation.kind === "single" ? constraint(catalog, table, navigation.column, target) : [],
  );
}

function partnerOf({ kind, relationship, name }: Navigation): string {
  if (kind === "single") return relationship.referencedNavigationProperty;
  if (kind === "collection") return relationship.referencingNavigationProperty;
  return relationship.navigationProperty1 === name
    ? relationship.navigationProperty2
    : relationship.navigationProperty1;
}

function constraint(catalog: Catalog, table: Table, column: Column, target: Table): string[] {
  const name = catalog.propertyName(column);
  if (catalog.columnByProperty(table, name) === undefined) return [];
  const referenced = inheritsOwner(catalog, target) ? "ownerid" : target.primaryIdColumn;
  return [element("ReferentialConstraint", { Property: name, ReferencedProperty: referenced })];
}

/** The vocabulary Dataverse announces alternate keys in. */
function alternateKeys(catalog: Catalog, table: Table): string[] {
  if (table.keys.length === 0) return [];
  const term = "OData.Community.Keys.V1";
  const records = table.keys.map(({ columns }) => {
    const references = columns.map((logicalName) => {
      const column = table.columns.get(logicalName);
      const name = column ? catalog.propertyName(column) : logicalName;
      return element("Record", { Type: `${term}.PropertyRef` }, [
        element("PropertyValue", { Property: "Alias", String: name }),
        element("PropertyValue", { Property: "Name", PropertyPath: name }),
      ]);
    });
    return element("Record", { Type: `${term}.AlternateKey` }, [
      element("PropertyValue", { Property: "Key" }, [element("Collection", {}, references)]),
    ]);
  });
  return [element("Annotation", { Term: `${term}.AlternateKeys` }, [element("Collection", {}, records)])];
}
