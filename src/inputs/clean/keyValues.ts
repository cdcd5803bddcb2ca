import { InvalidInputError } from "../../client";
import { isPlainObject, jsonValue, parsedJson } from "./json";
import { isBlank, plainText } from "./text";

/** Cleaners for key/value lists and objects, which may stand for each other. */
export interface KeyValue {
  key: string;
  value: unknown;
}

/**
 * A key/value list, as the platform sends it, or an object. An item without a key and a value is an empty row of the
 * form.
 */
export function keyValueList(label: string) {
  return (value: unknown): KeyValue[] => {
    if (isBlank(value)) return [];
    const parsed = typeof value === "string" ? parsedJson(label, value) : value;
    if (!Array.isArray(parsed)) {
      if (isPlainObject(parsed)) return Object.entries(parsed).map(([key, member]) => ({ key, value: member }));
      throw new InvalidInputError(label, "a list of keys and values is needed.");
    }
    return parsed.flatMap((item: unknown) => keyValue(label, item));
  };
}

function keyValue(label: string, item: unknown): KeyValue[] {
  if (!isPlainObject(item) || !("key" in item)) {
    throw new InvalidInputError(label, "every item needs a key and a value.");
  }
  const { key, value } = item;
  if (isBlank(key) && isBlank(value)) return [];
  if (isBlank(key)) throw new InvalidInputError(label, "an item has a value but no key.");
  return [{ key: plainText(key, label), value }];
}

/** An object, JSON text of one, or key/value pairs. */
export function objectValue(label: string) {
  return (value: unknown): Record<string, unknown> => {
    const parsed = jsonValue(label)(value) ?? {};
    if (isPlainObject(parsed)) return parsed;
    if (Array.isArray(parsed) && parsed.every((item) => isPlainObject(item) && "key" in item)) {
      return Object.fromEntries(
        parsed.flatMap((item: unknown) => keyValue(label, item)).map(({ key, value: member }) => [key, member]),
      );
    }
    throw new InvalidInputError(label, 'an object is needed, for example {"name": "Contoso"}.');
  };
}

/** Values that go on the wire as text. */
export function textPairs(label: string) {
  const clean = keyValueList(label);
  return (value: unknown): { key: string; value: string }[] =>
    clean(value).map(({ key, value: text }) => ({ key, value: wireText(label, text) }));
}

/** A map, because any text may be a key: an object has inherited members. */
export function textMap(label: string) {
  const clean = textPairs(label);
  return (value: unknown): Map<string, string> => new Map(clean(value).map(({ key, value: text }) => [key, text]));
}

function wireText(label: string, value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    default:
      if (value === undefined || value === null) return "";
      throw new InvalidInputError(label, "a value is an object; text is needed.");
  }
}

/** Token and field value of RFC 9110, section 5: anything else would be rejected or cut on the way. */
export function headerMap(label: string) {
  const clean = textMap(label);
  return (value: unknown): Map<string, string> => {
    const headers = clean(value);
    for (const [name, text] of headers) {
      if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw new InvalidInputError(label, `"${name}" is not a header name.`);
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
        throw new InvalidInputError(
          label,
          `the value of "${name}" has line ends or characters that a header cannot carry.`,
        );
      }
    }
    return headers;
  };
}
