import { methodNotAllowed } from "../errors/rejections";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { RequestContext } from "../messages/requestContext";
import { noContent } from "../messages/responses";
import { getRow } from "./rows";
import { relatedRow, type Target } from "./target";

/**
 * `accounts(..)/primarycontactid`: the row a lookup points at; 204 when it is empty (OData protocol, section 11.2.3).
 * It cannot be written this way, only through `$ref`.
 */
export function answerRelated(context: RequestContext, target: Extract<Target, { kind: "related" }>): WebApiResponse {
  if (context.request.method !== "GET") throw methodNotAllowed(context.request.method, ["GET"]);
  const related = relatedRow(context, target);
  return related === undefined ? noContent() : getRow(context, related.table, related.id);
}
