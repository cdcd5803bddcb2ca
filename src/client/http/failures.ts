/** From axios's terms to the client's: the head of a response, and the failure of an attempt. */
import type { AxiosError, AxiosResponse } from "axios";
import { type ErrorBody, parseErrorBody } from "../errors/body";
import { hideSecret, redactText } from "../redact";
import { classify, type FailureKind } from "../retry/failure";
import { parseRetryAfter } from "../retry/policy";

export interface ResponseHead {
  status: number;
  statusText: string;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
}

export type FailedAttempt = ErrorStatus | NoResponse;

/** A complete response with an error status. */
export interface ErrorStatus {
  kind: FailureKind;
  /** For log lines: `HTTP 503`, `ECONNRESET`. */
  label: string;
  head: ResponseHead;
  bytes: Buffer;
  /** The body without the access token. */
  text: string;
  errorBody: ErrorBody;
}

export interface NoResponse {
  kind: FailureKind;
  label: string;
  /** Of a response whose body broke off. */
  head: ResponseHead | undefined;
  bytes?: undefined;
  networkCode: string | undefined;
  message: string;
}

export function headOf({ status, statusText, headers: given }: AxiosResponse): ResponseHead {
  const headers: ResponseHead["headers"] = {};
  for (const [name, value] of Object.entries(given)) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : String(value);
  }
  return { status, statusText, headers };
}

export function readFailure({ response, code: networkCode, message }: AxiosError, accessToken: string): FailedAttempt {
  const head = response && headOf(response);
  const label = head ? `HTTP ${head.status}` : (networkCode ?? message);
  const bytes = response?.data;
  // A complete response has a body; axios reports a response that broke off without one.
  if (!head || !Buffer.isBuffer(bytes)) {
    const kind = classify({ networkCode });
    return { kind, label, head, networkCode, message: redactText(message, [accessToken]) };
  }
  // The token is removed before the text is cut: afterwards a piece of it would not be found.
  const text = hideSecret(bytes.toString("utf8"), accessToken);
  const errorBody = parseErrorBody(text);
  const kind = classify({ status: head.status, code: errorBody.code });
  return { kind, label, head, bytes, text, errorBody };
}

/** This machine's clock may be ahead of the service's, which a date refers to: that never shortens a wait. */
export function requestedWaitMs({ headers }: ResponseHead, nowMs: number): number | undefined {
  const serverMs = Date.parse(headers["date"] ?? "");
  return parseRetryAfter(headers["retry-after"], Number.isNaN(serverMs) ? nowMs : Math.min(nowMs, serverMs));
}
