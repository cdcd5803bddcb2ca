/**
 * `$apply` (OData Extension for Data Aggregation 4.0, section 3).
 *
 *     apply          = transformation *( "/" transformation )
 *     transformation = "filter" "(" expression ")"
 *                    / "aggregate" "(" item *( "," item ) ")"
 *                    / "groupby" "(" "(" element *( "," element ) ")" [ "," apply ] ")"
 *                    / one of those in applyNotOffered
 *     element        = path / "rollup" "(" ... ")" / "rolluprecursive" "(" ... ")"
 */
import { parseAggregateItem } from "./aggregateItems";
import { skipGrouping, skipTransformation } from "./applyNotOffered";
import type { ApplyTransformation, PathStep } from "./ast";
import { parseExpressionAt } from "./expressions";
import { parseNamePath } from "./namePaths";
import type { Scanner } from "./scanner";

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
    skipTransformation(scanner, name, parseApply);
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
    const skipped = skipGrouping(scanner, parseApply);
    notOffered ??= skipped;
    if (skipped === undefined) paths.push(parseGroupingPath(scanner));
  });
  scanner.close(")");
  scanner.skipBlanks();
  const then = scanner.tryTake(",") ? parseApply(scanner) : [];
  return notOffered === undefined ? { kind: "groupby", paths, then, at } : { kind: "notOffered", name: notOffered, at };
}

/** Groups are made by properties: a type cast, which has a namespace, needs one behind it. */
function parseGroupingPath(scanner: Scanner): PathStep[] {
  const path = parseNamePath(scanner);
  const last = path.at(-1)?.name ?? "";
  if (last.includes(".") && !last.startsWith("@")) scanner.fail(`"/" and a property`);
  return path;
}
