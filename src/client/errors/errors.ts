import { hideSecret } from "../redact";
import { isTransient } from "../retry/policy";

/**
 * What can go wrong between a typed request and a typed answer.
 *
 * `DataverseError` is a request that was tried and failed: answered (it has a `status`) or unanswered (it has none).
 * `InvalidInputError` is a value that cannot be sent at all; no request was made.
 * Names are string literals because minifying mangles class names.
 */

export interface DataverseErrorDetails {
  /** What was tried, in words: "Create record in accounts". */
  operation: string;
  /** HTTP status of the answer; absent when none arrived or its body broke off. */
  status?: number;
  /** Dataverse's error code as `0x` and eight lower-case hex digits. */
  code?: string;
  /** Dataverse's own words. */
  serverMessage?: string;
  innerMessage?: string;
  /** `REQ_ID` of the answer: what Microsoft's support asks for. */
  requestId?: string;
  /** A repeat of the same request may succeed. */
  isTransient: boolean;
  /** How often the request was sent. */
  attempts: number;
  /** The network's own code for an unanswered request: `ECONNRESET`, `ETIMEDOUT`. */
  networkCode?: string;
  /** The wait Dataverse asked for, in milliseconds. */
  retryAfterMs?: number;
  /** An attempt got no answer that says whether it ran. */
  mayHaveRun?: boolean;
}

export class DataverseError extends Error {
  override readonly name = "DataverseError";
  readonly operation: string;
  readonly status?: number;
  readonly code?: string;
  readonly serverMessage?: string;
  readonly innerMessage?: string;
  readonly requestId?: string;
  readonly isTransient: boolean;
  readonly attempts: number;
  readonly networkCode?: string;
  readonly retryAfterMs?: number;
  readonly mayHaveRun?: boolean;

  constructor(message: string, details: DataverseErrorDetails) {
    super(message);
    this.operation = details.operation;
    this.isTransient = details.isTransient;
    this.attempts = details.attempts;
    Object.assign(this, details);
  }

  /** A server may repeat what it was sent, its authorization too. */
  withoutSecret(secret: string): DataverseError {
    const details = Object.entries(this).map(([name, value]) => [
      name,
      typeof value === "string" ? hideSecret(value, secret) : (value as unknown),
    ]);
    return new DataverseError(hideSecret(this.message, secret), Object.fromEntries(details) as DataverseErrorDetails);
  }

  /** Loggers and the platform serialize errors; `message` is not enumerable by itself. */
  toJSON(): Record<string, unknown> {
    return { ...(this as Record<keyof this, unknown>), name: this.name, message: this.message };
  }
}

/** A value that cannot be right, found before any request. `input` is the label the builder sees. */
export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";
  constructor(
    readonly input: string,
    readonly problem: string,
  ) {
    super(`${input}: ${problem}`);
  }
}

/** Codes by their published names ("Web service error codes", Microsoft Learn). */
export const errorCode = {
  resourceNotFound: "0x8006088a",
  objectDoesNotExist: "0x80040217",
  recordNotFoundByEntityKey: "0x80060891",
  userNotMemberOfOrg: "0x80072560",
  userNotAssignedRoles: "0x80042f09",
} as const;

/** How the attempts of a request ended. */
interface Ending {
  operation: string;
  attempts: number;
  /** An attempt got no answer that says whether it ran. */
  mayHaveRun?: boolean | undefined;
  isSafeToRepeat?: boolean | undefined;
  /** What makes a repeat safe after an unknown outcome, as a sentence. */
  repeatHint?: string | undefined;
  /** Why there was no further repeat. */
  note?: string | undefined;
}

/** An answer with an error status. `body` is the text as received. */
export interface ErrorAnswer extends Ending {
  status: number;
  statusText?: string;
  headers: Record<string, string | undefined>;
  body: string;
  retryAfterMs?: number | undefined;
}

/** The one factory for error answers, whether they came alone or as a part of a batch. */
export function errorFromResponse(answer: ErrorAnswer): DataverseError {
  const parsed = parseErrorBody(answer.body);
  const requestId = answer.headers["req_id"] ?? answer.headers["x-ms-service-request-id"];
  const serverMessage = parsed.message ?? describeForeignBody(answer);
  const facts = [
    `HTTP ${answer.status}`,
    parsed.code && `code ${parsed.code}`,
    requestId && `request id ${requestId}`,
    answer.attempts > 1 && `after ${answer.attempts} attempts`,
  ].filter(Boolean);
  const notes = [
    adviceFor(answer.status, parsed.code),
    isOutcomeOpen(answer) && unknownOutcome(answer),
    answer.status === 412 &&
      answer.mayHaveRun &&
      "An earlier attempt whose answer was lost may have made the change itself.",
    answer.note,
  ].filter(Boolean);
  return new DataverseError(
    [`${answer.operation} failed: ${serverMessage} (${facts.join(", ")})`, ...notes].join(" "),
    withoutUndefined({
      operation: answer.operation,
      status: answer.status,
      code: parsed.code,
      serverMessage,
      innerMessage: parsed.innerMessage,
      requestId,
      isTransient: isTransient({ status: answer.status, code: parsed.code }),
      attempts: answer.attempts,
      retryAfterMs: answer.retryAfterMs,
      mayHaveRun: answer.mayHaveRun || undefined,
    }),
  );
}

interface ParsedErrorBody {
  code?: string | undefined;
  message?: string | undefined;
  innerMessage?: string | undefined;
}

/**
 * OData's `{"error":{"code","message"}}`, and the .NET form that a few endpoints answer with
 * (`{"Message","ExceptionMessage","ErrorCode"}`). Anything else has no fields.
 */
export function parseErrorBody(body: string): ParsedErrorBody {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return {};
  }
  if (!isRecord(json)) return {};
  const error = json["error"];
  if (isRecord(error)) {
    const inner = isRecord(error["innererror"]) ? error["innererror"]["message"] : undefined;
    return {
      code: normalizeCode(error["code"]),
      message: textOf(error["message"]),
      innerMessage: textOf(error["@Microsoft.PowerApps.CDS.InnerError.Message"]) ?? textOf(inner),
    };
  }
  return {
    code: normalizeCode(json["ErrorCode"]),
    message: textOf(json["ExceptionMessage"]) ?? textOf(json["Message"]) ?? textOf(error),
  };
}

/** An OData error; records and lists are told apart by their context. */
export function isErrorBody(json: unknown): boolean {
  return isRecord(json) && isRecord(json["error"]) && json["@odata.context"] === undefined;
}

/** An error in any of the forms above, where nothing but a record, a list or a definition can be meant. */
export function isAnyErrorBody(json: unknown): boolean {
  if (!isRecord(json)) return false;
  const error = json["error"];
  if (isRecord(error) && typeof error["code"] === "string" && typeof error["message"] === "string") return true;
  if (json["@odata.context"] !== undefined) return false;
  return isRecord(error) || typeof error === "string" || typeof json["ExceptionMessage"] === "string";
}

/** `0x8004E023`, `-2147164125` and `""` all occur; hex is the signed decimal plus 2^32. */
export function normalizeCode(code: unknown): string | undefined {
  const text = typeof code === "number" ? String(code) : textOf(code);
  if (text === undefined) return undefined;
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return text.toLowerCase();
  if (/^-\d{1,10}$/.test(text) && Number(text) >= -(2 ** 31)) return `0x${(Number(text) + 2 ** 32).toString(16)}`;
  return text;
}

function describeForeignBody(answer: ErrorAnswer): string {
  const type = answer.headers["content-type"] ?? "";
  if (answer.body.trim() === "") return answer.statusText || "the answer was empty";
  if (/html/i.test(type)) return "the answer was a web page instead of Dataverse's JSON";
  return `the answer was not Dataverse's JSON: ${answer.body.trim().slice(0, 200)}`;
}

function adviceFor(status: number, code: string | undefined): string {
  if (status === 401) return "The access token was refused: reconnect the connection.";
  if (code === errorCode.userNotMemberOfOrg) {
    return "In the Power Platform admin center, add the app registration as an application user of this environment.";
  }
  if (code === errorCode.userNotAssignedRoles) {
    return "In the Power Platform admin center, assign a security role to this user.";
  }
  if (status >= 300 && status < 400)
    return "Redirects are not followed, so that the access token stays with the organization.";
  return "";
}

export interface NetworkFailure extends Ending {
  networkCode: string | undefined;
  reason: string;
}

/** No answer, or a body that broke off. */
export function errorFromNetwork(failure: NetworkFailure): DataverseError {
  const attempts = failure.attempts > 1 ? ` after ${failure.attempts} attempts` : "";
  const notes = [
    isOutcomeOpen(failure) && unknownOutcome(failure),
    isWrongAddress(failure.networkCode) && "Check the Web API URL of the connection.",
    failure.note,
  ].filter(Boolean);
  return new DataverseError(
    [`${failure.operation} got no answer${attempts}: ${failure.reason}.`, ...notes].join(" "),
    withoutUndefined({
      operation: failure.operation,
      networkCode: failure.networkCode,
      isTransient: !isWrongAddress(failure.networkCode),
      attempts: failure.attempts,
      mayHaveRun: failure.mayHaveRun || undefined,
    }),
  );
}

/** Dataverse has asked this identity to pause, for longer than the step has time: nothing was sent. */
export function errorFromPause(pause: Ending & { retryAfterMs: number }): DataverseError {
  const { operation, attempts, mayHaveRun, retryAfterMs } = pause;
  const seconds = Math.ceil(retryAfterMs / 1_000);
  const message = `${operation} was not ${attempts > 0 ? "repeated" : "sent"}: Dataverse throttles this user, and the wait of ${seconds} s is longer than the time left for this step.`;
  return new DataverseError(
    [message, isOutcomeOpen(pause) && unknownOutcome(pause)].filter(Boolean).join(" "),
    withoutUndefined({ operation, isTransient: true, attempts, retryAfterMs, mayHaveRun: mayHaveRun || undefined }),
  );
}

/** Too many requests were under way for this one to get a place in time: nothing was sent. */
export function errorFromQueue({ operation, attempts, mayHaveRun, ...ending }: Ending): DataverseError {
  const message = `${operation} was not ${attempts > 0 ? "repeated" : "sent"}: the requests before it took all the time left for this step.`;
  return new DataverseError(
    [message, isOutcomeOpen({ operation, attempts, mayHaveRun, ...ending }) && unknownOutcome(ending)]
      .filter(Boolean)
      .join(" "),
    withoutUndefined({ operation, isTransient: true, attempts, mayHaveRun: mayHaveRun || undefined }),
  );
}

/** A request that is not idempotent and may have run must not be repeated blindly, by nobody. */
function isOutcomeOpen({ mayHaveRun, isSafeToRepeat }: Ending): boolean {
  return mayHaveRun === true && isSafeToRepeat === false;
}

const defaultRepeatHint = "Look whether it did before the step is repeated.";

function unknownOutcome({ repeatHint = defaultRepeatHint }: Pick<Ending, "repeatHint">): string {
  return `It is unknown whether Dataverse carried the request out. ${repeatHint}`;
}

/** The connection was never made, so the request cannot have run. */
export function neverReachedServer(networkCode: string | undefined): boolean {
  return networkCode === "ECONNREFUSED" || networkCode === "EAI_AGAIN" || isWrongAddress(networkCode);
}

/** No such host, or a certificate that does not fit it: a repeat meets the same. Codes of Node's DNS and TLS errors. */
export function isWrongAddress(networkCode: string | undefined): boolean {
  return /^(ENOTFOUND$|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH)/.test(
    networkCode ?? "",
  );
}

/** An answer with a success status that is not what Dataverse promises. */
export function unexpectedAnswer(
  answer: Pick<ErrorAnswer, "operation" | "status" | "headers" | "attempts" | "isSafeToRepeat" | "repeatHint">,
  problem: string,
): DataverseError {
  const requestId = answer.headers["req_id"];
  const facts = [`HTTP ${answer.status}`, requestId && `request id ${requestId}`].filter(Boolean);
  const isOpen = answer.isSafeToRepeat === false;
  const sentence = `${answer.operation} got an answer that is not Dataverse's: ${problem} (${facts.join(", ")})`;
  return new DataverseError(
    isOpen ? `${sentence}. ${unknownOutcome(answer)}` : sentence,
    withoutUndefined({
      operation: answer.operation,
      status: answer.status,
      requestId,
      isTransient: false,
      attempts: answer.attempts,
      mayHaveRun: isOpen || undefined,
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
