/**
 * From what the platform hands over to what an operation takes. Absent, `undefined`, `null` and empty text all mean
 * "not given": a step saved before an input existed has no value for it. Values may arrive parsed or as text.
 *
 * Every cleaner of this folder is pure and takes the input's label first; a value that cannot be right throws an
 * InvalidInputError that names the input by it.
 */
import { InvalidInputError } from "../../client";

export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

/** Numbers and booleans may stand for their text; an object may not. */
export function plainText(value: unknown, label: string, expected = "text"): string {
  const isPlain = ["string", "number", "boolean", "bigint"].includes(typeof value);
  if (!isPlain) throw new InvalidInputError(label, `${expected} is needed.`);
  const text = String(value).trim();
  // Text that was cut inside a character cannot be sent: a URL cannot carry half a surrogate pair.
  if (/\p{Surrogate}/u.test(text)) throw new InvalidInputError(label, "the text breaks off inside a character.");
  return text;
}

export function requiredText(label: string, hint: string) {
  return (value: unknown): string => {
    if (isBlank(value)) throw new InvalidInputError(label, `a value is needed, ${hint}.`);
    return plainText(value, label);
  };
}

/** Text whose blanks and lines count, such as a document whose errors are located by line and column. */
export function verbatimText(label: string, hint: string) {
  return (value: unknown): string => {
    requiredText(label, hint)(value);
    return String(value);
  };
}

export function optionalText(label: string) {
  return (value: unknown): string | undefined => (isBlank(value) ? undefined : plainText(value, label));
}

export function boolean(label: string, preset: boolean) {
  return (value: unknown): boolean => {
    if (isBlank(value)) return preset;
    if (typeof value === "boolean") return value;
    const text = plainText(value, label, "true or false").toLowerCase();
    if (["true", "yes", "t", "y", "1"].includes(text)) return true;
    if (["false", "no", "f", "n", "0"].includes(text)) return false;
    throw new InvalidInputError(label, `"${text}" is neither true nor false.`);
  };
}

export interface WholeNumberRange {
  smallest: number;
  largest: number;
}

export function optionalWholeNumber(label: string, { smallest, largest }: WholeNumberRange) {
  return (value: unknown): number | undefined => {
    if (isBlank(value)) return undefined;
    const text = plainText(value, label, "a whole number");
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= smallest && number <= largest)) {
      throw new InvalidInputError(
        label,
        `"${text}" is not a whole number ${largest === Number.MAX_SAFE_INTEGER ? `of ${smallest} or more` : `from ${smallest} to ${largest}`}.`,
      );
    }
    return number;
  };
}

export function wholeNumber(label: string, range: WholeNumberRange, preset: number) {
  const clean = optionalWholeNumber(label, range);
  return (value: unknown): number => clean(value) ?? preset;
}

export function oneOf<Value extends string>(
  label: string,
  values: readonly Value[],
  preset: Value,
  aliases: ReadonlyMap<string, Value> = new Map(),
) {
  return (value: unknown): Value => {
    if (isBlank(value)) return preset;
    const text = plainText(value, label);
    const found = values.find((known) => known.toLowerCase() === text.toLowerCase()) ?? aliases.get(text.toLowerCase());
    if (found === undefined) throw new InvalidInputError(label, `"${text}" is none of ${values.join(", ")}.`);
    return found;
  };
}
