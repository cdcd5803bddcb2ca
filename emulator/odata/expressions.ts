import type { BinaryOperator, Expression } from "./ast";
import { tryArrayOrObject } from "./jsonArguments";
import { tryLiteral } from "./literals";
import { parseMember } from "./memberPaths";
import { MAX_NESTING, type Scanner } from "./scanner";

/**
 * Common expressions (OData URL Conventions, "Common Expression Syntax"), loosest first:
 *
 *     expression     = conjunction *( "or" conjunction )
 *     conjunction    = equality *( "and" equality )
 *     equality       = relational *( ( "eq" / "ne" ) relational )
 *     relational     = additive *( ( "gt" / "ge" / "lt" / "le" ) additive )
 *     additive       = multiplicative *( ( "add" / "sub" ) multiplicative )
 *     multiplicative = unary *( ( "mul" / "div" / "divby" / "mod" ) unary )
 *     unary          = ( "not" / "-" ) unary / membership
 *     membership     = primary *( "has" primary / "in" ( list / primary ) )
 *     primary        = literal / array / object / "(" expression ")" / member
 *
 * `not` binds tighter than a comparison, so `not a eq b` is `(not a) eq b`, as in Microsoft's parser. Blanks are only
 * needed where two words would run together: clients write `(a eq 1)and(b eq 2)`.
 */

const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  eq: 3,
  ne: 3,
  gt: 4,
  ge: 4,
  lt: 4,
  le: 4,
  add: 5,
  sub: 5,
  mul: 6,
  div: 6,
  divby: 6,
  mod: 6,
  has: 8,
  in: 8,
};
const EQUALITY = 3;
const UNARY = 7;
const OPERATOR = /(?:or|and|eq|ne|gt|ge|lt|le|has|in|add|sub|mul|divby|div|mod)(?![\p{L}\p{Nl}\p{N}\p{M}\p{Pc}])/uy;
/** `not` as an operator; `not/x` and `not eq 1` are about a property of that name. */
const NOT = /not(?=[ \t\r\n(])(?![ \t\r\n]+(?:eq|ne|gt|ge|lt|le|in|has)[ \t\r\n])/y;

export function parseExpressionAt(scanner: Scanner): Expression {
  return parseJoined(scanner, "or");
}

/** Operands joined by `or`, each made of operands joined by `and`. */
function parseJoined(scanner: Scanner, joint: "or" | "and"): Expression {
  const readOperand = () => (joint === "or" ? parseJoined(scanner, "and") : parseBinary(scanner, EQUALITY));
  const operands = [readOperand()];
  const joints: number[] = [];
  for (let at = tryOperator(scanner, joint); at !== undefined; at = tryOperator(scanner, joint)) {
    joints.push(at);
    scanner.skipBlanks();
    operands.push(readOperand());
  }
  return join(joint, operands, joints, 0, operands.length);
}

/**
 * Both operators are associative, so a long chain becomes a balanced tree: a thousand conditions make it ten levels deep,
 * and whatever walks the tree may recurse.
 */
function join(operator: "or" | "and", operands: Expression[], joints: number[], from: number, to: number): Expression {
  const middle = from + Math.ceil((to - from) / 2);
  const only = operands[from];
  const at = joints[middle - 1];
  if (only !== undefined && (to - from === 1 || at === undefined)) return only;
  const left = join(operator, operands, joints, from, middle);
  const right = join(operator, operands, joints, middle, to);
  return { kind: "binary", operator, left, right, at: at ?? left.at };
}

function parseBinary(scanner: Scanner, minimum: number): Expression {
  let left = parseUnary(scanner);
  for (let links = 0; ; links++) {
    const start = scanner.position;
    scanner.skipBlanks();
    const at = scanner.offset();
    const operator = scanner.match(OPERATOR) as BinaryOperator | undefined;
    if (operator === undefined || PRECEDENCE[operator] < minimum) {
      scanner.position = start;
      return left;
    }
    if (links === MAX_NESTING) scanner.failWith(`The text is nested deeper than ${MAX_NESTING} levels`);
    scanner.skipBlanks();
    const right =
      operator === "in" && scanner.startsWith("(")
        ? parseList(scanner)
        : parseBinary(scanner, PRECEDENCE[operator] + 1);
    left = { kind: "binary", operator, left, right, at };
  }
}

function tryOperator(scanner: Scanner, operator: "or" | "and"): number | undefined {
  const start = scanner.position;
  scanner.skipBlanks();
  const at = scanner.offset();
  if (scanner.tryTakeWord(operator)) return at;
  scanner.position = start;
  return undefined;
}

function parseUnary(scanner: Scanner): Expression {
  const at = scanner.offset();
  if (scanner.match(NOT) !== undefined) return parseOperand(scanner, "not", at);
  const literal = tryLiteral(scanner);
  if (literal !== undefined) return { kind: "literal", literal, at };
  if (scanner.tryTake("-")) return parseOperand(scanner, "negate", at);
  return parsePrimary(scanner);
}

function parseOperand(scanner: Scanner, operator: "not" | "negate", at: number): Expression {
  scanner.skipBlanks();
  const operand = scanner.nested(() => parseBinary(scanner, UNARY));
  return { kind: "unary", operator, operand, at };
}

function parsePrimary(scanner: Scanner): Expression {
  if (!scanner.startsWith("(")) {
    return tryArrayOrObject(scanner, parseExpressionAt) ?? parseMember(scanner, parseExpressionAt);
  }
  scanner.take("(");
  scanner.skipBlanks();
  const inner = scanner.nested(() => parseExpressionAt(scanner));
  scanner.skipBlanks();
  scanner.take(")");
  return inner;
}

/** `('a','b')` behind `in`, the only place where parentheses hold a list. */
function parseList(scanner: Scanner): Expression {
  const at = scanner.offset();
  scanner.take("(");
  scanner.skipBlanks();
  if (scanner.tryTake(")")) return { kind: "list", items: [], at };
  const items = scanner.nested(() => scanner.commaSeparated(() => parseExpressionAt(scanner)));
  scanner.take(")");
  return { kind: "list", items, at };
}
