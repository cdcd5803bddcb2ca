/**
 * The query part of a URL (OData ABNF, section 2).
 *
 *     query   = option *( "&" option )
 *     option  = "$" name "=" value / "@" alias [ "=" [ expression ] ] / name [ "=" text ]
 *     options = nested *( ";" nested )                          ; in the parentheses of $select and $expand
 *     nested  = "$" name "=" value / "@" alias "=" expression   ; blanks around the "=" as in [RetrieveRow]
 *
 * The text is split at `&` and at the first `=` before it is decoded. System query options keep their `$` and their
 * case: OData 4.01 lets clients write `FILTER=`, Dataverse, which speaks 4.0, does not.
 */
import { parseApply } from "./apply";
import { requireAlias } from "./aggregateItems";
import type { Expression, OrderByItem, QueryOptions } from "./ast";
import { parseExpressionAt } from "./expressions";
import { decodeText } from "./percentEncoding";
import { Scanner } from "./scanner";
import { parseSearch } from "./search";
import { type NestedIn, parseExpand, parseSelect } from "./selectExpand";

type ReadOption = (scanner: Scanner, options: QueryOptions) => void;

const boolean = /true|false/iy;
const wholeNumber = /\d+/y;
const levels = /[1-9]\d*|max/y;
const rest = /[^]+/y;

const systemOptions: ReadonlyMap<string, ReadOption> = new Map<string, ReadOption>([
  ["$select", (scanner, options) => (options.select = parseSelect(scanner, parseNestedOptions))],
  ["$expand", (scanner, options) => (options.expand = parseExpand(scanner, parseNestedOptions))],
  ["$filter", (scanner, options) => (options.filter = parseExpressionAt(scanner))],
  ["$orderby", (scanner, options) => (options.orderby = scanner.commaSeparated(() => parseOrderByItem(scanner)))],
  ["$top", (scanner, options) => (options.top = readWholeNumber(scanner))],
  ["$skip", (scanner, options) => (options.skip = readWholeNumber(scanner))],
  ["$count", (scanner, options) => (options.count = readBoolean(scanner))],
  ["$apply", (scanner, options) => (options.apply = parseApply(scanner))],
  ["$search", (scanner, options) => (options.search = parseSearch(scanner))],
  ["$compute", (scanner, options) => (options.compute = readCompute(scanner))],
  ["$levels", (scanner, options) => (options.levels = scanner.expectMatch(levels, `a number from 1 or "max"`))],
  ["$skiptoken", (scanner, options) => (options.skiptoken = readRest(scanner))],
  ["$deltatoken", (scanner, options) => (options.deltatoken = readRest(scanner))],
  ["$format", (scanner, options) => (options.format = readRest(scanner))],
  ["$id", (scanner, options) => (options.id = readRest(scanner))],
]);

const onlyTopLevel: ReadonlySet<string> = new Set(["$skiptoken", "$deltatoken", "$format", "$id"]);
const counted = ["$filter", "$search"];
const referred = [...counted, "$orderby", "$skip", "$top", "$count"];
const selected = [...referred, "$compute", "$select"];

/** OData ABNF: expandCountOption, expandRefOption, selectOption; an expanded resource takes what its URL would. */
const nestedOptions: Readonly<Record<NestedIn, readonly string[]>> = {
  expandCount: counted,
  expandRef: referred,
  select: selected,
  expand: [...systemOptions.keys()].filter((name) => !onlyTopLevel.has(name)),
};
const topLevelOptions = [...systemOptions.keys()].filter((name) => name !== "$levels");
const optionName = /\$\w+/y;

/** `query` is the text behind the question mark, still percent-encoded. */
export function readQueryOptions(query: string): QueryOptions {
  const fragment = query.indexOf("#");
  if (fragment >= 0) Scanner.over(query).fail("no fragment, which stays with the client,", fragment);
  const options: QueryOptions = {};
  let start = 0;
  for (const option of query.split("&")) {
    if (option !== "") readOption(option, start, options);
    start += option.length + 1;
  }
  return options;
}

function readOption(option: string, start: number, options: QueryOptions): void {
  const equals = option.indexOf("=");
  const nameEnd = equals < 0 ? option.length : equals;
  const name = new Scanner(decodeText(option.slice(0, nameEnd), start, "query"));
  const value = new Scanner(decodeText(option.slice(nameEnd + 1), start + nameEnd + 1, "query"));
  if (name.startsWith("$")) {
    const read = readSystemOptionName(name, topLevelOptions, options);
    if (!name.atEnd || equals < 0) name.fail(`"=" and a value`);
    value.skipBlanks();
    read(value, options);
    value.expectEnd();
  } else if (name.tryTake("@")) {
    readAlias(name, value, options);
    value.expectEnd();
  } else {
    (options.custom ??= []).push({ name: name.text, value: value.text });
  }
}

/** The name of an option, which may stand once ([ODataUrl], "System Query Options"). */
function readSystemOptionName(scanner: Scanner, allowed: readonly string[], options: QueryOptions): ReadOption {
  const start = scanner.position;
  const name = scanner.match(optionName) ?? "$";
  const read = systemOptions.get(name);
  if (read === undefined || !allowed.includes(name)) {
    scanner.failWith(`The query parameter "${name}" is not supported, found`, start);
  }
  if (Object.hasOwn(options, name.slice(1))) {
    scanner.failWith(`The query parameter "${name}" is given more than once, again`, start);
  }
  return read;
}

/** Dataverse counts an alias without a value as null. */
function readAlias(name: Scanner, value: Scanner, options: QueryOptions): void {
  const alias = name.identifier("the name of an alias");
  name.expectEnd(`"=" and a value`);
  const at = value.offset();
  value.skipBlanks();
  const given: Expression = value.atEnd ? { kind: "literal", literal: { type: "null" }, at } : parseExpressionAt(value);
  keepAlias(options, alias, given);
}

function keepAlias(options: QueryOptions, alias: string, value: Expression): void {
  // Without a prototype, so that `@constructor` is an alias like any other.
  options.aliases ??= Object.create(null) as Record<string, Expression>;
  options.aliases[alias] = value;
}

function parseNestedOptions(scanner: Scanner, place: NestedIn): QueryOptions {
  const options: QueryOptions = {};
  do {
    scanner.skipBlanks();
    if (scanner.tryTake("@")) {
      const alias = scanner.identifier("the name of an alias");
      scanner.takeSeparator("=");
      keepAlias(options, alias, parseExpressionAt(scanner));
    } else {
      if (!scanner.startsWith("$")) scanner.fail("a query option with its $");
      const read = readSystemOptionName(scanner, nestedOptions[place], options);
      scanner.takeSeparator("=");
      read(scanner, options);
    }
    scanner.skipBlanks();
  } while (scanner.tryTake(";"));
  return options;
}

function parseOrderByItem(scanner: Scanner): OrderByItem {
  const expression = parseExpressionAt(scanner);
  scanner.skipBlanks();
  const descending = scanner.tryTakeWord("desc");
  if (!descending) scanner.tryTakeWord("asc");
  return { expression, descending };
}

/** Computed columns are checked and kept as text: Dataverse has none. */
function readCompute(scanner: Scanner): string {
  const start = scanner.position;
  scanner.commaSeparated(() => {
    parseExpressionAt(scanner);
    requireAlias(scanner);
  });
  return scanner.text.slice(start, scanner.position);
}

function readWholeNumber(scanner: Scanner): number {
  return Number(scanner.expectMatch(wholeNumber, "a whole number that is not negative"));
}

function readBoolean(scanner: Scanner): boolean {
  return scanner.expectMatch(boolean, "true or false").toLowerCase() === "true";
}

function readRest(scanner: Scanner): string {
  return scanner.expectMatch(rest, "a value");
}
