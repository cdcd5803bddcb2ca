/**
 * The parameters of one call, from the URL of a function or the body of an action, checked against the declaration
 * ([Functions], [Actions]).
 */
import { isJsonObject, type JsonObject } from "../json";
import { isEnum } from "../definitions/describe/enumTypes";
import { errors } from "../errors/catalog";
import { invalidODataRequest } from "../errors/rejections";
import { ServiceError } from "../errors/serviceError";
import { operationEnums } from "../definitions/csdl/operationTypes";
import { readJsonObject } from "../messages/requestBody";
import type { RequestContext } from "../messages/requestContext";
import { parametersOf, type Parameter } from "../metadata/operation";
import type { Expression, PathStep } from "../odata/ast";
import { payloadError } from "../records";
import { storedGuid } from "../records/values";
import { wrongLiteral } from "../records/writeErrors";
import type { Operation } from "./operation";

/**
 * @throws ServiceError 400 for an undeclared, a missing or a wrongly typed parameter.
 */
export function readParameters(context: RequestContext, operation: Operation, segment: PathStep): JsonObject {
  const given = operation.kind === "function" ? urlParameters(context, segment) : bodyParameters(context);
  const declared = parametersOf(operation);
  const unknown = Object.keys(given).find((name) => !declared.some((parameter) => parameter.name === name));
  if (unknown !== undefined) {
    throw new ServiceError(
      errors.InvalidPayload,
      `The parameter '${unknown}' in the request payload is not a valid parameter for the operation '${operation.name}'.`,
    );
  }
  const values = declared.map((parameter) => [parameter.name, readValue(parameter, given[parameter.name])] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** Also the response to a bound operation without its namespace. */
export function unresolvedParameters(): ServiceError {
  return invalidODataRequest("Request message has unresolved parameters.");
}

function bodyParameters({ request }: RequestContext): JsonObject {
  return request.body.length === 0 ? {} : readJsonObject(request);
}

function urlParameters({ options }: RequestContext, segment: PathStep): JsonObject {
  const parameters: JsonObject = {};
  for (const { name, value } of segment.parameters ?? []) {
    // An alias without a value is null ([Functions]: parameters).
    const expression = value.kind === "alias" ? options.aliases?.[value.name] : value;
    parameters[name] = expression === undefined ? null : jsonValue(expression);
  }
  return parameters;
}

/** A parameter as JSON would have it; the members of an enumeration as their text. */
function jsonValue(expression: Expression): unknown {
  if (expression.kind === "list") return expression.items.map(jsonValue);
  if (expression.kind === "json") return expression.value;
  if (expression.kind !== "literal") throw unresolvedParameters();
  const { literal } = expression;
  switch (literal.type) {
    case "null":
      return null;
    case "boolean":
    case "string":
    case "guid":
      return literal.value;
    case "number":
      return Number(literal.text);
    case "enum":
      return literal.members;
    default:
      return literal.text;
  }
}

function readValue({ itemType, isCollection, isOptional }: Parameter, value: unknown): unknown {
  if (value === undefined || value === null) {
    if (!isOptional) throw unresolvedParameters();
    return value;
  }
  if (!isCollection) return readItem(itemType, value);
  if (!Array.isArray(value)) throw unexpectedNode("StartArray");
  return value.map((item) => readItem(itemType, item));
}

/** As for the columns of rows, quoted digits are taken for a whole number and quoted words for a Boolean. */
function readItem(type: string, value: unknown): unknown {
  switch (type) {
    case "Edm.Int32": {
      const number = typeof value === "string" && /^[+-]?\d+$/.test(value) ? Number(value) : value;
      if (typeof number !== "number" || number !== (number | 0)) throw wrongLiteral(value, type);
      return number;
    }
    case "Edm.Boolean": {
      const boolean = value === "true" ? true : value === "false" ? false : value;
      if (typeof boolean !== "boolean") throw wrongLiteral(value, type);
      return boolean;
    }
    case "Edm.Guid":
      return storedGuid(value);
    case "Edm.DateTimeOffset":
      if (typeof value !== "string" || Number.isNaN(Date.parse(value))) throw wrongLiteral(value, type);
      return value;
    case "Edm.String":
      if (typeof value !== "string") throw wrongLiteral(value, type);
      return value;
    default:
      if (isEnumType(type)) {
        if (typeof value !== "string") throw wrongLiteral(value, type);
      } else if (!isJsonObject(value)) {
        throw unexpectedNode("StartObject");
      }
      return value;
  }
}

function isEnumType(type: string): boolean {
  const name = type.replace(/^mscrm\./, "");
  return Object.hasOwn(operationEnums, name) || isEnum(name);
}

/** The text of ODataLib. */
function unexpectedNode(expected: "StartObject" | "StartArray"): ServiceError {
  return payloadError(
    `An unexpected node was found when reading from the JSON reader. A '${expected}' node was expected.`,
  );
}
