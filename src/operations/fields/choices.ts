/** Choices given by their numbers or by their labels, in any language of the organization. */
import type { DataverseClient } from "../../client";
import { type ChoiceOption, getChoices } from "../tables/columns";
import { similarNames } from "../tables/similarNames";
import type { EnteredValue } from "./field";
import { parseWholeNumber, scalarText } from "./scalars";

export async function convertChoice(client: DataverseClient, entered: EnteredValue): Promise<number> {
  const { value, reject } = entered;
  const number = parseWholeNumber(value);
  if (number !== undefined) return number;
  const options = await getOptions(client, entered, (known) => areAllIn(known, [value]));
  return findChoice(options, value, reject);
}

/** Makers label both values of a yes/no column: "Allow" and "Do Not Allow". */
export async function convertBooleanLabel(
  client: DataverseClient,
  entered: EnteredValue,
): Promise<boolean | undefined> {
  const { value } = entered;
  const options = await getOptions(client, entered, (known) => areAllIn(known, [value]));
  const [option, ...others] = matchLabel(options, value);
  return option && others.length === 0 ? option.value === 1 : undefined;
}

/** Dataverse takes one string of numbers, separated by commas. */
export async function convertChoices(client: DataverseClient, entered: EnteredValue): Promise<string> {
  const { value, reject } = entered;
  const items = splitChoices(value);
  const labels = items.filter((item) => parseWholeNumber(item) === undefined);
  if (labels.length === 0) return items.map((item) => parseWholeNumber(item)).join(",");
  // A label may itself contain a comma.
  const matchText = (options: ChoiceOption[]) => (typeof value === "string" ? matchLabel(options, value) : []);
  const options = await getOptions(client, entered, (known) => matchText(known).length > 0 || areAllIn(known, labels));
  const [option, ...others] = matchText(options);
  if (option && others.length === 0) return String(option.value);
  return items.map((item) => parseWholeNumber(item) ?? findChoice(options, item, reject)).join(",");
}

function getOptions(
  client: DataverseClient,
  { table, column }: EnteredValue,
  suffice: (options: ChoiceOption[]) => boolean,
): Promise<ChoiceOption[]> {
  return getChoices(client, table.logicalName, column, suffice);
}

function areAllIn(options: ChoiceOption[], labels: unknown[]): boolean {
  return labels.every((label) => matchLabel(options, label).length > 0);
}

function matchLabel(options: ChoiceOption[], label: unknown): ChoiceOption[] {
  const wanted = (scalarText(label) ?? "").trim().toLowerCase();
  return options.filter(({ labels }) => labels.some((known) => known.trim().toLowerCase() === wanted));
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

/** A list, or a text separated by semicolons, else by commas; brackets and quotation marks are dropped. Pure. */
export function splitChoices(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const text = (scalarText(value) ?? "").trim().replace(/^\[(.*)\]$/s, "$1");
  const separator = text.includes(";") ? ";" : ",";
  return text
    .split(separator)
    .map((item) => item.trim().replace(/^"(.*)"$/, "$1"))
    .filter((item) => item !== "");
}
