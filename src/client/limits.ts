/**
 * What all requests of one identity share, because Dataverse counts them together ("Service protection API limits",
 * Microsoft Learn, 2023-01): the number of requests under way, the pause a throttled request was told to make, and the
 * budget for repeats.
 */
export interface Limits {
  /** Resolves when the request may go: a place is free and no pause is on. Every `enter` needs its `leave`. */
  enter(): Promise<void>;
  leave(): void;
  /** Nobody goes before this time, in milliseconds since 1970. */
  pauseUntil(timeMs: number): void;
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

/** From 52 on the service answers 0x80072326. */
export const maxConcurrentRequests = 52;

export function createLimits({ maxConcurrent = maxConcurrentRequests, now, wait }: LimitsOptions): Limits {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  let pausedUntilMs = 0;
  let isWaking = false;

  function admit(): void {
    while (waiting.length > 0 && underWay < maxConcurrent) {
      const pauseMs = pausedUntilMs - now();
      if (pauseMs > 0) return wakeIn(pauseMs);
      underWay++;
      waiting.shift()?.();
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

  return {
    enter: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        admit();
      }),
    leave: () => {
      underWay--;
      admit();
    },
    pauseUntil: (timeMs) => {
      pausedUntilMs = Math.max(pausedUntilMs, timeMs);
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
