/**
 * Whether a failed attempt is repeated, and after how long. Pure: clock, randomness and what was spent so far come in as
 * values.
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

export interface RetryState {
  retriesDone: number;
  /** Until the step has to end. */
  timeLeftMs: number;
  /** What is left of the retry budget, in units of one retry. */
  budgetLeft: number;
  /** In [0, 1). */
  random: number;
}

/** A refusal to repeat says why, so that the error can. `cost` is what the retry takes from the budget. */
export type RetryDecision =
  | { retry: true; delayMs: number; cost: 0 | 1 }
  | { retry: false; because: "final" | "mayHaveRun" | "retriesSpent" | "deadline" | "budget"; delayMs?: number };

export interface RetryPolicy {
  maxRetries: number;
  isRetryable(failure: AttemptFailure): boolean;
  /** `retryNumber` is 1 before the first repeat. */
  delayMs(retryNumber: number, failure: AttemptFailure, random: number): number;
}

export function decideRetry(policy: RetryPolicy, failure: AttemptFailure, state: RetryState): RetryDecision {
  if (failure.isPermanent || !policy.isRetryable(failure)) {
    return { retry: false, because: mayHaveRun(failure) && !failure.isSafeToRepeat ? "mayHaveRun" : "final" };
  }
  if (state.retriesDone >= policy.maxRetries) return { retry: false, because: "retriesSpent" };
  const delayMs = policy.delayMs(state.retriesDone + 1, failure, state.random);
  if (delayMs > state.timeLeftMs) return { retry: false, because: "deadline", delayMs };
  // A throttled request waits as long as it is told to, which multiplies nothing.
  const cost = isThrottled(failure) ? 0 : 1;
  return state.budgetLeft >= cost ? { retry: true, delayMs, cost } : { retry: false, because: "budget" };
}

/** Refused before it ran ("Service protection API limits": the three codes all come with 429). */
export function isThrottled(failure: AttemptFailure): boolean {
  return failure.status === 429;
}

/** The attempt may have taken effect although its answer says nothing about it. */
export function mayHaveRun(failure: AttemptFailure): boolean {
  if (failure.neverReachedServer || failure.isPermanent || isThrottled(failure)) return false;
  // A server error that is not Dataverse's own says nothing about what Dataverse has done.
  return isTransient(failure) || ((failure.status ?? 0) >= 500 && failure.code === undefined);
}

/** Front-door answers that say nothing about the request itself. */
const gatewayStatuses = new Set([408, 502, 503, 504]);

/** SQL timeout and generic SQL error (deadlock 1205): Microsoft's .NET client repeats them. */
const transientSqlCodes = new Set(["0x80044150", "0x80044151"]);

export function isTransient({ status, code }: Pick<AttemptFailure, "status" | "code">): boolean {
  return (
    status === undefined ||
    status === 429 ||
    gatewayStatuses.has(status) ||
    (code !== undefined && transientSqlCodes.has(code))
  );
}

const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;

export const standardRetryPolicy: RetryPolicy = {
  maxRetries: 5,
  isRetryable(failure) {
    if (failure.neverReachedServer || isThrottled(failure)) return true;
    return failure.isSafeToRepeat && isTransient(failure);
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
    isRetryable(failure) {
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

/** The three forms of RFC 9110, section 5.6.7, and ISO 8601. C's asctime, the last of the three, has no zone and means GMT. */
const knownDate = /^((mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,? .*|\d{4}-\d\d-\d\dT)\d\d:\d\d:\d\d/i;
const zone = /(GMT|UTC|Z|[+-]\d\d:?\d\d)$/i;

/** `Retry-After` in seconds (whole or with decimals) or as an HTTP date; undefined when it is neither. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  const date = knownDate.test(text) ? Date.parse(zone.test(text) ? text : `${text} GMT`) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
