/**
 * Field Value arrives as text and is sent in the column's own type: Dataverse rejects a decimal or an amount of money
 * in quotes, identifies choices by number only, and takes a lookup only by its navigation property.
 */
import { type DataverseClient, InvalidInputError, parseGuid } from "../../client";
import { columnCandidates, getDateOnlyColumns } from "../tables/columns";
import type { ColumnDefinition, TableDefinition } from "../tables/definitions";
import { suggestion } from "../tables/similarNames";
import { convertBoolean, convertChoice, convertChoices } from "./choices";
import { type ConvertedField, type EnteredValue, type FieldValue, fieldValueInput, rejectValue } from "./field";
import { convertLookup } from "./lookups";
import { convertDecimal, convertWholeNumber } from "./numbers";
import { base64, parseDate, parseDateTime, scalarText } from "./scalars";

/** An annotation (`primarycontactid@odata.bind`) is sent as entered. */
export function isAnnotation(column: string): boolean {
  return column.includes("@");
}

export async function convertFieldValue(
  client: DataverseClient,
  table: TableDefinition,
  field: FieldValue,
): Promise<ConvertedField> {
  const column = findColumn(table, field.column) ?? (await rejectColumn(client, table, field.column));
  const value = isEmpty(field.value) ? null : field.value;
  const reject = (expected: string): never => rejectValue(table, column, value, expected);
  const entered = { table, column, value, reject };
  if (isLookup(column)) return convertLookup(client, entered);
  const converted = value === null ? null : await convert(client, entered);
  return { members: { [column.logicalName]: converted }, replaces: [] };
}

/** A lookup may be given by its column, its navigation property or `_column_value`. Case is ignored. */
export function findColumn(table: TableDefinition, name: string): ColumnDefinition | undefined {
  const bare = name.replace(/^_(.+)_value$/, "$1");
  const exact = table.columns.get(bare) ?? table.columns.get(bare.toLowerCase());
  if (exact) return exact;
  for (const column of table.columns.values()) {
    if (column.lookups.some(({ navigationProperty }) => navigationProperty === name)) return column;
  }
  return undefined;
}

async function rejectColumn(client: DataverseClient, table: TableDefinition, name: string): Promise<never> {
  const hint = suggestion(name.replace(/^_(.+)_value$/, "$1"), await columnCandidates(client, table));
  throw new InvalidInputError(fieldValueInput, `the table ${table.logicalName} has no column "${name}".${hint}`);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function isLookup({ type }: ColumnDefinition): boolean {
  return type === "Lookup" || type === "Customer" || type === "Owner";
}

async function convert(client: DataverseClient, entered: EnteredValue): Promise<unknown> {
  const { table, column, value, reject } = entered;
  switch (column.type) {
    case "Integer":
    case "BigInt":
      return convertWholeNumber(entered);
    case "Decimal":
    case "Double":
    case "Money":
      return convertDecimal(entered);
    case "Boolean":
      return convertBoolean(client, entered);
    case "Picklist":
    case "State":
    case "Status":
      return convertChoice(client, entered);
    case "MultiSelectPicklist":
      return convertChoices(client, entered);
    case "DateTime":
      return (await getDateOnlyColumns(client, table.logicalName)).has(column.logicalName)
        ? (parseDate(value) ?? reject("a date without a time, such as 2024-05-31"))
        : (parseDateTime(value) ?? reject("a date and time such as 2024-05-31T14:30:00Z"));
    case "Uniqueidentifier":
      return parseGuid(scalarText(value) ?? "") ?? reject("a GUID such as 11111111-2222-3333-4444-555555555555");
    case "File":
      return reject("no value: a file is uploaded to an existing record");
    case "PartyList":
      return reject(describeParties(table));
    default:
      return scalarText(value) ?? base64(value) ?? reject("text");
  }
}

function describeParties({ logicalName }: TableDefinition): string {
  const party = '{"partyid_contact@odata.bind": "/contacts(<id>)", "participationtypemask": 2}';
  return `no value: parties are entered in Dynamic Values, as {"${logicalName}_activity_parties": [${party}]}, where 1 is the sender, 2 is To, 3 is Cc and 4 is Bcc`;
}
