import { performance } from "node:perf_hooks";
import { authenticate, unauthenticated } from "./authentication";
import {
  type RespondingFault,
  carryOut,
  deltaTokenExpired,
  type Disturbance,
  type OperationKind,
  operationKind,
  rawResponse,
  injectedError,
  type Visit,
  waitMs,
} from "../disturbance";
import { ServiceError } from "../errors/serviceError";
import { type HttpRequest, urlOf } from "./request";
import type { HttpResponse, Reply } from "./response";
import type { OAuthServer } from "../oauth";
import type { Caller } from "../query";
import { affinityCookies, frontEndHeaders } from "./serverHeaders";
import { errorResponseTo, handle, type Organization, type WebApiResponse } from "../webApi";
import type { Webhooks } from "../webhooks";

const WEB_API_PATH = /^\/api\/data\/(v9\.[0-2])(?:\/|$)/;

/** What Web API requests are served from. `organization` is asked for each of them, because a reset replaces it. */
export interface ServedWebApi {
  organization: () => Organization;
  webhooks: Webhooks;
  oauth: OAuthServer;
  disturbance: Disturbance;
}

export function isWebApiPath(path: string): boolean {
  return WEB_API_PATH.test(path);
}

/**
 * The front end's way of a request: whose it is, whether that user's limits let it in, what is to go wrong with it, and
 * what the organization answers. What a limit refuses meets no fault.
 */
export async function answerWebApi(served: ServedWebApi, request: HttpRequest, visit: Visit): Promise<Reply> {
  const { limits, faults, costs } = served.disturbance;
  const caller = callerOf(served, request);
  const user = caller instanceof ServiceError ? undefined : caller;
  const admission = user && limits.admit(user.userId, visit);
  if (admission?.kind === "refused") {
    const answer = errorResponseOf(served, request, admission.error, user);
    return { answer, limit: admission.limit, answered: () => admission.answered() };
  }
  const operations: OperationKind[] = [];
  const startedMs = performance.now();
  try {
    const fault = faults.next({ method: request.method, url: urlOf(request), isWebApi: true });
    const outcome = await carryOut(fault, {
      work: async () =>
        caller instanceof ServiceError
          ? errorResponseOf(served, request, caller)
          : performed(served, request, caller, operations),
      answerTo: (each) => responseToFault(served, request, each, user),
    });
    return {
      ...outcome,
      ...(fault === undefined ? {} : { fault: fault.kind }),
      answered: () => admission?.answered(),
    };
  } finally {
    admission?.finish(costs.executionMs(operations) ?? performance.now() - startedMs);
  }
}

function callerOf({ organization, oauth, disturbance }: ServedWebApi, request: HttpRequest): Caller | ServiceError {
  const given = request.headers["authorization"];
  const authorization = given !== undefined && disturbance.expiredTokens.has(given) ? undefined : given;
  try {
    return authenticate(organization().store, oauth, authorization, request.origin);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

/** What the organization answers, as late as its operations' latency says. */
async function performed(
  served: ServedWebApi,
  request: HttpRequest,
  caller: Caller,
  operations: OperationKind[],
): Promise<HttpResponse> {
  const organization = served.organization();
  const { store } = organization;
  const [matched = "", version = ""] = WEB_API_PATH.exec(request.path) ?? [];
  const path = request.path.slice(matched.length);
  const webApiRequest = { ...request, path, serviceRoot: `${request.origin}/api/data/${version}/`, caller };
  const attempt = (each: Organization): WebApiResponse => {
    // A request that has to begin again is done once.
    operations.length = 0;
    const observe: Organization["observe"] = (method, resource) =>
      operations.push(operationKind(store.catalog, method, resource));
    return handle({ ...each, observe }, webApiRequest);
  };
  try {
    const isRead = request.method === "GET";
    const answer = isRead ? attempt(organization) : await served.webhooks.handle(organization, attempt);
    const isWrite = !isRead && answer.status < 400;
    const cookies = affinityCookies(caller.organizationId, isWrite, store.now());
    await waitMs(served.disturbance.costs.latencyMs(operations));
    return withFrontEnd(served, answer, caller, cookies);
  } catch (error) {
    return errorResponseOf(served, request, error, caller);
  }
}

function responseToFault(
  served: ServedWebApi,
  request: HttpRequest,
  fault: RespondingFault,
  caller: Caller | undefined,
): HttpResponse {
  switch (fault.kind) {
    // Not from the service: none of its headers.
    case "body":
      return rawResponse(fault);
    case "status":
      // A refused token brings no error of Dataverse's, unless one is asked for.
      if (fault.status === 401 && fault.code === undefined && fault.message === undefined)
        return errorResponseOf(served, request, unauthenticated(request.origin), caller);
      return errorResponseOf(served, request, injectedError(fault), caller);
    case "expire-token":
      served.disturbance.expiredTokens.add(request.headers["authorization"] ?? "");
      return errorResponseOf(served, request, unauthenticated(request.origin), caller);
    case "expire-delta-token":
      return errorResponseOf(served, request, deltaTokenExpired(), caller);
  }
}

function errorResponseOf(served: ServedWebApi, request: HttpRequest, error: unknown, caller?: Caller): HttpResponse {
  return withFrontEnd(served, errorResponseTo(request.headers, error), caller, []);
}

function withFrontEnd(
  { disturbance }: ServedWebApi,
  { status, headers, body }: WebApiResponse,
  caller: Caller | undefined,
  cookies: string[],
): HttpResponse {
  const remaining = caller && disturbance.limits.remaining(caller.userId);
  return {
    status,
    headers: { ...frontEndHeaders(remaining), ...headers, ...(cookies.length === 0 ? {} : { "Set-Cookie": cookies }) },
    ...(body === undefined ? {} : { body }),
  };
}
