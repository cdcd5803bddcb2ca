import { InvalidInputError } from "../../client";

/**
 * The types of columns: their name in `AttributeTypeName` (MoneyType), in `AttributeType` (Money), and the derived type
 * for the cast in a URL. Pure. Source: [AttributeMetadata] and [QueryDefinitions].
 */
export interface ColumnType {
  /** `Microsoft.Dynamics.CRM.MoneyAttributeMetadata`; absent where the type has no derived one. */
  cast: string | undefined;
  /** Distinguishes types that share a derived one. */
  filter: string | undefined;
}

const namespace = "Microsoft.Dynamics.CRM.";

const derivedTypes = [
  "BigInt",
  "Boolean",
  "DateTime",
  "Decimal",
  "Double",
  "EntityName",
  "File",
  "Image",
  "Integer",
  "Lookup",
  "ManagedProperty",
  "Memo",
  "Money",
  "MultiSelectPicklist",
  "Picklist",
  "State",
  "Status",
  "String",
  "UniqueIdentifier",
];
const lookupTypes = ["Customer", "Owner", "PartyList"];
const baseTypes = ["Virtual", "CalendarRules"];

/** `Money`, `MoneyType`, `MoneyAttributeMetadata` and the qualified name, in any case, mean the same. */
export function columnType(text: string, input: string): ColumnType {
  const name = text
    .trim()
    .replace(/^#/, "")
    .replace(/^(Microsoft\.Dynamics\.CRM\.|mscrm\.)/i, "")
    .replace(/(AttributeMetadata|Type)$/i, "");
  const find = (names: string[]) => names.find((known) => known.toLowerCase() === name.toLowerCase());
  const derived = find(derivedTypes);
  if (derived) return { cast: `${namespace}${derived}AttributeMetadata`, filter: undefined };
  const lookup = find(lookupTypes);
  if (lookup) return { cast: `${namespace}LookupAttributeMetadata`, filter: typeFilter(lookup) };
  const base = find(baseTypes);
  if (base) return { cast: undefined, filter: typeFilter(base) };
  throw new InvalidInputError(
    input,
    `"${text}" is not a column type; enter one of ${[...derivedTypes, ...lookupTypes, ...baseTypes].sort().join(", ")}.`,
  );
}

function typeFilter(name: string): string {
  return `AttributeType eq ${namespace}AttributeTypeCode'${name}'`;
}
