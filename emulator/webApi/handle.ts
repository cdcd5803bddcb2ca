import { errors } from "../errors/catalog";
import { randomUUID } from "node:crypto";
import { ServiceError } from "../errors/serviceError";
import { parseQueryOptions, parseResourcePath } from "../odata";
import { Interruption } from "../records";
import { negotiatedMetadata, withMetadata } from "./accept";
import { errorResponse } from "./errorResponse";
import { effectiveCaller } from "./impersonation";
import { checkKeyCharacters } from "./keyCharacters";
import type { Organization, WebApiRequest, WebApiResponse } from "../messages/webApiMessage";
import { parsePreferences } from "../messages/preferences";
import { checkContentCoding } from "../messages/requestBody";
import type { RequestContext } from "../messages/requestContext";
import { operationKind } from "./operationKind";
import { route } from "./routes";

/**
 * Longest URL of a request sent on its own ("Web API limits", 32 KB). The service's response to a longer URL is
 * not documented; IIS returns 414.
 */
const maxUrlLength = 32_768;

/** The same for a GET inside a batch ([Batch], 64 KB). */
const maxPartUrlLength = 65_536;

/**
 * Answers one Web API request: a pure step from message to message over the organization's store, without sockets,
 * so that HTTP and the parts of a batch go the same way. Everything thrown below becomes an error response.
 */
export function handle(organization: Organization, request: WebApiRequest): WebApiResponse {
  const preferences = parsePreferences(request.headers["prefer"]);
  const response = answered(preferences, () => {
    const url = `${request.serviceRoot}${request.path}?${request.query}`;
    const isLongPart = request.isBatchPart === true && request.method === "GET";
    const longest = isLongPart ? maxPartUrlLength : maxUrlLength;
    if (url.length > longest) {
      throw new ServiceError({ ...errors.InvalidODataRequest, status: 414 }, "The request URL is too long.");
    }
    checkContentCoding(request);
    const path = parseResourcePath(request.path);
    organization.observe?.(operationKind(organization.store, request.method, path));
    if (request.method === "GET" || request.method === "PATCH") checkKeyCharacters(path);
    const metadata = negotiatedMetadata(request.headers["accept"]);
    return withMetadata(route(contextOf(organization, request, preferences), path), metadata);
  });
  return withServiceHeaders(response, organization);
}

/** The response for an error before the request was handled, such as a rejected token, in the same format. */
export function errorResponseTo(headers: WebApiRequest["headers"], error: unknown): WebApiResponse {
  return withServiceHeaders(errorResponse(error, parsePreferences(headers["prefer"])));
}

/** One part of a batch; what is thrown while it is put together is its own error. */
function respondToPart(
  organization: Organization,
  headers: WebApiRequest["headers"],
  prepare: () => WebApiRequest,
): WebApiResponse {
  let part: WebApiRequest;
  try {
    part = prepare();
  } catch (error) {
    return withServiceHeaders(errorResponse(error, parsePreferences(headers["prefer"])), organization);
  }
  return handle(organization, part);
}

function withServiceHeaders(response: WebApiResponse, organization?: Organization): WebApiResponse {
  const requestId = newMessageId(organization)("request");
  return {
    ...response,
    headers: {
      "OData-Version": "4.0",
      ...response.headers,
      REQ_ID: requestId,
      "x-ms-service-request-id": requestId,
    },
  };
}

function newMessageId(organization?: Organization): NonNullable<Organization["newMessageId"]> {
  return organization?.newMessageId ?? (() => randomUUID());
}

function answered(preferences: RequestContext["preferences"], answer: () => WebApiResponse): WebApiResponse {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return errorResponse(error, preferences);
  }
}

function contextOf(
  organization: Organization,
  request: WebApiRequest,
  preferences: RequestContext["preferences"],
): RequestContext {
  const { store, newId } = organization;
  const caller = effectiveCaller(store, request);
  const options = parseQueryOptions(request.query);
  const tag = options.custom?.find(({ name }) => name === "tag")?.value;
  const { headers } = request;
  const pipeline = organization.pipeline?.({ caller, headers, ...(tag === undefined ? {} : { tag }) });
  const { serviceRoot, hosts = [new URL(serviceRoot).host] } = request;
  const server = { serviceRoot, hosts };
  const write = { store, caller, newId, server, ...(pipeline === undefined ? {} : { pipeline }) };
  return {
    store,
    request,
    serviceRoot,
    options,
    preferences,
    caller,
    write: caller.userId === request.caller.userId ? write : { ...write, onBehalfBy: request.caller.userId },
    batch: {
      respondToPart: (headers, prepare) => respondToPart(organization, headers, prepare),
      newBoundaryId: newMessageId(organization),
    },
  };
}
