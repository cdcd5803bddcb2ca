import { errors } from "../errors/catalog";
import { segmentNotFound, invalidODataRequest, noHttpResource } from "../errors/rejections";
import { jsonText } from "../definitions";
import { ServiceError, notEmulated } from "../errors/serviceError";
import type { Table } from "../metadata/model";
import type { Expression, PathStep } from "../odata/ast";
import { existingId, type JsonObject } from "../records";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { RequestContext } from "../messages/requestContext";
import { readJsonObject } from "../messages/requestBody";
import { json, noContent } from "../messages/responses";
import { type Target } from "../webApi/target";
import type { Operation } from "./operation";
import { isKnownElsewhere, operationNamed } from "./registry";

/** `WhoAmI`, `RetrieveTotalRecordCount(EntityNames=@p)`: directly behind the service root, without namespace. */
export function answerUnbound(context: RequestContext, segment: PathStep, behind?: PathStep): WebApiResponse {
  const operation = operationNamed(segment.name);
  if (operation === undefined) {
    if (isKnownElsewhere(segment.name)) throw notEmulated(`the operation '${segment.name}'`);
    throw segmentNotFound(segment.name);
  }
  if (operation.boundTo !== undefined) throw unresolvedParameters();
  // No route leads from an operation's answer to a part of it.
  if (behind !== undefined) throw segmentNotFound(behind.name);
  return run(context, operation, segment);
}

/** `accounts(..)/Microsoft.Dynamics.CRM.X`: bound to a row or to a collection. */
export function answerBound(
  context: RequestContext,
  { name, on }: Extract<Target, { kind: "operation" }>,
  segment: PathStep,
): WebApiResponse {
  const operation = operationNamed(name);
  if (operation?.boundTo !== on.kind) {
    if (isKnownElsewhere(name)) throw notEmulated(`the operation '${name}'`);
    throw segmentNotFound(segment.name);
  }
  const bound: { table: Table; id?: string } = { table: on.table };
  if (on.kind === "row") bound.id = existingId(context.store, on.table, on.key);
  return run(context, operation, segment, bound);
}

/** The namespace of a bound operation left out. */
export function unresolvedParameters(): ServiceError {
  return invalidODataRequest("Request message has unresolved parameters.");
}

function run(
  context: RequestContext,
  operation: Operation,
  segment: PathStep,
  bound?: { table: Table; id?: string },
): WebApiResponse {
  const { request, serviceRoot } = context;
  if (request.method !== (operation.kind === "function" ? "GET" : "POST")) throw wrongVerb(context);
  const given = operation.kind === "function" ? urlParameters(context, segment) : bodyParameters(context);
  const result = operation.run(context, checked(operation, given), bound);
  if (result === undefined) return noContent();
  const type = `${serviceRoot}$metadata#Microsoft.Dynamics.CRM.${operation.name}Response`;
  return json(jsonText({ "@odata.context": type, ...result }));
}

/** Function with POST or action with GET: ASP.NET's answer, which has no code. */
function wrongVerb({ serviceRoot, request }: RequestContext): ServiceError {
  const url = `${serviceRoot}${request.path}`;
  return noHttpResource(url);
}

function bodyParameters({ request }: RequestContext): JsonObject {
  return request.body.length === 0 ? {} : readJsonObject({ ...request });
}

function urlParameters({ options }: RequestContext, segment: PathStep): JsonObject {
  const parameters: JsonObject = {};
  for (const { name, value } of segment.parameters ?? []) {
    // An alias without a value is null ("Use Web API functions": parameters).
    const expression = value.kind === "alias" ? options.aliases?.[value.name] : value;
    parameters[name] = expression === undefined ? null : jsonValue(expression);
  }
  return parameters;
}

/** A parameter as JSON would have it; enum members come as their text. */
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

function checked(operation: Operation, given: JsonObject): JsonObject {
  const unknown = Object.keys(given).find((name) => !(name in operation.parameters));
  if (unknown !== undefined) {
    throw new ServiceError(
      errors.InvalidPayload,
      `The parameter '${unknown}' in the request payload is not a valid parameter for the operation '${operation.name}'.`,
    );
  }
  for (const [name, { optional = false }] of Object.entries(operation.parameters)) {
    if (!optional && (given[name] ?? null) === null) throw unresolvedParameters();
  }
  return given;
}
