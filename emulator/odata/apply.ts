/**
 * `$apply` ([ODataAggregation], section 3).
 *
 *     apply          = transformation *( "/" transformation )
 *     transformation = "filter" "(" expression ")"
 *                    / "aggregate" "(" item *( "," item ) ")"
 *                    / "groupby" "(" "(" element *( "," element ) ")" [ "," apply ] ")"
 *                    / "identity" / name parentheses
 *     element        = path / "rollup" parentheses / "rolluprecursive" parentheses
 *
 * Dataverse offers neither the other transformations nor the rollups: they are recognized by name and rejected later,
 * so that such a URL is not reported as ungrammatical.
 */
import { parseAggregateItem } from "./aggregateItems";
import type { ApplyTransformation, PathStep } from "./ast";
import { parseExpressionAt } from "./expressions";
import { parseNamePath } from "./namePaths";
import type { Scanner } from "./scanner";
import { skipParentheses } from "./skipParentheses";

const offered: Readonly<Record<string, (scanner: Scanner, at: number) => ApplyTransformation>> = {
  filter: parseFilter,
  aggregate: parseAggregate,
  groupby: parseGroupBy,
};

export function parseApply(scanner: Scanner): ApplyTransformation[] {
  const transformations: ApplyTransformation[] = [];
  do {
    scanner.skipBlanks();
    transformations.push(parseTransformation(scanner));
    scanner.skipBlanks();
  } while (scanner.tryTake("/"));
  return transformations;
}

function parseTransformation(scanner: Scanner): ApplyTransformation {
  const at = scanner.offset();
  const name = scanner.qualifiedName("a transformation");
  const parseOffered = Object.hasOwn(offered, name) ? offered[name] : undefined;
  if (parseOffered === undefined) {
    if (name !== "identity") skipParentheses(scanner);
    return { kind: "notOffered", name, at };
  }
  scanner.open("(");
  const transformation = parseOffered(scanner, at);
  scanner.close(")");
  return transformation;
}

function parseFilter(scanner: Scanner, at: number): ApplyTransformation {
  return { kind: "filter", predicate: parseExpressionAt(scanner), at };
}

function parseAggregate(scanner: Scanner, at: number): ApplyTransformation {
  const scanned = scanner.commaSeparated(() => parseAggregateItem(scanner, parseExpressionAt));
  if (scanned.some(({ isControlled }) => isControlled)) return { kind: "notOffered", name: "aggregate ... from", at };
  return { kind: "aggregate", items: scanned.map(({ item }) => item), at };
}

function parseGroupBy(scanner: Scanner, at: number): ApplyTransformation {
  scanner.open("(");
  const paths: PathStep[][] = [];
  let notOffered: string | undefined;
  scanner.commaSeparated(() => {
    const rollup = scanner.match(rollupName);
    notOffered ??= rollup;
    if (rollup === undefined) paths.push(parseGroupingPath(scanner));
    else skipParentheses(scanner);
  });
  scanner.close(")");
  scanner.skipBlanks();
  const then = scanner.tryTake(",") ? parseApply(scanner) : [];
  return notOffered === undefined ? { kind: "groupby", paths, then, at } : { kind: "notOffered", name: notOffered, at };
}

const rollupName = /rollup(?:recursive)?(?=\()/y;

/** Groups are made by properties: a type cast, which has a namespace, needs one behind it. */
function parseGroupingPath(scanner: Scanner): PathStep[] {
  const path = parseNamePath(scanner);
  const last = path.at(-1)?.name ?? "";
  if (last.includes(".") && !last.startsWith("@")) scanner.fail(`"/" and a property`);
  return path;
}
