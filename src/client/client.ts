import { randomUUID } from "node:crypto";
import { notABatch, readJson } from "./responses";
import { type BatchRequest, type BatchText, writeBatch, writeChangeSet } from "./batch/batchRequest";
import { type BatchPart, readBatch } from "./batch/batchResponse";
import { isMultipart } from "./batch/mime";
import type { Cache } from "./cache";
import { DataverseError, InvalidInputError } from "./errors/errors";
import { createLimits, type Limits } from "./retry/limits";
import { hideSecret } from "./redact";
import { isImpersonated, odataHeaders, requestHeaders, userAgent } from "./requestHeaders";
import { standardRetryPolicy, type RetryPolicy } from "./retry/policy";
import { createTransport, type HttpMethod, type TransportResponse } from "./http/transport";
import { isOrganizationUrl, webApiVersion } from "./organizationUrl";

/** One connection's client. Every request goes to the organization's own origin or is refused before it is sent. */
export interface DataverseClient {
  /** Origin of the organization, `https://contoso.crm.dynamics.com`. */
  readonly organizationUrl: string;
  /** What was learned about this organization's tables; shared by the connection's later clients. */
  readonly cache: Cache;
  /** A Web API request with a JSON answer. */
  request<Body>(request: DataverseRequest): Promise<DataverseAnswer<Body>>;
  /** Characters of the URL that a path below the Web API root becomes. */
  urlLength(path: string): number;
  /** Several requests in one; failures of single requests come back as parts. */
  batch(batch: Batch): Promise<BatchAnswer>;
  /** A request of the caller's own making; the answer's body is not read. */
  send(request: RawRequest): Promise<TransportResponse>;
}

export interface DataverseRequest {
  /** What is tried, in words that complete "... failed": "Create record in accounts". */
  operation: string;
  method: HttpMethod;
  /** Below the Web API root, percent-encoded: `accounts(…)?$select=name`. */
  path?: string;
  /** An absolute link that Dataverse issued, instead of `path`; used unchanged. */
  link?: string;
  /** Values of the `Prefer` header. */
  prefer?: string[];
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Default: every method but POST. */
  isSafeToRepeat?: boolean;
  /** What makes a repeat safe when the outcome of this request is unknown, as a sentence. */
  repeatHint?: string | undefined;
}

export interface DataverseAnswer<Body> {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Absent on 204 and 304. */
  body: Body | undefined;
  /** How often the request was sent. */
  attempts: number;
  /** Sending the request again does no harm, whatever became of this one. */
  isSafeToRepeat: boolean;
  /** See `DataverseRequest`. */
  repeatHint?: string | undefined;
}

/** A row as Dataverse sends it: `@odata.etag`, columns, annotations. */
export type DataverseRecord = Record<string, unknown>;

export interface Batch {
  operation: string;
  /** At most 1,000; `url` is a path below the Web API root, or a `$1` reference. */
  requests: BatchRequest[];
  /** `allOrNothing` is one change set; the others are independent requests, run in order. */
  mode: "allOrNothing" | "stopAtFirstError" | "continueOnError";
  isSafeToRepeat: boolean;
  /** See `DataverseRequest`. */
  repeatHint?: string | undefined;
}

export interface BatchAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  parts: BatchPart[];
  /** The answer was not cut off. */
  isWhole: boolean;
  attempts: number;
  /** See `DataverseAnswer`. */
  isSafeToRepeat: boolean;
  repeatHint?: string | undefined;
}

export interface RawRequest {
  operation: string;
  method: HttpMethod;
  /** As typed: a path, or an absolute URL of the organization. */
  url: string;
  /** Where a relative path begins. */
  relativeTo: "organization" | "webApi";
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
  timeoutMs?: number | undefined;
  retryPolicy: RetryPolicy;
  /** Log this request even when debugging is off. */
  alwaysLog: boolean;
}

export interface DataverseClientOptions {
  organizationUrl: string;
  accessToken: string;
  cache: Cache;
  log: (line: string) => void;
  isDebug: boolean;
  timeoutMs?: number;
  /** Shared by all clients of one identity; its own when left out. */
  limits?: Limits;
  /** No repeat waits beyond this time, in milliseconds since 1970; default: 10 minutes after a request began. */
  deadlineMs?: number | undefined;
  /** No answer is waited for beyond this time, in milliseconds since 1970. */
  endMs?: number | undefined;
  /** Says what a failure means to the layer above, for example a connection error for 401. */
  translateError?: (error: DataverseError, request: { isImpersonated: boolean }) => Error;
  now?: () => number;
  random?: () => number;
  /** Boundaries of batches. */
  newId?: () => string;
}

/** Dataverse ends an operation after 2 minutes ("Service protection API limits", Microsoft Learn). */
export const defaultTimeoutMs = 120_000;

/** The platform ends an execution after 15 minutes; a step that repeats longer than this would take the whole of it. */
const longestRetryingMs = 10 * 60_000;

export function createDataverseClient(options: DataverseClientOptions): DataverseClient {
  const { organizationUrl, cache } = options;
  const webApiRoot = `${organizationUrl}/api/data/${webApiVersion}/`;
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const newId = options.newId ?? randomUUID;
  const now = options.now ?? Date.now;
  const transport = createTransport({
    accessToken: options.accessToken,
    log: options.log,
    isDebug: options.isDebug,
    now,
    random: options.random ?? Math.random,
    limits: options.limits ?? createLimits({ now, wait: (delayMs, callback) => setTimeout(callback, delayMs) }),
    deadlineMs: () => Math.min(now() + longestRetryingMs, options.deadlineMs ?? Infinity),
    endMs: options.endMs ?? Infinity,
  });

  async function request<Body>(given: DataverseRequest): Promise<DataverseAnswer<Body>> {
    const url = given.link === undefined ? `${webApiRoot}${given.path ?? ""}` : ownLink(organizationUrl, given.link);
    const response = await transport.send({
      operation: given.operation,
      method: given.method,
      url,
      headers: requestHeaders(given),
      body: given.body === undefined ? undefined : jsonText(given.body),
      isSafeToRepeat: given.isSafeToRepeat ?? given.method !== "POST",
      repeatHint: given.repeatHint,
      timeoutMs,
      retryPolicy: standardRetryPolicy,
      alwaysLog: false,
    });
    return { ...response, body: readJson<Body>(given.operation, response) };
  }

  async function batch(given: Batch): Promise<BatchAnswer> {
    const text = batchText(given, newId);
    const response = await transport.send({
      operation: given.operation,
      method: "POST",
      url: `${webApiRoot}$batch`,
      headers: {
        ...odataHeaders,
        "User-Agent": userAgent,
        "Content-Type": text.contentType,
        ...(given.mode === "continueOnError" ? { Prefer: "odata.continue-on-error" } : {}),
      },
      body: text.body,
      isSafeToRepeat: given.isSafeToRepeat,
      repeatHint: given.repeatHint,
      timeoutMs,
      retryPolicy: standardRetryPolicy,
      alwaysLog: false,
      isAnswer: (headers) => isMultipart(headers["content-type"]),
    });
    // Parts become errors elsewhere.
    const body = hideSecret(response.bytes.toString("utf8"), options.accessToken);
    const reading = readBatch(body, response.headers["content-type"]);
    if (!reading.ok) throw notABatch(given.operation, response, reading.problem);
    const { status, headers, attempts, isSafeToRepeat, repeatHint } = response;
    return { status, headers, attempts, isSafeToRepeat, repeatHint, parts: reading.parts, isWhole: reading.isWhole };
  }

  function send(given: RawRequest): Promise<TransportResponse> {
    const url = resolveRawUrl(
      organizationUrl,
      given.relativeTo === "webApi" ? webApiRoot : `${organizationUrl}/`,
      given.url,
    );
    return transport.send({
      ...given,
      url,
      headers: { ...odataHeaders, "User-Agent": userAgent, ...given.headers },
      body: given.body,
      isSafeToRepeat: given.method !== "POST",
      timeoutMs: given.timeoutMs ?? timeoutMs,
    });
  }

  const translated =
    <Given extends { operation: string; headers?: Record<string, string> }, Result>(
      run: (given: Given) => Promise<Result>,
    ) =>
    async (given: Given): Promise<Result> => {
      try {
        return await run(given);
      } catch (error) {
        if (!(error instanceof DataverseError)) throw error;
        const told = error.withoutSecret(options.accessToken);
        throw options.translateError?.(told, { isImpersonated: isImpersonated(given.headers) }) ?? told;
      }
    };

  return {
    organizationUrl,
    cache,
    urlLength: (path) => new URL(`${webApiRoot}${path}`).href.length,
    request: <Body>(given: DataverseRequest) => translated(request<Body>)(given),
    batch: translated(batch),
    send: translated(send),
  };
}

function batchText({ mode, requests }: Batch, newId: () => string): BatchText {
  const absolute = requests.map((request) =>
    request.url.startsWith("$") ? request : { ...request, url: `/api/data/${webApiVersion}/${request.url}` },
  );
  const boundary = `batch_${newId()}`;
  return mode === "allOrNothing"
    ? writeChangeSet(absolute, boundary, `changeset_${newId()}`)
    : writeBatch(absolute, boundary);
}

function jsonText(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    // A circle of references, or a bigint.
    throw new InvalidInputError("Values", `they cannot be written as JSON: ${(error as Error).message}.`);
  }
}

/** A link that Dataverse issued leads to Dataverse; any other would carry the token away. */
function ownLink(organizationUrl: string, link: string): string {
  const url = parseUrl(link);
  if (!url || !isOrganizationUrl(organizationUrl, url)) {
    throw new InvalidInputError(
      "Next Page Id",
      `the link must be the unchanged "@odata.nextLink" of an earlier page of ${organizationUrl}; the access token is sent nowhere else.`,
    );
  }
  return link;
}

/**
 * People type `accounts`, `/accounts`, `/api/data/v9.2/accounts` and whole addresses. A path that names the API's
 * own root counts from the organization, whatever `root` is.
 */
function resolveRawUrl(organizationUrl: string, root: string, typed: string): string {
  // A fragment is never sent to a server, so a # can only be meant as text.
  const text = typed.trim().replaceAll("#", "%23");
  if (text === "")
    throw new InvalidInputError("URL", "a path is needed, for example /api/data/v9.2/accounts?$select=name.");
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(text) || /^[\\/]{2}/.test(text);
  const fromOrganization = /^\/?api\/data\/v\d/i.test(text);
  const base = fromOrganization ? `${organizationUrl}/` : root;
  const url = parseUrl(isAbsolute ? text : base + text.replace(/^\/+/, ""));
  if (!url || !isOrganizationUrl(organizationUrl, url)) {
    throw new InvalidInputError(
      "URL",
      `only addresses of ${organizationUrl} can be called; the access token is sent nowhere else. A path such as /api/data/v9.2/accounts is enough.`,
    );
  }
  return url.href;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
