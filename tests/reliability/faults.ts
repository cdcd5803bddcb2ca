import type { Fault } from "../../emulator";

/**
 * The columns of the table: the fault of one request, and whether the operation runs anyway.
 */
export interface FaultCase {
  key: string;
  family: Family;
  /** Heads the column. */
  label: string;
  /** A clause for the legend. */
  meaning: string;
  /** `refused` is not a fault of the emulator: no server listens at the address. */
  fault: Fault | "refused";
  /** Number of consecutive requests; 1 by default. */
  times?: number;
  /** The operation runs although the response does not confirm it. */
  isDone?: boolean;
  /** Part of the message of every failing step. */
  says?: string | RegExp;
  /** The wait that the service requests, in milliseconds. */
  retryAfterMs?: number;
}

export type Family = "Throttling" | "Transient faults" | "Connection" | "Invalid responses" | "Identity";

const html = { contentType: "text/html; charset=utf-8", body: "<!DOCTYPE html><html><body>Service</body></html>" };
const json = "application/json; odata.metadata=minimal";

/** A response with one part to a batch of two operations. */
const cutBatch = [
  "--batchresponse_1",
  "Content-Type: application/http",
  "Content-Transfer-Encoding: binary",
  "",
  "HTTP/1.1 204 No Content",
  "OData-Version: 4.0",
  "",
  "",
  "--batchresponse_1--",
  "",
].join("\r\n");

function throttled(code: string, message: string, retryAfter?: number | string): Fault {
  return {
    kind: "status",
    status: 429,
    code,
    message,
    ...(retryAfter !== undefined && { retryAfter }),
  };
}
const tooMany = "Number of requests exceeded the limit of 6000 over time window of 300 seconds.";
const tooLong = "Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds.";
const tooParallel = "Number of concurrent requests exceeded the limit of 52.";

const throttling: FaultCase[] = [
  {
    key: "requests",
    family: "Throttling",
    label: "0x80072322",
    meaning: "too many requests, with `Retry-After`",
    fault: throttled("0x80072322", tooMany, "0.02"),
    says: "0x80072322",
    retryAfterMs: 20,
  },
  {
    key: "execution time",
    family: "Throttling",
    label: "0x80072321",
    meaning: "too much execution time, with `Retry-After`",
    fault: throttled("0x80072321", tooLong, 0.03),
    says: "0x80072321",
    retryAfterMs: 30,
  },
  {
    key: "concurrent",
    family: "Throttling",
    label: "0x80072326",
    meaning: "too many requests at once, with `Retry-After`",
    fault: throttled("0x80072326", tooParallel, "0.02"),
    says: "0x80072326",
    retryAfterMs: 20,
  },
  {
    key: "no Retry-After",
    family: "Throttling",
    label: "429 without a wait",
    meaning: "without `Retry-After`: exponential backoff with full jitter",
    fault: throttled("0x80072322", tooMany),
    says: "HTTP 429",
  },
  {
    key: "429 every time",
    family: "Throttling",
    label: "429 every time",
    meaning: "every retry is also rejected",
    fault: throttled("0x80072322", tooMany, 0),
    times: 99,
    says: "HTTP 429",
  },
];

function gateway(status: number, afterCommit = false, retryAfter?: number): Fault {
  return {
    kind: "status",
    status,
    ...(afterCommit && { afterCommit }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

const transientFaults: FaultCase[] = [
  ...[502, 503, 504].map((status): FaultCase => ({
    key: `${status}`,
    family: "Transient faults",
    label: `${status}`,
    meaning: `HTTP ${status}; the operation did not run`,
    fault: gateway(status, false, status === 503 ? 0.02 : undefined),
    says: `HTTP ${status}`,
    ...(status === 503 && { retryAfterMs: 20 }),
  })),
  ...[502, 503, 504].map((status): FaultCase => ({
    key: `${status} done`,
    family: "Transient faults",
    label: `${status}, done`,
    meaning: `HTTP ${status}, although the operation ran`,
    fault: gateway(status, true),
    isDone: true,
    says: /HTTP (50\d|412)/,
  })),
  {
    key: "503 every time",
    family: "Transient faults",
    label: "503 every time",
    meaning: "every retry receives it",
    fault: gateway(503),
    times: 99,
    says: "HTTP 503",
  },
  {
    key: "deadlock",
    family: "Transient faults",
    label: "SQL deadlock",
    meaning: "code 0x80044150; the service rolled the operation back",
    fault: { kind: "status", status: 500, code: "0x80044150", message: "Generic SQL error." },
    says: "0x80044150",
  },
];

const connectionFaults: FaultCase[] = [
  {
    key: "refused",
    family: "Connection",
    label: "Refused",
    meaning: "every attempt is refused, because no server listens",
    fault: "refused",
    says: /received no response.*ECONNREFUSED/,
  },
  {
    key: "reset",
    family: "Connection",
    label: "Reset",
    meaning: "the connection is reset; the operation did not run",
    fault: { kind: "reset" },
    says: "received no response",
  },
  {
    key: "reset done",
    family: "Connection",
    label: "Reset, done",
    meaning: "the connection is reset after the operation ran",
    fault: { kind: "reset-after-commit" },
    isDone: true,
    says: /received no response|HTTP 412/,
  },
  {
    key: "truncated",
    family: "Connection",
    label: "Cut off",
    meaning: "the response is cut off within its body",
    fault: { kind: "truncate", bytes: 20 },
    isDone: true,
    says: /received no response|HTTP 412/,
  },
  {
    key: "no answer",
    family: "Connection",
    label: "No response",
    meaning: "the operation ran, and no response arrives before the attempt times out",
    fault: { kind: "delay", ms: 2_000 },
    isDone: true,
    says: /no complete response arrived|HTTP 412/,
  },
];

const invalidResponses: FaultCase[] = [
  {
    key: "page",
    family: "Invalid responses",
    label: "Page, 200",
    meaning: "the web page of a proxy or gateway under a success status",
    fault: { kind: "body", status: 200, ...html },
    says: /web page|not a multipart body|does not confirm/,
  },
  {
    key: "page 502",
    family: "Invalid responses",
    label: "Page, 502",
    meaning: "the error page of a proxy or gateway",
    fault: { kind: "body", status: 502, ...html },
    says: "the response was a web page instead of Dataverse's JSON (HTTP 502",
  },
  {
    key: "empty 200",
    family: "Invalid responses",
    label: "Empty, 200",
    meaning: "a success status without the required body",
    fault: { kind: "body", status: 200, body: "" },
    says: "returned an unexpected response",
  },
  {
    key: "bare 204",
    family: "Invalid responses",
    label: "Bare 204",
    meaning: "the operation ran; no body, and no header with the ID of the new record",
    fault: { kind: "body", status: 204, body: "", afterCommit: true },
    isDone: true,
    says: "returned an unexpected response",
  },
  {
    key: "broken JSON",
    family: "Invalid responses",
    label: "Broken JSON",
    meaning: "the operation ran; the body does not parse",
    fault: { kind: "body", status: 200, contentType: json, body: '{"value":[{', afterCommit: true },
    isDone: true,
    says: "returned an unexpected response",
  },
  {
    key: "other JSON",
    family: "Invalid responses",
    label: "Other JSON",
    meaning: "JSON that is not a response to the request",
    fault: { kind: "body", status: 200, contentType: json, body: "[]" },
    says: "returned an unexpected response",
  },
  {
    key: "error in 200",
    family: "Invalid responses",
    label: "Error in 200",
    meaning: "an error under a success status",
    fault: {
      kind: "body",
      status: 200,
      contentType: json,
      body: '{"error":{"code":"0x80040265","message":"ISV code aborted the operation."}}',
    },
    says: "failed: ISV code aborted the operation. (HTTP 200, code 0x80040265",
  },
  {
    key: "cut batch",
    family: "Invalid responses",
    label: "Too few parts",
    meaning: "a batch response with one part for two operations",
    fault: {
      kind: "body",
      status: 200,
      contentType: "multipart/mixed; boundary=batchresponse_1",
      body: cutBatch,
      afterCommit: true,
    },
    isDone: true,
    says: "it has 1 parts for 2 operations",
  },
];

const identityFaults: FaultCase[] = [
  {
    key: "expired token",
    family: "Identity",
    label: "Expired token",
    meaning: "401 during the step",
    fault: { kind: "expire-token" },
    says: /HTTP 401.*reconnect the connection/,
  },
  {
    key: "unknown user",
    family: "Identity",
    label: "Unknown application user",
    meaning: "403 with 0x80072560",
    fault: {
      kind: "status",
      status: 403,
      code: "0x80072560",
      message: "The user is not a member of the organization.",
    },
    says: "add the app registration as an application user",
  },
];

export const faultCases: FaultCase[] = [
  ...throttling,
  ...transientFaults,
  ...connectionFaults,
  ...invalidResponses,
  ...identityFaults,
];
