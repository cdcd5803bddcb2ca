import { requireAlias } from "./aggregateItems";
import type { ApplyTransformation } from "./ast";
import { parseExpressionAt } from "./expressions";
import { parseParentheses } from "./memberPaths";
import { parseNamePath } from "./namePaths";
import type { Scanner } from "./scanner";
import { parseSearch } from "./search";

/**
 * The transformations of OData's aggregation extension that Dataverse does not offer (OData Extension for Data
 * Aggregation 4.0, sections 3 and 6). They are read, so that a URL which has one is not called ungrammatical, and not
 * kept.
 *
 *     transformation = "identity" / qualified name parentheses / name "(" argument *( "," argument ) ")"
 *     hierarchy      = ( "ancestors" / "descendants" ) "(" root "," qualifier "," path "," apply
 *                      [ "," distance ] [ "," "keep" "start" ] ")"
 */

export type ParseApply = (scanner: Scanner) => ApplyTransformation[];
type Skip = (scanner: Scanner, parseApply: ParseApply) => void;

/** The arguments that have to stand, and what may follow them any number of times. */
interface Signature {
  required: readonly Skip[];
  more?: Skip;
  end?: Skip;
}

const path: Skip = (scanner) => void parseNamePath(scanner);
const expression: Skip = (scanner) => void parseExpressionAt(scanner);
const sequence: Skip = (scanner, parseApply) => void parseApply(scanner);
const search: Skip = (scanner) => void parseSearch(scanner);
const named = (skip: Skip): Skip => {
  return (scanner, parseApply) => {
    skip(scanner, parseApply);
    requireAlias(scanner);
  };
};
const ordered: Skip = (scanner) => {
  parseExpressionAt(scanner);
  scanner.skipBlanks();
  void (scanner.tryTakeWord("asc") || scanner.tryTakeWord("desc"));
};
const walk: Skip = (scanner) => {
  if (!scanner.tryTakeWord("preorder") && !scanner.tryTakeWord("postorder")) scanner.fail(`"preorder" or "postorder"`);
};
const DIGITS = /\d+/y;
const distanceAndKeep: Skip = (scanner) => {
  if (!scanner.tryTake(",")) return;
  scanner.skipBlanks();
  if (scanner.match(DIGITS) !== undefined) {
    scanner.skipBlanks();
    if (!scanner.tryTake(",")) return;
    scanner.skipBlanks();
  }
  if (!scanner.tryTakeWord("keep")) scanner.fail(`a distance or "keep start"`);
  scanner.skipBlanks();
  scanner.takeWord("start");
  scanner.skipBlanks();
};

const RANKED: Signature = { required: [expression, expression] };
const ALONG_HIERARCHY: Signature = { required: [path, path, path, sequence], end: distanceAndKeep };

const TRANSFORMATIONS: ReadonlyMap<string, Signature> = new Map([
  ["compute", { required: [named(expression)], more: named(expression) }],
  ["search", { required: [search] }],
  ["top", { required: [expression] }],
  ["skip", { required: [expression] }],
  ["orderby", { required: [ordered], more: ordered }],
  ["topcount", RANKED],
  ["topsum", RANKED],
  ["toppercent", RANKED],
  ["bottomcount", RANKED],
  ["bottomsum", RANKED],
  ["bottompercent", RANKED],
  ["concat", { required: [sequence, sequence], more: sequence }],
  ["addnested", { required: [path, named(sequence)], more: named(sequence) }],
  ["nest", { required: [named(sequence)], more: named(sequence) }],
  ["join", { required: [named(path)], more: sequence }],
  ["outerjoin", { required: [named(path)], more: sequence }],
  ["ancestors", ALONG_HIERARCHY],
  ["descendants", ALONG_HIERARCHY],
  ["traverse", { required: [path, path, path, walk], more: sequence }],
]);

const GROUPINGS: ReadonlyMap<string, Signature> = new Map([
  ["rollup", { required: [path], more: path }],
  ["rolluprecursive", { required: [path, path, path], more: sequence }],
]);
const GROUPING_NAME = /rollup(?:recursive)?(?=\()/y;

/** Reads what stands behind the name of a transformation; an unknown or qualified name is a function of the service. */
export function skipTransformation(scanner: Scanner, name: string, parseApply: ParseApply): void {
  if (name === "identity") return;
  const signature = TRANSFORMATIONS.get(name);
  if (signature !== undefined) skipArguments(scanner, signature, parseApply);
  else parseParentheses(scanner, { name, at: scanner.offset() }, parseExpressionAt);
}

/** Reads `rollup(...)` or `rolluprecursive(...)` in a `groupby`, and returns its name if it stands here. */
export function skipGrouping(scanner: Scanner, parseApply: ParseApply): string | undefined {
  const name = scanner.match(GROUPING_NAME);
  const signature = GROUPINGS.get(name ?? "");
  if (signature !== undefined) skipArguments(scanner, signature, parseApply);
  return name;
}

function skipArguments(scanner: Scanner, { required, more, end }: Signature, parseApply: ParseApply): void {
  const skip = (argument: Skip) => {
    scanner.skipBlanks();
    argument(scanner, parseApply);
    scanner.skipBlanks();
  };
  scanner.open("(");
  required.forEach((argument, index) => {
    if (index > 0) scanner.take(",");
    skip(argument);
  });
  while (more !== undefined && scanner.tryTake(",")) skip(more);
  end?.(scanner, parseApply);
  scanner.close(")");
}
