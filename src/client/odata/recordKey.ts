import { InvalidInputError } from "../errors/InvalidInputError";
import { encodeForUrl, isUnquotedLiteral, parseGuid, stringLiteral } from "./literals";

/**
 * How a record is addressed: by its id, or by the columns of an alternate key.
 *
 *   key       = guid | "{" guid "}" | alternate | "(" key ")"
 *   alternate = part *( "," part )
 *   part      = column "=" ( "'" text "'" | '"' text '"' | unquoted literal )
 */
export type RecordKey = { kind: "id"; id: string } | { kind: "alternate"; parts: KeyPart[] };

export interface KeyPart {
  column: string;
  value: { kind: "text"; text: string } | { kind: "literal"; text: string };
}

/** `input` is the label of the input the text came from. */
export function parseRecordKey(text: string, input: string): RecordKey {
  const key = withoutParentheses(text.trim());
  if (key === "") {
    throw new InvalidInputError(input, `a record id or an alternate key is needed, ${examples}.`);
  }
  const id = parseGuid(key);
  if (id) return { kind: "id", id };
  if (!key.includes("=")) {
    throw new InvalidInputError(input, `"${key}" is neither a record id nor an alternate key, ${examples}.`);
  }
  return { kind: "alternate", parts: parseParts(key, input) };
}

const examples = "for example 11111111-2222-3333-4444-555555555555 or accountnumber='A-1'";

function withoutParentheses(text: string): string {
  return text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1).trim() : text;
}

function parseParts(key: string, input: string): KeyPart[] {
  const parts: KeyPart[] = [];
  const columns = new Set<string>();
  let rest = key;
  while (rest !== "") {
    const head = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*/.exec(rest);
    if (!head) {
      throw new InvalidInputError(input, `"${rest.trim()}" should be a column, "=" and a value, ${examples}.`);
    }
    const column = head[1] as string;
    const { value, length } = readValue(rest.slice(head[0].length), column, input);
    if (columns.has(column)) {
      throw new InvalidInputError(input, `the column ${column} is named twice in the alternate key.`);
    }
    if (value.text.trim() === "") {
      // A reference without a value: every such record would have the same key.
      throw new InvalidInputError(input, `the value of ${column} in the alternate key is empty.`);
    }
    columns.add(column);
    parts.push({ column, value });
    rest = rest.slice(head[0].length + length);
  }
  return parts;
}

/**
 * An apostrophe in a text is doubled (OData ABNF, `SQUOTE-in-string`). Templates insert it single
 * (`name='{{customer}}'` with O'Brien): when the strict reading leads nowhere, the text ends at the apostrophe before
 * the end of the key or before the next `,column=`.
 */
function readValue(text: string, column: string, input: string): { value: KeyPart["value"]; length: number } {
  if (text.startsWith("'")) {
    const end =
      /^'(?:[^']|'')*'\s*(?=$|,\s*[A-Za-z_]\w*\s*=)/.exec(text) ?? /^'.*?'\s*(?=$|,\s*[A-Za-z_]\w*\s*=)/s.exec(text);
    if (!end) throw new InvalidInputError(input, `the text of ${column} must end with an apostrophe, ${examples}.`);
    if (/'\s+(and|or)\s+\w+\s*(=|eq\b)/i.test(end[0])) {
      throw new InvalidInputError(input, `the columns of an alternate key are separated by commas, not by words.`);
    }
    const inside = end[0].trimEnd().slice(1, -1);
    const length = end[0].length;
    return { value: { kind: "text", text: inside.replaceAll("''", "'") }, length: length + commaAfter(text, length) };
  }
  const doubleQuoted = /^"([^"]*)"\s*(?=$|,)/.exec(text);
  if (doubleQuoted) {
    const [{ length }, inside = ""] = doubleQuoted;
    return { value: { kind: "text", text: inside }, length: length + commaAfter(text, length) };
  }
  const end = text.indexOf(",");
  const literal = (end < 0 ? text : text.slice(0, end)).trim();
  const bare = parseGuid(literal) ?? literal;
  if (literal === "") throw new InvalidInputError(input, `the column ${column} has no value.`);
  if (!isUnquotedLiteral(bare)) {
    const quoted = `${column}=${stringLiteral(literal)}`;
    throw new InvalidInputError(input, `text must be in apostrophes: ${quoted}.`);
  }
  return { value: { kind: "literal", text: bare }, length: end < 0 ? text.length : end + 1 };
}

function commaAfter(text: string, index: number): number {
  return text[index] === "," ? 1 : 0;
}

/** `(guid)` or `(column='value',...)`, escaped for a URL's path. */
export function keySegment(key: RecordKey): string {
  if (key.kind === "id") return `(${key.id})`;
  return `(${key.parts.map(({ column, value }) => `${column}=${encodeForUrl(valueText(value))}`).join(",")})`;
}

/** The key as people write it, for messages and results. */
export function keyText(key: RecordKey): string {
  if (key.kind === "id") return key.id;
  return key.parts.map(({ column, value }) => `${column}=${valueText(value)}`).join(",");
}

function valueText(value: KeyPart["value"]): string {
  return value.kind === "text" ? stringLiteral(value.text) : value.text;
}

/**
 * GET and PATCH by alternate key do not work when a text value has one of these characters, even percent-encoded
 * [AlternateKeyReference]. Such a record is found by `$filter` instead.
 */
export function needsFilterLookup(key: RecordKey): boolean {
  return (
    key.kind === "alternate" && key.parts.some(({ value }) => value.kind === "text" && /[/<>*%&:\\?+]/.test(value.text))
  );
}

/** The alternate key as a `$filter` expression. */
export function keyFilter(key: Extract<RecordKey, { kind: "alternate" }>): string {
  return key.parts.map(({ column, value }) => `${column} eq ${valueText(value)}`).join(" and ");
}
