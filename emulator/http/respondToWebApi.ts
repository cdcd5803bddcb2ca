/** The front end of the Web API: the steps that each request goes through before and after the organization. */
import { expiredVersionStamp } from "../errors/rejections";
import { performance } from "node:perf_hooks";
import {
  type RespondingFault,
  carryOut,
  type Disturbance,
  type Fault,
  type OperationKind,
  rawResponse,
  injectedError,
  nullBindingRejection,
  type Visit,
  waitMs,
  withoutNullBindings,
} from "../disturbance";
import { notEmulated, ServiceError } from "../errors/serviceError";
import type { OAuthServer } from "../oauth";
import type { Caller } from "../query";
import { errorResponseTo, handle, type Organization, type WebApiResponse } from "../webApi";
import type { Webhooks } from "../webhooks";
import { authenticate, unauthenticated } from "./authentication";
import { type HttpRequest, urlOf } from "./request";
import type { HttpResponse, Reply } from "./response";
import { affinityCookies, frontEndHeaders } from "./serverHeaders";

/** The parts that serve Web API requests. `organization` is called for each request, because a reset replaces it. */
export interface ServedWebApi {
  organization: () => Organization;
  webhooks: Webhooks;
  oauth: OAuthServer;
  disturbance: Disturbance;
}

/** One request on its way through the steps. */
interface Exchange {
  served: ServedWebApi;
  request: HttpRequest;
  /** The user of the access token, or why there is none. */
  caller: Caller | ServiceError;
  /** The cost kinds of the request and the parts of a batch; filled while it runs. */
  operations: OperationKind[];
}

const webApiPath = /^\/api\/data\/(v9\.[0-2])(?:\/|$)/;

/** [Search]: `/api/search/v1.0/query`, `/api/search/v2.0/suggest`. */
const searchPath = /^\/api\/search\/v[12]\.0(?:\/|$)/;

export function isWebApiPath(path: string): boolean {
  return webApiPath.test(path) || searchPath.test(path);
}

/**
 * Authenticate, admit, disturb, run, decorate. A request that a limit rejects is not subject to faults; one without a
 * valid token is, and is rejected only when it runs.
 */
export async function respondToWebApi(served: ServedWebApi, request: HttpRequest, visit: Visit): Promise<Reply> {
  const exchange: Exchange = { served, request, caller: authenticateCaller(served, request), operations: [] };
  const admission = admit(exchange, visit);
  if (admission?.kind === "refused") {
    const answer = reject(exchange, admission.error);
    return { answer, limit: admission.limit, answered: () => admission.answered() };
  }
  const startedMs = performance.now();
  try {
    const reply = await disturb(exchange);
    return { ...reply, answered: () => admission?.answered() };
  } finally {
    const executionMs = served.disturbance.costs.executionMs(exchange.operations);
    admission?.finish(executionMs ?? performance.now() - startedMs);
  }
}

function authenticateCaller(
  { organization, oauth, disturbance }: ServedWebApi,
  request: HttpRequest,
): Exchange["caller"] {
  const given = request.headers["authorization"];
  const authorization = given !== undefined && disturbance.expiredTokens.has(given) ? undefined : given;
  try {
    return authenticate(organization().store, oauth, authorization, request.origin);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function admit(exchange: Exchange, visit: Visit) {
  const user = userOf(exchange);
  return user && exchange.served.disturbance.limits.admit(user.userId, visit);
}

/** Lets the next fault that fits happen around the request, if there is one. */
async function disturb(exchange: Exchange): Promise<Reply> {
  const { served, request } = exchange;
  const fault = served.disturbance.faults.next({ method: request.method, url: urlOf(request), isWebApi: true });
  const outcome = await carryOut(fault, {
    work: () => runDisturbed(exchange, fault),
    answerTo: (each) => responseToFault(exchange, each),
  });
  return { ...outcome, ...(fault === undefined ? {} : { fault: fault.kind }) };
}

/** Some faults change the work itself. */
function runDisturbed(exchange: Exchange, fault: Fault | undefined): Promise<HttpResponse> {
  if (fault?.kind === "null-bindings") return runNullBindings(exchange, fault.outcome);
  return run(fault?.kind === "ignore-delta-token" ? withoutDeltaToken(exchange) : exchange);
}

/** A request without null bindings runs as it is. */
async function runNullBindings(exchange: Exchange, outcome: "ignored" | "rejected"): Promise<HttpResponse> {
  const body = withoutNullBindings(exchange.request.body);
  if (body === undefined) return run(exchange);
  if (outcome === "rejected") return reject(exchange, injectedError(nullBindingRejection()));
  return run({ ...exchange, request: { ...exchange.request, body } });
}

/** The request becomes the initial request of change tracking. */
function withoutDeltaToken(exchange: Exchange): Exchange {
  const { request } = exchange;
  const parts = request.query.split("&").filter((part) => !/^(\$|%24)deltatoken=/i.test(part));
  const headers = { ...request.headers, prefer: "odata.track-changes" };
  return { ...exchange, request: { ...request, query: parts.join("&"), headers } };
}

/** The response of the organization, delayed by the latency of its operations. */
async function run(exchange: Exchange): Promise<HttpResponse> {
  const { served, request, caller, operations } = exchange;
  if (caller instanceof ServiceError) return reject(exchange, caller);
  if (searchPath.test(request.path)) return reject(exchange, notEmulated("Dataverse search", "Search"));
  try {
    const organization = served.organization();
    const response = await runIn(organization, exchange, caller);
    const isWrite = request.method !== "GET" && response.status < 400;
    const cookies = affinityCookies(caller.organizationId, isWrite, organization.store.now());
    await waitMs(served.disturbance.costs.latencyMs(operations));
    return decorate(exchange, response, cookies);
  } catch (error) {
    return reject(exchange, error);
  }
}

async function runIn(organization: Organization, exchange: Exchange, caller: Caller): Promise<WebApiResponse> {
  const { served, request, operations } = exchange;
  const [matched = "", version = ""] = webApiPath.exec(request.path) ?? [];
  const path = request.path.slice(matched.length);
  const webApiRequest = { ...request, path, serviceRoot: `${request.origin}/api/data/${version}/`, caller };
  const attempt = (attempted: Organization): WebApiResponse => {
    // A request that has to begin again costs once.
    operations.length = 0;
    return handle({ ...attempted, observe: (kind) => operations.push(kind) }, webApiRequest);
  };
  return request.method === "GET" ? attempt(organization) : served.webhooks.handle(organization, attempt);
}

function responseToFault(exchange: Exchange, fault: RespondingFault): HttpResponse {
  const { served, request } = exchange;
  switch (fault.kind) {
    // Not from the service: none of its headers.
    case "body":
      return rawResponse(fault);
    case "status":
      // The rejection of a token has no body in Dataverse's form, unless the rule gives one.
      if (fault.status === 401 && fault.code === undefined && fault.message === undefined) {
        return reject(exchange, unauthenticated(request.origin));
      }
      return reject(exchange, injectedError(fault));
    case "expire-token":
      served.disturbance.expiredTokens.add(request.headers["authorization"] ?? "");
      return reject(exchange, unauthenticated(request.origin));
    case "expire-delta-token":
      return reject(exchange, expiredVersionStamp());
  }
}

function reject(exchange: Exchange, error: unknown): HttpResponse {
  return decorate(exchange, errorResponseTo(exchange.request.headers, error), []);
}

/** Adds the headers and cookies of the front end. */
function decorate(exchange: Exchange, { status, headers, body }: WebApiResponse, cookies: string[]): HttpResponse {
  const user = userOf(exchange);
  const { disturbance, organization } = exchange.served;
  const remaining = user && disturbance.limits.remaining(user.userId);
  const now = organization().store.now();
  return {
    status,
    headers: {
      ...frontEndHeaders(now, remaining),
      ...headers,
      ...(cookies.length === 0 ? {} : { "Set-Cookie": cookies }),
    },
    ...(body === undefined ? {} : { body }),
  };
}

function userOf({ caller }: Exchange): Caller | undefined {
  return caller instanceof ServiceError ? undefined : caller;
}
