import { defined } from "../defined";
import { hideSecret } from "../redact";

export interface DataverseErrorDetails {
  /** The attempted operation, in words: "Create record in accounts". */
  operation: string;
  /** HTTP status of the response; absent when no complete response arrived. */
  status?: number | undefined;
  /** Dataverse's error code as `0x` and eight lower-case hex digits. */
  code?: string | undefined;
  /** The message of Dataverse. */
  serverMessage?: string | undefined;
  innerMessage?: string | undefined;
  /** `REQ_ID` of the response, which Microsoft's support asks for. */
  requestId?: string | undefined;
  /** A repeat of the same request may succeed. */
  isTransient: boolean;
  /** Number of times the request was sent. */
  attempts: number;
  /** The code of the network error when no response arrived: `ECONNRESET`, `ETIMEDOUT`. */
  networkCode?: string | undefined;
  /** The wait that Dataverse asked for, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** An attempt received no response that shows whether the request ran. */
  mayHaveRun?: boolean | undefined;
}

/** A request that was attempted and failed: with a response (it has a `status`) or without one. */
export class DataverseError extends Error {
  // A literal, because minifying mangles class names.
  override readonly name = "DataverseError";
  readonly operation: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly serverMessage: string | undefined;
  readonly innerMessage: string | undefined;
  readonly requestId: string | undefined;
  readonly isTransient: boolean;
  readonly attempts: number;
  readonly networkCode: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly mayHaveRun: boolean | undefined;

  constructor(message: string, details: DataverseErrorDetails) {
    super(message);
    this.operation = details.operation;
    this.status = details.status;
    this.code = details.code;
    this.serverMessage = details.serverMessage;
    this.innerMessage = details.innerMessage;
    this.requestId = details.requestId;
    this.isTransient = details.isTransient;
    this.attempts = details.attempts;
    this.networkCode = details.networkCode;
    this.retryAfterMs = details.retryAfterMs;
    this.mayHaveRun = details.mayHaveRun;
  }

  /** A server may echo any part of the request, including its authorization. */
  withoutSecret(secret: string): DataverseError {
    const hide = (text: string | undefined) => (text === undefined ? undefined : hideSecret(text, secret));
    return new DataverseError(hideSecret(this.message, secret), {
      ...this,
      operation: hideSecret(this.operation, secret),
      code: hide(this.code),
      serverMessage: hide(this.serverMessage),
      innerMessage: hide(this.innerMessage),
      requestId: hide(this.requestId),
      networkCode: hide(this.networkCode),
    });
  }

  /** Loggers and the platform serialize errors; `message` is not enumerable by itself. */
  toJSON(): Record<string, unknown> {
    return defined({ ...this, message: this.message });
  }
}
