import { notEmulated, type ServiceError } from "../errors/serviceError";
import { rowProperty } from "../query";
import { checkVersion, doesNotExist, payloadError, updateRow } from "../records";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { RequestContext } from "../messages/requestContext";
import { readJsonObject } from "../messages/requestBody";
import { json, noContent, plainText } from "../messages/responses";
import { conditionsOf } from "./rows";
import type { PropertyTarget, Target } from "./target";

/** `accounts(..)/name/$value`. */
export function getRawValue(context: RequestContext, { of: target }: Target<"rawValue">): WebApiResponse {
  if (target.kind !== "property") throw contentNotEmulated();
  const { value } = read(context, target);
  if (value === null || value === undefined) return noContent();
  return plainText(typeof value === "string" ? value : jsonText(target, value));
}

/** Uploaded by PATCH, downloaded as the raw value ([FileColumns], [ImageColumnData]). */
export function rejectContent(): never {
  throw contentNotEmulated();
}

function contentNotEmulated(): ServiceError {
  return notEmulated("the content of file and image columns", "Files, images, notes");
}

/** `accounts(..)/name`. An empty property returns 204 ([ODataProtocol], section 11.2.4). */
export function getProperty(context: RequestContext, target: PropertyTarget): WebApiResponse {
  const { value, etag } = read(context, target);
  if (value === null || value === undefined) return noContent({ ETag: etag });
  const { table, id, property } = target;
  const contextUrl = `${context.serviceRoot}$metadata#${table.entitySetName}(${id})/${property}`;
  return json(`{"@odata.context":${JSON.stringify(contextUrl)},"value":${jsonText(target, value)}}`, { ETag: etag });
}

/** Money has four decimals in every response. */
function jsonText({ column }: PropertyTarget, value: unknown): string {
  return column.type === "Money" && typeof value === "number" ? value.toFixed(4) : JSON.stringify(value);
}

function read(context: RequestContext, { table, id, property }: PropertyTarget): { value: unknown; etag: string } {
  const found = rowProperty(context, { table, id, property });
  if (found === undefined) throw doesNotExist(table, id);
  return found;
}

/** The bytes of an image are not emulated; its base64 text is. */
export function putImage(context: RequestContext, target: Target<"image">): WebApiResponse {
  if (context.request.headers["content-type"]?.startsWith("application/octet-stream")) throw contentNotEmulated();
  return putProperty(context, target);
}

export function putProperty(context: RequestContext, target: PropertyTarget): WebApiResponse {
  const body = readJsonObject(context.request);
  if (!("value" in body)) throw payloadError("The property 'value' was expected in the request body.");
  return write(context, target, body["value"]);
}

export function clearProperty(context: RequestContext, target: PropertyTarget): WebApiResponse {
  return write(context, target, null);
}

function write(context: RequestContext, { table, id, property }: PropertyTarget, value: unknown): WebApiResponse {
  checkVersion(context.store, table, id, conditionsOf(context));
  updateRow(context.write, table, id, { [property]: value });
  return noContent();
}
