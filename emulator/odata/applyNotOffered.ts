/**
 * The transformations of OData's aggregation extension that Dataverse does not offer (OData Extension for Data
 * Aggregation 4.0, sections 3 and 6). They are read, so that a URL which has one is not called ungrammatical, and not
 * kept.
 *
 *     transformation = "identity" / qualified name parentheses / name "(" argument *( "," argument ) ")"
 *     hierarchy      = ( "ancestors" / "descendants" ) "(" root "," qualifier "," path "," apply
 *                      [ "," distance ] [ "," "keep" "start" ] ")"
 */
import { requireAlias } from "./aggregateItems";
import type { ApplyTransformation } from "./ast";
import { parseExpressionAt } from "./expressions";
import { parseParentheses } from "./memberPaths";
import { parseNamePath } from "./namePaths";
import type { Scanner } from "./scanner";
import { parseSearch } from "./search";

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
function named(skip: Skip): Skip {
  return (scanner, parseApply) => {
    skip(scanner, parseApply);
    requireAlias(scanner);
  };
}
const ordered: Skip = (scanner) => {
  parseExpressionAt(scanner);
  scanner.skipBlanks();
  void (scanner.tryTakeWord("asc") || scanner.tryTakeWord("desc"));
};
const walk: Skip = (scanner) => {
  if (!scanner.tryTakeWord("preorder") && !scanner.tryTakeWord("postorder")) scanner.fail(`"preorder" or "postorder"`);
};
const digits = /\d+/y;
const distanceAndKeep: Skip = (scanner) => {
  if (!scanner.tryTake(",")) return;
  scanner.skipBlanks();
  if (scanner.match(digits) !== undefined) {
    scanner.skipBlanks();
    if (!scanner.tryTake(",")) return;
    scanner.skipBlanks();
  }
  if (!scanner.tryTakeWord("keep")) scanner.fail(`a distance or "keep start"`);
  scanner.skipBlanks();
  scanner.takeWord("start");
  scanner.skipBlanks();
};

const ranked: Signature = { required: [expression, expression] };
const alongHierarchy: Signature = { required: [path, path, path, sequence], end: distanceAndKeep };

const transformations: ReadonlyMap<string, Signature> = new Map([
  ["compute", { required: [named(expression)], more: named(expression) }],
  ["search", { required: [search] }],
  ["top", { required: [expression] }],
  ["skip", { required: [expression] }],
  ["orderby", { required: [ordered], more: ordered }],
  ["topcount", ranked],
  ["topsum", ranked],
  ["toppercent", ranked],
  ["bottomcount", ranked],
  ["bottomsum", ranked],
  ["bottompercent", ranked],
  ["concat", { required: [sequence, sequence], more: sequence }],
  ["addnested", { required: [path, named(sequence)], more: named(sequence) }],
  ["nest", { required: [named(sequence)], more: named(sequence) }],
  ["join", { required: [named(path)], more: sequence }],
  ["outerjoin", { required: [named(path)], more: sequence }],
  ["ancestors", alongHierarchy],
  ["descendants", alongHierarchy],
  ["traverse", { required: [path, path, path, walk], more: sequence }],
]);

const groupings: ReadonlyMap<string, Signature> = new Map([
  ["rollup", { required: [path], more: path }],
  ["rolluprecursive", { required: [path, path, path], more: sequence }],
]);
const groupingName = /rollup(?:recursive)?(?=\()/y;

/** Reads what stands behind the name of a transformation; an unknown or qualified name is a function of the service. */
export function skipTransformation(scanner: Scanner, name: string, parseApply: ParseApply): void {
  if (name === "identity") return;
  const signature = transformations.get(name);
  if (signature !== undefined) skipArguments(scanner, signature, parseApply);
  else parseParentheses(scanner, { name, at: scanner.offset() }, parseExpressionAt);
}

/** Reads `rollup(...)` or `rolluprecursive(...)` in a `groupby`, and returns its name if it stands here. */
export function skipGrouping(scanner: Scanner, parseApply: ParseApply): string | undefined {
  const name = scanner.match(groupingName);
  const signature = groupings.get(name ?? "");
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
