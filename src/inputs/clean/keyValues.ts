import { InvalidInputError } from "../../client";
import { keyValueList } from "./text";

/** Cleaners for key/value lists whose values go on the wire as text. Pure, like those of `clean.ts`. */

export const textPairs = (label: string) => {
  const clean = keyValueList(label);
  return (value: unknown): { key: string; value: string }[] =>
    clean(value).map(({ key, value: text }) => ({ key, value: shown(label, text) }));
};

/** A map, because any text may be a key: an object has members of its own. */
export const textMap = (label: string) => {
  const clean = textPairs(label);
  return (value: unknown): Map<string, string> => new Map(clean(value).map(({ key, value: text }) => [key, text]));
};

function shown(label: string, value: unknown): string {
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

/** Token and field value of RFC 9110, section 5: anything else would be refused or cut on the way. */
export const headerMap = (label: string) => {
  const clean = textMap(label);
  return (value: unknown): Map<string, string> => {
    const headers = clean(value);
    for (const [name, text] of headers) {
      if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw new InvalidInputError(label, `"${name}" is no header name.`);
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
        throw new InvalidInputError(
          label,
          `the value of "${name}" has line ends or characters that a header cannot carry.`,
        );
      }
    }
    return headers;
  };
};
