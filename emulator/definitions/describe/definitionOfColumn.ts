/**
 * Columns as AttributeMetadata and its derived types (the pages of the types derived from AttributeMetadata,
 * Microsoft). Which derived type a column has follows from its type alone.
 */
import type { Catalog } from "../../metadata/catalog";
import type { Column, ColumnType, Table } from "../../metadata/model";
import { commonColumnProperties } from "./commonColumnProperties";
import type { ColumnProperties, ColumnSource } from "./commonColumnProperties";
import { booleanOptionSet, definitionOfColumnChoices, globalChoiceOf, optionSet } from "./definitionOfChoices";
import { definitionKind } from "./definitionType";
import type { Definition, DefinitionKind, DefinitionNavigation, DefinitionType } from "./definitionType";
import {
  complex,
  dateTime,
  decimal,
  double,
  enumeration,
  flag,
  int,
  long,
  managed,
  text,
  wrapped,
} from "./propertyValues";

/** The type of `Attributes`; columns without a type of their own (Virtual) are plain AttributeMetadata. */
export const attribute = definitionKind<ColumnSource>("AttributeMetadata", {
  keys: ["LogicalName"],
  settings: ({ column }) => column.settings,
  properties: commonColumnProperties,
});

function attributeKind(
  name: string,
  properties: ColumnProperties,
  base: DefinitionKind<ColumnSource> = attribute,
): DefinitionKind<ColumnSource> {
  return definitionKind<ColumnSource>(name, { base, properties, inheritedFirst: true });
}

function choicesOf(target: DefinitionType): Record<string, DefinitionNavigation<ColumnSource>> {
  return {
    OptionSet: {
      target,
      isCollection: false,
      of: ({ catalog, table, column }) => definitionOfColumnChoices(catalog, table, column),
    },
    GlobalOptionSet: { target, isCollection: false, of: ({ catalog, column }) => globalChoiceOf(catalog, column) },
  };
}

const calculation: ColumnProperties = {
  FormulaDefinition: text(() => ""),
  SourceTypeMask: int(() => 0),
};

const enumAttribute = definitionKind<ColumnSource>("EnumAttributeMetadata", {
  base: attribute,
  isAbstract: true,
  inheritedFirst: true,
  properties: {
    // -1 is how a choice says that nothing is chosen for a new row.
    DefaultFormValue: int(({ column }) => {
      if (typeof column.defaultValue === "number") return column.defaultValue;
      return column.type === "EntityName" ? null : -1;
    }),
  },
  navigations: choicesOf(optionSet),
});

const choiceProperties: ColumnProperties = {
  ...calculation,
  ParentPicklistLogicalName: text(() => null),
  ChildPicklistLogicalNames: complex("Collection(Edm.String)", () => []),
};

/** Bounds of a value type where the column sets none [ColumnTypes]. */
function bound(which: "minValue" | "maxValue", fallback: number) {
  return ({ column }: ColumnSource): number => column[which] ?? fallback;
}

const imeMode = enumeration<ColumnSource>("ImeMode", ({ column }) =>
  column.type === "String" || column.type === "Memo" ? "Auto" : "Disabled",
);
const isLocalizable = flag<ColumnSource>(() => false);
const textLength = int<ColumnSource>(({ column }) => column.maxLength);

/** Formats that exist as `FormatName` only are plain text to the older `Format`. */
function textFormat(fallback: string) {
  return ({ column }: ColumnSource): string => column.format ?? fallback;
}

const boolean = definitionKind<ColumnSource>("BooleanAttributeMetadata", {
  base: attribute,
  inheritedFirst: true,
  properties: {
    DefaultValue: flag(({ column }) => column.defaultValue === true || column.defaultValue === 1),
    ...calculation,
  },
  navigations: choicesOf(booleanOptionSet),
});
const bigInt = attributeKind("BigIntAttributeMetadata", {
  MaxValue: long(() => 9223372036854775807n),
  MinValue: long(() => -9223372036854775808n),
});
const date = attributeKind("DateTimeAttributeMetadata", {
  MinSupportedValue: dateTime(() => "1753-01-01T00:00:00Z"),
  MaxSupportedValue: dateTime(() => "9999-12-30T23:59:59Z"),
  Format: enumeration("DateTimeFormat", ({ column }) => (column.format === "DateOnly" ? "DateOnly" : "DateAndTime")),
  ImeMode: imeMode,
  ...calculation,
  DateTimeBehavior: wrapped("DateTimeBehavior", ({ column }) => column.dateTimeBehavior ?? "UserLocal"),
  CanChangeDateTimeBehavior: managed(
    "canchangedatetimebehavior",
    ({ column }) => column.isCustom && column.dateTimeBehavior === "UserLocal",
    ({ column }) => column.isCustom,
  ),
});
const decimalNumber = attributeKind("DecimalAttributeMetadata", {
  MaxValue: decimal(bound("maxValue", 100_000_000_000)),
  MinValue: decimal(bound("minValue", -100_000_000_000)),
  Precision: int(({ column }) => column.precision ?? 2),
  ImeMode: imeMode,
  ...calculation,
});
const doubleNumber = attributeKind("DoubleAttributeMetadata", {
  ImeMode: imeMode,
  MaxValue: double(bound("maxValue", 100_000_000_000)),
  MinValue: double(bound("minValue", -100_000_000_000)),
  Precision: int(({ column }) => column.precision ?? 2),
});
const entityName = attributeKind(
  "EntityNameAttributeMetadata",
  { IsEntityReferenceStored: flag(() => false) },
  enumAttribute,
);
const file = attributeKind("FileAttributeMetadata", { MaxSizeInKB: int(() => 32_768) });
const image = attributeKind("ImageAttributeMetadata", {
  IsPrimaryImage: flag(({ table, column }) => table.primaryImageColumn === column.logicalName),
  MaxHeight: int(() => 144),
  MaxWidth: int(() => 144),
  MaxSizeInKB: int(() => 10_240),
  CanStoreFullImage: flag(() => false),
});
const integer = attributeKind("IntegerAttributeMetadata", {
  Format: enumeration("IntegerFormat", ({ column }) => column.format ?? "None"),
  MaxValue: int(bound("maxValue", 2_147_483_647)),
  MinValue: int(bound("minValue", -2_147_483_648)),
  ...calculation,
});
export const lookup = attributeKind("LookupAttributeMetadata", {
  Format: enumeration("LookupFormat", ({ column }) => column.format ?? "None"),
  Targets: complex("Collection(Edm.String)", ({ column }) => column.targets ?? []),
});
const managedProperty = attributeKind("ManagedPropertyAttributeMetadata", {
  ManagedPropertyLogicalName: text(({ column }) => column.logicalName),
  ParentAttributeName: text(() => null),
  ParentComponentType: int(() => null),
  ValueAttributeTypeCode: enumeration("AttributeTypeCode", () => "Boolean"),
});
const memo = attributeKind("MemoAttributeMetadata", {
  Format: enumeration("StringFormat", textFormat("TextArea")),
  ImeMode: imeMode,
  MaxLength: textLength,
  IsLocalizable: isLocalizable,
  FormatName: wrapped("MemoFormatName", textFormat("TextArea")),
});
const money = attributeKind("MoneyAttributeMetadata", {
  CalculationOf: text(({ column }) => (isBaseCurrency(column) ? column.logicalName.slice(0, -"_base".length) : null)),
  ImeMode: imeMode,
  MaxValue: double(bound("maxValue", 922_337_203_685_477)),
  MinValue: double(bound("minValue", -922_337_203_685_477)),
  Precision: int(({ column }) => column.precision ?? 2),
  // 2 is "the currency's own precision", what makers get by default; base amounts follow the organization's pricing.
  PrecisionSource: int(({ column }) => (isBaseCurrency(column) ? 1 : 2)),
  IsBaseCurrency: flag(({ column }) => isBaseCurrency(column)),
  ...calculation,
});
const string = attributeKind("StringAttributeMetadata", {
  Format: enumeration("StringFormat", textFormat("Text")),
  ImeMode: imeMode,
  MaxLength: textLength,
  YomiOf: text(() => null),
  IsLocalizable: isLocalizable,
  // NVARCHAR takes two bytes a character.
  DatabaseLength: int(({ column }) => (column.maxLength === undefined ? null : column.maxLength * 2)),
  ...calculation,
  FormatName: wrapped("StringFormatName", textFormat("Text")),
});
const picklist = attributeKind("PicklistAttributeMetadata", choiceProperties, enumAttribute);
const multiSelect = attributeKind("MultiSelectPicklistAttributeMetadata", choiceProperties, enumAttribute);
const state = attributeKind("StateAttributeMetadata", {}, enumAttribute);
const status = attributeKind("StatusAttributeMetadata", {}, enumAttribute);
const uniqueIdentifier = attributeKind("UniqueIdentifierAttributeMetadata", {});

function isBaseCurrency(column: Column): boolean {
  return column.logicalName.endsWith("_base");
}

const kindOfType: Record<ColumnType, DefinitionKind<ColumnSource>> = {
  BigInt: bigInt,
  Boolean: boolean,
  Customer: lookup,
  DateTime: date,
  Decimal: decimalNumber,
  Double: doubleNumber,
  EntityName: entityName,
  File: file,
  Image: image,
  Integer: integer,
  Lookup: lookup,
  ManagedProperty: managedProperty,
  Memo: memo,
  Money: money,
  MultiSelectPicklist: multiSelect,
  Owner: lookup,
  PartyList: lookup,
  Picklist: picklist,
  State: state,
  Status: status,
  String: string,
  Uniqueidentifier: uniqueIdentifier,
  Virtual: attribute,
};

/** Every type a path may cast `Attributes` to, and the abstract one it may not. */
export const attributeKinds: readonly DefinitionType[] = [
  attribute,
  enumAttribute,
  ...new Set(Object.values(kindOfType).filter((kind) => kind !== attribute)),
];

export function definitionsOfColumns(catalog: Catalog, table: Table): Definition[] {
  return [...table.columns.values()].map((column, index) => definitionOfColumn(catalog, table, column, index + 1));
}

/** @param position `ColumnNumber`, from 1 */
export function definitionOfColumn(catalog: Catalog, table: Table, column: Column, position = 1): Definition {
  return kindOfType[column.type].define({ catalog, table, column, position });
}
