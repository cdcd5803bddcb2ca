import type { BatchPart } from "./batch/batchResponse";
import type { RetryPolicy } from "./retry/policy";

/**
 * The requests that a client sends and the response to them. A response holds its request, so that a reader of the
 * response can report a failure without being given the request again.
 */
export type HttpMethod = "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT";

/** The members of every request. */
export interface AnyRequest {
  /** The attempted operation, in words that complete "... failed": "Create record in accounts". */
  operation: string;
  method: HttpMethod;
  repeat?: Repeat;
}

export interface Repeat {
  /** Sending the request twice leaves the same state as sending it once. Default: true, except for POST. */
  isSafe?: boolean;
  /** How to make a repeat safe when the outcome of this request is unknown, as a sentence. */
  hint?: string | undefined;
}

export function isSafeToRepeat({ method, repeat }: AnyRequest): boolean {
  return repeat?.isSafe ?? method !== "POST";
}

/** A Web API request with a JSON body or none. */
export type DataverseRequest = AnyRequest &
  RequestAddress & {
    /** Sent as JSON. */
    body?: unknown;
    options?: RequestOptions;
  };

export type RequestAddress =
  /** Below the Web API root, percent-encoded: `accounts(…)?$select=name`. */
  | { path: string; link?: undefined }
  /** An absolute link that Dataverse issued, sent unchanged. */
  | { link: string; path?: undefined };

/** Options of a single request or of one request of a batch. `requestHeaders.ts` writes each as a header. */
export interface RequestOptions {
  /** `systemuserid` of the user to act as. */
  callerId?: string | undefined;
  /** Unique name of the unmanaged solution that a new or changed component becomes part of. */
  solution?: string | undefined;
  /** Read definitions as they are now. By default the service may return cached ones. */
  consistency?: "Strong";
  /** Keep the labels of the languages that the body does not name. */
  mergeLabels?: boolean;
  /** An ETag, or `*` for a record that exists. */
  ifMatch?: string | undefined;
  /** `*`: the record must not exist. */
  ifNoneMatch?: "*";
  /** Values of the `Prefer` header. */
  prefer?: string[];
}

export interface DataverseResponse<Body> {
  request: AnyRequest;
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Undefined when a JSON body is empty: 204 and 304. */
  body: Body;
  /** Number of times the request was sent. */
  attempts: number;
  /** An attempt received no response that shows whether the request ran. */
  mayHaveRun: boolean;
}

/** A row as Dataverse sends it: `@odata.etag`, columns, annotations. */
export type DataverseRecord = Record<string, unknown>;

export interface Batch {
  operation: string;
  /** At most 1,000. */
  requests: PartRequest[];
  /** `allOrNothing` is one change set; the other modes send independent requests, run in order. */
  mode: "allOrNothing" | "stopAtFirstError" | "continueOnError";
  repeat: Repeat & { isSafe: boolean };
}

/** One request of a batch. */
export interface PartRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /**
   * Below the Web API root, percent-encoded, or `$1` for the record that an earlier request of the change set created.
   */
  path: string;
  /** Sent as JSON. */
  body?: Record<string, unknown>;
  options?: RequestOptions;
  /** Required in a change set, and unique in the batch. */
  contentId?: string;
}

export type BatchResponse = DataverseResponse<BatchBody>;

export interface BatchBody {
  parts: BatchPart[];
  /** The body was not cut off. */
  isComplete: boolean;
}

/** A request that the flow's builder composes; its response body is returned as bytes. */
export interface RawRequest {
  operation: string;
  method: HttpMethod;
  /** As entered: a path, or an absolute URL of the organization. */
  url: string;
  /** The base of a relative path. */
  relativeTo: "organization" | "webApi";
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
  timeoutMs?: number | undefined;
  retryPolicy: RetryPolicy;
  /** Log this request even when debugging is off. */
  alwaysLog: boolean;
}
