/**
 * Whether a failed attempt is repeated, and after how long. Pure: clock and randomness come in as values.
 *
 * Only what is known to be transient is repeated, and a request that may have run is repeated only when running it
 * twice does no harm. Sources: "Service protection API limits", Microsoft Learn; RFC 9110 section 10.2.3.
 */

export interface AttemptFailure {
  /** HTTP status; absent when no whole answer arrived. */
  status?: number | undefined;
  /** Dataverse's error code, `0x` and lower-case hex. */
  code?: string | undefined;
  /** The connection was never made, so the request cannot have run. */
  neverReachedServer: boolean;
  /** A repeat would meet the same: no such host, a certificate that does not fit. */
  isPermanent: boolean;
  /** Running the request twice leaves the same state as once. */
  isSafeToRepeat: boolean;
  /** What `Retry-After` asked for. */
  retryAfterMs?: number | undefined;
}

export interface RetryPolicy {
  maxRetries: number;
  shouldRetry(failure: AttemptFailure): boolean;
  /** `retryNumber` is 1 before the first repeat; `random` is in [0, 1). */
  delayMs(retryNumber: number, failure: AttemptFailure, random: number): number;
}

/** Front-door answers that say nothing about the request itself. */
const gatewayStatuses = new Set([408, 502, 503, 504]);

/** SQL timeout and generic SQL error (deadlock 1205): Microsoft's .NET client repeats them. */
const transientSqlCodes = new Set(["0x80044150", "0x80044151"]);

const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;

export const standardRetryPolicy: RetryPolicy = {
  maxRetries: 5,
  shouldRetry(failure) {
    if (failure.isPermanent) return false;
    if (failure.neverReachedServer || failure.status === 429) return true;
    if (!failure.isSafeToRepeat) return false;
    return (
      failure.status === undefined ||
      gatewayStatuses.has(failure.status) ||
      (failure.code !== undefined && transientSqlCodes.has(failure.code))
    );
  },
  /** Exactly what the service asks for; without that, exponential with full jitter. */
  delayMs(retryNumber, failure, random) {
    return failure.retryAfterMs ?? random * Math.min(longestBackoffMs, firstBackoffMs * 2 ** retryNumber);
  },
};

export interface RawRetryInputs {
  maxRetries: number;
  retryDelayMs: number;
  retryAllErrors: boolean;
  useExponentialBackoff: boolean;
}

/**
 * The retry inputs of the raw requests, with their documented meaning: network errors and 5xx, or every error. Without
 * Retry On All Errors a request that is not idempotent is not repeated after it may have run.
 */
export function rawRetryPolicy(inputs: RawRetryInputs): RetryPolicy {
  return {
    maxRetries: inputs.maxRetries,
    shouldRetry(failure) {
      if (failure.isPermanent) return false;
      if (inputs.retryAllErrors || failure.neverReachedServer) return true;
      return failure.isSafeToRepeat && (failure.status === undefined || failure.status >= 500);
    },
    delayMs(retryNumber, failure, random) {
      const chosen = inputs.useExponentialBackoff
        ? firstBackoffMs * 2 ** (retryNumber - 1) * (1 + random * 0.2)
        : inputs.retryDelayMs;
      return Math.max(chosen, failure.retryAfterMs ?? 0);
    },
  };
}

/** `Retry-After` in seconds (whole or with decimals) or as an HTTP date; undefined when it is neither. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
