/**
 * The items of `aggregate` ([ODataAggregation], section 3.2).
 *
 *     item   = "$count" "as" alias
 *            / expression "with" method *( "from" paths "with" method ) "as" alias
 *            / expression *( "from" paths [ "with" method ] ) [ "as" alias ]     ; a custom aggregate
 *     paths  = path *( "," path )
 */
import type { AggregateItem, Expression, PathStep } from "./ast";
import type { ParseExpression } from "./jsonArguments";
import { parseNamePath } from "./namePaths";
import type { Scanner } from "./scanner";

/** An item as it stands; `isControlled` if `from` clauses, which the tree does not represent, define how to combine. */
export interface ScannedAggregate {
  item: AggregateItem;
  isControlled: boolean;
}

export function parseAggregateItem(scanner: Scanner, parseExpression: ParseExpression): ScannedAggregate {
  const at = scanner.offset();
  if (scanner.tryTakeWord("$count")) return { item: { alias: requireAlias(scanner), at }, isControlled: false };
  const expression = parseExpression(scanner);
  const method = tryMethod(scanner);
  const isControlled = skipFromClauses(scanner, method !== undefined);
  const alias = method === undefined ? tryAlias(scanner) : requireAlias(scanner);
  const item: AggregateItem = { expression, at };
  if (method !== undefined) item.method = method;
  if (alias !== undefined) item.alias = alias;
  return { item, isControlled };
}

/** The inside of `Sales/aggregate(Amount with sum)`, a step Dataverse does not offer: what is aggregated, in a list. */
export function aggregatedExpression(scanner: Scanner, parseExpression: ParseExpression): Expression[] {
  scanner.skipBlanks();
  const expression = parseExpression(scanner);
  const method = tryMethod(scanner);
  skipFromClauses(scanner, method !== undefined);
  scanner.skipBlanks();
  return [expression];
}

export function requireAlias(scanner: Scanner): string {
  scanner.skipBlanks();
  scanner.takeWord("as");
  scanner.skipBlanks();
  return scanner.identifier("an alias");
}

function tryAlias(scanner: Scanner): string | undefined {
  return isNextWord(scanner, "as") ? requireAlias(scanner) : undefined;
}

function tryMethod(scanner: Scanner): string | undefined {
  if (!isNextWord(scanner, "with")) return undefined;
  scanner.takeWord("with");
  scanner.skipBlanks();
  return scanner.qualifiedName("an aggregation method");
}

function skipFromClauses(scanner: Scanner, needsMethod: boolean): boolean {
  let found = false;
  while (isNextWord(scanner, "from")) {
    found = true;
    scanner.takeWord("from");
    scanner.commaSeparated((): PathStep[] => parseNamePath(scanner));
    if (tryMethod(scanner) === undefined && needsMethod) scanner.fail(`"with"`);
  }
  return found;
}

/** Skips blanks and looks for a word without taking it. */
function isNextWord(scanner: Scanner, word: string): boolean {
  scanner.skipBlanks();
  const start = scanner.position;
  const isThere = scanner.tryTakeWord(word);
  scanner.position = start;
  return isThere;
}
