/**
 * A number that JavaScript's own would change: an amount of more than 15 digits, or a 64-bit integer. It is written to
 * JSON digit by digit (RFC 8259 section 6 limits neither range nor precision). Pure.
 */
export class ExactNumber {
  /** A JSON number. */
  constructor(readonly text: string) {}

  /** A text that `writeExactNumbers` finds in the JSON: Dataverse rejects NUL in a text, so no value has this form. */
  toJSON(): string {
    return `\0number:${this.text}\0`;
  }
}

const marked = /"\\u0000number:(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\\u0000"/g;

/** For JSON that `JSON.stringify` has written with `exactNumbers` as its replacer. */
export function writeExactNumbers(json: string): string {
  return json.replace(marked, "$1");
}

export function exactNumbers(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? new ExactNumber(String(value)).toJSON() : value;
}
