import { DataverseFault } from "../faults";
import { isJsonObject, payloadFault, type JsonObject } from "../records";
import type { WebApiRequest } from "./message";

/**
 * The JSON object in a request's body.
 *
 * @throws DataverseFault 415 for another media type, 400 when the body is missing or is no JSON object.
 */
export function readJsonObject(request: WebApiRequest): JsonObject {
  const contentType = request.headers["content-type"];
  const text = Buffer.from(request.body)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  if (text.trim() === "") throw payloadFault("The request has no body, where a JSON object was expected.");
  if (contentType === undefined) {
    throw payloadFault(
      "A missing or empty content type header was found when trying to read a message. The content type header is required.",
    );
  }
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType !== "application/json" && mediaType !== "text/json") {
    throw new DataverseFault(
      415,
      "0x80060888",
      `The request entity's media type '${mediaType}' is not supported for this resource.`,
    );
  }
  const value = parsed(text);
  if (!isJsonObject(value)) {
    throw payloadFault(
      "An unexpected node was found when reading from the JSON reader. A 'StartObject' node was expected.",
    );
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw payloadFault(`Invalid JSON. ${error instanceof Error ? error.message : String(error)}`);
  }
}
