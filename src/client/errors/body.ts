import { isObject, parseJson, textMember } from "../json";
import { normalizeCode } from "./codes";

/** The bodies of error responses. Pure. */
export interface ErrorBody {
  code?: string | undefined;
  message?: string | undefined;
  innerMessage?: string | undefined;
}

/**
 * OData's `{"error":{"code","message"}}`, and the .NET format that a few endpoints return
 * (`{"Message","ExceptionMessage","ErrorCode"}`). Any other body has no members.
 */
export function parseErrorBody(body: string): ErrorBody {
  const json = parseJson(body);
  if (!isObject(json)) return {};
  const { error } = json;
  if (isObject(error)) {
    return {
      code: normalizeCode(error["code"]),
      message: textMember(error, "message"),
      innerMessage:
        textMember(error, "@Microsoft.PowerApps.CDS.InnerError.Message") ?? textMember(error["innererror"], "message"),
    };
  }
  return {
    code: normalizeCode(json["ErrorCode"]),
    message: textMember(json, "ExceptionMessage") ?? textMember(json, "Message") ?? textMember(json, "error"),
  };
}

/** An OData error; records and lists differ from it by their context. */
export function isErrorBody(json: unknown): boolean {
  return isObject(json) && isObject(json["error"]) && json["@odata.context"] === undefined;
}

/** An error in any of the formats above, in place of a record, a list or a definition. */
export function isAnyErrorBody(json: unknown): boolean {
  if (!isObject(json)) return false;
  const { error } = json;
  if (isObject(error) && typeof error["code"] === "string" && typeof error["message"] === "string") return true;
  if (json["@odata.context"] !== undefined) return false;
  return isObject(error) || typeof error === "string" || typeof json["ExceptionMessage"] === "string";
}
