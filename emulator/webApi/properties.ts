import { methodNotAllowed } from "../errors/rejections";
import { notEmulated } from "../errors/serviceError";
import { rowProperty } from "../query";
import { checkVersion, doesNotExist, payloadError, updateRow } from "../records";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { RequestContext } from "../messages/requestContext";
import { readJsonObject } from "../messages/requestBody";
import { json, noContent, plainText } from "../messages/responses";
import { conditionsOf } from "./rows";
import type { Target } from "./target";

type Property = Extract<Target, { kind: "property" }>;

/** `accounts(..)/name`: read, set by `{"value":...}`, or clear one column. */
export function answerProperty(context: RequestContext, target: Property): WebApiResponse {
  const { method } = context.request;
  if (target.column.type === "File" || (holdsContent(target) && method === "PATCH")) throw contentNotEmulated();
  switch (method) {
    case "GET":
      return getProperty(context, target);
    case "PUT":
      return putProperty(context, target);
    case "DELETE":
      return write(context, target, null);
    default:
      throw methodNotAllowed(method, ["GET", "PUT", "DELETE"]);
  }
}

/** `accounts(..)/name/$value`. */
export function answerRawValue(context: RequestContext, target: Property): WebApiResponse {
  if (context.request.method !== "GET") throw methodNotAllowed(context.request.method, ["GET"]);
  if (holdsContent(target)) throw contentNotEmulated();
  const { value } = read(context, target);
  if (value === null || value === undefined) return noContent();
  return plainText(typeof value === "string" ? value : jsonText(target, value));
}

/** Uploaded by PATCH, downloaded as the raw value ("Use file column data", "Use image column data"). */
const holdsContent = ({ column }: Property): boolean => column.type === "File" || column.type === "Image";

const contentNotEmulated = (): Error => notEmulated("the content of file and image columns");

/** An empty property answers 204 (OData protocol, section 11.2.4). */
function getProperty(context: RequestContext, target: Property): WebApiResponse {
  const { value, etag } = read(context, target);
  if (value === null || value === undefined) return noContent({ ETag: etag });
  const { table, id, property } = target;
  const contextUrl = `${context.serviceRoot}$metadata#${table.entitySetName}(${id})/${property}`;
  return json(`{"@odata.context":${JSON.stringify(contextUrl)},"value":${jsonText(target, value)}}`, { ETag: etag });
}

/** Money has four decimals wherever it is shown. */
function jsonText({ column }: Property, value: unknown): string {
  return column.type === "Money" && typeof value === "number" ? value.toFixed(4) : JSON.stringify(value);
}

function read(context: RequestContext, { table, id, property }: Property): { value: unknown; etag: string } {
  const answer = rowProperty(context, { table, id, property });
  if (answer === undefined) throw doesNotExist(table, id);
  return answer;
}

function putProperty(context: RequestContext, target: Property): WebApiResponse {
  const body = readJsonObject(context.request);
  if (!("value" in body)) throw payloadError("The property 'value' was expected in the request body.");
  return write(context, target, body["value"]);
}

function write(context: RequestContext, { table, id, property }: Property, value: unknown): WebApiResponse {
  checkVersion(context.store, table, id, conditionsOf(context));
  updateRow(context.write, table, id, { [property]: value });
  return noContent();
}
