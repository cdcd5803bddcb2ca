/**
 * Names in an expression: paths, lambdas and calls (OData ABNF, section 4).
 *
 *     member    = builtIn "(" [ expression *( "," expression ) ] ")"
 *               / "case" "(" expression ":" expression *( "," ... ) ")"
 *               / first *( "/" step ) [ "/" ( "any" / "all" ) "(" [ variable ":" expression ] ")" ]
 *     first     = step / "$it" / "$this" / "$root" / "$these" / "@" alias
 *     step      = ( name / qualified name / "$count" / "$filter" / "@" term [ "#" qualifier ] ) *parentheses
 *     parentheses = "(" ")" / "(" value ")" / "(" name "=" value *( "," ... ) ")" / "(" expression *( "," ... ) ")"
 *
 * Without a schema a name in front of parentheses is a function of OData if it is in the list below, and otherwise
 * its parentheses decide: named parameters, a key, or the arguments of an unknown function.
 */
import { aggregatedExpression } from "./aggregateItems";
import type { Expression, KeyPredicate, PathStep } from "./ast";
import { identifier } from "./identifiers";
import type { ParseExpression } from "./jsonArguments";
import { readPlainStepName } from "./namePaths";
import type { Scanner } from "./scanner";

const builtInFunctions: ReadonlySet<string> = new Set(
  (
    "concat contains endswith indexof length matchesPattern startswith substring tolower toupper trim " +
    "year month day hour minute second fractionalseconds totalseconds date time totaloffsetminutes " +
    "mindatetime maxdatetime now round floor ceiling hassubset hassubsequence cast isof case substringof " +
    "geo.distance geo.length geo.intersects"
  ).split(" "),
);

const implicitVariables: ReadonlySet<string> = new Set(["$it", "$this", "$root", "$these"]);
const opening = /[ \t]*\(/y;
const namedParameter = new RegExp(`${identifier}[ \\t]*=`, "uy");
const alias = /^@[^.#]+$/;

export function parseMember(scanner: Scanner, parseExpression: ParseExpression): Expression {
  const at = scanner.offset();
  const path: PathStep[] = [];
  do {
    const step: PathStep = { at: scanner.offset(), name: readStepName(scanner, path.length === 0) };
    if (path.length === 0 && builtInFunctions.has(step.name) && scanner.looksLike(opening)) {
      return parseBuiltInCall(scanner, step.name, at, parseExpression);
    }
    if (scanner.startsWith("(") && !step.name.startsWith("@")) {
      if (step.name === "any" || step.name === "all") {
        return parseLambda(scanner, step.name, path, parseExpression);
      }
      if (step.name === "aggregate") parseAggregateStep(scanner, step, path.length === 0, parseExpression);
      else parseParentheses(scanner, step, parseExpression);
      const unknownCall = path.length === 0 && !scanner.startsWith("/") && step.arguments;
      if (unknownCall) return { kind: "call", name: step.name, arguments: unknownCall, at };
    }
    path.push(step);
  } while (scanner.tryTake("/"));
  return asAlias(path) ?? { kind: "path", segments: path, at };
}

/**
 * `@p` alone is a parameter alias; with a namespace, a qualifier or a path behind it, it is the first step of a path.
 */
function asAlias(path: PathStep[]): Expression | undefined {
  const [only, second] = path;
  if (only === undefined || second !== undefined || !alias.test(only.name)) return undefined;
  return { kind: "alias", name: only.name.slice(1), at: only.at };
}

function readStepName(scanner: Scanner, isFirst: boolean): string {
  const start = scanner.position;
  if (scanner.startsWith("$")) {
    const name = scanner.dollarName();
    if (isFirst && !implicitVariables.has(name)) scanner.fail("an expression", start);
    return name;
  }
  return readPlainStepName(scanner, isFirst ? "an expression" : "a name");
}

function parseBuiltInCall(scanner: Scanner, name: string, at: number, parseExpression: ParseExpression): Expression {
  scanner.skipBlanks();
  scanner.open("(");
  // The cases of `case(a:b,c:d)` become the arguments a, b, c, d.
  const readArguments = name === "case" ? parseCase : (from: Scanner) => [parseExpression(from)];
  const values = scanner.startsWith(")")
    ? []
    : scanner.commaSeparated(() => readArguments(scanner, parseExpression)).flat();
  scanner.close(")");
  return { kind: "call", name, arguments: values, at };
}

function parseCase(scanner: Scanner, parseExpression: ParseExpression): Expression[] {
  const condition = parseExpression(scanner);
  scanner.takeSeparator(":");
  return [condition, parseExpression(scanner)];
}

function parseLambda(
  scanner: Scanner,
  operator: "any" | "all",
  path: PathStep[],
  parseExpression: ParseExpression,
): Expression {
  const at = path[0]?.at;
  if (at === undefined) return scanner.fail(`the path of a collection in front of "${operator}"`);
  scanner.open("(");
  // The ABNF lets only `any` stand without a condition: "the collection is not empty".
  if (operator === "any" && scanner.startsWith(")")) {
    scanner.close(")");
    return { kind: "lambda", path, operator, at };
  }
  const variable = scanner.identifier("a lambda variable");
  scanner.takeSeparator(":");
  const predicate = parseExpression(scanner);
  scanner.close(")");
  return { kind: "lambda", path, operator, variable, predicate, at };
}

function parseAggregateStep(scanner: Scanner, step: PathStep, isFirst: boolean, parseExpression: ParseExpression) {
  if (isFirst) scanner.fail(`the path of a collection in front of "aggregate"`);
  scanner.open("(");
  step.arguments = aggregatedExpression(scanner, parseExpression);
  scanner.close(")");
}

/** The content of the parentheses after a step; a key can follow a function's parameters. */
export function parseParentheses(scanner: Scanner, step: PathStep, parseValue: ParseExpression): void {
  parseGroup(scanner, step, parseValue);
  const mayHaveKey = step.parameters !== undefined || step.arguments !== undefined;
  if (!mayHaveKey || !scanner.startsWith("(")) return;
  const start = scanner.position;
  const behind: PathStep = { name: step.name, at: step.at };
  parseGroup(scanner, behind, parseValue);
  if (behind.key === undefined) scanner.fail("a key", start);
  else step.key = behind.key;
}

function parseGroup(scanner: Scanner, step: PathStep, parseValue: ParseExpression): void {
  const at = scanner.offset();
  scanner.open("(");
  if (scanner.startsWith(")")) step.parameters = [];
  else if (scanner.looksLike(namedParameter)) assignNamed(scanner, step, at, parseValue);
  else assignPositional(scanner, step, at, parseValue);
  scanner.close(")");
}

function assignNamed(scanner: Scanner, step: PathStep, at: number, parseValue: ParseExpression): void {
  const parts = scanner.commaSeparated(() => {
    const part = { at: scanner.offset(), name: scanner.identifier("the name of a parameter") };
    scanner.takeSeparator("=");
    return { ...part, value: parseValue(scanner) };
  });
  step.parameters = parts;
  const isKey = !step.name.includes(".") && parts.every(({ value }) => isKeyValue(value));
  if (isKey) step.key = { kind: "compound", parts, at };
}

function assignPositional(scanner: Scanner, step: PathStep, at: number, parseValue: ParseExpression): void {
  const values = scanner.commaSeparated(() => parseValue(scanner));
  const [only, second] = values;
  const isKey = only !== undefined && second === undefined && isKeyValue(only) && !step.name.startsWith("$");
  if (isKey) step.key = { kind: "simple", value: only, at } satisfies KeyPredicate;
  else step.arguments = values;
}

/** OData ABNF, keyPropertyValue: a key is made of literals and parameter aliases. */
function isKeyValue(value: Expression): boolean {
  return value.kind === "literal" || value.kind === "alias";
}
