/**
 * Common expressions ([ODataUrl], "Common Expression Syntax"), loosest first:
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
import type { BinaryOperator, Expression } from "./ast";
import { identifierCharacter } from "./identifiers";
import { tryArrayOrObject } from "./jsonArguments";
import { tryLiteral } from "./literals";
import { parseMember } from "./memberPaths";
import { maxNesting, type Scanner } from "./scanner";

const operatorPrecedence: Readonly<Record<BinaryOperator, number>> = {
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
const unary = 7;
const operatorPattern = new RegExp(`(?:${Object.keys(operatorPrecedence).join("|")})(?!${identifierCharacter})`, "uy");
/** `not` as an operator; `not/x` and `not eq 1` are about a property of that name. */
const not = /not(?=[ \t\r\n(])(?![ \t\r\n]+(?:eq|ne|gt|ge|lt|le|in|has)[ \t\r\n])/y;

export function parseExpressionAt(scanner: Scanner): Expression {
  return parseBinary(scanner, operatorPrecedence.or);
}

/** Operators that bind at least as tight as `minimum`; looser ones are left to the caller. */
function parseBinary(scanner: Scanner, minimum: number): Expression {
  let left = parseUnary(scanner);
  for (let links = 1; ; links++) {
    const found = tryOperator(scanner, minimum);
    if (found === undefined) return left;
    if (links > maxNesting) scanner.failNesting();
    const { operator, at } = found;
    if (operator === "or" || operator === "and") {
      left = parseChain(scanner, operator, left, at);
    } else {
      const isList = operator === "in" && scanner.startsWith("(");
      const right = isList ? parseList(scanner) : parseBinary(scanner, operatorPrecedence[operator] + 1);
      left = { kind: "binary", operator, left, right, at };
    }
  }
}

/** Takes an operator with the blanks around it, or nothing at all. */
function tryOperator(scanner: Scanner, minimum: number): { operator: BinaryOperator; at: number } | undefined {
  const start = scanner.position;
  scanner.skipBlanks();
  const at = scanner.offset();
  const operator = scanner.match(operatorPattern) as BinaryOperator | undefined;
  if (operator !== undefined && operatorPrecedence[operator] >= minimum) {
    scanner.skipBlanks();
    return { operator, at };
  }
  scanner.position = start;
  return undefined;
}

/**
 * A chain of one operator. Both `and` and `or` are associative, so that a long one may become a balanced tree: a
 * thousand conditions are ten levels deep, and code that walks the tree can recurse.
 */
function parseChain(scanner: Scanner, operator: "or" | "and", first: Expression, at: number): Expression {
  const precedence = operatorPrecedence[operator];
  const links: Link[] = [];
  let next: { at: number } | undefined = { at };
  while (next !== undefined) {
    // A tighter operator belongs to the operand, and a looser one ends the chain: only the same operator remains.
    links.push({ operand: parseBinary(scanner, precedence + 1), at: next.at });
    next = tryOperator(scanner, precedence);
  }
  return balance(operator, first, links);
}

/** An operand and where the operator in front of it stands. */
interface Link {
  operand: Expression;
  at: number;
}

function balance(operator: "or" | "and", first: Expression, links: readonly Link[]): Expression {
  const middle = Math.floor(links.length / 2);
  const link = links[middle];
  if (link === undefined) return first;
  const left = balance(operator, first, links.slice(0, middle));
  const right = balance(operator, link.operand, links.slice(middle + 1));
  return { kind: "binary", operator, left, right, at: link.at };
}

function parseUnary(scanner: Scanner): Expression {
  const at = scanner.offset();
  if (scanner.match(not) !== undefined) return parseOperand(scanner, "not", at);
  const literal = tryLiteral(scanner);
  if (literal !== undefined) return { kind: "literal", literal, at };
  if (scanner.tryTake("-")) return parseOperand(scanner, "negate", at);
  return parsePrimary(scanner);
}

function parseOperand(scanner: Scanner, operator: "not" | "negate", at: number): Expression {
  scanner.skipBlanks();
  scanner.descend();
  const operand = parseBinary(scanner, unary);
  scanner.ascend();
  return { kind: "unary", operator, operand, at };
}

function parsePrimary(scanner: Scanner): Expression {
  if (!scanner.startsWith("(")) {
    return tryArrayOrObject(scanner, parseExpressionAt) ?? parseMember(scanner, parseExpressionAt);
  }
  scanner.open("(");
  const inner = parseBinary(scanner, operatorPrecedence.or);
  scanner.close(")");
  return inner;
}

/** `('a','b')` behind `in`, the only place where parentheses hold a list. */
function parseList(scanner: Scanner): Expression {
  const at = scanner.offset();
  scanner.open("(");
  const items = scanner.startsWith(")") ? [] : scanner.commaSeparated(() => parseExpressionAt(scanner));
  scanner.close(")");
  return { kind: "list", items, at };
}
