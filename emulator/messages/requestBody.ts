import { isJsonObject, type JsonObject } from "../json";
import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import { payloadError } from "../records";
import { duplicateMember } from "./duplicateMember";
import type { WebApiRequest } from "./webApiMessage";

/**
 * The JSON object in a request's body.
 *
 * @throws ServiceError 415 for another media type, 400 when the body is missing or is not a JSON object.
 */
export function readJsonObject(request: WebApiRequest): JsonObject {
  const text = decoded(request.body);
  if (text.trim() === "") throw payloadError("The request has no body, where a JSON object was expected.");
  checkMediaType(request.headers["content-type"]);
  const value = parsed(text);
  if (!isJsonObject(value)) {
    throw payloadError(
      "An unexpected node was found when reading from the JSON reader. A 'StartObject' node was expected.",
    );
  }
  return value;
}

/**
 * @throws ServiceError 415 for a body that is compressed: the service offers no coding for requests (RFC 9110 section
 * 8.4 and, about the header of the answer, 12.5.3).
 */
export function checkContentCoding({ headers, body }: WebApiRequest): void {
  const coding = headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (body.length === 0 || coding === "" || coding === "identity") return;
  throw new ServiceError(
    { ...errors.InvalidODataRequest, status: 415 },
    `The content coding '${coding}' is not supported in requests.`,
    {
      "Accept-Encoding": "identity",
    },
  );
}

/** JSON that systems exchange is UTF-8 (RFC 8259 section 8.1); a byte-order mark is dropped. */
function decoded(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw payloadError("The body holds bytes that are no UTF-8.");
  }
}

function checkMediaType(contentType: string | undefined): void {
  if (contentType === undefined) {
    throw payloadError(
      "A missing or empty content type header was found when trying to read a message. The content type header is required.",
    );
  }
  const [mediaType = "", ...parameters] = contentType.split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  const isUtf8 = charset === undefined || /^"?utf-?8"?$/.test(charset);
  if (isUtf8 && (mediaType === "application/json" || mediaType === "text/json")) return;
  throw new ServiceError(
    { ...errors.InvalidODataRequest, status: 415 },
    `The request entity's media type '${isUtf8 ? mediaType : contentType}' is not supported for this resource.`,
  );
}

function parsed(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw payloadError(`Invalid JSON. ${error instanceof Error ? error.message : String(error)}`);
  }
  const duplicate = duplicateMember(text);
  if (duplicate === undefined) return value;
  // ODataLib's text.
  throw payloadError(
    `Multiple properties with the name '${duplicate}' were detected in a resource or complex value. In OData, duplicate property names are not allowed.`,
  );
}
