import type { Fault } from "../../emulator";

/**
 * The columns of the table: what goes wrong with one request, and whether its work is done all the same.
 */
export interface FaultCase {
  key: string;
  family: Family;
  /** Heads the column. */
  label: string;
  /** A clause for the legend. */
  meaning: string;
  /** `refused` is no fault of the emulator: nobody listens at the address. */
  fault: Fault | "refused";
  /** To so many requests in a row; 1 when left out. */
  times?: number;
  /** The work is done although the answer does not say so. */
  isDone?: boolean;
  /** Every failing step's message has this. */
  says?: string | RegExp;
  /** The wait that the service asks for, in milliseconds. */
  retryAfterMs?: number;
}

export type Family = "Throttling" | "Transient faults" | "The connection" | "Answers that are not valid" | "Identity";

const html = { contentType: "text/html; charset=utf-8", body: "<!DOCTYPE html><html><body>Service</body></html>" };
const json = "application/json; odata.metadata=minimal";

/** An answer to a batch of two operations that tells of one. */
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

const throttled = (code: string, message: string, retryAfter?: number | string): Fault => ({
  kind: "status",
  status: 429,
  code,
  message,
  ...(retryAfter !== undefined && { retryAfter }),
});
const tooMany = "Number of requests exceeded the limit of 6000 over time window of 300 seconds.";
const tooLong = "Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds.";
const tooParallel = "Number of concurrent requests exceeded the limit of 52.";

export const throttling: FaultCase[] = [
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
    label: "429, no wait named",
    meaning: "no `Retry-After`: exponential back-off with full jitter",
    fault: throttled("0x80072322", tooMany),
    says: "HTTP 429",
  },
  {
    key: "429 for good",
    family: "Throttling",
    label: "429 for good",
    meaning: "every repeat is refused too",
    fault: throttled("0x80072322", tooMany, 0),
    times: 99,
    says: "HTTP 429",
  },
];

const gateway = (status: number, afterCommit = false, retryAfter?: number): Fault => ({
  kind: "status",
  status,
  ...(afterCommit && { afterCommit }),
  ...(retryAfter !== undefined && { retryAfter }),
});

const transientFaults: FaultCase[] = [
  ...[502, 503, 504].map((status): FaultCase => ({
    key: `${status}`,
    family: "Transient faults",
    label: `${status}`,
    meaning: `HTTP ${status}, and nothing was done`,
    fault: gateway(status, false, status === 503 ? 0.02 : undefined),
    says: `HTTP ${status}`,
    ...(status === 503 && { retryAfterMs: 20 }),
  })),
  ...[502, 503, 504].map((status): FaultCase => ({
    key: `${status} done`,
    family: "Transient faults",
    label: `${status}, done`,
    meaning: `HTTP ${status}, although the work was done`,
    fault: gateway(status, true),
    isDone: true,
    says: /HTTP (50\d|412)/,
  })),
  {
    key: "503 for good",
    family: "Transient faults",
    label: "503 for good",
    meaning: "every repeat meets it too",
    fault: gateway(503),
    times: 99,
    says: "HTTP 503",
  },
  {
    key: "deadlock",
    family: "Transient faults",
    label: "SQL deadlock",
    meaning: "code 0x80044150; the service has rolled back",
    fault: { kind: "status", status: 500, code: "0x80044150", message: "Generic SQL error." },
    says: "0x80044150",
  },
];

const connectionFaults: FaultCase[] = [
  {
    key: "refused",
    family: "The connection",
    label: "Refused",
    meaning: "nobody listens, for good",
    fault: "refused",
    says: /got no answer.*ECONNREFUSED/,
  },
  {
    key: "reset",
    family: "The connection",
    label: "Reset",
    meaning: "the connection is reset, and nothing was done",
    fault: { kind: "reset" },
    says: "got no answer",
  },
  {
    key: "reset done",
    family: "The connection",
    label: "Reset, done",
    meaning: "the connection is reset after the work",
    fault: { kind: "reset-after-commit" },
    isDone: true,
    says: /got no answer|HTTP 412/,
  },
  {
    key: "truncated",
    family: "The connection",
    label: "Cut off",
    meaning: "the answer breaks off within its body",
    fault: { kind: "truncate", bytes: 20 },
    isDone: true,
    says: /got no answer|HTTP 412/,
  },
  {
    key: "no answer",
    family: "The connection",
    label: "Never answered",
    meaning: "the work is done, and no answer comes within the attempt's time",
    fault: { kind: "delay", ms: 2_000 },
    isDone: true,
    says: /nothing whole arrived|HTTP 412/,
  },
];

const foreignAnswers: FaultCase[] = [
  {
    key: "page",
    family: "Answers that are not valid",
    label: "Page, 200",
    meaning: "the web page of a proxy or gateway under a success status",
    fault: { kind: "body", status: 200, ...html },
    says: /web page|no multipart body|does not confirm/,
  },
  {
    key: "page 502",
    family: "Answers that are not valid",
    label: "Page, 502",
    meaning: "the error page of a proxy or gateway",
    fault: { kind: "body", status: 502, ...html },
    says: "the answer was a web page instead of Dataverse's JSON (HTTP 502",
  },
  {
    key: "empty 200",
    family: "Answers that are not valid",
    label: "Empty, 200",
    meaning: "a success without the body it should have",
    fault: { kind: "body", status: 200, body: "" },
    says: "got an answer that is not Dataverse's",
  },
  {
    key: "bare 204",
    family: "Answers that are not valid",
    label: "Bare 204",
    meaning: "done, without a body and without the header that names a new record",
    fault: { kind: "body", status: 204, body: "", afterCommit: true },
    isDone: true,
    says: "got an answer that is not Dataverse's",
  },
  {
    key: "broken JSON",
    family: "Answers that are not valid",
    label: "Broken JSON",
    meaning: "done, with a body that does not parse",
    fault: { kind: "body", status: 200, contentType: json, body: '{"value":[{', afterCommit: true },
    isDone: true,
    says: "got an answer that is not Dataverse's",
  },
  {
    key: "other JSON",
    family: "Answers that are not valid",
    label: "Other JSON",
    meaning: "JSON that is no answer to the request",
    fault: { kind: "body", status: 200, contentType: json, body: "[]" },
    says: "got an answer that is not Dataverse's",
  },
  {
    key: "error in 200",
    family: "Answers that are not valid",
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
    family: "Answers that are not valid",
    label: "Too few parts",
    meaning: "a batch answer that tells of one operation of two",
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
    meaning: "401 in the middle",
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
  ...foreignAnswers,
  ...identityFaults,
];
