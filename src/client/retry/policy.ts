/**
 * Decides whether a failed attempt is retried, and after how long. Pure: the clock, randomness and the spent budget are
 * passed as values.
 *
 * Only failures that are known to be transient are repeated, and a request that may have run is repeated only when
 * running it twice does no harm. Sources: [ServiceProtection]; RFC 9110 section 10.2.3.
 */
import { type FailureKind, isTransient, mayHaveRun } from "./failure";

export interface AttemptFailure {
  kind: FailureKind;
  /** HTTP status; absent when no complete response arrived. */
  status?: number | undefined;
  /** Running the request twice leaves the same state as once. */
  isSafeToRepeat: boolean;
  /** The wait that `Retry-After` asks for. */
  retryAfterMs?: number | undefined;
}

export interface RetryState {
  retriesDone: number;
  /** Time until the step must end. */
  timeLeftMs: number;
  /** The rest of the retry budget, in units of one retry. */
  budgetLeft: number;
  /** In [0, 1). */
  random: number;
}

/** `because` lets the error explain why there is no retry. `cost` is taken from the budget. */
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
  if (failure.kind === "wrongAddress" || !policy.isRetryable(failure)) {
    return { retry: false, because: mayHaveRun(failure.kind) && !failure.isSafeToRepeat ? "mayHaveRun" : "final" };
  }
  if (state.retriesDone >= policy.maxRetries) return { retry: false, because: "retriesSpent" };
  const delayMs = policy.delayMs(state.retriesDone + 1, failure, state.random);
  if (delayMs > state.timeLeftMs) return { retry: false, because: "deadline", delayMs };
  // A throttled request waits as long as the service asks, so repeats do not multiply the traffic.
  const cost = failure.kind === "throttled" ? 0 : 1;
  return state.budgetLeft >= cost ? { retry: true, delayMs, cost } : { retry: false, because: "budget" };
}

const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;

export const standardRetryPolicy: RetryPolicy = {
  maxRetries: 5,
  isRetryable(failure) {
    return isTransient(failure.kind) && (failure.isSafeToRepeat || !mayHaveRun(failure.kind));
  },
  /** Exactly the wait that the service asks for; without one, exponential with full jitter. */
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
      if (inputs.retryAllErrors || failure.kind === "unreachable") return true;
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

/**
 * The three forms of RFC 9110, section 5.6.7, and ISO 8601. C's asctime, the last of the three, has no zone and means
 * GMT.
 */
const knownDate = /^((mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,? .*|\d{4}-\d\d-\d\dT)\d\d:\d\d:\d\d/i;
const zone = /(GMT|UTC|Z|[+-]\d\d:?\d\d)$/i;

/** `Retry-After` in seconds (whole or with decimals) or as an HTTP date; undefined when it is neither. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  const date = knownDate.test(text) ? Date.parse(zone.test(text) ? text : `${text} GMT`) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
