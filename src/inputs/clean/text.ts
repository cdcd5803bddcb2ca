import { InvalidInputError } from "../../client";

/**
 * From what the platform hands over to what an operation takes. Absent, `undefined`, `null` and empty text all mean "not
 * given": a step saved before an input existed has no value for it. Values may arrive parsed or as text.
 *
 * Pure; a value that cannot be right throws an InvalidInputError that names the input by its label.
 */

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function textOf(value: unknown, label: string, expected = "text"): string {
  const isPlain = ["string", "number", "boolean", "bigint"].includes(typeof value);
  if (!isPlain) throw new InvalidInputError(label, `${expected} is needed.`);
  const text = String(value).trim();
  // Text that was cut inside a character cannot be sent: no URL can carry half a surrogate pair.
  if (/\p{Surrogate}/u.test(text)) throw new InvalidInputError(label, "the text breaks off inside a character.");
  return text;
}

export const requiredText =
  (label: string, hint: string) =>
  (value: unknown): string => {
    if (isBlank(value)) throw new InvalidInputError(label, `a value is needed, ${hint}.`);
    return textOf(value, label);
  };

/** Text whose blanks and lines count, such as a document whose errors are told by line and column. */
export const verbatimText =
  (label: string, hint: string) =>
  (value: unknown): string => {
    requiredText(label, hint)(value);
    return String(value);
  };

export const optionalText =
  (label: string) =>
  (value: unknown): string | undefined =>
    isBlank(value) ? undefined : textOf(value, label);

export const boolean =
  (label: string, preset: boolean) =>
  (value: unknown): boolean => {
    if (isBlank(value)) return preset;
    if (typeof value === "boolean") return value;
    const text = textOf(value, label, "true or false").toLowerCase();
    if (["true", "yes", "t", "y", "1"].includes(text)) return true;
    if (["false", "no", "f", "n", "0"].includes(text)) return false;
    throw new InvalidInputError(label, `"${text}" is neither true nor false.`);
  };

export interface WholeNumberRange {
  smallest: number;
  largest: number;
}

export const optionalWholeNumber =
  (label: string, { smallest, largest }: WholeNumberRange) =>
  (value: unknown): number | undefined => {
    if (isBlank(value)) return undefined;
    const text = textOf(value, label, "a whole number");
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= smallest && number <= largest)) {
      throw new InvalidInputError(
        label,
        `"${text}" is not a whole number ${largest === Number.MAX_SAFE_INTEGER ? `of ${smallest} or more` : `from ${smallest} to ${largest}`}.`,
      );
    }
    return number;
  };

export const wholeNumber = (label: string, range: WholeNumberRange, preset: number) => {
  const clean = optionalWholeNumber(label, range);
  return (value: unknown): number => clean(value) ?? preset;
};

/**
 * A value list. One text is a list too, so that a reference to a text works, and so is JSON text of one; an item that refers
 * to a list brings its items. Commas outside parentheses separate.
 */
export const textList =
  (label: string) =>
  (value: unknown): string[] =>
    listItems(label, value).flatMap(splitAtCommas);

/** A list of labels, which may hold commas: both the whole and its pieces count. */
export const labelList =
  (label: string) =>
  (value: unknown): string[] => [...new Set(listItems(label, value).flatMap((text) => [text, ...splitAtCommas(text)]))];

function listItems(label: string, value: unknown): string[] {
  const items = asList(value).flatMap(asList);
  return items.filter((item) => !isBlank(item)).map((item) => textOf(item, label));
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string" || !/^\s*\[.*\]\s*$/s.test(value)) return [value];
  try {
    const list = JSON.parse(value) as unknown[];
    return list.every((item) => typeof item === "string") ? list : [value];
  } catch {
    // A label may begin and end with brackets, too.
    return [value];
  }
}

/** `name,primarycontactid($select=fullname,emailaddress1)` has two items. */
function splitAtCommas(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const character = text[index];
    if (character === "'") isQuoted = !isQuoted;
    if (!isQuoted && character === "(") depth++;
    if (!isQuoted && character === ")") depth--;
    if (index === text.length || (character === "," && depth === 0 && !isQuoted)) {
      items.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return items.filter((item) => item !== "");
}

export interface KeyValue {
  key: string;
  value: unknown;
}

/** A key/value list, as the platform sends it, or an object. An item without a key and a value is an empty row of the form. */
export const keyValueList =
  (label: string) =>
  (value: unknown): KeyValue[] => {
    if (isBlank(value)) return [];
    const parsed = typeof value === "string" ? parseJson(label, value) : value;
    if (!Array.isArray(parsed)) {
      if (isPlainObject(parsed)) return Object.entries(parsed).map(([key, member]) => ({ key, value: member }));
      throw new InvalidInputError(label, "a list of keys and values is needed.");
    }
    return parsed.flatMap((item: unknown) => keyValue(label, item));
  };

function keyValue(label: string, item: unknown): KeyValue[] {
  if (!isPlainObject(item) || !("key" in item)) {
    throw new InvalidInputError(label, "every item needs a key and a value.");
  }
  const { key, value } = item;
  if (isBlank(key) && isBlank(value)) return [];
  if (isBlank(key)) throw new InvalidInputError(label, "an item has a value but no key.");
  return [{ key: textOf(key, label), value }];
}

/** A parsed value, JSON text, or bytes of JSON text; absent is undefined. */
export const jsonValue =
  (label: string) =>
  (value: unknown): unknown => {
    if (isBlank(value)) return undefined;
    return typeof value === "string" ? parseJson(label, value) : unwrapBytes(label, value);
  };

/** An object, JSON text of one, or key/value pairs. */
export const objectValue =
  (label: string) =>
  (value: unknown): Record<string, unknown> => {
    const parsed = jsonValue(label)(value) ?? {};
    if (isPlainObject(parsed)) return parsed;
    if (Array.isArray(parsed) && parsed.every((item) => isPlainObject(item) && "key" in item)) {
      return Object.fromEntries(
        parsed.flatMap((item: unknown) => keyValue(label, item)).map(({ key, value: member }) => [key, member]),
      );
    }
    throw new InvalidInputError(label, 'an object is needed, for example {"name": "Contoso"}.');
  };

/** An earlier step's download is a Buffer, or `{ data: Buffer, contentType }`. */
function unwrapBytes(label: string, value: unknown): unknown {
  const bytes = isPlainObject(value) && value["data"] instanceof Uint8Array ? value["data"] : value;
  return bytes instanceof Uint8Array ? parseJson(label, Buffer.from(bytes).toString("utf8")) : value;
}

function parseJson(label: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInputError(label, `the text is not JSON: ${(error as Error).message}.`);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

export const oneOf =
  <Value extends string>(
    label: string,
    values: readonly Value[],
    preset: Value,
    aliases: ReadonlyMap<string, Value> = new Map(),
  ) =>
  (value: unknown): Value => {
    if (isBlank(value)) return preset;
    const text = textOf(value, label);
    const found = values.find((known) => known.toLowerCase() === text.toLowerCase()) ?? aliases.get(text.toLowerCase());
    if (found === undefined) throw new InvalidInputError(label, `"${text}" is none of ${values.join(", ")}.`);
    return found;
  };
