/**
 * The members of a column's body that the emulator uses, by derived type. An omitted member has the service's default,
 * also in a PUT: a definition is replaced, not edited [TableDefinitions].
 */
import type { JsonObject } from "../../../json";
import { errors } from "../../../errors/catalog";
import { invalidArgument } from "../../../errors/rejections";
import { notEmulated, ServiceError } from "../../../errors/serviceError";
import type { Catalog } from "../../../metadata/catalog";
import type { Column, ColumnType } from "../../../metadata/model";
import { missingMember } from "../request/changeErrors";
import { booleanChoices, choicesOfSet, boundGlobalChoice } from "../choices/choicesIn";
import {
  announcedType,
  flagIn,
  numberIn,
  objectIn,
  textIn,
  unresolvedType,
  wrappedIn,
} from "../request/definitionBody";

export type Facts = Partial<Column>;

interface ColumnKind {
  type: ColumnType;
  facts(body: JsonObject, catalog: Catalog): Facts;
  /** Members kept as they are. */
  settings: readonly string[];
}

/** By short type name; the types that are created by themselves. */
const kinds: Record<string, ColumnKind> = {
  BigIntAttributeMetadata: { type: "BigInt", facts: () => ({ minValue: -(2 ** 63), maxValue: 2 ** 63 }), settings: [] },
  BooleanAttributeMetadata: { type: "Boolean", facts: booleanFacts, settings: [] },
  DateTimeAttributeMetadata: {
    type: "DateTime",
    facts: dateTimeFacts,
    settings: ["ImeMode", "CanChangeDateTimeBehavior"],
  },
  DecimalAttributeMetadata: {
    type: "Decimal",
    facts: (body) => numberFacts(body, 100_000_000_000, 10),
    settings: ["ImeMode"],
  },
  DoubleAttributeMetadata: {
    type: "Double",
    facts: (body) => numberFacts(body, 100_000_000_000, 5),
    settings: ["ImeMode"],
  },
  FileAttributeMetadata: { type: "File", facts: () => ({}), settings: ["MaxSizeInKB"] },
  ImageAttributeMetadata: { type: "Image", facts: () => ({}), settings: ["MaxSizeInKB", "CanStoreFullImage"] },
  IntegerAttributeMetadata: { type: "Integer", facts: integerFacts, settings: [] },
  MemoAttributeMetadata: {
    type: "Memo",
    facts: (body) => textFacts(body, { format: "TextArea", length: 2000, longest: 1_048_576 }),
    settings: ["ImeMode"],
  },
  MoneyAttributeMetadata: {
    type: "Money",
    facts: (body) => numberFacts(body, 922_337_203_685_477, 4),
    settings: ["ImeMode", "PrecisionSource"],
  },
  MultiSelectPicklistAttributeMetadata: { type: "MultiSelectPicklist", facts: choiceFacts, settings: [] },
  PicklistAttributeMetadata: { type: "Picklist", facts: choiceFacts, settings: [] },
  StringAttributeMetadata: {
    type: "String",
    facts: (body) => textFacts(body, { format: "Text", length: 100, longest: 4000 }),
    settings: ["ImeMode", "AutoNumberFormat", "IsLocalizable"],
  },
};

/** Types of columns that come with a table, a relationship or another column. */
const cameOtherwise = new Set(
  ["Lookup", "UniqueIdentifier", "State", "Status", "EntityName", "ManagedProperty", "ComplexLookup"].map(
    (name) => `${name}AttributeMetadata`,
  ),
);

/**
 * The kind of column a body announces.
 *
 * @throws ServiceError 400 for a missing or an unknown `@odata.type`, and for one that is not created by itself.
 */
export function columnKind(body: JsonObject): ColumnKind & { name: string } {
  const name = announcedType(body);
  if (name === undefined) throw missingMember("@odata.type", "AttributeMetadata");
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind) return { ...kind, name };
  if (cameOtherwise.has(name)) {
    throw invalidArgument(
      `Attributes of type ${name} cannot be created through this operation. Create a relationship.`,
    );
  }
  throw unresolvedType(`Microsoft.Dynamics.CRM.${name}`);
}

export function kindOfType(type: ColumnType): ColumnKind | undefined {
  return Object.values(kinds).find((kind) => kind.type === type);
}

/** Calculated and rollup columns have a formula, which is code of the platform's own. */
export function checkNotCalculated(body: JsonObject): void {
  const isCalculated = numberIn(body, "SourceType") ?? 0;
  if (isCalculated !== 0 || (textIn(body, "FormulaDefinition") ?? "") !== "") {
    throw notEmulated("calculated and rollup columns");
  }
}

function textFacts(body: JsonObject, usual: { format: string; length: number; longest: number }): Facts {
  const maxLength = numberIn(body, "MaxLength") ?? usual.length;
  if (maxLength < 1 || maxLength > usual.longest) {
    throw invalidArgument(`MaxLength must be between 1 and ${usual.longest}; it is ${maxLength}.`);
  }
  const format = wrappedIn(body, "FormatName") ?? textIn(body, "Format") ?? usual.format;
  if (!textFormats.has(format)) throw invalidArgument(`The format '${format}' is not valid.`);
  return { maxLength, format };
}

/** "StringFormatName" and "MemoFormatName" (Microsoft: Column data types, string formats). */
const textFormats = new Set([
  "Email",
  "Json",
  "Phone",
  "PhoneticGuide",
  "RichText",
  "Text",
  "TextArea",
  "TickerSymbol",
  "Url",
  "VersionNumber",
]);

function integerFacts(body: JsonObject): Facts {
  return { format: textIn(body, "Format") ?? "None", ...range(body, [-2_147_483_648, 2_147_483_647]) };
}

function numberFacts(body: JsonObject, bound: number, mostDigits: number): Facts {
  const precision = numberIn(body, "Precision") ?? 2;
  if (precision < 0 || precision > mostDigits) {
    throw invalidArgument(`Precision must be between 0 and ${mostDigits}; it is ${precision}.`);
  }
  return { precision, ...range(body, [-bound, bound]) };
}

function range(body: JsonObject, [lowest, highest]: [number, number]): Facts {
  const [minValue, maxValue] = [numberIn(body, "MinValue") ?? lowest, numberIn(body, "MaxValue") ?? highest];
  if (minValue > maxValue || minValue < lowest || maxValue > highest) {
    throw invalidArgument(
      `MinValue (${minValue}) and MaxValue (${maxValue}) must lie between ${lowest} and ${highest}, the first not above the second.`,
    );
  }
  return { minValue, maxValue };
}

function dateTimeFacts(body: JsonObject): Facts {
  const behavior = wrappedIn(body, "DateTimeBehavior") ?? "UserLocal";
  if (behavior !== "UserLocal" && behavior !== "DateOnly" && behavior !== "TimeZoneIndependent") {
    throw invalidArgument(`The behavior '${behavior}' is not valid.`);
  }
  const format = textIn(body, "Format") ?? (behavior === "DateOnly" ? "DateOnly" : "DateAndTime");
  if (behavior === "DateOnly" && format !== "DateOnly") {
    throw new ServiceError(
      errors.InvalidDateTimeFormat,
      "You can’t change the format value of this attribute to “Date and Time” when the behavior is “Date Only.”",
    );
  }
  return { dateTimeBehavior: behavior, format };
}

function booleanFacts(body: JsonObject): Facts {
  return { choices: booleanChoices(objectIn(body, "OptionSet")), defaultValue: flagIn(body, "DefaultValue") ?? false };
}

/** A choice column has options of its own, or shares those of a global choice. */
function choiceFacts(body: JsonObject, catalog: Catalog): Facts {
  const defaultValue = numberIn(body, "DefaultFormValue");
  const global = boundGlobalChoice(body, catalog);
  const choices = global?.choices ?? choicesOfSet(objectIn(body, "OptionSet") ?? {});
  const hasDefault = defaultValue !== undefined && defaultValue !== -1;
  if (hasDefault && !choices.some(({ value }) => value === defaultValue)) {
    throw new ServiceError(errors.PicklistValueOutOfRange, `The default value ${defaultValue} is none of the options.`);
  }
  return {
    ...(global ? { globalChoiceName: global.name } : { choices }),
    ...(hasDefault ? { defaultValue } : {}),
  };
}
