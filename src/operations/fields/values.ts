import { type DataverseClient, InvalidInputError, parseGuid } from "../../client";
import { fieldLookup } from "./lookups";
import { type ConvertedField, fieldValueInput, refuseValue } from "./refusal";
import { type ChoiceOption, columnCandidates, getChoices, getDateOnlyColumns } from "../tables/columns";
import type { ColumnDefinition, TableDefinition } from "../tables/definitions";
import { similarNames, suggestion } from "../tables/similarNames";

/**
 * Field Value arrives as text and is sent in the column's own type: Dataverse refuses a decimal or a money amount in
 * quotes, knows choices by number only, and takes a lookup only through its navigation property.
 */
export interface FieldValue {
  column: string;
  value: unknown;
}

/** An annotation (`primarycontactid@odata.bind`) is written as it stands. */
export function isAnnotation(column: string): boolean {
  return column.includes("@");
}

export async function convertFieldValue(
  client: DataverseClient,
  table: TableDefinition,
  field: FieldValue,
): Promise<ConvertedField> {
  const column = findColumn(table, field.column) ?? (await refuseColumn(client, table, field.column));
  const value = emptyToNull(field.value);
  if (isLookup(column)) return fieldLookup(client, table, column, value);
  return { members: { [column.logicalName]: await convert(client, table, column, value) }, replaces: [] };
}

/** A lookup may be named by its column, its navigation property or `_column_value`. Wrong case finds the right column. */
export function findColumn(table: TableDefinition, name: string): ColumnDefinition | undefined {
  const bare = name.replace(/^_(.+)_value$/, "$1");
  const exact = table.columns.get(bare) ?? table.columns.get(bare.toLowerCase());
  if (exact) return exact;
  for (const column of table.columns.values()) {
    if (column.lookups.some(({ navigationProperty }) => navigationProperty === name)) return column;
  }
  return undefined;
}

async function refuseColumn(client: DataverseClient, table: TableDefinition, name: string): Promise<never> {
  const hint = suggestion(name.replace(/^_(.+)_value$/, "$1"), await columnCandidates(client, table));
  throw new InvalidInputError(fieldValueInput, `the table ${table.logicalName} has no column "${name}".${hint}`);
}

function emptyToNull(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return typeof value === "string" && value.trim() === "" ? null : value;
}

function isLookup({ type }: ColumnDefinition): boolean {
  return type === "Lookup" || type === "Customer" || type === "Owner";
}

async function convert(
  client: DataverseClient,
  table: TableDefinition,
  column: ColumnDefinition,
  value: unknown,
): Promise<unknown> {
  if (value === null) return null;
  const refuse = (hint: string): never => refuseValue(table, column, value, hint);
  switch (column.type) {
    case "Integer":
      return wholeNumber(value, 2_147_483_647) ?? refuse("a whole number such as 42");
    case "BigInt":
      return wholeNumber(value, Number.MAX_SAFE_INTEGER) ?? refuse("a whole number such as 42");
    case "Decimal":
    case "Double":
    case "Money":
      return (
        decimalNumber(value) ?? refuse("a number such as 1234.56, without thousands separators or a currency sign")
      );
    case "Boolean":
      return booleanOf(value) ?? (await booleanByLabel(client, table, column, value)) ?? refuse("true or false");
    case "Picklist":
    case "State":
    case "Status":
      return choiceNumber(value) ?? choiceByLabel(await choicesCalled(client, table, column, value), value, refuse);
    case "MultiSelectPicklist":
      return multiSelect(client, table, column, value, refuse);
    case "DateTime":
      return dateText(value, (await getDateOnlyColumns(client, table.logicalName)).has(column.logicalName), refuse);
    case "Uniqueidentifier":
      return (
        (typeof value === "string" && parseGuid(value)) || refuse("a GUID such as 11111111-2222-3333-4444-555555555555")
      );
    case "File":
      return refuse("nothing: a file column is written by an upload to the record");
    case "PartyList":
      return refuse("nothing: activity parties are given in Dynamic Values");
    default:
      return textOf(value) ?? refuse("text");
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return undefined;
}

function wholeNumber(value: unknown, largest: number): number | undefined {
  const text = textOf(value)?.trim() ?? "";
  if (!/^[+-]?\d+(\.0+)?$/.test(text)) return undefined;
  const number = Number(text);
  return Math.abs(number) <= largest ? number : undefined;
}

/** A JavaScript number carries 15 significant digits for certain; more would be changed silently on the way. */
function decimalNumber(value: unknown): number | undefined {
  const text = textOf(value)?.trim() ?? "";
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined;
  const digits = text
    .replace(/[eE].*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "");
  const number = Number(text);
  return digits.length <= 15 && Number.isFinite(number) ? number : undefined;
}

function booleanOf(value: unknown): boolean | undefined {
  const text = textOf(value)?.trim().toLowerCase();
  if (text === "true" || text === "yes" || text === "1") return true;
  if (text === "false" || text === "no" || text === "0") return false;
  return undefined;
}

/** Makers name the two sides: "Do Not Allow" and "Allow". */
async function booleanByLabel(
  client: DataverseClient,
  table: TableDefinition,
  column: ColumnDefinition,
  value: unknown,
): Promise<boolean | undefined> {
  const found = matching(await choicesCalled(client, table, column, value), textOf(value) ?? "");
  return found.length === 1 ? found[0]?.value === 1 : undefined;
}

function choicesCalled(
  client: DataverseClient,
  table: TableDefinition,
  column: ColumnDefinition,
  label: unknown,
): Promise<ChoiceOption[]> {
  return getChoices(client, table.logicalName, column, (options) => areAllIn(options, [label]));
}

function areAllIn(options: ChoiceOption[], labels: unknown[]): boolean {
  return labels.every((label) => matching(options, textOf(label) ?? "").length > 0);
}

function choiceNumber(value: unknown): number | undefined {
  return wholeNumber(value, 2_147_483_647);
}

function matching(options: ChoiceOption[], label: string): ChoiceOption[] {
  const wanted = label.trim().toLowerCase();
  return options.filter(({ labels }) => labels.some((known) => known.trim().toLowerCase() === wanted));
}

function choiceByLabel(options: ChoiceOption[], value: unknown, refuse: (hint: string) => never): number {
  const label = textOf(value) ?? "";
  const [choice, ...others] = matching(options, label);
  if (choice && others.length === 0) return choice.value;
  if (choice) return refuse(`the value, because several choices have this label: ${list([choice, ...others])}`);
  const similar = similarNames(
    label,
    options.map(({ labels }, index) => ({ name: String(index), labels })),
  );
  const nearest = similar.flatMap((index) => options[Number(index)] ?? []);
  if (nearest.length > 0) return refuse(`one of ${options.length} choices, such as ${list(nearest)}`);
  const more = options.length - maxChoicesShown;
  return refuse(`one of: ${list(options.slice(0, maxChoicesShown))}${more > 0 ? `, and ${more} more` : ""}`);
}

const maxChoicesShown = 20;

function list(options: ChoiceOption[]): string {
  return options.map(({ value, labels }) => `${value} (${labels[0] ?? ""})`).join(", ");
}

/** Dataverse takes one string of values, separated by commas. */
async function multiSelect(
  client: DataverseClient,
  table: TableDefinition,
  column: ColumnDefinition,
  value: unknown,
  refuse: (hint: string) => never,
): Promise<string> {
  const items = multiSelectItems(value);
  if (items.every((item) => choiceNumber(item) !== undefined)) return items.map(choiceNumber).join(",");
  const labels = items.filter((item) => choiceNumber(item) === undefined);
  // A label may itself hold a comma.
  const wholeIn = (options: ChoiceOption[]) => (typeof value === "string" ? matching(options, value) : []);
  const options = await getChoices(
    client,
    table.logicalName,
    column,
    (known) => wholeIn(known).length > 0 || areAllIn(known, labels),
  );
  const [whole, ...others] = wholeIn(options);
  if (whole && others.length === 0) return String(whole.value);
  return items.map((item) => choiceNumber(item) ?? choiceByLabel(options, item, refuse)).join(",");
}

function multiSelectItems(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const text = (textOf(value) ?? "").trim().replace(/^\[(.*)\]$/s, "$1");
  const separator = text.includes(";") ? ";" : ",";
  return text
    .split(separator)
    .map((item) => item.trim().replace(/^"(.*)"$/, "$1"))
    .filter((item) => item !== "");
}

/**
 * A date stays the text it was when Dataverse can read it. A date without a time becomes midnight, a time without an
 * offset is UTC: the service converts nothing and wants one or the other.
 */
function dateText(value: unknown, isDateOnly: boolean, refuse: (hint: string) => never): string {
  const text =
    value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : (textOf(value)?.trim() ?? "");
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  if (!parts || !isCalendarDate(parts[1] as string) || Number.isNaN(Date.parse(normalized(parts)))) {
    return refuse(isDateOnly ? "a date such as 2024-05-31" : "a date and time such as 2024-05-31T14:30:00Z");
  }
  if (isDateOnly) {
    if (parts[2] !== undefined && !/^00:00(:00(\.0+)?)?$/.test(`${parts[2]}${parts[3] ?? ""}`)) {
      return refuse("a date without a time, such as 2024-05-31");
    }
    return parts[1] as string;
  }
  return normalized(parts);
}

function normalized([, date, time = "00:00", seconds = ":00", offset = "Z"]: RegExpExecArray): string {
  return `${date}T${time}${seconds}${offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`;
}

/** `Date.parse` takes the 31st of February for the 2nd or 3rd of March. */
function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
