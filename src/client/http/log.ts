/** The log lines of one request: sent, ended and repeated. Secrets are redacted from every line. */
import { redactHeaders, redactText } from "../redact";
import type { AnyRequest } from "../request";
import type { FailedAttempt, ResponseHead } from "./failures";

export interface RequestLog {
  /** `headers` is called only when the line is written. */
  sent(headers: () => Record<string, unknown>): void;
  ended(head: ResponseHead | undefined, durationMs: number): void;
  repeated(retryNumber: number, failure: FailedAttempt): void;
}

export interface LogOptions {
  accessToken: string;
  /** Receives redacted lines. */
  log: (line: string) => void;
  isDebug: boolean;
}

export interface LoggedRequest {
  request: AnyRequest;
  url: string;
  body?: string | Buffer | undefined;
  /** Log this request even when debugging is off. */
  alwaysLog: boolean;
}

const loggedBodyCharacters = 2_000;

export function createRequestLog(
  { request: { operation, method }, url, body, alwaysLog }: LoggedRequest,
  { accessToken, log, isDebug }: LogOptions,
): RequestLog {
  const write = (line: () => string): void => {
    if (isDebug || alwaysLog) log(redactText(line(), [accessToken]));
  };
  return {
    sent: (headers) =>
      write(() => {
        const text = typeof body === "string" ? body.slice(0, loggedBodyCharacters) : `${body?.length} bytes`;
        const shown = JSON.stringify(redactHeaders(headers()));
        return `${operation}: ${method} ${url} ${shown}${body === undefined ? "" : ` ${text}`}`;
      }),
    ended: (head, durationMs) =>
      write(() => {
        const outcome = head ? `HTTP ${head.status} ${JSON.stringify(redactHeaders(head.headers))}` : "no response";
        return `${operation}: ${outcome} in ${durationMs} ms`;
      }),
    repeated: (retryNumber, failure) => write(() => `Retry ${retryNumber} of ${operation} after ${failure.label}`),
  };
}
