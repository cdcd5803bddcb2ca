import { createBudget, type RetryBudget } from "./budget";

/**
 * State that all requests of one identity share, because Dataverse counts them together ([ServiceProtection], 2023-01):
 * the number of requests in flight, the pause after a throttled request, and the budget for retries.
 */
export interface Limits {
  /**
   * Resolves when the request may start: a slot is free and no pause is active. Every such `enter` needs its `leave`.
   * Resolves to the end of the pause, in milliseconds since 1970, when that is later than `latestMs`: the request must
   * not start.
   */
  enter(latestMs?: number): Promise<number | undefined>;
  leave(): void;
  /** No request starts before this time, in milliseconds since 1970. */
  pauseUntil(timeMs: number): void;
  /** The service rejected a request that is still in flight, and accepts none before this time. */
  throttled(untilMs: number): void;
  /** The service accepted a request. */
  succeeded(): void;
  /** The number of concurrent requests that the service recommends for this organization now. */
  recommended(count: number): void;
  budget: RetryBudget;
}

export interface LimitsOptions {
  maxConcurrent?: number;
  now: () => number;
  /** Calls back after `delayMs` or a little earlier; the clock decides. */
  wait: (delayMs: number, callback: () => void) => void;
}

interface Waiting {
  latestMs: number;
  resolve: (pausedUntilMs: number | undefined) => void;
}

/** Dataverse's limit. The service rejects further concurrent requests with 0x80072326. */
export const maxConcurrentRequests = 52;

const firstConcurrentRequests = 8;

/** Longer than any execution, and short enough that a bogus Retry-After cannot block this identity for days. */
const longestPauseMs = 60 * 60_000;

export function createLimits({ maxConcurrent = maxConcurrentRequests, now, wait }: LimitsOptions): Limits {
  let waiting: Waiting[] = [];
  let inFlight = 0;
  let pausedUntilMs = 0;
  /**
   * The number of requests that may be in flight. If all waiting requests started at once, at the beginning or after a
   * pause, most would be rejected until their retries are spent. So the number starts small, rises by one with each
   * success, is halved by a rejection, and rises slowly from there: slow start and congestion avoidance of TCP (RFC
   * 5681, section 3.1).
   */
  let width = Math.min(firstConcurrentRequests, maxConcurrent);
  let safeWidth = maxConcurrent;
  let mostWide = maxConcurrent;
  let isWaking = false;

  function admit(): void {
    while (waiting.length > 0 && inFlight < Math.floor(width)) {
      const pauseMs = pausedUntilMs - now();
      if (pauseMs > 0) return wakeIn(pauseMs);
      inFlight++;
      waiting.shift()?.resolve(undefined);
    }
  }

  /** Timers may fire a moment early, so the pause is checked again when one does. */
  function wakeIn(pauseMs: number): void {
    if (isWaking) return;
    isWaking = true;
    wait(Math.ceil(pauseMs), () => {
      isWaking = false;
      admit();
    });
  }

  function pauseUntil(timeMs: number): void {
    pausedUntilMs = Math.max(pausedUntilMs, Math.min(timeMs, now() + longestPauseMs));
    turnAway();
  }

  /** Requests that cannot wait until the end of the pause fail now. */
  function turnAway(): void {
    if (pausedUntilMs <= now()) return;
    for (const { latestMs, resolve } of waiting) if (latestMs < pausedUntilMs) resolve(pausedUntilMs);
    waiting = waiting.filter(({ latestMs }) => latestMs >= pausedUntilMs);
  }

  return {
    enter: (latestMs = Infinity) =>
      new Promise((resolve) => {
        waiting.push({ latestMs, resolve });
        turnAway();
        admit();
      }),
    leave: () => {
      inFlight--;
      admit();
    },
    pauseUntil,
    throttled: (untilMs) => {
      // Requests that were sent together are rejected together: they count once.
      if (pausedUntilMs <= now()) width = safeWidth = Math.max(1, Math.floor(inFlight / 2));
      pauseUntil(untilMs);
    },
    succeeded: () => {
      width = Math.min(mostWide, width + (width < safeWidth ? 1 : 1 / width));
      admit();
    },
    recommended: (count) => {
      mostWide = Math.max(1, Math.min(maxConcurrent, count));
      width = Math.min(width, mostWide);
    },
    budget: createBudget(),
  };
}
