/** Every resource of the Web API with the methods it offers. 405 and `Allow` follow from this table. */
import { respondToBatch } from "../batch";
import { answerDefinitions, changeDefinitions, csdl, serviceDocument } from "../definitions";
import { readJsonObject } from "../messages/requestBody";
import type { RequestContext } from "../messages/requestContext";
import { json } from "../messages/responses";
import { methodNotAllowed } from "../errors/rejections";
import type { WebApiResponse } from "../messages/webApiMessage";
import type { ResourcePath } from "../odata/ast";
import { offeredOperations } from "../operations/registry";
import { runBound, runUnbound } from "../operations/runOperation";
import { getCollection, getCount, postToCollection, putParties } from "./collections";
import { clearProperty, getProperty, getRawValue, putImage, putProperty, rejectContent } from "./properties";
import {
  clearLookup,
  deleteMember,
  deleteReference,
  getLookup,
  getReferences,
  postReference,
  putLookup,
} from "./references";
import { getRelatedRow, getRow, patchRow, removeRow } from "./rows";
import { resolveTarget, type Kind, type Target } from "./target";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Handler<Some extends Kind> = (context: RequestContext, target: Target<Some>) => WebApiResponse;
type Handlers<Some extends Kind> = Partial<Record<Method, Handler<Some>>>;

/** `Allow` lists the methods in the order written here. */
const routes: { readonly [Some in Kind]: Handlers<Some> } = {
  serviceDocument: { GET: (context) => json(serviceDocument(context)) },
  metadata: { GET: getMetadata },
  batch: { POST: postBatch },
  definitions: {
    GET: getDefinitions,
    POST: writeDefinitions,
    PUT: writeDefinitions,
    PATCH: writeDefinitions,
    DELETE: writeDefinitions,
  },
  // A wrong method finds no operation at all, which is 404.
  unboundOperation: everyMethod((context, { segment }) => runUnbound(context, segment)),
  boundOperation: everyMethod((context, { name, on, segment }) => runBound(context, name, on, segment)),
  collection: { GET: getCollection, POST: postToCollection },
  manyToMany: { GET: getCollection },
  partyList: { GET: getCollection, POST: postToCollection, PUT: putParties },
  count: { GET: getCount },
  row: { GET: getRow, PATCH: patchRow, DELETE: removeRow },
  relatedRow: { GET: getRelatedRow },
  property: { GET: getProperty, PUT: putProperty, DELETE: clearProperty },
  image: { GET: getProperty, PUT: putImage, PATCH: rejectContent, DELETE: clearProperty },
  file: everyMethod(rejectContent),
  rawValue: { GET: getRawValue },
  setReferences: { GET: getReferences },
  relatedReferences: { GET: getReferences, POST: postReference, DELETE: deleteReference },
  lookupReference: { GET: getLookup, PUT: putLookup, DELETE: clearLookup },
  memberReference: { DELETE: deleteMember },
  rowReference: {},
};

export function route(context: RequestContext, path: ResourcePath): WebApiResponse {
  return respond(context, resolveTarget(context, path));
}

/**
 * @throws ServiceError 405 for a method that the resource does not offer.
 */
function respond<Some extends Kind>(context: RequestContext, target: Target<Some>): WebApiResponse {
  const { method } = context.request;
  const handlers: Handlers<Some> = routes[target.kind];
  const handler = Object.hasOwn(handlers, method) ? handlers[method as Method] : undefined;
  if (handler === undefined) throw methodNotAllowed(method, Object.keys(handlers));
  return handler(context, target);
}

function everyMethod<Some extends Kind>(handler: Handler<Some>): Handlers<Some> {
  return { GET: handler, POST: handler, PUT: handler, PATCH: handler, DELETE: handler };
}

function postBatch({ request, preferences, store, batch }: RequestContext): WebApiResponse {
  const { continuesOnError } = preferences;
  return respondToBatch({
    ...batch,
    request,
    continuesOnError,
    transaction: (work) => store.database.transaction(work),
  });
}

/** CSDL is XML. Annotations come by `?annotations=true`, which only this document has, or by preference. */
function getMetadata(context: RequestContext): WebApiResponse {
  const asked = context.options.custom?.some(({ name, value }) => name === "annotations" && value === "true") ?? false;
  const withAnnotations = asked || context.preferences.includesAnnotation("*");
  const body = csdl(context, offeredOperations(context.store), withAnnotations);
  return { status: 200, headers: { "Content-Type": "application/xml" }, body };
}

function getDefinitions(context: RequestContext, { path }: Target<"definitions">): WebApiResponse {
  const found = answerDefinitions(context, path, context.options);
  if (found.status === 204) return { status: 204, headers: {} };
  const preference = context.preferences.applied(["odata.include-annotations"]);
  const headers = preference === undefined ? {} : { "Preference-Applied": preference };
  const contentType = found.contentType === undefined ? {} : { "Content-Type": found.contentType };
  return json(found.body, { ...headers, ...contentType }, found.status);
}

/** Which methods a definition offers depends on which one it is. */
function writeDefinitions(context: RequestContext, { path }: Target<"definitions">): WebApiResponse {
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
