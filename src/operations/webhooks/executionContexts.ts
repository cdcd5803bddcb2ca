/**
 * The body of a webhook request, a `RemoteExecutionContext` in the .NET DataContract form, as plain objects. Pure.
 *
 *   dictionary = [ { "key": name, "value": value }, ... ]
 *   typed      = { "__type": "Money:http://schemas.microsoft.com/xrm/2011/Contracts", ... }
 *   date       = "/Date(<ms since 1970, UTC>[offset])/"; the offset does not change the time
 *
 * Source: [AzureEvents] and [Webhooks].
 */
import { isObject, type JsonObject } from "../../client";

export interface ExecutionContextSummary {
  /** Create, Update, Delete, Associate, ... */
  messageName: string;
  /** Logical name and id of the record that the message concerns. */
  primaryEntityName: string | undefined;
  primaryEntityId: string | undefined;
  /** The record in the message: on an update, the changed columns only; on a delete, its reference. */
  target: unknown;
  /** The records of a bulk message: CreateMultiple, UpdateMultiple, UpsertMultiple, DeleteMultiple. */
  targets: unknown[] | undefined;
  /**
   * Every input parameter of the message by name: `RelatedEntities`, `Assignee`, `IncidentResolution`, a custom API's
   * own.
   */
  parameters: Record<string, unknown>;
  /** Names of the columns in `target`, or in any of `targets`. */
  changedColumns: string[];
  /** Labels and formatted texts, by column. */
  formattedValues: Record<string, unknown>;
  /** Images by alias. */
  preImages: Record<string, unknown>;
  postImages: Record<string, unknown>;
  outputParameters: Record<string, unknown>;
  sharedVariables: Record<string, unknown>;
  /** 1 for a change by a user, more for a change that another one caused: Dataverse stops loops by it. */
  depth: number | undefined;
  userId: string | undefined;
  initiatingUserId: string | undefined;
  correlationId: string | undefined;
  requestId: string | undefined;
  organizationId: string | undefined;
  organizationName: string | undefined;
  /** ISO 8601. */
  operationCreatedOn: string | undefined;
  operationId: string | undefined;
}

/** Any other body is not an event of Dataverse. */
export function isExecutionContext(value: unknown): value is JsonObject {
  return (
    isObject(value) &&
    typeof value["MessageName"] === "string" &&
    value["MessageName"] !== "" &&
    "PrimaryEntityName" in value
  );
}

export function summarize(context: JsonObject): ExecutionContextSummary {
  const input = dictionary(context["InputParameters"]);
  const rawTarget = rawValue(context["InputParameters"], "Target");
  const rawTargets = membersOf(rawValue(context["InputParameters"], "Targets"));
  const target = input["Target"] ?? input["EntityMoniker"];
  return {
    messageName: stringOf(context["MessageName"]) ?? "",
    primaryEntityName: stringOf(context["PrimaryEntityName"]),
    primaryEntityId: stringOf(context["PrimaryEntityId"]),
    target,
    targets: Array.isArray(input["Targets"]) ? input["Targets"] : undefined,
    parameters: input,
    changedColumns: [...new Set([rawTarget, ...rawTargets].flatMap(columnsOf))],
    formattedValues: isObject(rawTarget) ? dictionary(rawTarget["FormattedValues"]) : {},
    preImages: dictionary(context["PreEntityImages"]),
    postImages: dictionary(context["PostEntityImages"]),
    outputParameters: dictionary(context["OutputParameters"]),
    sharedVariables: dictionary(context["SharedVariables"]),
    depth: typeof context["Depth"] === "number" ? context["Depth"] : undefined,
    userId: stringOf(context["UserId"]),
    initiatingUserId: stringOf(context["InitiatingUserId"]),
    correlationId: stringOf(context["CorrelationId"]),
    requestId: stringOf(context["RequestId"]),
    organizationId: stringOf(context["OrganizationId"]),
    organizationName: stringOf(context["OrganizationName"]),
    operationCreatedOn: stringOf(plainValue(context["OperationCreatedOn"])),
    operationId: stringOf(context["OperationId"]),
  };
}

/** The records of an `EntityCollection`, or of a plain list. */
function membersOf(collection: unknown): unknown[] {
  const members = isObject(collection) ? collection["Entities"] : collection;
  return Array.isArray(members) ? members : [];
}

function columnsOf(entity: unknown): string[] {
  return isObject(entity) && Array.isArray(entity["Attributes"]) ? Object.keys(dictionary(entity["Attributes"])) : [];
}

function rawValue(pairs: unknown, key: string): unknown {
  if (!Array.isArray(pairs)) return undefined;
  const pair = (pairs as unknown[]).find((item) => isObject(item) && item["key"] === key);
  return isObject(pair) ? pair["value"] : undefined;
}

function dictionary(pairs: unknown, depth = 0): Record<string, unknown> {
  if (!Array.isArray(pairs)) return {};
  const entries = (pairs as unknown[]).flatMap((pair) =>
    isObject(pair) && typeof pair["key"] === "string"
      ? [[pair["key"], plainValue(pair["value"], depth + 1)] as const]
      : [],
  );
  return Object.fromEntries(entries);
}

/** A context nests a few levels; a malicious body must not exhaust the stack. */
const maxDepth = 64;

function plainValue(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) return value;
  if (typeof value === "string") return isoDate(value);
  if (Array.isArray(value)) {
    return isDictionary(value) ? dictionary(value, depth) : value.map((item) => plainValue(item, depth + 1));
  }
  if (!isObject(value)) return value;
  switch (typeName(value)) {
    case "Entity":
      return { ...dictionary(value["Attributes"], depth), ...identity(value, depth) };
    case "EntityReference":
      return reference(value, depth);
    case "Money":
    case "OptionSetValue":
    case "BooleanManagedProperty":
    case "AliasedValue":
      return plainValue(value["Value"], depth + 1);
    case "EntityCollection":
      return plainValue(value["Entities"], depth + 1);
    case "EntityReferenceCollection":
    case "OptionSetValueCollection":
      return plainValue(value["Values"] ?? value["Items"] ?? value["value"], depth + 1);
    default:
      return untyped(value, depth);
  }
}

/** Some values have no type hint; their members identify the type. */
function untyped(value: JsonObject, depth: number): unknown {
  if (Array.isArray(value["Attributes"]) && "LogicalName" in value) {
    return { ...dictionary(value["Attributes"], depth), ...identity(value, depth) };
  }
  if ("LogicalName" in value && "Id" in value && "KeyAttributes" in value) {
    return reference(value, depth);
  }
  const members = Object.entries(value).filter(([name]) => name !== "__type");
  const [only] = members;
  if (members.length === 1 && only?.[0] === "Value") return plainValue(only[1], depth + 1);
  return Object.fromEntries(members.map(([name, member]) => [name, plainValue(member, depth + 1)]));
}

/** A record or lookup that is given by an alternate key has an empty `Id`; the key identifies it. */
function identity(entity: JsonObject, depth: number): Record<string, unknown> {
  const keyAttributes = dictionary(entity["KeyAttributes"], depth);
  const hasKey = Object.keys(keyAttributes).length > 0;
  return { id: entity["Id"], logicalName: entity["LogicalName"], ...(hasKey && { keyAttributes }) };
}

function reference(value: JsonObject, depth: number): Record<string, unknown> {
  return { ...identity(value, depth), name: value["Name"] ?? null };
}

/** `Money:http://schemas.microsoft.com/xrm/2011/Contracts` */
function typeName(value: JsonObject): string | undefined {
  const type = value["__type"];
  return typeof type === "string" ? type.split(":")[0] : undefined;
}

function isDictionary(items: unknown[]): boolean {
  return (
    items.length > 0 && items.every((item) => isObject(item) && typeof item["key"] === "string" && "value" in item)
  );
}

function isoDate(text: string): string {
  const milliseconds = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  if (milliseconds === undefined) return text;
  const date = new Date(Number(milliseconds));
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
