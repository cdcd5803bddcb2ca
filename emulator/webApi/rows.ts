import { methodNotAllowed } from "../errors/rejections";
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
import { isMember, type Target } from "./target";

type Row = Extract<Target, { kind: "row" }>;

/** `accounts(<key>)`, also reached through a collection: `accounts(..)/Account_Tasks(..)`. */
export function answerRow(context: RequestContext, target: Row): WebApiResponse {
  const { table, key, member } = target;
  const { method } = context.request;
  if (member !== undefined && !isMember(context, member, table, key)) {
    throw doesNotExist(table, existingId(context.store, table, key));
  }
  switch (method) {
    case "GET":
      return getRow(context, table, existingId(context.store, table, key));
    case "PATCH":
      return patchRow(context, target);
    case "DELETE":
      return removeRow(context, target);
    default:
      throw methodNotAllowed(method, ["GET", "PATCH", "DELETE"]);
  }
}

/** The row as the URL's `$select` and `$expand` shape it, with its version as ETag. */
export function getRow(context: RequestContext, table: Table, id: string): WebApiResponse {
  const { options, preferences, request } = context;
  const row = queryRow(context, { table, id, options, preferences });
  if (row === undefined) throw doesNotExist(table, id);
  // Never 304 when the answer could differ although the row did not, by expands and annotations, nor for tables without
  // optimistic concurrency ("Perform conditional operations", limitations of conditional retrievals).
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

function patchRow(context: RequestContext, { table, key }: Row): WebApiResponse {
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

function removeRow(context: RequestContext, { table, key }: Row): WebApiResponse {
  const id = existingId(context.store, table, key);
  checkVersion(context.store, table, id, conditionsOf(context));
  deleteRow(context.write, table, id);
  return noContent();
}
