/**
 * MetadataFilterExpression: conditions on properties, and filters of conditions, joined by And or Or. A value comes as
 * text with the .NET type it stands for (`{"Type":"System.Boolean","Value":"true"}`).
 */
import { isJsonObject, type JsonObject } from "../../json";
import { invalidArgument, unknownProperty } from "../../errors/rejections";
import { memberOf, type Definition, type Json } from "../describe/definitionType";
import { plainText } from "../describe/jsonText";

export type Criteria = (definition: Definition) => boolean;

type Operator = (actual: Json, expected: unknown) => boolean;

/** "MetadataConditionOperator", Microsoft. */
const operators: Record<string, Operator> = {
  Equals: equals,
  NotEquals: (actual, expected) => !equals(actual, expected),
  In: (actual, expected) => listOf(expected).some((each) => equals(actual, each)),
  NotIn: (actual, expected) => !listOf(expected).some((each) => equals(actual, each)),
  GreaterThan: (actual, expected) => actual !== null && Number(plainText(actual)) > Number(expected),
  LessThan: (actual, expected) => actual !== null && Number(plainText(actual)) < Number(expected),
};

/** Everything passes a criterion that is not given. */
export function compileCriteria(filter: unknown): Criteria {
  if (filter === undefined || filter === null) return () => true;
  if (!isJsonObject(filter)) throw invalidArgument("Criteria must be a MetadataFilterExpression.");
  const parts = [...objects(filter, "Conditions").map(condition), ...objects(filter, "Filters").map(compileCriteria)];
  if (parts.length === 0) return () => true;
  return filter["FilterOperator"] === "Or" || filter["FilterOperator"] === 1
    ? (definition) => parts.some((part) => part(definition))
    : (definition) => parts.every((part) => part(definition));
}

function condition({ PropertyName: name, ConditionOperator: operator, Value: value }: JsonObject): Criteria {
  const compare = typeof operator === "string" && Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (typeof name !== "string" || !compare) {
    throw invalidArgument("A condition needs a PropertyName and a known ConditionOperator.");
  }
  const expected = isJsonObject(value) ? (value["Value"] ?? null) : (value ?? null);
  return (definition) => {
    if (!definition.type.properties.has(name)) throw unknownProperty(name, definition.type.name);
    return compare(simple(definition.read(name)), expected);
  };
}

/** Of a managed property or a wrapped name its value. */
function simple(value: Json): Json {
  return isJsonObject(value) ? memberOf(value, "Value") : value;
}

/** .NET writes booleans with a capital and GUIDs in either case; names keep theirs. */
function equals(actual: Json, expected: unknown): boolean {
  if (actual === null || expected === null) return actual === expected;
  const text = plainText(expected as Json);
  return typeof actual === "boolean" || isGuid(text)
    ? plainText(actual) === text.toLowerCase()
    : plainText(actual) === text;
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text);
}

/** A JSON list, or the text of one, in which the names may stand between single quotes. */
function listOf(expected: unknown): unknown[] {
  if (Array.isArray(expected)) return expected;
  const items = typeof expected === "string" ? /^\s*\[(.*)\]\s*$/s.exec(expected)?.[1] : undefined;
  if (items === undefined) throw invalidArgument("In and NotIn need a list of values.");
  return items.split(",").map((item) => item.trim().replace(/^(['"])(.*)\1$/, "$2"));
}

function objects(parent: JsonObject, name: string): JsonObject[] {
  const list = parent[name] ?? [];
  if (!Array.isArray(list) || !list.every(isJsonObject)) throw invalidArgument(`${name} must be a list of objects.`);
  return list;
}
