import type { PathStep } from "./ast";
import type { Scanner } from "./scanner";

/**
 * A path made of names only, as `$select`, `$expand` and `groupby` have it.
 *
 *     path = step *( "/" step )
 *     step = name / qualified name / "@" term [ "#" qualifier ] / "$" name / "*" / namespace ".*"
 */
export function parseNamePath(scanner: Scanner): PathStep[] {
  const steps: PathStep[] = [];
  do {
    steps.push({ at: scanner.offset(), name: readName(scanner) });
  } while (scanner.tryTake("/"));
  return steps;
}

function readName(scanner: Scanner): string {
  const start = scanner.position;
  if (scanner.tryTake("*")) return "*";
  if (scanner.startsWith("$")) return scanner.dollarName();
  readPlainStepName(scanner, "a name");
  scanner.tryTake(".*");
  return scanner.text.slice(start, scanner.position);
}

/** A name, a qualified name, or an annotation with an optional qualifier. */
export function readPlainStepName(scanner: Scanner, expected: string): string {
  const start = scanner.position;
  const isAnnotation = scanner.tryTake("@");
  scanner.qualifiedName(expected);
  if (isAnnotation && scanner.tryTake("#")) scanner.identifier("the qualifier of an annotation");
  return scanner.text.slice(start, scanner.position);
}
