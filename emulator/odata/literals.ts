/**
 * Primitive literals (OData ABNF, section 7).
 *
 *     literal     = null / boolean / number / string / guid / date / dateTimeOffset / timeOfDay / prefixed
 *     number      = [ "+" / "-" ] 1*DIGIT [ "." 1*DIGIT ] [ "e" [ "+" / "-" ] 1*DIGIT ] / "INF" / "-INF" / "NaN"
 *     guid        = 8HEX "-" 4HEX "-" 4HEX "-" 4HEX "-" 12HEX
 *     date        = [ "-" ] 4*DIGIT "-" month "-" day
 *     timeOfDay   = hour ":" minute [ ":" second [ "." 1*12DIGIT ] ]
 *     dateTimeOffset = date "T" timeOfDay ( "Z" / ( "+" / "-" ) hour ":" minute )
 *     prefixed    = ( "duration" / "binary" / "geography" / "geometry" / qualified enumeration type ) string
 *
 * A guid, a date and a name may begin alike, so each is recognized by a look ahead that nothing else can match; after
 * that the first wrong character is an error of that literal.
 */
import type { Expression, Literal } from "./ast";
import { identifier } from "./identifiers";
import type { Scanner } from "./scanner";

const guidStart = /[0-9a-f]{8}-[0-9a-f]{4}/iy;
const guidTemplate = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
const hexDigit = /[0-9a-f]/iy;
const dateStart = /-?\d{4,}-/y;
const timeStart = /\d\d:/y;
const numberStart = /[+-]?\d|-INF/y;
const digitPattern = /\d/y;
const digits = /\d+/y;
const fraction = /\d{1,12}/y;
const sign = /[+-]/y;
const exponent = /e[+-]?\d+/iy;

const duration = /^-?P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/i;
/** RFC 4648 section 5; the padding may be left out (OData ABNF, binaryValue). */
const binary = /^(?:[\w-]{4})*(?:[\w-]{2}(?:==)?|[\w-]{3}=?)?$/;
const geo = /^SRID=\d{1,5};\S/i;
/** A member's name or number; .NET writes flags with a blank behind the comma. */
const enumMember = new RegExp(`^ ?(?:${identifier}|[+-]?\\d+)$`, "u");

/** Reads a literal if one stands here; otherwise leaves the position alone. */
export function tryLiteral(scanner: Scanner): Literal | undefined {
  if (scanner.startsWith("'")) {
    const value = readQuoted(scanner);
    // `'O'Bryan'`: the string ends early, and the last apostrophe opens another.
    if (scanner.atIdentifierCharacter() && hasOpenQuote(scanner)) scanner.failUnterminated();
    return { type: "string", value };
  }
  const literal = readUnquoted(scanner);
  if (literal === undefined) return readWordLiteral(scanner);
  if (scanner.atIdentifierCharacter()) scanner.fail("the end of the literal");
  return literal;
}

/** A literal expression, where nothing else may stand. */
export function parseLiteral(scanner: Scanner): Expression {
  const at = scanner.offset();
  const literal = tryLiteral(scanner);
  if (literal !== undefined) return { kind: "literal", literal, at };
  if (!scanner.atIdentifierStart()) return scanner.fail("a literal");
  const word = scanner.qualifiedName("a literal");
  return scanner.failWith(`Expected a literal but "${word}" is a name, which ends`);
}

/** `'O''Neil'`: two apostrophes stand for one. */
export function readQuoted(scanner: Scanner): string {
  const { text } = scanner;
  const start = scanner.position + 1;
  let end = text.indexOf("'", start);
  while (end >= 0 && text.charAt(end + 1) === "'") end = text.indexOf("'", end + 2);
  if (end < 0) {
    scanner.position = text.length;
    scanner.failUnterminated();
  }
  scanner.position = end + 1;
  return text.slice(start, end).replaceAll("''", "'");
}

function hasOpenQuote({ text, position }: Scanner): boolean {
  return (text.slice(position).match(/'/g)?.length ?? 0) % 2 === 1;
}

function readUnquoted(scanner: Scanner): Literal | undefined {
  if (scanner.looksLike(guidStart)) return readGuid(scanner);
  if (scanner.looksLike(dateStart)) return readDate(scanner);
  if (scanner.looksLike(timeStart)) return readTimeOfDay(scanner);
  if (scanner.looksLike(numberStart)) return readNumber(scanner);
  return undefined;
}

function readGuid(scanner: Scanner): Literal {
  const start = scanner.position;
  for (const place of guidTemplate) {
    if (place === "-") scanner.take("-");
    else scanner.expectMatch(hexDigit, "a hexadecimal digit of a guid");
  }
  return { type: "guid", value: scanner.text.slice(start, scanner.position).toLowerCase() };
}

function readNumber(scanner: Scanner): Literal {
  scanner.tryTake("+");
  const start = scanner.position;
  scanner.tryTake("-");
  if (!scanner.tryTake("INF")) {
    scanner.expectMatch(digits, "a digit");
    if (scanner.tryTake(".")) scanner.expectMatch(digits, "a digit after the decimal point");
    scanner.match(exponent);
  }
  return { type: "number", text: scanner.text.slice(start, scanner.position) };
}

function readDate(scanner: Scanner): Literal {
  const start = scanner.position;
  scanner.tryTake("-");
  scanner.match(digits);
  scanner.take("-");
  readTwoDigits(scanner, 1, 12, "a month");
  scanner.take("-");
  readTwoDigits(scanner, 1, 31, "a day");
  const text = () => scanner.text.slice(start, scanner.position).toUpperCase();
  if (!scanner.tryTake("T") && !scanner.tryTake("t")) return { type: "date", text: text() };
  readTime(scanner);
  if (!scanner.tryTake("Z") && !scanner.tryTake("z")) {
    scanner.expectMatch(sign, `"Z" or an offset from UTC`);
    readTwoDigits(scanner, 0, 23, "the hours of the offset");
    scanner.take(":");
    readTwoDigits(scanner, 0, 59, "the minutes of the offset");
  }
  return { type: "dateTimeOffset", text: text() };
}

function readTimeOfDay(scanner: Scanner): Literal {
  const start = scanner.position;
  readTime(scanner);
  return { type: "timeOfDay", text: scanner.text.slice(start, scanner.position) };
}

function readTime(scanner: Scanner): void {
  readTwoDigits(scanner, 0, 23, "an hour");
  scanner.take(":");
  readTwoDigits(scanner, 0, 59, "a minute");
  if (!scanner.tryTake(":")) return;
  // 60 is a leap second.
  readTwoDigits(scanner, 0, 60, "a second");
  if (scanner.tryTake(".")) scanner.expectMatch(fraction, "1 to 12 digits of a second");
}

/** Fails at the first digit that no number of the range has, so that `24:00` is wrong at the 4. */
function readTwoDigits(scanner: Scanner, low: number, high: number, what: string): void {
  const digit = () => (scanner.looksLike(digitPattern) ? Number(scanner.character) : NaN);
  const first = digit();
  if (!(first <= Math.floor(high / 10))) scanner.fail(what);
  scanner.position++;
  const value = first * 10 + digit();
  if (!(value >= low && value <= high)) scanner.fail(what);
  scanner.position++;
}

function readWordLiteral(scanner: Scanner): Literal | undefined {
  const start = scanner.position;
  if (!scanner.atIdentifierStart()) return undefined;
  const word = scanner.qualifiedName();
  if (scanner.startsWith("'")) return readPrefixed(scanner, word, start);
  // A name goes on with these: a navigation or a call.
  const isWhole = !scanner.startsWith("/") && !scanner.startsWith("(");
  const literal = isWhole ? keywordLiteral(word) : undefined;
  if (literal === undefined) scanner.position = start;
  return literal;
}

/** The ABNF writes `%s"null"` but `"true"`: only the Boolean words are case-insensitive. */
function keywordLiteral(word: string): Literal | undefined {
  if (word === "null") return { type: "null" };
  if (word === "INF" || word === "NaN") return { type: "number", text: word };
  const lower = word.toLowerCase();
  return lower === "true" || lower === "false" ? { type: "boolean", value: lower === "true" } : undefined;
}

function readPrefixed(scanner: Scanner, prefix: string, start: number): Literal {
  const content = readQuoted(scanner);
  const check = (isValid: boolean, what: string) => {
    if (!isValid) scanner.fail(what, start);
  };
  switch (prefix.toLowerCase()) {
    case "duration":
      check(duration.test(content), "a duration such as duration'P1DT2H'");
      return { type: "duration", text: content };
    case "binary":
      check(binary.test(content), "base64url text");
      return { type: "binary", text: content };
    case "geography":
    case "geometry":
      check(geo.test(content), "a spatial value such as geography'SRID=0;Point(1 2)'");
      return { type: "geo", text: content };
  }
  if (!prefix.includes(".")) scanner.failWith(`"${prefix}'...'" is not a literal of OData V4`, start);
  const members = content.split(",");
  check(
    members.every((member) => enumMember.test(member)),
    "the members of an enumeration",
  );
  return { type: "enum", typeName: prefix, members: content };
}
