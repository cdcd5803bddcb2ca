import { methodNotAllowed, invalidODataRequest } from "../errors/rejections";
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
import { relatedRow, type Target } from "./target";

type References = Extract<Target, { kind: "references" }>["of"];
type Collection = Extract<References, { kind: "collection" }>;
type Related = Extract<References, { kind: "related" }>;
type Row = Extract<References, { kind: "row" }>;

/** `.../$ref`: the links between rows instead of the rows ("Associate and disassociate table rows"). */
export function answerReferences(context: RequestContext, target: References): WebApiResponse {
  switch (target.kind) {
    case "collection":
      return answerCollectionReferences(context, target);
    case "related":
      return answerSingleReference(context, target);
    case "row":
      return answerMemberReference(context, target);
  }
}

function answerCollectionReferences(context: RequestContext, target: Collection): WebApiResponse {
  const { request, options, preferences } = context;
  const { table, relatedTo } = target;
  if (request.method === "GET") {
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
  if (relatedTo === undefined) throw methodNotAllowed(request.method, ["GET"]);
  const { parentTable, parentId, navigation } = relatedTo;
  switch (request.method) {
    case "POST":
      associate(context.write, parentTable, parentId, navigation, referenceInBody(context, table).id);
      return noContent();
    case "DELETE":
      disassociate(context.write, parentTable, parentId, navigation, referenceInQuery(context, navigation));
      return noContent();
    default:
      throw methodNotAllowed(request.method, ["GET", "POST", "DELETE"]);
  }
}

function answerSingleReference(context: RequestContext, target: Related): WebApiResponse {
  const { table, id, navigation } = target;
  const { method } = context.request;
  switch (method) {
    case "GET": {
      const related = relatedRow(context, target);
      if (related === undefined) return noContent();
      const body = {
        "@odata.context": `${context.serviceRoot}$metadata#$ref`,
        "@odata.id": rowUrl(context, related.table, related.id),
      };
      return json(JSON.stringify(body));
    }
    case "PUT":
      setReference(context.write, table, id, navigation, referenceInBody(context, navigation.target));
      return noContent();
    case "DELETE":
      setReference(context.write, table, id, navigation, null);
      return noContent();
    default:
      throw methodNotAllowed(method, ["GET", "PUT", "DELETE"]);
  }
}

/** `DELETE accounts(..)/Account_Tasks(..)/$ref` */
function answerMemberReference(context: RequestContext, { table, key, member }: Row): WebApiResponse {
  const { method } = context.request;
  if (member === undefined || method !== "DELETE")
    throw methodNotAllowed(method, member === undefined ? [] : ["DELETE"]);
  disassociate(context.write, member.table, member.id, member.navigation, existingId(context.store, table, key));
  return noContent();
}

function referenceInBody(context: RequestContext, expected: Table): { table: Table; id: string } {
  const reference = readJsonObject(context.request)["@odata.id"];
  if (reference === undefined) throw payloadError("The property '@odata.id' was expected in the request body.");
  return resolveReference(context.write, reference, expected);
}

/** The older form of disassociation names the row in a query option: `/$ref?$id={api}/tasks(..)`. */
function referenceInQuery(context: RequestContext, navigation: ManyNavigation): string {
  const { id } = context.options;
  if (id === undefined) throw invalidODataRequest("The query option '$id' was expected.");
  return resolveReference(context.write, id, navigation.target).id;
}
