/**
 * Compares what was expected with what came. Objects are fragments: what they do not name may be anything. Lists are
 * compared element by element and must be as long; scalars must be the same. An object of matchers says something less
 * exact of one value:
 *
 *     $match: text      a regular expression that the text fits somewhere; ^ and $ are the ends of a line
 *     $length: n        a list or a text is that long; n may be a matcher
 *     $contains: x      some element of the list fits x
 *     $atLeast, $atMost the number is within these bounds
 */
type Matcher = (wanted: unknown, actual: unknown, at: string) => string[];

const matchers: Record<string, Matcher> = {
  $match: (wanted, actual, at) =>
    typeof actual === "string" && new RegExp(String(wanted), "mu").test(actual)
      ? []
      : [`${place(at)} is ${show(actual)}, which does not match /${String(wanted)}/`],
  $length: (wanted, actual, at) =>
    typeof actual === "string" || Array.isArray(actual)
      ? mismatches(wanted, actual.length, inside(at, "length"))
      : [`${place(at)} is ${show(actual)}, which has no length`],
  $contains: (wanted, actual, at) =>
    Array.isArray(actual) && actual.some((item) => mismatches(wanted, item, at).length === 0)
      ? []
      : [`${place(at)} is ${show(actual)}, and nothing in it fits ${show(wanted)}`],
  $atLeast: (wanted, actual, at) =>
    typeof actual === "number" && actual >= Number(wanted)
      ? []
      : [`${place(at)} is ${show(actual)}, not ${show(wanted)} or more`],
  $atMost: (wanted, actual, at) =>
    typeof actual === "number" && actual <= Number(wanted)
      ? []
      : [`${place(at)} is ${show(actual)}, not ${show(wanted)} or less`],
};

/** The differences, each line beginning with `subject` and the position in it; empty if everything matches. */
export function compare(expected: unknown, actual: unknown, subject: string): string[] {
  return mismatches(expected, actual, "").map((mismatch) => `${subject}: ${mismatch}`);
}

/** `at` is the place within the value, empty for the value itself. */
function mismatches(expected: unknown, actual: unknown, at: string): string[] {
  if (Array.isArray(expected)) return listMismatches(expected, actual, at);
  if (!isObject(expected)) {
    return same(expected, actual) ? [] : [`${place(at)} is ${show(actual)}, not ${show(expected)}`];
  }
  if (isMatcher(expected)) {
    return Object.entries(expected).flatMap(([name, wanted]) => matchers[name]?.(wanted, actual, at) ?? []);
  }
  if (!isObject(actual)) {
    return [`${place(at)} is ${show(actual)}, not an object with ${Object.keys(expected).join(", ")}`];
  }
  return Object.entries(expected).flatMap(([key, wanted]) => mismatches(wanted, actual[key], inside(at, key)));
}

/** Why an expectation can never be met as it is written; empty when it can. */
export function malformed(expected: unknown, at: string): string[] {
  if (Array.isArray(expected)) return expected.flatMap((item, index) => malformed(item, `${at}[${index}]`));
  if (!isObject(expected)) return [];
  const names = Object.keys(expected);
  const isMixed = names.some((name) => name.startsWith("$")) && !isMatcher(expected);
  if (isMixed) {
    return [`${at}: ${names.join(", ")} are not all matchers; there are ${Object.keys(matchers).join(", ")}.`];
  }
  const own = names.includes("$match") ? badPattern(expected["$match"], at) : [];
  return [...own, ...names.flatMap((name) => malformed(expected[name], inside(at, name)))];
}

function badPattern(pattern: unknown, at: string): string[] {
  try {
    new RegExp(String(pattern), "mu");
    return [];
  } catch (error) {
    return [`${at}: ${(error as Error).message}.`];
  }
}

function listMismatches(expected: unknown[], actual: unknown, at: string): string[] {
  if (!Array.isArray(actual)) return [`${place(at)} is ${show(actual)}, not a list`];
  if (actual.length !== expected.length) {
    return [`${place(at)} has ${actual.length} elements, not ${expected.length}: ${show(actual)}`];
  }
  return expected.flatMap((item, index) => mismatches(item, actual[index], `${at}[${index}]`));
}

/** A missing value counts as null, as in Dataverse. */
function same(expected: unknown, actual: unknown): boolean {
  return expected === (actual ?? null) || (expected === undefined && actual === undefined);
}

function isMatcher(expected: Record<string, unknown>): boolean {
  const names = Object.keys(expected);
  return names.length > 0 && names.every((name) => Object.hasOwn(matchers, name));
}

function place(at: string): string {
  return at === "" ? "it" : at;
}

function inside(at: string, key: string): string {
  if (!/^[\w@.$]+$/.test(key)) return `${at}["${key}"]`;
  return at === "" ? key : `${at}.${key}`;
}

/** A value in one line, cut where it gets long. */
function show(value: unknown): string {
  const text = value === undefined ? "not there" : JSON.stringify(value);
  return text.length <= 200 ? text : `${text.slice(0, 197)}...`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
