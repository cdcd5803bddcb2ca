import { randomUUID } from "node:crypto";
import { isMultipart } from "./batch/mime";
import type { Cache } from "./cache";
import { DataverseError } from "./errors/DataverseError";
import { createTransport } from "./http/transport";
import type { Batch, BatchResponse, DataverseRequest, DataverseResponse, RawRequest } from "./request";
import { hideSecret } from "./redact";
import { batchText, jsonText } from "./requestBody";
import { isImpersonated, rawHeaders, requestHeaders } from "./requestHeaders";
import { readBatchBody, readJson } from "./responses";
import { createLimits, type Limits } from "./retry/limits";
import { standardRetryPolicy } from "./retry/policy";
import { checkLink, resolveRawUrl, webApiRootOf } from "./url";

/** The client of one connection. It sends every request to the organization's origin, or rejects it before sending. */
export interface DataverseClient {
  /** Origin of the organization, `https://contoso.crm.dynamics.com`. */
  readonly organizationUrl: string;
  /** Definitions of this organization's tables; shared with the later clients of the connection. */
  readonly cache: Cache;
  /** A line in the log of the step that a builder should see. */
  warn(line: string): void;
  /** A Web API request with a JSON response. */
  request<Body>(request: DataverseRequest): Promise<DataverseResponse<Body | undefined>>;
  /** Length of the URL that a path below the Web API root becomes. */
  urlLength(path: string): number;
  /** Several requests in one; failures of single requests are returned as parts. */
  batch(batch: Batch): Promise<BatchResponse>;
  /** A request that the flow's builder composes; the response body is not parsed. */
  send(request: RawRequest): Promise<DataverseResponse<Buffer>>;
}

export interface DataverseClientOptions {
  organizationUrl: string;
  accessToken: string;
  cache: Cache;
  log: (line: string) => void;
  /** Default: `log`. */
  warn?: (line: string) => void;
  isDebug: boolean;
  timeoutMs?: number;
  /** Shared by all clients of one identity. Default: limits of this client alone. */
  limits?: Limits;
  /** No retry waits beyond this time, in milliseconds since 1970. Default: 10 minutes after a request began. */
  deadlineMs?: number | undefined;
  /** No attempt lasts beyond this time, in milliseconds since 1970. */
  endMs?: number | undefined;
  /** Translates a failure for the layer above, for example to a connection error for 401. */
  translateError?: (error: DataverseError, request: { isImpersonated: boolean }) => Error;
  now?: () => number;
  random?: () => number;
  /** Boundaries of batches. */
  newId?: () => string;
}

/** Dataverse ends an operation after 2 minutes [ServiceProtection]. */
export const defaultTimeoutMs = 120_000;

/** The platform ends an execution after 15 minutes; longer retries in one step would use up all of them. */
const longestRetryingMs = 10 * 60_000;

export function createDataverseClient(options: DataverseClientOptions): DataverseClient {
  const { organizationUrl, accessToken, cache, timeoutMs = defaultTimeoutMs, now = Date.now } = options;
  const webApiRoot = webApiRootOf(organizationUrl);
  const standard = { timeoutMs, retryPolicy: standardRetryPolicy, alwaysLog: false };
  const transport = createTransport({
    accessToken,
    log: options.log,
    isDebug: options.isDebug,
    now,
    random: options.random ?? Math.random,
    limits: options.limits ?? createLimits({ now, wait: (delayMs, callback) => setTimeout(callback, delayMs) }),
    deadlineMs: () => Math.min(now() + longestRetryingMs, options.deadlineMs ?? Infinity),
    endMs: options.endMs ?? Infinity,
  });

  async function sendJson<Body>(request: DataverseRequest): Promise<DataverseResponse<Body | undefined>> {
    const { path, link } = request;
    const url = link === undefined ? `${webApiRoot}${path}` : checkLink(organizationUrl, link);
    const body = request.body === undefined ? undefined : jsonText(request.body);
    const headers = requestHeaders(request.options, body === undefined ? {} : { contentType: "application/json" });
    return readJson<Body>(await transport.send({ ...standard, request, url, headers, body }));
  }

  async function sendBatch(batch: Batch): Promise<BatchResponse> {
    const { operation, repeat, mode } = batch;
    const { body, contentType } = batchText(batch, options.newId ?? randomUUID);
    const response = await transport.send({
      ...standard,
      request: { operation, method: "POST", repeat },
      url: `${webApiRoot}$batch`,
      headers: requestHeaders(mode === "continueOnError" ? { prefer: ["odata.continue-on-error"] } : {}, {
        contentType,
      }),
      body,
      isResponse: (headers) => isMultipart(headers["content-type"]),
    });
    return readBatchBody(response, accessToken);
  }

  function sendRaw(request: RawRequest): Promise<DataverseResponse<Buffer>> {
    const { retryPolicy, alwaysLog } = request;
    const url = resolveRawUrl(organizationUrl, request.relativeTo, request.url);
    const headers = rawHeaders(request.headers);
    return transport.send({
      request,
      url,
      headers,
      body: request.body,
      timeoutMs: request.timeoutMs ?? timeoutMs,
      retryPolicy,
      alwaysLog,
    });
  }

  function reporting<Request extends object, Response>(run: (request: Request) => Promise<Response>) {
    return async (request: Request): Promise<Response> => {
      try {
        return await run(request);
      } catch (cause) {
        if (!(cause instanceof DataverseError)) throw cause;
        const error = cause.withoutSecret(accessToken);
        throw options.translateError?.(error, { isImpersonated: isImpersonated(request) }) ?? error;
      }
    };
  }

  return {
    organizationUrl,
    cache,
    warn: (line) => (options.warn ?? options.log)(hideSecret(line, accessToken)),
    urlLength: (path) => new URL(`${webApiRoot}${path}`).href.length,
    request: <Body>(request: DataverseRequest) => reporting(sendJson<Body>)(request),
    batch: reporting(sendBatch),
    send: reporting(sendRaw),
  };
}
