/** `left operator right` of `$filter`: a column with a literal, or two columns of one type. */
import { invalidODataRequest } from "../../errors/rejections";
import type { Expression as Tree } from "../../odata/ast";
import type { Lowering } from "../scope/lowering";
import { pathText } from "../scope/lowering";
import { lowerProperty, type PropertyTarget, type Variables } from "./lowerPath";
import type { ComparisonOperator, Condition } from "../model/model";
import { edmTypeOf, edmTypeOfLiteral, storedValue } from "../scope/values";

/** As OData's own messages name them. */
const operatorKinds: Record<ComparisonOperator, string> = {
  eq: "Equal",
  ne: "NotEqual",
  gt: "GreaterThan",
  ge: "GreaterThanOrEqual",
  lt: "LessThan",
  le: "LessThanOrEqual",
};

const opposites = { eq: "ne", ne: "eq", gt: "le", ge: "lt", lt: "ge", le: "gt" } as const;
const mirrors = { eq: "eq", ne: "ne", gt: "lt", ge: "le", lt: "gt", le: "ge" } as const;

export function lowerComparison(
  lowering: Lowering,
  variables: Variables,
  written: ComparisonOperator,
  leftTree: Tree,
  rightTree: Tree,
  negated: boolean,
): Condition {
  const operator = negated ? opposites[written] : written;
  const [left, right] = [lowering.resolve(leftTree), lowering.resolve(rightTree)];
  const property = (tree: Tree): PropertyTarget | undefined =>
    tree.kind === "path" ? lowerProperty(tree.segments, variables) : undefined;
  const [leftColumn, rightColumn] = [property(left), property(right)];
  if (leftColumn && rightColumn) return compareColumns(operator, written, leftColumn, rightColumn);
  if (leftColumn) return compareWithLiteral(lowering, operator, written, leftColumn, right, false);
  if (rightColumn) return compareWithLiteral(lowering, mirrors[operator], written, rightColumn, left, true);
  throw unsupportedOperand([left, right].find((each) => lowering.literal(each) === undefined));
}

function compareColumns(
  operator: ComparisonOperator,
  written: ComparisonOperator,
  left: PropertyTarget,
  right: PropertyTarget,
): Condition {
  if (left.ref.kind !== right.ref.kind || left.ref.kind === "multiChoice" || left.ref.kind === "binary") {
    throw incompatible(edmTypeOf(left.column), edmTypeOf(right.column), written);
  }
  return { kind: "compareColumns", operator, left: left.ref, right: right.ref };
}

function compareWithLiteral(
  lowering: Lowering,
  operator: ComparisonOperator,
  written: ComparisonOperator,
  { column, ref }: PropertyTarget,
  other: Tree,
  isMirrored: boolean,
): Condition {
  const literal = lowering.literal(other);
  if (literal === undefined) throw unsupportedOperand(other);
  if (literal.type === "null") {
    if (operator === "eq" || operator === "ne") return { kind: "isNull", column: ref, negated: operator === "ne" };
    // Nothing is greater or less than null.
    return { kind: "constant", value: false };
  }
  if (ref.kind === "multiChoice") {
    throw invalidODataRequest(
      `The column '${column.logicalName}' holds several choices: only ContainValues and DoesNotContainValues compare it.`,
    );
  }
  const stored = storedValue(ref.kind, literal);
  if (stored === undefined) {
    const types = [edmTypeOf(column), edmTypeOfLiteral(literal)];
    const [left = "", right = ""] = isMirrored ? types.reverse() : types;
    throw incompatible(left, right, written);
  }
  return { kind: "compare", operator, left: { kind: "column", column: ref }, right: stored };
}

function incompatible(left: string, right: string, operator: ComparisonOperator): Error {
  return invalidODataRequest(
    "A binary operator with incompatible types was detected. " +
      `Found operand types '${left}' and '${right}' for operator kind '${operatorKinds[operator]}'.`,
  );
}

function unsupportedOperand(tree: Tree | undefined): Error {
  const named = (text: string): Error => invalidODataRequest(`${text} is not supported in a query filter.`);
  switch (tree?.kind) {
    case undefined:
      return invalidODataRequest("A comparison needs a property on one of its sides.");
    case "call":
      return named(`The function '${tree.name}'`);
    case "binary":
    case "unary":
      return named(`The operator '${tree.operator === "negate" ? "-" : tree.operator}' inside a comparison`);
    case "lambda":
      return named(`Comparing the result of '${tree.operator}'`);
    case "path":
      return named(`Comparing '${pathText(tree.segments)}'`);
    case "literal":
    case "alias":
    case "list":
    case "json":
      return named("A comparison with such a value");
  }
}
