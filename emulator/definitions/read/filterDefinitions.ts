/**
 * `$filter` over definitions, in memory. Dataverse offers comparison and logic on simple values and enums, also one
 * level inside a complex value (`CanCreateAttributes/Value`), and no functions [QueryDefinitions].
 */
import { invalidODataRequest, unknownProperty } from "../../errors/rejections";
import type { BinaryOperator, Expression, Literal, PathStep, QueryOptions } from "../../odata/ast";
import { complexTypes } from "../describe/complexTypes";
import { notSupportedHere } from "./definitionErrors";
import { isSimple, memberOf, crmNamespace, qualified } from "../describe/definitionType";
import type { Definition, DefinitionType, Json } from "../describe/definitionType";
import { enumMember, enumTypes, flagEnums, isEnum } from "../describe/enumTypes";
import { plainText } from "../describe/jsonText";

type Aliases = NonNullable<QueryOptions["aliases"]>;
export type Predicate = (definition: Definition) => boolean;

/** One side of a comparison: what type it has, and its value for one definition. */
interface Operand {
  /** An `Edm.*` type, the short name of an enum, or `null` for the literal. */
  type: string;
  /** Of a text written in the query. */
  text?: string;
  of: (definition: Definition) => Json;
}

export function compileFilter(expression: Expression, type: DefinitionType, aliases: Aliases = {}): Predicate {
  return new FilterCompiler(type, aliases).predicate(expression);
}

class FilterCompiler {
  constructor(
    private readonly type: DefinitionType,
    private readonly aliases: Aliases,
  ) {}

  predicate(expression: Expression): Predicate {
    if (expression.kind === "binary") return this.binary(expression.operator, expression.left, expression.right);
    if (expression.kind === "unary" && expression.operator === "not") {
      const operand = this.predicate(expression.operand);
      return (definition) => !operand(definition);
    }
    const operand = this.operand(expression);
    if (operand.type !== "Edm.Boolean") {
      throw invalidODataRequest("The $filter expression must evaluate to a single boolean value.");
    }
    return (definition) => operand.of(definition) === true;
  }

  private binary(operator: BinaryOperator, left: Expression, right: Expression): Predicate {
    if (operator === "and" || operator === "or") {
      const [first, second] = [this.predicate(left), this.predicate(right)];
      return operator === "and"
        ? (definition) => first(definition) && second(definition)
        : (definition) => first(definition) || second(definition);
    }
    const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
    if (!compare) throw notSupportedHere(`The operator '${operator}' is not supported on metadata.`);
    const [first, second] = [this.operand(left), this.operand(right)];
    return comparison(operator, compare, asMemberOf(second.type, first), asMemberOf(first.type, second));
  }

  private operand(expression: Expression): Operand {
    switch (expression.kind) {
      case "literal":
        return literalOperand(expression.literal);
      case "path":
        return this.property(expression.segments);
      case "alias":
        return this.aliasValue(expression.name);
      case "call":
        throw notSupportedHere(`The function '${expression.name}' is not supported on metadata.`);
      case "lambda":
        throw notSupportedHere(`The operator '${expression.operator}' is not supported on metadata.`);
      default:
        throw invalidODataRequest("The $filter expression is not supported on metadata.");
    }
  }

  /** An alias without a value counts as null ([ODataProtocol] section 11.2.5.1.3). */
  private aliasValue(name: string): Operand {
    const value = this.aliases[name];
    if (value?.kind === "literal") return literalOperand(value.literal);
    if (value === undefined) return literalOperand({ type: "null" });
    throw invalidODataRequest(`The value of the parameter alias '@${name}' is not a literal.`);
  }

  private property(steps: PathStep[]): Operand {
    const names = steps.map(({ name }) => name);
    const [first = "", ...inner] = names;
    const called = steps.find((step) => step.parameters ?? step.arguments ?? step.key);
    if (called) throw notSupportedHere(`The function '${called.name}' is not supported on metadata.`);
    const declared = this.type.properties.get(first);
    if (declared === undefined) throw unknownProperty(first, this.type.name);
    let type = declared;
    for (const name of inner) {
      const member: string | undefined = complexTypes[type]?.members[name];
      if (member === undefined) throw unknownProperty(name, type);
      type = member;
    }
    return { type, of: (definition) => inner.reduce(memberOf, definition.read(first)) };
  }
}

function literalOperand(literal: Literal): Operand {
  const constant = (type: string, value: Json): Operand => ({ type, of: () => value });
  switch (literal.type) {
    case "null":
      return constant("null", null);
    case "boolean":
      return constant("Edm.Boolean", literal.value);
    case "string":
      return { ...constant("Edm.String", literal.value), text: literal.value };
    case "guid":
      return constant("Edm.Guid", literal.value);
    case "number":
      return constant("Edm.Decimal", Number(literal.text));
    case "date":
    case "dateTimeOffset":
      return constant("Edm.DateTimeOffset", literal.text);
    case "enum":
      return enumOperand(literal.typeName, literal.members);
    default:
      throw invalidODataRequest(`A literal of type ${literal.type} has no counterpart in metadata.`);
  }
}

function enumOperand(typeName: string, text: string): Operand {
  const type = typeName.startsWith(`${crmNamespace}.`) ? typeName.slice(crmNamespace.length + 1) : "";
  if (!isEnum(type)) throw invalidODataRequest(`The enum type '${typeName}' does not exist.`);
  const members = text.split(",").map((member) => enumMember(type, member.trim()));
  if (members.includes(undefined) || (members.length > 1 && !flagEnums.has(type))) {
    throw invalidODataRequest(`The string '${text}' is not a valid enumeration type constant of '${typeName}'.`);
  }
  return { type, of: () => members.join(", ") };
}

/**
 * A text beside an enum is the name of a member where there is such a member. [QueryDefinitions] writes the enum's name
 * in front; Microsoft's Python client asks for `AttributeType ne 'Virtual'`.
 */
function asMemberOf(type: string, operand: Operand): Operand {
  const isMember = operand.text !== undefined && isEnum(type) && Object.hasOwn(enumTypes[type] ?? {}, operand.text);
  return isMember ? { ...operand, type } : operand;
}

const comparisons: Partial<Record<BinaryOperator, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};

const operatorKinds: Partial<Record<BinaryOperator, string>> = {
  eq: "Equal",
  ne: "NotEqual",
  gt: "GreaterThan",
  ge: "GreaterThanOrEqual",
  lt: "LessThan",
  le: "LessThanOrEqual",
};

function comparison(
  operator: BinaryOperator,
  accepts: (order: number) => boolean,
  left: Operand,
  right: Operand,
): Predicate {
  if (!comparable(left.type, right.type)) {
    throw invalidODataRequest(
      `A binary operator with incompatible types was detected. Found operand types '${shown(left)}' and '${shown(right)}' for operator kind '${operatorKinds[operator] ?? operator}'.`,
    );
  }
  const rank = rankOf(left.type === "null" ? right.type : left.type);
  return (definition) => {
    const [a, b] = [left.of(definition), right.of(definition)];
    // [ODataUrl] section 5.1.1.1: null equals null and nothing else, and has no order.
    if (a === null || b === null) return operator === "ne" ? a !== b : operator === "eq" && a === b;
    const [x, y] = [rank(a), rank(b)];
    return accepts(x < y ? -1 : x > y ? 1 : 0);
  };
}

function shown({ type }: Operand): string {
  return type.startsWith("Edm.") ? type : type === "null" ? "<null>" : qualified(type);
}

const numeric = new Set(["Edm.Int32", "Edm.Int64", "Edm.Decimal", "Edm.Double"]);

function comparable(left: string, right: string): boolean {
  const simple = (type: string): boolean => type === "null" || isSimple(type);
  if (!simple(left) || !simple(right)) return false;
  return left === "null" || right === "null" || left === right || (numeric.has(left) && numeric.has(right));
}

/** The sort key for values of the type. */
function rankOf(type: string): (value: Json) => string | number {
  if (isEnum(type)) {
    const members = enumTypes[type] ?? {};
    return (value) =>
      plainText(value)
        .split(", ")
        .reduce((sum, member) => sum + (members[member] ?? 0), 0);
  }
  if (numeric.has(type) || type === "Edm.Boolean") return Number;
  if (type === "Edm.DateTimeOffset") return (value) => Date.parse(plainText(value));
  return plainText;
}
