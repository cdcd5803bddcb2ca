/** Choices given by their numbers or by their labels, in any language of the organization. */
import { type DataverseClient, parseJson } from "../../client";
import { type ChoiceOption, getChoices } from "../tables/columns";
import { similarNames } from "../tables/similarNames";
import type { EnteredValue } from "./field";
import { parseBoolean, parseWholeNumber, scalarText } from "./scalars";

export async function convertChoice(client: DataverseClient, entered: EnteredValue): Promise<number> {
  const { value, reject } = entered;
  const number = parseWholeNumber(value);
  const options = getOptions(client, entered, (known) => isIn(known, value));
  // A number is valid without the choices, which the user may not be permitted to read.
  return choiceOf(await (number === undefined ? options : options.catch(() => [])), value, reject);
}

/**
 * Makers label both values of a yes/no column: "Allow" and "Do Not Allow". A label takes precedence over yes and no.
 */
export async function convertBoolean(client: DataverseClient, entered: EnteredValue): Promise<boolean> {
  const { value, reject } = entered;
  const word = parseBoolean(value);
  if (word !== undefined && !/^(yes|no)$/i.test(scalarText(value)?.trim() ?? "")) return word;
  const read = getOptions(client, entered, (known) => matchLabel(known, value).length > 0 || word !== undefined);
  const options = await (word === undefined ? read : read.catch(() => []));
  const [option, ...others] = matchLabel(options, value);
  if (option && others.length === 0) return option.value === 1;
  return word ?? reject(`true or false, or one of: ${listChoices(options)}`);
}

/** Dataverse takes one string of numbers, separated by commas. */
export async function convertChoices(client: DataverseClient, entered: EnteredValue): Promise<string> {
  const { value, reject } = entered;
  const items = splitChoices(value);
  const isNumeric = items.every((item) => parseWholeNumber(item) !== undefined);
  const read = getOptions(client, entered, (known) => joinLabels(known, items).every((item) => isIn(known, item)));
  const options = await (isNumeric ? read.catch(() => []) : read);
  return joinLabels(options, items)
    .map((item) => choiceOf(options, item, reject))
    .join(",");
}

/** The items of a list, in which the parts of a label that itself contains commas are one item again. Pure. */
function joinLabels(options: ChoiceOption[], items: unknown[]): unknown[] {
  const joined: unknown[] = [];
  for (let start = 0; start < items.length;) {
    let end = items.length;
    while (end > start + 1 && matchLabel(options, items.slice(start, end).map(String).join(", ")).length === 0) end--;
    joined.push(end === start + 1 ? items[start] : items.slice(start, end).map(String).join(", "));
    start = end;
  }
  return joined;
}

/** A value takes precedence over a label that is a number, such as a year. Another number is the service's to judge. */
function choiceOf(options: ChoiceOption[], value: unknown, reject: (expected: string) => never): number {
  const number = parseWholeNumber(value);
  const isLabel = matchLabel(options, value).length > 0;
  const isValue = options.some((option) => option.value === number);
  return number !== undefined && (isValue || !isLabel) ? number : findChoice(options, value, reject);
}

function isIn(options: ChoiceOption[], value: unknown): boolean {
  const number = parseWholeNumber(value);
  return options.some((option) => option.value === number) || matchLabel(options, value).length > 0;
}

function getOptions(
  client: DataverseClient,
  { table, column }: EnteredValue,
  suffice: (options: ChoiceOption[]) => boolean,
): Promise<ChoiceOption[]> {
  return getChoices(client, table.logicalName, column, suffice);
}

function matchLabel(options: ChoiceOption[], label: unknown): ChoiceOption[] {
  const wanted = folded(scalarText(label) ?? "");
  return options.filter(({ labels }) => labels.some((known) => folded(known) === wanted));
}

function folded(label: string): string {
  return label
    .trim()
    .toLowerCase()
    .replace(/\s*,\s*/g, ", ");
}

/** The number of the one choice with this label. Pure. */
export function findChoice(options: ChoiceOption[], label: unknown, reject: (expected: string) => never): number {
  const [choice, ...others] = matchLabel(options, label);
  if (choice && others.length === 0) return choice.value;
  if (choice) return reject(`the value, because several choices have this label: ${listChoices([choice, ...others])}`);
  const similar = similarNames(
    scalarText(label) ?? "",
    options.map(({ labels }, index) => ({ name: String(index), labels })),
  );
  const nearest = similar.flatMap((index) => options[Number(index)] ?? []);
  if (nearest.length > 0) return reject(`one of ${options.length} choices, such as ${listChoices(nearest)}`);
  const more = options.length - maxChoicesShown;
  const rest = more > 0 ? `, and ${more} more` : "";
  return reject(`one of: ${listChoices(options.slice(0, maxChoicesShown))}${rest}`);
}

const maxChoicesShown = 20;

function listChoices(options: ChoiceOption[]): string {
  return options.map(({ value, labels }) => `${value} (${labels[0] ?? ""})`).join(", ");
}

/**
 * A list, its JSON, or a text separated by semicolons, else by commas; brackets and quotation marks are dropped. Pure.
 */
export function splitChoices(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const list = typeof value === "string" ? parseJson(value) : undefined;
  if (Array.isArray(list)) return list;
  const text = (scalarText(value) ?? "").trim().replace(/^\[(.*)\]$/s, "$1");
  const separator = text.includes(";") ? ";" : ",";
  return text
    .split(separator)
    .map((item) => item.trim().replace(/^"(.*)"$/, "$1"))
    .filter((item) => item !== "");
}
