/**
 * What Dataverse posts to a webhook, a `RemoteExecutionContext` in the .NET DataContract form, as plain objects. Pure.
 *
 *   dictionary = [ { "key": name, "value": value }, ... ]
 *   typed      = { "__type": "Money:http://schemas.microsoft.com/xrm/2011/Contracts", ... }
 *   date       = "/Date(<ms since 1970, UTC>[offset])/"; the offset only informs
 *
 * Source: "Work with Microsoft Dataverse event data in your Azure solution" and "Use webhooks", Microsoft Learn.
 */
export interface ExecutionContextSummary {
  /** Create, Update, Delete, Associate, ... */
  messageName: string;
  /** Logical name and id of the record the message is about. */
  primaryEntityName: string | undefined;
  primaryEntityId: string | undefined;
  /** The record as it came with the message: on an update, the changed columns only; on a delete, its reference. */
  target: unknown;
  /** Names of the columns in `target`. */
  changedColumns: string[];
  /** Labels and texts that Dataverse sent along, by column. */
  formattedValues: Record<string, unknown>;
  /** Images by alias. */
  preImages: Record<string, unknown>;
  postImages: Record<string, unknown>;
  outputParameters: Record<string, unknown>;
  sharedVariables: Record<string, unknown>;
  /** 1 for a user's own change, more for changes that followed from others: what stops loops. */
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

export type Json = Record<string, unknown>;

/** Anything else that is posted is no event of Dataverse. */
export function isExecutionContext(value: unknown): value is Json {
  return (
    isObject(value) &&
    typeof value["MessageName"] === "string" &&
    value["MessageName"] !== "" &&
    "PrimaryEntityName" in value
  );
}

export function summarize(context: Json): ExecutionContextSummary {
  const input = dictionary(context["InputParameters"]);
  const rawTarget = rawValue(context["InputParameters"], "Target");
  const target = input["Target"] ?? input["EntityMoniker"];
  return {
    messageName: textOf(context["MessageName"]) ?? "",
    primaryEntityName: textOf(context["PrimaryEntityName"]),
    primaryEntityId: textOf(context["PrimaryEntityId"]),
    target,
    changedColumns:
      isObject(rawTarget) && Array.isArray(rawTarget["Attributes"])
        ? Object.keys(dictionary(rawTarget["Attributes"]))
        : [],
    formattedValues: isObject(rawTarget) ? dictionary(rawTarget["FormattedValues"]) : {},
    preImages: dictionary(context["PreEntityImages"]),
    postImages: dictionary(context["PostEntityImages"]),
    outputParameters: dictionary(context["OutputParameters"]),
    sharedVariables: dictionary(context["SharedVariables"]),
    depth: typeof context["Depth"] === "number" ? context["Depth"] : undefined,
    userId: textOf(context["UserId"]),
    initiatingUserId: textOf(context["InitiatingUserId"]),
    correlationId: textOf(context["CorrelationId"]),
    requestId: textOf(context["RequestId"]),
    organizationId: textOf(context["OrganizationId"]),
    organizationName: textOf(context["OrganizationName"]),
    operationCreatedOn: textOf(plainValue(context["OperationCreatedOn"])),
    operationId: textOf(context["OperationId"]),
  };
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

/** How deep values may nest: a context nests a few levels; a body made to nest endlessly must not exhaust the stack. */
const deepest = 64;

export function plainValue(value: unknown, depth = 0): unknown {
  if (depth > deepest) return value;
  if (typeof value === "string") return isoDate(value);
  if (Array.isArray(value)) {
    return isDictionary(value) ? dictionary(value, depth) : value.map((item) => plainValue(item, depth + 1));
  }
  if (!isObject(value)) return value;
  switch (typeName(value)) {
    case "Entity":
      return { ...dictionary(value["Attributes"], depth), ...identity(value) };
    case "EntityReference":
      return { id: value["Id"], logicalName: value["LogicalName"], name: value["Name"] ?? null };
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

/** A type hint is left out in places; the members tell what it is. */
function untyped(value: Json, depth: number): unknown {
  if (Array.isArray(value["Attributes"]) && "LogicalName" in value)
    return { ...dictionary(value["Attributes"], depth), ...identity(value) };
  if ("LogicalName" in value && "Id" in value && "KeyAttributes" in value) {
    return { id: value["Id"], logicalName: value["LogicalName"], name: value["Name"] ?? null };
  }
  const members = Object.entries(value).filter(([name]) => name !== "__type");
  const [only] = members;
  if (members.length === 1 && only?.[0] === "Value") return plainValue(only[1], depth + 1);
  return Object.fromEntries(members.map(([name, member]) => [name, plainValue(member, depth + 1)]));
}

function identity(entity: Json): Record<string, unknown> {
  return { id: entity["Id"], logicalName: entity["LogicalName"] };
}

/** `Money:http://schemas.microsoft.com/xrm/2011/Contracts` */
function typeName(value: Json): string | undefined {
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

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
