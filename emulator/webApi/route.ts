import { methodNotAllowed } from "../errors/rejections";
import { answerBatch } from "../batch";
import { answerDefinitions, changeDefinitions, csdl, serviceDocument } from "../definitions";
import type { ResourcePath } from "../odata/ast";
import { answerCollection, answerCount } from "./collections";
import type { WebApiResponse } from "../messages/webApiMessage";
import { answerBound, answerUnbound, unresolvedParameters } from "../operations/runOperation";
import { isKnownElsewhere, operationNamed } from "../operations/registry";
import { answerProperty, answerRawValue } from "./properties";
import { answerReferences } from "./references";
import { answerRelated } from "./related";
import type { RequestContext } from "../messages/requestContext";
import { readJsonObject } from "../messages/requestBody";
import { json } from "../messages/responses";
import { answerRow } from "./rows";
import { resolveTarget, type Target } from "./target";

const METADATA_SETS = ["EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions"];

/** Sends a request to whoever answers its resource. */
export function route(context: RequestContext, path: ResourcePath): WebApiResponse {
  const { segments } = path;
  const [first, second] = segments;
  if (first === undefined) return getOnly(context, () => json(serviceDocument(context)));
  if (first.name === "$metadata" && second === undefined) return getOnly(context, () => metadataDocument(context));
  if (first.name === "$batch") return batch(context);
  if (METADATA_SETS.includes(first.name)) return definitions(context, path);
  const table = context.store.catalog.tableBySet(first.name);
  if (table === undefined) return answerUnbound(context, first, second);
  const last = segments[segments.length - 1] ?? first;
  const isBareOperation = operationNamed(last.name)?.boundTo !== undefined || isKnownElsewhere(last.name);
  if (segments.length > 1 && isBareOperation) throw unresolvedParameters();
  return answerTarget(context, resolveTarget(context, table, segments), last);
}

function answerTarget(context: RequestContext, target: Target, last: ResourcePath["segments"][number]): WebApiResponse {
  switch (target.kind) {
    case "collection":
      return answerCollection(context, target);
    case "row":
      return answerRow(context, target);
    case "related":
      return answerRelated(context, target);
    case "property":
      return answerProperty(context, target);
    case "rawValue":
      return answerRawValue(context, target.of);
    case "count":
      return answerCount(context, target.of);
    case "references":
      return answerReferences(context, target.of);
    case "operation":
      return answerBound(context, target, last);
  }
}

function getOnly({ request }: RequestContext, answer: () => WebApiResponse): WebApiResponse {
  if (request.method !== "GET") throw methodNotAllowed(request.method, ["GET"]);
  return answer();
}

function batch({ request, preferences, store, batch }: RequestContext): WebApiResponse {
  if (request.method !== "POST") throw methodNotAllowed(request.method, ["POST"]);
  const { continuesOnError } = preferences;
  return answerBatch({ ...batch, request, continuesOnError, transaction: (work) => store.database.transaction(work) });
}

/** CSDL is XML; annotations come by `?annotations=true`, for this document only, or by preference. */
function metadataDocument(context: RequestContext): WebApiResponse {
  const asked = context.options.custom?.some(({ name, value }) => name === "annotations" && value === "true") ?? false;
  const body = csdl(context, asked || context.preferences.includesAnnotation("*"));
  return { status: 200, headers: { "Content-Type": "application/xml" }, body };
}

function definitions(context: RequestContext, path: ResourcePath): WebApiResponse {
  if (context.request.method !== "GET") return changedDefinitions(context, path);
  const answer = answerDefinitions(context, path, context.options);
  if (answer.status === 204) return { status: 204, headers: {} };
  const preference = context.preferences.applied(["odata.include-annotations"]);
  const headers = preference === undefined ? {} : { "Preference-Applied": preference };
  const contentType = answer.contentType === undefined ? {} : { "Content-Type": answer.contentType };
  return json(answer.body, { ...headers, ...contentType }, answer.status);
}

function changedDefinitions(context: RequestContext, path: ResourcePath): WebApiResponse {
  const { store, serviceRoot, options, request, write } = context;
  const { status, headers } = changeDefinitions(
    { store, serviceRoot, newId: write.newId },
    {
      method: request.method,
      path,
      requestedPath: request.path,
      options,
      headers: request.headers,
      body: () => readJsonObject(request),
    },
  );
  return { status, headers };
}
