/**
 * The errors of failed requests, sent alone or in a batch. Each describes the attempted operation and the response, and
 * suggests what to check. `failure` builds all of them.
 */
import { type DataverseResponse, isSafeToRepeat } from "../request";
import { classify, isTransient } from "../retry/failure";
import { adviceOn, unknownOutcome } from "./advice";
import { type ErrorBody, parseErrorBody } from "./body";
import { DataverseError, type DataverseErrorDetails } from "./DataverseError";

/** How the attempts of a request ended. A response is one such ending. */
export type Ending = Pick<DataverseResponse<unknown>, "request" | "attempts" | "mayHaveRun">;

type Optional = string | false | undefined;

interface Report {
  /** Follows the operation: "failed: ...". */
  sentence: string;
  facts?: Optional[];
  /** Further sentences. */
  notes?: Optional[];
  details: Omit<DataverseErrorDetails, "operation" | "attempts" | "mayHaveRun">;
}

function failure({ request, attempts, mayHaveRun }: Ending, { sentence, facts = [], notes = [], details }: Report) {
  const inParentheses = facts.filter(Boolean).join(", ");
  const message = `${request.operation} ${sentence}${inParentheses && ` (${inParentheses})`}`;
  const isOutcomeUnknown = mayHaveRun && !isSafeToRepeat(request);
  const further = [isOutcomeUnknown && unknownOutcome(request.repeat?.hint), ...notes].filter(Boolean);
  const first = further.length === 0 || message.endsWith(".") ? message : `${message}.`;
  return new DataverseError([first, ...further].join(" "), {
    ...details,
    operation: request.operation,
    attempts,
    mayHaveRun: mayHaveRun || undefined,
  });
}

/** A response with an error status. `body` is the text as received. */
export interface ErrorResponse extends DataverseResponse<string> {
  statusText?: string | undefined;
  /** The body, where it has been parsed already. */
  errorBody?: ErrorBody;
  retryAfterMs?: number | undefined;
  /** Why there was no further repeat. */
  note?: string | undefined;
}

export function errorFromResponse(response: ErrorResponse): DataverseError {
  const { status, attempts, retryAfterMs, errorBody = parseErrorBody(response.body) } = response;
  const { code, innerMessage, message: serverMessage = describeUnexpectedBody(response) } = errorBody;
  const requestId = response.headers["req_id"] ?? response.headers["x-ms-service-request-id"];
  return failure(response, {
    sentence: `failed: ${conciseMessage(serverMessage)}`,
    facts: [
      `HTTP ${status}`,
      code && `code ${code}`,
      requestId && `request id ${requestId}`,
      attempts > 1 && `after ${attempts} attempts`,
    ],
    notes: [adviceOn(status, code), status === 412 && response.mayHaveRun && lostResponse, response.note],
    details: {
      status,
      code,
      serverMessage,
      innerMessage,
      requestId,
      isTransient: isTransient(classify({ status, code })),
      retryAfterMs,
    },
  });
}

/** .NET wraps a sentence in the names of its exceptions, a help link and the places in its code. */
export function conciseMessage(message: string): string {
  const inner = /InnerException ?: (?:[\w.]+Exception: )?(.+)$/s.exec(message)?.[1] ?? message;
  const sentence = inner.replace(/\s+at (?:Microsoft|System)\.[\w.]+.*$/s, "").trim();
  return sentence === "" ? message : sentence;
}

const lostResponse = "An earlier attempt whose response was lost may have made the change.";

function describeUnexpectedBody({ body, headers, statusText }: ErrorResponse): string {
  const text = body.trim();
  if (text === "") return statusText || "the response was empty";
  if (/html/i.test(headers["content-type"] ?? "")) return "the response was a web page instead of Dataverse's JSON";
  return `the response was not Dataverse's JSON: ${text.slice(0, 200)}`;
}

/** `{"error":{...}}` under a success status. It does not show what the service did before the error. */
export function errorInside(response: DataverseResponse<string>): DataverseError {
  return errorFromResponse({ ...response, mayHaveRun: true });
}

/** A response with a success status that Dataverse does not document for the request. */
export function unexpectedResponse(
  response: Omit<DataverseResponse<unknown>, "body">,
  problem: string,
): DataverseError {
  const { request, status, attempts } = response;
  const requestId = response.headers["req_id"];
  const ending = { request, attempts, mayHaveRun: !isSafeToRepeat(request) };
  return failure(ending, {
    sentence: `returned an unexpected response: ${problem}`,
    facts: [`HTTP ${status}`, requestId && `request id ${requestId}`],
    details: { status, requestId, isTransient: false },
  });
}

/** Data of earlier responses that contradicts what Dataverse documents. */
export function unexpectedData(operation: string, problem: string): DataverseError {
  const request = { operation, method: "GET" } as const;
  return unexpectedResponse({ request, status: 200, headers: {}, attempts: 1, mayHaveRun: false }, problem);
}

export interface NetworkFailure {
  networkCode: string | undefined;
  reason: string;
  /** Why there was no further repeat. */
  note?: string | undefined;
}

/** No response, or one whose body broke off. */
export function errorFromNetwork(ending: Ending, { networkCode, reason, note }: NetworkFailure): DataverseError {
  const kind = classify({ networkCode });
  const after = ending.attempts > 1 ? ` after ${ending.attempts} attempts` : "";
  return failure(ending, {
    sentence: `received no response${after}: ${reason}.`,
    notes: [kind === "wrongAddress" && "Check the Web API URL of the connection.", note],
    details: { networkCode, isTransient: isTransient(kind) },
  });
}

/** Dataverse asked this identity to pause for longer than the time left for the step: the request was not sent. */
export function errorFromPause(ending: Ending, retryAfterMs: number): DataverseError {
  const seconds = Math.ceil(retryAfterMs / 1_000);
  return failure(ending, {
    sentence: `${notSent(ending)}: Dataverse throttles this user, and the wait of ${seconds} s is longer than the time left for this step.`,
    details: { isTransient: true, retryAfterMs },
  });
}

/** Too many requests were in flight for this one to get a slot in time: the request was not sent. */
export function errorFromQueue(ending: Ending): DataverseError {
  return failure(ending, {
    sentence: `${notSent(ending)}: the requests before it took all the time left for this step.`,
    details: { isTransient: true },
  });
}

function notSent({ attempts }: Ending): string {
  return attempts > 0 ? "was not retried" : "was not sent";
}
