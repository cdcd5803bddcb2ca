/**
 * What all requests of one identity share, because Dataverse counts them together ("Service protection API limits",
 * Microsoft Learn, 2023-01): the number of requests under way, the pause a throttled request was told to make, and the
 * budget for repeats.
 */
export interface Limits {
  /**
   * Resolves when the request may go: a place is free and no pause is on. Every such `enter` needs its `leave`. Resolves
   * to the end of the pause, in milliseconds since 1970, as soon as that is later than `latestMs`: the request may not go.
   */
  enter(latestMs?: number): Promise<number | undefined>;
  leave(): void;
  /** Nobody goes before this time, in milliseconds since 1970. */
  pauseUntil(timeMs: number): void;
  /** The service refused a request that is still under way, and wants none before this time. */
  throttled(untilMs: number): void;
  /** The service took a request. */
  succeeded(): void;
  /** So many requests at once are what the service recommends for this organization now. */
  recommended(count: number): void;
  budget: RetryBudget;
}

/**
 * Repeats cost, successes pay back: in an outage the budget runs dry, and requests fail at once instead of multiplying
 * the traffic. The idea is that of the retry quota in the SDKs of the large clouds.
 */
export interface RetryBudget {
  /** In units of one retry. */
  left(): number;
  spend(cost: number): void;
  /** After a success: what its repeats had cost, and a little more. */
  earn(cost: number): void;
}

export interface LimitsOptions {
  maxConcurrent?: number;
  now: () => number;
  /** Calls back after so many milliseconds or a little earlier; the clock decides. */
  wait: (delayMs: number, callback: () => void) => void;
}

interface Waiting {
  latestMs: number;
  resolve: (pausedUntilMs: number | undefined) => void;
}

/** From 52 on the service answers 0x80072326. */
export const maxConcurrentRequests = 52;

const firstConcurrentRequests = 8;

/** No execution lives that long; a later one may ask again, lest a mistaken wait shuts this identity out for days. */
const longestPauseMs = 60 * 60_000;

export function createLimits({ maxConcurrent = maxConcurrentRequests, now, wait }: LimitsOptions): Limits {
  let waiting: Waiting[] = [];
  let underWay = 0;
  let pausedUntilMs = 0;
  /**
   * How many may be under way. If all that wait went at once, after a pause as at the beginning, most would be refused
   * again until their repeats are spent. So the number begins small, rises by one with each success, is halved by a
   * refusal, and rises slowly from there: slow start and congestion avoidance of TCP (RFC 5681, section 3.1).
   */
  let width = Math.min(firstConcurrentRequests, maxConcurrent);
  let safeWidth = maxConcurrent;
  let mostWide = maxConcurrent;
  let isWaking = false;

  function admit(): void {
    while (waiting.length > 0 && underWay < Math.floor(width)) {
      const pauseMs = pausedUntilMs - now();
      if (pauseMs > 0) return wakeIn(pauseMs);
      underWay++;
      waiting.shift()?.resolve(undefined);
    }
  }

  /** Timers may fire a moment early, so the pause is looked at again when one does. */
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

  /** Whoever cannot wait until the end of the pause learns it now. */
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
      underWay--;
      admit();
    },
    pauseUntil,
    throttled: (untilMs) => {
      // Requests that were sent together are refused together: that counts once.
      if (pausedUntilMs <= now()) width = safeWidth = Math.max(1, Math.floor(underWay / 2));
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

const budgetCapacity = 100;
const successBonus = 0.2;

function createBudget(): RetryBudget {
  let left = budgetCapacity;
  return {
    left: () => left,
    spend: (cost) => {
      left -= cost;
    },
    earn: (cost) => {
      left = Math.min(budgetCapacity, left + cost + successBonus);
    },
  };
}
