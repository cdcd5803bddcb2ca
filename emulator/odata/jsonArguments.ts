/**
 * JSON inside a URL (OData ABNF, section 5).
 *
 *     array  = "[" [ value *( "," value ) ] "]"
 *     object = "{" [ name ":" value *( "," name ":" value ) ] "}"
 *     value  = '"' JSON string '"' / commonExpr
 *     name   = a string in double or single quotes
 *
 * An array stays a list of expressions. An object becomes a plain value, so what stands in it must be one.
 * Single-quoted strings are OData's: Microsoft's documents write `{'@odata.id':'accounts(...)'}` for a reference to a
 * row.
 */
import { type Expression, ODataSyntaxError } from "./ast";
import { readQuoted } from "./literals";
import type { Scanner } from "./scanner";

export type ParseExpression = (scanner: Scanner) => Expression;

const jsonString = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;

/** Reads an array or object if one begins here. */
export function tryArrayOrObject(scanner: Scanner, parseExpression: ParseExpression): Expression | undefined {
  if (scanner.startsWith("[")) return parseArray(scanner, parseExpression);
  if (scanner.startsWith("{")) return parseObject(scanner, parseExpression);
  return undefined;
}

function parseArray(scanner: Scanner, parseExpression: ParseExpression): Expression {
  const at = scanner.offset();
  scanner.open("[");
  const items = scanner.startsWith("]") ? [] : scanner.commaSeparated(() => parseValue(scanner, parseExpression));
  scanner.skipBlanks();
  if (!scanner.atEnd && !scanner.startsWith("]")) failWithoutComma(scanner);
  scanner.close("]");
  return { kind: "list", items, at };
}

/** `['O'Brian']`: the text is Microsoft's ([QueryFilter], "Manage single quotes"). */
function failWithoutComma(scanner: Scanner): never {
  throw new ODataSyntaxError(
    "Invalid JSON. A comma character ',' was expected in scope 'Array'. Every two elements in an array and properties of an object must be separated by commas.",
    scanner.offset(),
  );
}

function parseObject(scanner: Scanner, parseExpression: ParseExpression): Expression {
  const at = scanner.offset();
  // `__proto__` must be a member like any other.
  const members: [string, unknown][] = [];
  scanner.open("{");
  if (!scanner.startsWith("}")) scanner.commaSeparated(() => members.push(parseMember(scanner, parseExpression)));
  scanner.close("}");
  return { kind: "json", value: Object.fromEntries(members), at };
}

function parseMember(scanner: Scanner, parseExpression: ParseExpression): [string, unknown] {
  if (!scanner.startsWith('"') && !scanner.startsWith("'")) scanner.fail("the name of a member in quotes");
  const name = scanner.startsWith("'") ? readQuoted(scanner) : readJsonString(scanner);
  scanner.takeSeparator(":");
  const start = scanner.position;
  return [name, plainValue(parseValue(scanner, parseExpression), scanner, start)];
}

function parseValue(scanner: Scanner, parseExpression: ParseExpression): Expression {
  const at = scanner.offset();
  // A string in either kind of quotes ends where it ends: what follows is the array's or object's affair.
  if (scanner.startsWith('"')) return stringLiteral(readJsonString(scanner), at);
  return scanner.startsWith("'") ? stringLiteral(readQuoted(scanner), at) : parseExpression(scanner);
}

function stringLiteral(value: string, at: number): Expression {
  return { kind: "literal", literal: { type: "string", value }, at };
}

function readJsonString(scanner: Scanner): string {
  const start = scanner.position;
  const quoted = scanner.expectMatch(jsonString, "a string with its closing quotation mark");
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return scanner.fail("a valid JSON string", start);
  }
}

function plainValue(expression: Expression, scanner: Scanner, start: number): unknown {
  switch (expression.kind) {
    case "json":
      return expression.value;
    case "list":
      return expression.items.map((item) => plainValue(item, scanner, start));
    case "literal": {
      const { literal } = expression;
      if (literal.type === "null") return null;
      if (literal.type === "number") return Number(literal.text);
      if (literal.type === "enum") return literal.members;
      return "value" in literal ? literal.value : literal.text;
    }
    default:
      return scanner.fail("a JSON value", start);
  }
}
