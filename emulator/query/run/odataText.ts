/** Query options of an `$expand` item as the text of a URL, for the link under which the same children are found. */
import type { Expression, KeyPredicate, Literal, PathStep, QueryOptions } from "../../odata/ast";

/** `$select=subject&$filter=...`, ready for a URL. */
export function optionsText(options: QueryOptions): string {
  return optionList(options)
    .map(([name, text]) => `${name}=${encoded(text)}`)
    .join("&");
}

function optionList(options: QueryOptions): [string, string][] {
  const list: [string, string | undefined][] = [
    ["$select", options.select?.map((item) => pathText(item.path)).join(",")],
    ["$filter", options.filter && expressionText(options.filter)],
    [
      "$orderby",
      options.orderby?.map((each) => `${expressionText(each.expression)}${each.descending ? " desc" : ""}`).join(","),
    ],
    ["$top", options.top?.toString()],
    [
      "$expand",
      options.expand?.map((item) => `${pathText(item.path)}${suffix(item.suffix)}${nested(item.options)}`).join(","),
    ],
  ];
  return list.filter((each): each is [string, string] => each[1] !== undefined);
}

function suffix(text: string | undefined): string {
  return text === undefined ? "" : `/${text}`;
}

function nested(options: QueryOptions): string {
  const list = optionList(options).map(([name, text]) => `${name}=${text}`);
  return list.length === 0 ? "" : `(${list.join(";")})`;
}

/** Characters that a query can contain stay unencoded, as in Dataverse's own links. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/%(24|2C|3B|3A|2F|3D|40|3F)/g, (escape) => decodeURIComponent(escape));
}

function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return literalText(expression.literal);
    case "alias":
      return `@${expression.name}`;
    case "path":
      return pathText(expression.segments);
    case "binary":
      return `${operandText(expression.left)} ${expression.operator} ${operandText(expression.right)}`;
    case "unary":
      return expression.operator === "not"
        ? `not ${operandText(expression.operand)}`
        : `-${operandText(expression.operand)}`;
    case "call":
      return `${expression.name}(${expression.arguments.map(expressionText).join(",")})`;
    case "lambda":
      return `${pathText(expression.path)}/${expression.operator}(${lambdaText(expression.variable, expression.predicate)})`;
    case "list":
      return `[${expression.items.map(itemText).join(",")}]`;
    case "json":
      return JSON.stringify(expression.value);
  }
}

function operandText(expression: Expression): string {
  return expression.kind === "binary" || expression.kind === "unary"
    ? `(${expressionText(expression)})`
    : expressionText(expression);
}

function lambdaText(variable: string | undefined, predicate: Expression | undefined): string {
  return variable === undefined || predicate === undefined ? "" : `${variable}:${expressionText(predicate)}`;
}

/** Inside an array, text stands in double quotes. */
function itemText(item: Expression): string {
  return item.kind === "literal" && item.literal.type === "string"
    ? JSON.stringify(item.literal.value)
    : expressionText(item);
}

function literalText(literal: Literal): string {
  switch (literal.type) {
    case "null":
      return "null";
    case "string":
      return quoted(literal.value);
    case "boolean":
    case "guid":
      return String(literal.value);
    case "number":
    case "date":
    case "dateTimeOffset":
    case "timeOfDay":
      return literal.text;
    case "duration":
      return `duration${quoted(literal.text)}`;
    case "binary":
      return `binary${quoted(literal.text)}`;
    case "geo":
      return literal.text;
    case "enum":
      return `${literal.typeName}${quoted(literal.members)}`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function pathText(path: PathStep[]): string {
  return path.map(stepText).join("/");
}

function stepText(step: PathStep): string {
  if (step.parameters) {
    return `${step.name}(${step.parameters.map((each) => `${each.name}=${expressionText(each.value)}`).join(",")})`;
  }
  return step.key ? `${step.name}${keyText(step.key)}` : step.name;
}

function keyText(key: KeyPredicate): string {
  return key.kind === "simple"
    ? `(${expressionText(key.value)})`
    : `(${key.parts.map((part) => `${part.name}=${expressionText(part.value)}`).join(",")})`;
}
