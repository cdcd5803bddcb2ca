import type { Table } from "../metadata/model";
import { queryRow } from "../query";
import {
  checkVersion,
  deleteRow,
  doesNotExist,
  existingId,
  type Conditions,
  type Upserted,
  upsertRow,
  versionsIn,
} from "../records";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { RequestContext } from "../messages/requestContext";
import { readJsonObject } from "../messages/requestBody";
import { json, noContent } from "../messages/responses";
import { isMember, relatedRow } from "./relatedRow";
import type { Target } from "./target";

/** `accounts(<key>)`, also through a collection: `accounts(..)/Account_Tasks(..)`. */
export function getRow(context: RequestContext, target: Target<"row">): WebApiResponse {
  return readRow(context, target.table, addressedId(context, target));
}

/**
 * `accounts(..)/primarycontactid`: the row a lookup refers to; 204 when it is empty ([ODataProtocol], section 11.2.3).
 * It cannot be written this way, only through `$ref`.
 */
export function getRelatedRow(context: RequestContext, target: Target<"relatedRow">): WebApiResponse {
  const related = relatedRow(context, target);
  return related === undefined ? noContent() : readRow(context, related.table, related.id);
}

/** The row as the URL's `$select` and `$expand` shape it, with its version as ETag. */
function readRow(context: RequestContext, table: Table, id: string): WebApiResponse {
  const { options, preferences, request } = context;
  const row = queryRow(context, { table, id, options, preferences });
  if (row === undefined) throw doesNotExist(table, id);
  // Never 304 when the response could differ although the row did not, by expands and annotations, nor for tables
  // without optimistic concurrency ([Conditions], limitations of conditional retrievals).
  const isComparable = table.optimisticConcurrency && options.expand === undefined && !preferences.wantsAnnotations;
  const known = versionsIn(request.headers["if-none-match"] ?? "");
  if (isComparable && known.includes(String(row.version))) return { status: 304, headers: { ETag: row.etag } };
  return json(row.body, { ETag: row.etag, "Preference-Applied": preferences.applied(["odata.include-annotations"]) });
}

export function respondWithRow(context: RequestContext, table: Table, id: string, status: 200 | 201): WebApiResponse {
  const { options, preferences } = context;
  const row = queryRow(context, { table, id, options, preferences, isNew: status === 201 });
  if (row === undefined) throw doesNotExist(table, id);
  const applied = preferences.applied(["return", "odata.include-annotations"]);
  return json(row.body, { ETag: row.etag, "Preference-Applied": applied }, status);
}

export function rowUrl(context: RequestContext, table: Table, id: string): string {
  return `${context.serviceRoot}${table.entitySetName}(${id})`;
}

export function conditionsOf({ request }: RequestContext): Conditions {
  const ifMatch = request.headers["if-match"];
  const ifNoneMatch = request.headers["if-none-match"];
  return { ...(ifMatch === undefined ? {} : { ifMatch }), ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }) };
}

export function patchRow(context: RequestContext, target: Target<"row">): WebApiResponse {
  checkMember(context, target);
  const { table, key } = target;
  const body = readJsonObject(context.request);
  const upsert = (): Upserted => upsertRow(context.write, table, key, body, conditionsOf(context));
  if (context.preferences.returnsRepresentation) {
    // `$expand` is ignored on PATCH ("Update with data returned").
    const { expand: _ignored, ...options } = context.options;
    return context.store.database.transaction(() => {
      const { id, created } = upsert();
      return respondWithRow({ ...context, options }, table, id, created ? 201 : 200);
    });
  }
  const { id } = upsert();
  // After an alternate key the URL of the request comes back, not the id.
  const url = key.kind === "primary" ? rowUrl(context, table, id) : `${context.serviceRoot}${context.request.path}`;
  return noContent({ "OData-EntityId": url });
}

export function removeRow(context: RequestContext, target: Target<"row">): WebApiResponse {
  const { table } = target;
  const id = addressedId(context, target);
  checkVersion(context.store, table, id, conditionsOf(context));
  deleteRow(context.write, table, id);
  return noContent();
}

function addressedId(context: RequestContext, target: Target<"row">): string {
  checkMember(context, target);
  return existingId(context.store, target.table, target.key);
}

/** @throws ServiceError 404 for a row that is not in the collection it is addressed through. */
function checkMember(context: RequestContext, { table, key, member }: Target<"row">): void {
  if (member === undefined || isMember(context, member, table, key)) return;
  throw doesNotExist(table, existingId(context.store, table, key));
}
