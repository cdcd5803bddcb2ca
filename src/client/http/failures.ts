import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from "axios";
import { parseErrorBody } from "../errors/body";
import { type Ending, errorFromNetwork, errorFromPause, errorFromQueue, errorFromResponse } from "../errors/messages";
import { hideSecret, redactText } from "../redact";
import { type AnyRequest, isSafeToRepeat } from "../request";
import { isWrongAddress, neverReachedServer } from "../retry/failure";
import { type AttemptFailure, parseRetryAfter, type RetryDecision } from "../retry/policy";

/** From axios's terms to ours: what an attempt's failure is to the retry policy, and what becomes of it as an error. */
export interface FailedRequest {
  request: AnyRequest;
  timedOut: boolean;
  limitMs: number;
  /** An earlier attempt may have taken effect without saying so. */
  mayHaveRun: boolean;
  /** Why no further repeat was made. */
  decision?: RetryDecision;
}

/** Names in lower case. */
export function headersOf(response: AxiosResponse): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : String(value);
  }
  return headers;
}

export function attemptsOf(config: InternalAxiosRequestConfig | undefined): number {
  return ((config?.["axios-retry"] as { retryCount?: number } | undefined)?.retryCount ?? 0) + 1;
}

/** A whole answer has a body; when it broke off, axios reports the response without one. */
export function answerOf(error: AxiosError): AxiosResponse<Buffer> | undefined {
  const response = error.response;
  return response && Buffer.isBuffer(response.data) ? (response as AxiosResponse<Buffer>) : undefined;
}

export function failureOf(error: AxiosError, request: AnyRequest, now: () => number): AttemptFailure {
  const answer = answerOf(error);
  return {
    status: answer?.status,
    code: answer && parseErrorBody(answer.data.toString("utf8")).code,
    neverReachedServer: !answer && neverReachedServer(error.code),
    isPermanent: !answer && isWrongAddress(error.code),
    isSafeToRepeat: isSafeToRepeat(request),
    retryAfterMs: answer && waitAskedFor(headersOf(answer), now),
  };
}

/** A date is the service's, and this machine's clock may be ahead of it: a wait is never cut short by that. */
export function waitAskedFor(headers: Record<string, string | undefined>, now: () => number): number | undefined {
  const serverMs = Date.parse(headers["date"] ?? "");
  return parseRetryAfter(headers["retry-after"], Math.min(now(), Number.isNaN(serverMs) ? now() : serverMs));
}

export function dataverseError(
  error: unknown,
  failed: FailedRequest,
  { accessToken, now }: { accessToken: string; now: () => number },
): unknown {
  if (!(error instanceof AxiosError)) return error;
  const ending = endingOf(failed, attemptsOf(error.config));
  const note = noteOn(failed.decision);
  const answer = answerOf(error);
  if (answer) {
    const headers = headersOf(answer);
    const { status, statusText, data } = answer;
    // Before it is cut: a piece of a token would be found no more.
    const body = hideSecret(data.toString("utf8"), accessToken);
    return errorFromResponse({
      ...ending,
      note,
      status,
      statusText,
      headers,
      body,
      retryAfterMs: waitAskedFor(headers, now),
    });
  }
  const reason = failed.timedOut
    ? `no complete response arrived within ${failed.limitMs} ms`
    : redactText(error.message, [accessToken]);
  return errorFromNetwork(ending, { networkCode: failed.timedOut ? "ETIMEDOUT" : error.code, reason, note });
}

export function pausedError(failed: FailedRequest, config: InternalAxiosRequestConfig, retryAfterMs: number): Error {
  return errorFromPause(endingOf(failed, attemptsOf(config) - 1), retryAfterMs);
}

export function lateError(failed: FailedRequest, config: InternalAxiosRequestConfig): Error {
  return errorFromQueue(endingOf(failed, attemptsOf(config) - 1));
}

function endingOf({ request, mayHaveRun }: FailedRequest, attempts: number): Ending {
  return { request, attempts, mayHaveRun };
}

/** Why a transient failure was not repeated, where the reader could do something about it. */
function noteOn(decision: RetryDecision | undefined): string | undefined {
  if (decision === undefined || decision.retry) return undefined;
  if (decision.because === "deadline") {
    return `The wait of ${Math.ceil((decision.delayMs ?? 0) / 1_000)} s before a repeat is longer than the time left for this step.`;
  }
  return decision.because === "budget" ? "Too many requests have failed lately, so it was not repeated." : undefined;
}
