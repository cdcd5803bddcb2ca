/** Runs functions and actions: from the segment that names one to its response. */
import { jsonText } from "../definitions";
import { noHttpResource, segmentNotFound } from "../errors/rejections";
import { notEmulated, type ServiceError } from "../errors/serviceError";
import type { RequestContext } from "../messages/requestContext";
import { json, noContent } from "../messages/responses";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { Table } from "../metadata/model";
import { anyTable, collectionOf } from "../metadata/operation";
import type { PathStep } from "../odata/ast";
import { existingId, type RowKey } from "../records";
import type { Bound, Operation } from "./operation";
import { readParameters, unresolvedParameters } from "./parameters";
import { findOperation, isOffered } from "./registry";

/** The row or collection that a bound operation is called on. */
export type BindingTarget = { kind: "collection"; table: Table } | { kind: "row"; table: Table; key: RowKey };

/** `WhoAmI`, `RetrieveTotalRecordCount(EntityNames=@p)`: directly after the service root, without namespace. */
export function runUnbound(context: RequestContext, segment: PathStep): WebApiResponse {
  const operation = findOffered(context, segment.name, segment.name);
  if (operation.boundTo !== undefined) throw unresolvedParameters();
  return run(context, operation, segment, {});
}

/** `accounts(..)/Microsoft.Dynamics.CRM.X`: bound to a row or to a collection. */
export function runBound(context: RequestContext, name: string, on: BindingTarget, segment: PathStep): WebApiResponse {
  const operation = findOffered(context, name, segment.name);
  if (!isBoundTo(operation, on)) throw segmentNotFound(segment.name);
  const { table } = on;
  return run(
    context,
    operation,
    segment,
    on.kind === "row" ? { table, id: existingId(context.store, table, on.key) } : { table },
  );
}

function findOffered({ store }: RequestContext, name: string, segment: string): Operation {
  const found = findOperation(store, name);
  if (found === undefined) throw segmentNotFound(segment);
  if (!isOffered(found)) throw notEmulated(`the ${found.kind ?? "operation"} '${name}'`, found.chapter);
  return found;
}

function isBoundTo({ boundTo = "" }: Operation, { kind, table }: BindingTarget): boolean {
  const { itemType, isCollection } = collectionOf(boundTo);
  return (
    isCollection === (kind === "collection") && (itemType === anyTable || itemType === `mscrm.${table.logicalName}`)
  );
}

function run(context: RequestContext, operation: Operation, segment: PathStep, bound: Bound): WebApiResponse {
  if (context.request.method !== methodOf(operation)) throw wrongMethod(context);
  const result = operation.run(context, readParameters(context, operation, segment), bound);
  if (result === undefined) return noContent();
  const type = `${context.serviceRoot}$metadata#Microsoft.Dynamics.CRM.${operation.name}Response`;
  return json(jsonText({ "@odata.context": type, ...result }));
}

function methodOf({ kind }: Operation): "GET" | "POST" {
  return kind === "function" ? "GET" : "POST";
}

/** A function by POST or an action by GET: the text of ASP.NET, without a code and without `Allow`. */
function wrongMethod({ serviceRoot, request }: RequestContext): ServiceError {
  return noHttpResource(`${serviceRoot}${request.path}`);
}
