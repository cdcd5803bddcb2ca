import { isJsonObject } from "../json";
import { notEmulated } from "../errors/serviceError";
import { queryStored } from "../fetchXml";
import { countRows, countTracked, isTracked, queryCollection, queryTracked } from "../query";
import { createRow, payloadError, replaceParties } from "../records";
import { lookupValue } from "../records/rows";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { RequestContext } from "../messages/requestContext";
import { readJsonObject } from "../messages/requestBody";
import { json, noContent, plainText } from "../messages/responses";
import { respondWithRow, rowUrl } from "./rows";
import type { CollectionTarget, Target } from "./target";

/** `accounts/$count`. The service puts a byte-order mark before the digits, and clients have to cope with it. */
export function getCount(context: RequestContext, { of: { table, relatedTo } }: Target<"count">): WebApiResponse {
  if (context.options.deltatoken !== undefined && !relatedTo) {
    return plainText(`\uFEFF${countTracked(context, table, context.options)}`);
  }
  const count = countRows(context, { table, options: context.options, ...(relatedTo ? { relatedTo } : {}) });
  return plainText(`\uFEFF${count}`);
}

/** `accounts` and `accounts(..)/Account_Tasks`. */
export function getCollection(context: RequestContext, { table, relatedTo }: CollectionTarget): WebApiResponse {
  const { request, options, preferences } = context;
  rejectOtherQueries(context);
  const collection = {
    table,
    options,
    preferences,
    ...(relatedTo ? { relatedTo } : {}),
    resourcePath: request.path,
    rawQuery: request.query,
  };
  if (isTracked(collection, request.headers["prefer"])) {
    return json(queryTracked(context, collection), { "Preference-Applied": trackingApplied(context) });
  }
  const body = queryStored(context, collection) ?? queryCollection(context, collection);
  return json(body, {
    "Preference-Applied": preferences.applied(["odata.include-annotations", "odata.maxpagesize"]),
  });
}

function rejectOtherQueries({ options }: RequestContext): void {
  if (options.custom?.some(({ name }) => name === "sql")) throw notEmulated("queries by 'sql'");
}

/** Every page of a tracked read echoes the preference, which a delta link does not need. */
function trackingApplied({ preferences, request }: RequestContext): string | undefined {
  const others = preferences.applied(["odata.include-annotations", "odata.maxpagesize"]);
  const isAsked = /odata\.track-changes/i.test(request.headers["prefer"] ?? "");
  const applied = [...(isAsked ? ["odata.track-changes"] : []), ...(others === undefined ? [] : [others])];
  return applied.length === 0 ? undefined : applied.join(",");
}

/**
 * A POST to a related collection creates the row with its lookup to the parent set ([ODataProtocol], section 11.4.2).
 */
export function postToCollection(
  context: RequestContext,
  { table, relatedTo }: Target<"collection" | "partyList">,
): WebApiResponse {
  const body = readJsonObject(context.request);
  const navigation = relatedTo?.navigation;
  const lookup =
    navigation?.kind === "collection" ? table.columns.get(navigation.relationship.referencingColumn) : undefined;
  const values =
    lookup && relatedTo
      ? lookupValue(lookup, { table: relatedTo.parentTable.logicalName, id: relatedTo.parentId })
      : {};
  if (context.preferences.returnsRepresentation) {
    // One transaction: a wrong `$select` leaves no row behind.
    return context.store.database.transaction(() =>
      respondWithRow(context, table, createRow(context.write, table, body, { values }), 201),
    );
  }
  const id = createRow(context.write, table, body, { values });
  const url = rowUrl(context, table, id);
  return noContent({ Location: url, "OData-EntityId": url });
}

export function putParties(context: RequestContext, { relatedTo }: Target<"partyList">): WebApiResponse {
  const { value } = readJsonObject(context.request);
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    throw payloadError("A list of activity parties was expected in 'value'.");
  }
  replaceParties(context.write, relatedTo.parentTable, relatedTo.parentId, relatedTo.navigation, value);
  return noContent();
}
