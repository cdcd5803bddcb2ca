import {
  checkConfirmed,
  type DataverseClient,
  defined,
  InvalidInputError,
  isObject,
  parseGuid,
  queryString,
  type RequestOptions,
  rowsOf,
  unexpectedResponse,
} from "../../client";
import { type Definition, mergeDefinition } from "./columnMerge";
import { columnType } from "./columnTypes";
import { getTableMetadata } from "./tables";
import { type EnteredTable, withDefinitionPath } from "../tables/definitions";
import { isIdentifier, type TableReference } from "../tables/names";

const typeInput = "Attribute Type";
const bodyInput = "Attribute Body";

function enteredTable(table: TableReference): EnteredTable {
  return { table, input: "Entity ID" };
}

export interface ColumnQuery {
  /** The table's MetadataId, or any name of it. */
  table: TableReference;
  attributeType: string | undefined;
  fieldNames: string[];
  expandPropertyNames: string[];
}

export interface ColumnList {
  value: Definition[];
}

/** The definitions of a table's columns, all of them or those of one type. */
export function queryColumns(
  client: DataverseClient,
  query: ColumnQuery & { filterExpression: string | undefined },
): Promise<ColumnList> {
  const type = query.attributeType === undefined ? undefined : columnType(query.attributeType, typeInput);
  const filters = [type?.filter, query.filterExpression].filter((filter) => filter !== undefined);
  const $filter = filters.length > 1 ? filters.map((filter) => `(${filter})`).join(" and ") : filters[0];
  const options = { $select: query.fieldNames, $filter, $expand: query.expandPropertyNames };
  return withDefinitionPath(client, enteredTable(query.table), async (tablePath) => {
    const operation = `Query the columns of ${query.table}`;
    const cast = type?.cast === undefined ? "" : `/${type.cast}`;
    const path = `${tablePath}/Attributes${cast}${queryString(options)}`;
    const response = await client.request<ColumnList>({ operation, method: "GET", path });
    rowsOf<Definition>(response);
    return response.body as ColumnList;
  });
}

/**
 * In this action Attribute Type names the column, optionally with its type: `revenue`, `revenue/Money`, or a
 * MetadataId.
 */
export function getColumn(client: DataverseClient, query: ColumnQuery): Promise<Definition> {
  const [name = "", type, ...rest] = (query.attributeType ?? "").split("/").map((part) => part.trim());
  if (name === "" || rest.length > 0) {
    throw new InvalidInputError(
      typeInput,
      "a column is needed: its logical name or MetadataId, optionally with its type (revenue/Money).",
    );
  }
  const cast = type === undefined ? undefined : columnType(type, typeInput).cast;
  const options = { $select: query.fieldNames, $expand: query.expandPropertyNames };
  return withDefinitionPath(client, enteredTable(query.table), (tablePath) =>
    readColumn(
      client,
      `${tablePath}/Attributes${columnKey(name, typeInput)}${cast === undefined ? "" : `/${cast}`}${queryString(options)}`,
      describeRead(name),
    ),
  );
}

function columnKey(name: string, input: string): string {
  const id = parseGuid(name);
  if (id) return `(${id})`;
  if (!isIdentifier(name)) throw new InvalidInputError(input, `"${name}" is neither a logical name nor a MetadataId.`);
  // Logical names are lower case. Builders also enter schema names, and lookups by their names in records.
  return `(LogicalName='${name.toLowerCase().replace(/^_(.+)_value$/, "$1")}')`;
}

function describeRead(name: string): string {
  return `Get the definition of the column ${name}`;
}

async function readColumn(
  client: DataverseClient,
  path: string,
  operation: string,
  options: RequestOptions = {},
): Promise<Definition> {
  const response = await client.request<Definition>({ operation, method: "GET", path, options });
  if (typeof response.body?.["MetadataId"] !== "string") {
    throw unexpectedResponse(response, "the definition is missing");
  }
  return response.body;
}

export interface ColumnChange {
  /** The table's MetadataId, or any name of it. */
  table: TableReference;
  body: Definition;
  /** Unique name of the solution that the change belongs to. */
  solutionUniqueName: string | undefined;
  publish: boolean;
}

export interface CreatedColumn {
  MetadataId: string;
  LogicalName: string;
  SchemaName: string;
}

export async function createColumn(client: DataverseClient, change: ColumnChange): Promise<CreatedColumn> {
  const schemaName = change.body["SchemaName"];
  if (typeof schemaName !== "string" || schemaName.trim() === "") {
    throw new InvalidInputError(
      bodyInput,
      `"SchemaName" is missing: the column's name with the publisher's prefix, such as new_Balance.`,
    );
  }
  const body = { ...change.body, "@odata.type": odataType(change.body) };
  return withDefinitionPath(client, enteredTable(change.table), async (tablePath, logicalName) => {
    const operation = `Create the column ${schemaName} of ${change.table}`;
    const path = `${tablePath}/Attributes`;
    const repeat = { hint: "Use Get Attribute to check whether the column exists." };
    const options = defined({ solution: change.solutionUniqueName });
    const response = await client.request({ operation, method: "POST", path, options, body, repeat });
    const id = /Attributes\(([0-9a-f-]{36})\)$/i.exec(response.headers["odata-entityid"] ?? "")?.[1];
    if (id === undefined) throw unexpectedResponse(response, "the OData-EntityId header is missing");
    const done = `The column ${schemaName} of ${change.table} is created`;
    if (change.publish) await publishTable(client, logicalName ?? change.table, done);
    return { MetadataId: id.toLowerCase(), LogicalName: schemaName.toLowerCase(), SchemaName: schemaName };
  });
}

/** `@odata.type` has the same meaning as AttributeType or AttributeTypeName, and is accepted in the form of either. */
function odataType(body: Definition): string {
  const name = body["AttributeTypeName"];
  const candidates = [body["@odata.type"], isObject(name) ? name["Value"] : name, body["AttributeType"]];
  const given = candidates.find((candidate): candidate is string => typeof candidate === "string" && candidate !== "");
  if (given === undefined) {
    throw new InvalidInputError(
      bodyInput,
      `"@odata.type" is missing, for example Microsoft.Dynamics.CRM.MoneyAttributeMetadata.`,
    );
  }
  const { cast } = columnType(given, `${bodyInput}, "@odata.type"`);
  return cast ?? "Microsoft.Dynamics.CRM.AttributeMetadata";
}

/**
 * Reads the definition, changes it and writes all of it back, because the service offers no other way. Members that the
 * body omits, and labels in other languages, are kept.
 */
export function updateColumn(client: DataverseClient, change: ColumnChange): Promise<Definition> {
  const name = columnName(change.body);
  checkOptions(change.body);
  return withDefinitionPath(client, enteredTable(change.table), async (tablePath, logicalName) => {
    const path = `${tablePath}/Attributes${columnKey(name, bodyInput)}`;
    const present = await readColumn(client, path, describeRead(name), { consistency: "Strong" });
    checkType(present, change.body);
    const { "@odata.type": _shortForm, ...changes } = change.body;
    const operation = `Update the column ${name} of ${change.table}`;
    const response = await client.request({
      operation,
      method: "PUT",
      path,
      options: { mergeLabels: true, solution: change.solutionUniqueName },
      body: mergeDefinition(present, changes),
    });
    checkConfirmed(response);
    const done = `The column ${name} of ${change.table} is changed`;
    if (change.publish) await publishTable(client, logicalName ?? change.table, done);
    // The service caches definitions for up to half a minute unless the request demands strong consistency.
    return readColumn(client, path, `${done}; reading it again`, { consistency: "Strong" });
  });
}

/** The service accepts options in a definition, but does not change them. */
function checkOptions(body: Definition): void {
  const member = ["OptionSet", "GlobalOptionSet"].find((name) => body[name] !== undefined && body[name] !== null);
  if (member === undefined) return;
  throw new InvalidInputError(
    bodyInput,
    `"${member}" cannot be changed with the column; use the actions InsertOptionValue, UpdateOptionValue and DeleteOptionValue in a raw request.`,
  );
}

function columnName(body: Definition): string {
  const name = [body["MetadataId"], body["LogicalName"], body["SchemaName"]].find(
    (given) => typeof given === "string" && given !== "",
  );
  if (typeof name === "string") return name;
  throw new InvalidInputError(
    bodyInput,
    `the name of the column is missing: enter "MetadataId", "LogicalName" or "SchemaName".`,
  );
}

function checkType(present: Definition, body: Definition): void {
  if (
    body["@odata.type"] === undefined &&
    body["AttributeType"] === undefined &&
    body["AttributeTypeName"] === undefined
  ) {
    return;
  }
  const odata = present["@odata.type"];
  const presentType = typeof odata === "string" ? odata.replace(/^#/, "") : "";
  const wanted = odataType(body);
  if (presentType !== "" && wanted !== presentType) {
    throw new InvalidInputError(bodyInput, `a column's type cannot be changed: it is ${presentType}, not ${wanted}.`);
  }
}

/**
 * Labels and forms show a change only after it is published [Publishing]. A failure also
 * reports what is `done`.
 */
async function publishTable(client: DataverseClient, table: TableReference, done: string): Promise<void> {
  const { LogicalName } = parseGuid(table) ? await getTableMetadata(client, table) : { LogicalName: table };
  const logicalName = encodeXml(String(LogicalName));
  const operation = `${done}; publishing ${table}`;
  const response = await client.request({
    operation,
    method: "POST",
    path: "PublishXml",
    body: { ParameterXml: `<importexportxml><entities><entity>${logicalName}</entity></entities></importexportxml>` },
    repeat: { isSafe: true },
  });
  checkConfirmed(response);
}

function encodeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
