/**
 * `$filter` -> Condition, with the checks Dataverse makes.
 *
 * Dataverse has no condition that negates another one: `not` turns each operator into its opposite, `eq` into `ne`,
 * `contains` into not-like, `gt` into `le`, `and` into `or`. So `not (name eq 'x')` finds the rows without a name, as
 * `name ne 'x'` does, and `not (revenue gt 5)` does not find the rows without a revenue, as `revenue le 5` does not.
 * Query functions have no opposite: `not` before one is an error.
 */
import { invalidODataRequest } from "../../errors/rejections";
import type { Expression as Tree, PathStep } from "../../odata/ast";
import { lowerComparison } from "./lowerComparison";
import { lowerQueryFunction } from "./lowerFunction";
import type { Lowering } from "../scope/lowering";
import { pathText } from "../scope/lowering";
import { lowerCollection, lowerProperty, lowerRows, type Variables } from "./lowerPath";
import { every, type Condition } from "../model/model";
import type { RowScope } from "../scope/rowScope";
import { linkChildren } from "../scope/rowScope";

export function lowerFilter(lowering: Lowering, filter: Tree | undefined, rows: RowScope): Condition {
  if (filter === undefined) return { kind: "constant", value: true };
  return lower({ lowering, variables: { root: rows, named: new Map() } }, filter, false);
}

interface Place {
  lowering: Lowering;
  variables: Variables;
}

function lower(place: Place, tree: Tree, negated: boolean): Condition {
  const expression = place.lowering.resolve(tree);
  switch (expression.kind) {
    case "binary":
      return lowerBinary(place, expression, negated);
    case "unary":
      if (expression.operator === "negate") throw notOffered("The operator '-'");
      return lower(place, expression.operand, !negated);
    case "call":
      return lowerCall(place, expression, negated);
    case "lambda":
      return lowerLambda(place, expression, negated);
    case "path":
      return lowerFunctionPath(place, expression.segments, negated);
    case "literal":
    case "alias":
    case "list":
    case "json":
      throw invalidODataRequest("The $filter expression must evaluate to a single boolean value.");
  }
}

function notOffered(what: string): Error {
  return invalidODataRequest(`${what} is not supported in a query filter.`);
}

function lowerBinary(place: Place, tree: Extract<Tree, { kind: "binary" }>, negated: boolean): Condition {
  switch (tree.operator) {
    case "and":
    case "or": {
      const conditions = operandsOf(tree, tree.operator).map((operand) => lower(place, operand, negated));
      return { kind: (tree.operator === "and") !== negated ? "and" : "or", conditions };
    }
    case "eq":
    case "ne":
    case "gt":
    case "ge":
    case "lt":
    case "le":
      place.lowering.countCondition();
      return lowerComparison(place.lowering, place.variables, tree.operator, tree.left, tree.right, negated);
    case "has":
    case "in":
    case "add":
    case "sub":
    case "mul":
    case "div":
    case "divby":
    case "mod":
      throw notOffered(`The operator '${tree.operator}'`);
  }
}

/** The operands of a chain of one operator, which the parser gives as a tree as deep as the chain is long. */
function operandsOf(tree: Tree, operator: "and" | "or"): Tree[] {
  const operands: Tree[] = [];
  const open: Tree[] = [tree];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "binary" && next.operator === operator) open.push(next.right, next.left);
    else operands.push(next);
  }
  return operands;
}

const patterns: Record<string, (text: string) => string> = {
  contains: (text) => `%${text}%`,
  startswith: (text) => `${text}%`,
  endswith: (text) => `%${text}`,
};

/**
 * The wildcards of SQL are active inside the text ([QueryFilter], "Use wildcard characters").
 */
function lowerCall(place: Place, call: Extract<Tree, { kind: "call" }>, negated: boolean): Condition {
  const pattern = Object.hasOwn(patterns, call.name) ? patterns[call.name] : undefined;
  if (!pattern) throw notOffered(`The function '${call.name}'`);
  place.lowering.countCondition();
  const [subject, argument, ...more] = call.arguments;
  const path = subject && place.lowering.resolve(subject);
  const text = argument && place.lowering.literal(argument);
  if (path?.kind !== "path" || text?.type !== "string" || more.length > 0) throw noSignature(call.name);
  const { ref } = lowerProperty(path.segments, place.variables);
  if (ref.kind !== "text") throw noSignature(call.name);
  return { kind: "like", column: ref, pattern: pattern(text.value), negated };
}

function noSignature(name: string): Error {
  return invalidODataRequest(
    `No function signature for the function with name '${name}' matches the specified arguments. ` +
      `The function signatures considered are: ${name}(Edm.String Nullable=true, Edm.String Nullable=true).`,
  );
}

/** A path as a condition: only a query function may stand at its end. */
function lowerFunctionPath(place: Place, path: PathStep[], negated: boolean): Condition {
  const step = path.at(-1);
  if (!step?.parameters) {
    lowerProperty(path, place.variables);
    throw invalidODataRequest(
      `The query node SingleValuePropertyAccess is not supported: compare '${pathText(path)}' with a value.`,
    );
  }
  // Microsoft publishes this text; query functions have no opposite operator.
  if (negated) throw invalidODataRequest("Not operator along with the Custom Named Condition operators is not allowed");
  place.lowering.countCondition();
  return lowerQueryFunction(place.lowering, step, lowerRows(path.slice(0, -1), place.variables));
}

/**
 * `all` demands that there are rows: Dataverse answers `all` over an empty collection with false. A row counts against
 * it when the predicate is not true for it, be it false or unknown.
 */
function lowerLambda(place: Place, lambda: Extract<Tree, { kind: "lambda" }>, negated: boolean): Condition {
  place.lowering.countCondition();
  const { scope, navigation } = lowerCollection(lambda.path, place.variables);
  const matching = (wanted: (rows: RowScope) => Condition): Condition => {
    const rows = place.lowering.rowsOf(navigation.target);
    const condition = wanted(rows);
    const link = linkChildren(rows, navigation, scope.definition, scope.primaryId());
    return { kind: "exists", rows: { ...link, where: every([link.where, condition]) }, negated: false };
  };
  const predicate = (rows: RowScope): Condition => {
    if (lambda.predicate === undefined || lambda.variable === undefined) return { kind: "constant", value: true };
    const named = new Map(place.variables.named).set(lambda.variable, rows);
    return lower({ ...place, variables: { ...place.variables, named } }, lambda.predicate, false);
  };
  const found =
    lambda.operator === "any"
      ? matching(predicate)
      : every([
          matching(() => ({ kind: "constant", value: true })),
          { kind: "fails", condition: matching((rows) => ({ kind: "fails", condition: predicate(rows) })) },
        ]);
  return negated ? { kind: "fails", condition: found } : found;
}
