import { invalidODataRequest } from "../errors/rejections";
import type { Table } from "../metadata/model";
import { queryReferences } from "../query";
import {
  associate,
  disassociate,
  existingId,
  payloadError,
  resolveReference,
  setReference,
  type ManyNavigation,
} from "../records";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { RequestContext } from "../messages/requestContext";
import { readJsonObject } from "../messages/requestBody";
import { json, noContent } from "../messages/responses";
import { rowUrl } from "./rows";
import { relatedRow } from "./relatedRow";
import type { Target } from "./target";

/** `.../$ref`: the links between rows instead of the rows [AssociateRows]. */
export function getReferences(
  context: RequestContext,
  target: Target<"setReferences" | "relatedReferences">,
): WebApiResponse {
  const { request, options, preferences } = context;
  const { table, relatedTo } = target.kind === "setReferences" ? target.of : target;
  const body = queryReferences(context, {
    table,
    options,
    preferences,
    ...(relatedTo ? { relatedTo } : {}),
    resourcePath: request.path,
    rawQuery: request.query,
  });
  return json(body, { "Preference-Applied": preferences.applied(["odata.maxpagesize"]) });
}

export function postReference(
  context: RequestContext,
  { table, relatedTo }: Target<"relatedReferences">,
): WebApiResponse {
  const { parentTable, parentId, navigation } = relatedTo;
  associate(context.write, parentTable, parentId, navigation, referenceInBody(context, table).id);
  return noContent();
}

/** The older form of disassociation names the row in a query option: `/$ref?$id={api}/tasks(..)`. */
export function deleteReference(context: RequestContext, { relatedTo }: Target<"relatedReferences">): WebApiResponse {
  const { parentTable, parentId, navigation } = relatedTo;
  disassociate(context.write, parentTable, parentId, navigation, referenceInQuery(context, navigation));
  return noContent();
}

/** `DELETE accounts(..)/Account_Tasks(..)/$ref` */
export function deleteMember(context: RequestContext, target: Target<"memberReference">): WebApiResponse {
  const { table, key, member } = target;
  disassociate(context.write, member.table, member.id, member.navigation, existingId(context.store, table, key));
  return noContent();
}

export function getLookup(context: RequestContext, { of: target }: Target<"lookupReference">): WebApiResponse {
  const related = relatedRow(context, target);
  if (related === undefined) return noContent();
  const body = {
    "@odata.context": `${context.serviceRoot}$metadata#$ref`,
    "@odata.id": rowUrl(context, related.table, related.id),
  };
  return json(JSON.stringify(body));
}

export function putLookup(context: RequestContext, { of: target }: Target<"lookupReference">): WebApiResponse {
  const { table, id, navigation } = target;
  setReference(context.write, table, id, navigation, referenceInBody(context, navigation.target));
  return noContent();
}

export function clearLookup(context: RequestContext, { of: target }: Target<"lookupReference">): WebApiResponse {
  setReference(context.write, target.table, target.id, target.navigation, null);
  return noContent();
}

function referenceInBody(context: RequestContext, expected: Table): { table: Table; id: string } {
  const reference = readJsonObject(context.request)["@odata.id"];
  if (reference === undefined) throw payloadError("The property '@odata.id' was expected in the request body.");
  return resolveReference(context.write, reference, expected);
}

function referenceInQuery(context: RequestContext, navigation: ManyNavigation): string {
  const { id } = context.options;
  if (id === undefined) throw invalidODataRequest("The query option '$id' was expected.");
  return resolveReference(context.write, id, navigation.target).id;
}
