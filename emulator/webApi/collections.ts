import { methodNotAllowed } from "../errors/rejections";
import { notEmulated } from "../errors/serviceError";
import { queryStored } from "../fetchXml";
import { countRows, queryCollection, type RelatedTo } from "../query";
import { createRow, isJsonObject, isPartyList, payloadError, replaceParties } from "../records";
import { lookupValue } from "../records/rows";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { RequestContext } from "../messages/requestContext";
import { readJsonObject } from "../messages/requestBody";
import { json, noContent, plainText } from "../messages/responses";
import { respondWithRow, rowUrl } from "./rows";
import type { Target } from "./target";

type Collection = Extract<Target, { kind: "collection" }>;

/** `accounts` and `accounts(..)/Account_Tasks`. */
export function answerCollection(context: RequestContext, target: Collection): WebApiResponse {
  const { method } = context.request;
  switch (method) {
    case "GET":
      return getCollection(context, target);
    case "POST":
      return postToCollection(context, target);
    case "PUT":
      if (target.relatedTo !== undefined && isPartyList(target.relatedTo.navigation)) {
        return putParties(context, target.relatedTo);
      }
      throw methodNotAllowed(method, ["GET", "POST"]);
    default:
      throw methodNotAllowed(method, ["GET", "POST"]);
  }
}

export function answerCount(context: RequestContext, { table, relatedTo }: Collection): WebApiResponse {
  if (context.request.method !== "GET") throw methodNotAllowed(context.request.method, ["GET"]);
  const count = countRows(context, { table, options: context.options, ...(relatedTo ? { relatedTo } : {}) });
  // The service puts a byte-order mark before the digits, and clients have to cope with it.
  return plainText(`\uFEFF${count}`);
}

function getCollection(context: RequestContext, { table, relatedTo }: Collection): WebApiResponse {
  const { request, options, preferences } = context;
  refuseOtherQueries(context);
  const collection = {
    table,
    options,
    preferences,
    ...(relatedTo ? { relatedTo } : {}),
    resourcePath: request.path,
    rawQuery: request.query,
  };
  const body = queryStored(context, collection) ?? queryCollection(context, collection);
  return json(body, {
    "Preference-Applied": preferences.applied(["odata.include-annotations", "odata.maxpagesize"]),
  });
}

function refuseOtherQueries({ options, request }: RequestContext): void {
  if (options.custom?.some(({ name }) => name === "sql")) throw notEmulated("queries by 'sql'");
  if (options.deltatoken !== undefined || /odata\.track-changes/i.test(request.headers["prefer"] ?? "")) {
    throw notEmulated("change tracking");
  }
}

/** A POST to a related collection creates the row with its lookup to the parent set (OData protocol, section 11.4.2). */
function postToCollection(context: RequestContext, { table, relatedTo }: Collection): WebApiResponse {
  const body = readJsonObject(context.request);
  const navigation = relatedTo?.navigation;
  if (navigation?.kind === "manyToMany") throw methodNotAllowed("POST", ["GET"]);
  const lookup = navigation && table.columns.get(navigation.relationship.referencingColumn);
  const values =
    lookup && relatedTo
      ? lookupValue(lookup, { table: relatedTo.parentTable.logicalName, id: relatedTo.parentId })
      : {};
  if (context.preferences.returnsRepresentation) {
    // One transaction: a `$select` that cannot be answered leaves no row behind.
    return context.store.database.transaction(() =>
      respondWithRow(context, table, createRow(context.write, table, body, { values }), 201),
    );
  }
  const id = createRow(context.write, table, body, { values });
  const url = rowUrl(context, table, id);
  return noContent({ Location: url, "OData-EntityId": url });
}

function putParties(context: RequestContext, relatedTo: RelatedTo): WebApiResponse {
  const { value } = readJsonObject(context.request);
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    throw payloadError("A list of activity parties was expected in 'value'.");
  }
  replaceParties(context.write, relatedTo.parentTable, relatedTo.parentId, relatedTo.navigation, value);
  return noContent();
}
