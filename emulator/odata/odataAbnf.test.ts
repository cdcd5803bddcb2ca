/**
 * The OASIS committee's cases for its ABNF, all of them. A case passes if the parser accepts a valid
 * text, or fails at the exact character that the committee names. The ledger lists the other cases with reasons.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Expression,
  type Literal,
  ODataSyntaxError,
  parseExpression,
  parseQueryOptions,
  parseResourcePath,
} from ".";
import { casesSetAside, rulesSetAside } from "../testing/odataAbnfLedger";

interface AbnfCase {
  Name: string;
  Rule: string;
  Input: string;
  FailAt?: number;
}

type Read = (input: string) => unknown;

const folder = join(__dirname, "../../../shared/vectors/odata-abnf");
const available = existsSync(folder);
const suite = available ? describe : describe.skip;

/** Runs `read` and gives its errors the offsets they have in a longer text, `by` characters on. */
function shifted<T>(by: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ODataSyntaxError ? new ODataSyntaxError(error.message, error.at + by) : error;
  }
}

/** Reads the input between a prefix and a suffix that make a whole of it. */
function within<T>(prefix: string, read: (text: string) => T, suffix = ""): (input: string) => T {
  return (input) => shifted(-prefix.length, () => read(prefix + input + suffix));
}

function literal(read: (input: string) => Expression | undefined, ...types: Literal["type"][]): Read {
  return (input) => {
    const expression = read(input);
    const isOfType = expression?.kind === "literal" && types.includes(expression.literal.type);
    if (!isOfType) throw new ODataSyntaxError(`Not a literal of type ${types.join(" or ")}`, 0);
  };
}

/** An option without its `$` must not slip through as one of the service's own. */
const readQuery: Read = (query) => {
  for (const { name } of parseQueryOptions(query).custom ?? []) {
    if (systemOptions.includes(name)) throw new ODataSyntaxError(`${name} was read as a custom option`, 0);
  }
};
const systemOptions =
  "compute count expand filter format index levels orderby schemaversion search select skip top".split(" ");

const urlExpression = within("@p=", (query) => parseQueryOptions(query).aliases?.["p"]);
const pathExpression = within("F(p=", (path) => parseResourcePath(path).segments[0]?.parameters?.[0]?.value, ")");
function urlLiteral(...types: Literal["type"][]) {
  return literal(urlExpression, ...types);
}
function plainLiteral(...types: Literal["type"][]) {
  return literal(parseExpression, ...types);
}

const readRelativeUri: Read = (uri) => {
  const [path = "", ...rest] = uri.split("?");
  parseResourcePath(path);
  if (rest.length > 0) shifted(path.length + 1, () => readQuery(rest.join("?")));
};

const readUri: Read = (uri) => {
  const origin = /^https?:\/\/[^/]+\//.exec(uri)?.[0] ?? "";
  return shifted(origin.length, () => readRelativeUri(uri.slice(origin.length)));
};

const commonExpression = within("$filter=", parseQueryOptions);

/** How each rule of the ABNF is read; a rule that is not here is about something else than the URL of a request. */
const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["odataUri", readUri],
  ["odataRelativeUri", readRelativeUri],
  ["resourcePath", parseResourcePath],
  ["functionParameter", within("F(", parseResourcePath, ")")],
  ...["queryOptions", "systemQueryOption", "customQueryOption", "filter", "expand", "select", "orderby", "orderBy"].map(
    (rule): [string, Read] => [rule, readQuery],
  ),
  ...["search", "skiptoken", "deltatoken"].map((rule): [string, Read] => [rule, readQuery]),
  ["searchExpr", within("$search=", parseQueryOptions)],
  ["odataIdentifier", within("$select=", parseQueryOptions)],
  ...["commonExpr", "boolCommonExpr", "boolcommonExpr", "firstMemberExpr", "propertyPathExpr"].map(
    (rule): [string, Read] => [rule, commonExpression],
  ),
  ...["notExpr", "isofExpr"].map((rule): [string, Read] => [rule, commonExpression]),
  ["anyExpr", within("$filter=Products/", parseQueryOptions)],
  ["stringInUrl", within("@p=[", parseQueryOptions, "]")],
  ["null", urlLiteral("null")],
  ["boolean", urlLiteral("boolean")],
  ["guid", urlLiteral("guid")],
  ["date", urlLiteral("date")],
  ["dateTimeOffsetLiteral", urlLiteral("dateTimeOffset")],
  ["dateTimeOffsetValueInUrl", urlLiteral("dateTimeOffset")],
  ["durationLiteral", urlLiteral("duration")],
  ["binaryLiteral", urlLiteral("binary")],
  ["stringLiteral", literal(pathExpression, "string")],
  ["enumLiteral", urlLiteral("enum", "string")],
  ["int32Literal", urlLiteral("number")],
  ["sbyteLiteral", urlLiteral("number")],
  ["primitiveLiteral", urlLiteral("number", "string")],
  ...["Collection", "MultiLineString", "MultiPoint", "Point", "Polygon"].map((shape): [string, Read] => [
    `geography${shape}`,
    urlLiteral("geo"),
  ]),
  ...["LineString", "MultiPoint", "MultiPolygon", "Point", "Polygon"].map((shape): [string, Read] => [
    `geometry${shape}`,
    urlLiteral("geo"),
  ]),
  // The same literals outside a URL, without percent-encoding.
  ["booleanValue", plainLiteral("boolean")],
  ["dateTimeOffsetValue", plainLiteral("dateTimeOffset")],
  ["timeOfDayValue", plainLiteral("timeOfDay")],
  ["durationValue", within("duration'", plainLiteral("duration"), "'")],
  ...["decimalValue", "doubleValue", "int32Value"].map((rule): [string, Read] => [rule, plainLiteral("number")]),
]);

/** The difference between the parser's result and the case, or undefined. */
function complaint(abnfCase: AbnfCase): string | undefined {
  const read = readers.get(abnfCase.Rule);
  if (read === undefined) return `the rule ${abnfCase.Rule} is not read`;
  try {
    read(abnfCase.Input);
  } catch (error) {
    if (!(error instanceof ODataSyntaxError)) throw error;
    return error.at === abnfCase.FailAt ? undefined : `failed at ${error.at}: ${error.message}`;
  }
  return abnfCase.FailAt === undefined ? undefined : `did not fail at ${abnfCase.FailAt}`;
}

/** Names repeat themselves; with the input behind it a name finds its case. */
function keyOf({ Name, Input }: AbnfCase): string {
  return `${Name} | ${Input}`;
}

function casesOf(file: string): AbnfCase[] {
  if (!available) return [];
  return (JSON.parse(readFileSync(join(folder, file), "utf8")) as { TestCases: AbnfCase[] }).TestCases;
}

const cases = [...casesOf("odata-abnf-testcases.json"), ...casesOf("odata-aggregation-testcases.json")];
const entries = Object.entries(casesSetAside).flatMap(([reason, keys]) => keys.map((key) => ({ key, reason })));
const reasonOfKey = new Map(entries.map(({ key, reason }) => [key, reason]));

function reasonOf(abnfCase: AbnfCase): string | undefined {
  return rulesSetAside[abnfCase.Rule] ?? reasonOfKey.get(keyOf(abnfCase));
}

if (!available && process.env.CI) {
  test("finds the OASIS cases, which continuous integration must not go without", () => {
    expect(available).toBe(true);
  });
}

suite("the OASIS cases", () => {
  test("are answered as the committee says, apart from those in the ledger", () => {
    const unexplained = cases
      .filter((abnfCase) => reasonOf(abnfCase) === undefined)
      .map((abnfCase) => ({ case: keyOf(abnfCase), complaint: complaint(abnfCase) }))
      .filter((answer) => answer.complaint !== undefined);
    expect(unexplained).toEqual([]);
  });

  test("need every entry of the ledger", () => {
    const needed = new Set(cases.filter((abnfCase) => complaint(abnfCase) !== undefined).map(keyOf));
    expect(entries.filter(({ key }) => !needed.has(key))).toEqual([]);
    expect(reasonOfKey.size).toBe(entries.length);
    const rules = new Set(cases.map(({ Rule }) => Rule));
    expect(Object.keys(rulesSetAside).filter((rule) => !rules.has(rule) || readers.has(rule))).toEqual([]);
  });

  test("are all run, and few are set aside", () => {
    const counts: Record<string, number> = {};
    for (const abnfCase of cases) {
      const outcome = reasonOf(abnfCase) ?? "asTheCommitteeSays";
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    expect(cases.length).toBe(603);
    expect(counts).toEqual({
      asTheCommitteeSays: 499,
      header: 38,
      contextUrl: 28,
      payload: 5,
      version401: 16,
      constraint: 8,
      notOffered: 3,
      otherCharacter: 3,
      split: 2,
      repeated: 1,
    });
  });
});
