/** The properties of every column: the properties of AttributeMetadata [AttributeMetadata]. */
import type { Catalog } from "../../metadata/catalog";
import type { Column, ColumnType, Table } from "../../metadata/model";
import type { DefinitionProperty, Json } from "./definitionType";
import {
  complex,
  dateTime,
  enumeration,
  flag,
  guid,
  int,
  introducedVersion,
  labeled,
  labelValue,
  managed,
  standardCreatedOn,
  text,
  wrapped,
} from "./propertyValues";

export interface ColumnSource {
  catalog: Catalog;
  table: Table;
  column: Column;
  /** `ColumnNumber`, from 1. */
  position: number;
}

export type ColumnProperties = Record<string, DefinitionProperty<ColumnSource>>;

/** Not a thing of its own but the shadow of another column or of the platform's keeping. */
function isShadow({ column }: ColumnSource): boolean {
  return column.attributeOf !== undefined;
}
function isManaged({ column }: ColumnSource): boolean {
  return !column.isCustom;
}
function isCustom({ column }: ColumnSource): boolean {
  return column.isCustom;
}

/** Column security can cover data that a user writes, but not keys, ownership or state. */
function isSecurable({ column }: ColumnSource): boolean {
  return (
    column.isValidForUpdate &&
    !column.isPrimaryId &&
    !column.isPrimaryName &&
    !column.isLogical &&
    !["Owner", "State", "Status"].includes(column.type)
  );
}

/** `AttributeType` has no member for the newer types [AttributeTypeCode]. */
function attributeType({ column }: ColumnSource): string {
  return column.type === "File" || column.type === "Image" || column.type === "MultiSelectPicklist"
    ? "Virtual"
    : column.type;
}

function label(source: ColumnSource, property: "DisplayName" | "Description"): Json {
  return labelValue(
    property === "DisplayName" ? source.column.displayName : source.column.description,
    `${source.column.metadataId}/${property}`,
    isManaged(source),
  );
}

/** Types whose value can be calculated or rolled up: 0 is "neither", null is "cannot be". */
const calculable: ReadonlySet<ColumnType> = new Set([
  "Boolean",
  "DateTime",
  "Decimal",
  "Integer",
  "Money",
  "MultiSelectPicklist",
  "Picklist",
  "String",
]);

export const commonColumnProperties: ColumnProperties = {
  MetadataId: guid(({ column }) => column.metadataId),
  HasChanged: flag(() => null),
  AttributeOf: text(({ column }) => column.attributeOf),
  AttributeType: enumeration("AttributeTypeCode", attributeType),
  ColumnNumber: int(({ position }) => position),
  DeprecatedVersion: text(() => null),
  IntroducedVersion: text(({ column }) => introducedVersion(column.isCustom)),
  EntityLogicalName: text(({ table }) => table.logicalName),
  IsCustomAttribute: flag(isCustom),
  IsPrimaryId: flag(({ column }) => column.isPrimaryId),
  IsValidODataAttribute: flag(
    ({ catalog, table, column }) =>
      catalog.columnByProperty(table, catalog.propertyName(column)) !== undefined || column.type === "PartyList",
  ),
  IsPrimaryName: flag(({ column }) => column.isPrimaryName),
  IsValidForCreate: flag(({ column }) => column.isValidForCreate),
  IsValidForRead: flag(({ column }) => column.isValidForRead),
  IsValidForUpdate: flag(({ column }) => column.isValidForUpdate),
  CanBeSecuredForRead: flag(isSecurable),
  CanBeSecuredForCreate: flag(isSecurable),
  CanBeSecuredForUpdate: flag(isSecurable),
  IsSecured: flag(() => false),
  IsRetrievable: flag(isManaged),
  IsFilterable: flag(() => false),
  IsSearchable: flag(() => false),
  IsManaged: flag(isManaged),
  LinkedAttributeId: guid(() => null),
  LogicalName: text(({ column }) => column.logicalName),
  IsValidForForm: flag((source) => !isShadow(source) && source.column.type !== "BigInt"),
  IsRequiredForForm: flag(() => false),
  IsValidForGrid: flag((source) => !isShadow(source) && source.column.type !== "BigInt"),
  SchemaName: text(({ column }) => column.schemaName),
  ExternalName: text(() => null),
  IsLogical: flag(({ column }) => column.isLogical),
  IsDataSourceSecret: flag(() => false),
  InheritsFrom: text(() => null),
  CreatedOn: dateTime(() => standardCreatedOn),
  ModifiedOn: dateTime(() => standardCreatedOn),
  SourceType: int(({ column }) => (calculable.has(column.type) ? 0 : null)),
  AutoNumberFormat: text(({ column }) => (column.type === "String" ? "" : null)),
  AttributeTypeName: wrapped("AttributeTypeDisplayName", ({ column }) => `${column.type}Type`),
  Description: labeled((source) => label(source, "Description")),
  DisplayName: labeled((source) => label(source, "DisplayName")),
  IsAuditEnabled: managed(
    "canmodifyauditsettings",
    (source) => !isShadow(source),
    (source) => !isShadow(source),
  ),
  IsGlobalFilterEnabled: managed("canmodifyglobalfiltersettings", () => false),
  IsSortableEnabled: managed("canmodifyissortablesettings", () => false),
  IsCustomizable: managed("iscustomizable", () => true, isCustom),
  IsRenameable: managed("isrenameable", () => true, isCustom),
  IsValidForAdvancedFind: managed("canmodifysearchsettings", (source) => !isShadow(source)),
  RequiredLevel: complex("AttributeRequiredLevelManagedProperty", ({ column }) => ({
    Value: column.requiredLevel,
    CanBeChanged: column.requiredLevel !== "SystemRequired",
    ManagedPropertyLogicalName: "canmodifyrequirementlevelsettings",
  })),
  CanModifyAdditionalSettings: managed("canmodifyadditionalsettings", () => true),
  Settings: complex("Collection(EntitySetting)", () => []),
};
