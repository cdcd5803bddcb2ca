import type { ServiceError } from "../errors/serviceError";
import type { Visit } from "./announcement";
import { type LimitKind, type LimitsReport, noLimits, readLimits, usualExecutionMs, usualRequests } from "./limits";
import { limitError } from "./limitError";
import { type Block, UserUse } from "./userUse";

interface Decision {
  /** To be called when the answer was handed to the network. */
  answered(): void;
}

export interface Admission extends Decision {
  kind: "admitted";
  /** The request is done and charged with this much execution time. */
  finish(executionMs: number): void;
}

export interface Refusal extends Decision {
  kind: "refused";
  limit: LimitKind;
  error: ServiceError;
}

/** The remaining quota of a user, for the `x-ms-ratelimit-*` headers. */
export interface RemainingUse {
  requests: number;
  executionMs: number;
  dopHint: number;
}

/** Concurrency has no window to wait for; the smallest wait there is. */
const concurrencyWaitMs = 1_000;

/** A timer can end this much early by another clock; that is not an early retry. */
const timerToleranceMs = 5;

/** The longest wait for a client that keeps retrying too early, in windows. */
const longestWaitWindows = 10;

/**
 * The service protection limits of one web server, per user [ServiceProtection]. A refusal names "the
 * duration before any new requests from the user can be processed": until then everything of that user is refused, and
 * a request that comes although the wait was announced makes it longer.
 */
export class ServiceProtection {
  private limits = noLimits;
  private readonly users = new Map<string, UserUse>();

  constructor(private readonly now: () => Date) {}

  /**
   * Restarts the counts: earlier usage and rejections are discarded.
   *
   * @throws InvalidInput
   */
  set(limits: unknown): void {
    this.limits = readLimits(limits);
    this.users.clear();
  }

  /** Removes the limits and keeps the counts. */
  lift(): void {
    this.limits = noLimits;
    for (const user of this.users.values()) user.block = undefined;
  }

  report(): LimitsReport {
    const nowMs = this.nowMs();
    const users = [...this.users].map(([userId, user]) => ({ userId, ...user.report(nowMs) }));
    const earlyRetries = users.reduce((sum, user) => sum + user.earlyRetries, 0);
    const refused = users.flatMap((user) => Object.values(user.refused)).reduce((sum, count) => sum + count, 0);
    return { limits: this.limits, users, earlyRetries, refused };
  }

  remaining(userId: string): RemainingUse {
    const nowMs = this.nowMs();
    const user = this.user(userId);
    const { requests = usualRequests, executionMs = usualExecutionMs, dopHint } = this.limits;
    return {
      requests: Math.max(0, requests - user.requests.total(nowMs)),
      executionMs: Math.max(0, executionMs - user.execution.total(nowMs)),
      dopHint,
    };
  }

  admit(userId: string, visit: Visit): Admission | Refusal {
    const nowMs = this.nowMs();
    const user = this.user(userId);
    user.parallelism.begin();
    const block = this.blockFor(user, visit, nowMs);
    if (block !== undefined) return this.refusal(user, block, visit, nowMs);
    user.requests.add(nowMs, 1);
    user.begin();
    return {
      kind: "admitted",
      answered: () => user.parallelism.end(),
      finish: (executionMs) => {
        user.end();
        user.execution.add(this.nowMs(), executionMs);
      },
    };
  }

  private blockFor(user: UserUse, visit: Visit, nowMs: number): Block | undefined {
    const { block } = user;
    if (block !== undefined && nowMs < block.untilMs - timerToleranceMs) {
      if (!block.announcement.isKnownTo(visit)) return block;
      user.earlyRetries += 1;
      const longestMs = longestWaitWindows * this.limits.windowMs;
      return user.lengthen(block, nowMs, longestMs);
    }
    user.block = undefined;
    const exceeded = this.exceeded(user, nowMs);
    return exceeded === undefined ? undefined : user.refuse(exceeded.limit, exceeded.waitMs, nowMs);
  }

  private exceeded(user: UserUse, nowMs: number): { limit: LimitKind; waitMs: number } | undefined {
    const { requests = Infinity, executionMs = Infinity, concurrent = Infinity } = this.limits;
    if (user.requests.total(nowMs) >= requests) {
      return { limit: "requests", waitMs: user.requests.belowAtMs(requests, nowMs) - nowMs };
    }
    if (user.execution.total(nowMs) >= executionMs) {
      return { limit: "executionMs", waitMs: user.execution.belowAtMs(executionMs, nowMs) - nowMs };
    }
    if (user.concurrent >= concurrent) return { limit: "concurrent", waitMs: concurrencyWaitMs };
    return undefined;
  }

  private refusal(user: UserUse, block: Block, { connection }: Visit, nowMs: number): Refusal {
    user.refused[block.limit] += 1;
    const retryAfterSeconds = Math.max(1, Math.ceil((block.untilMs - nowMs) / 1_000));
    return {
      kind: "refused",
      limit: block.limit,
      error: limitError(block.limit, this.limits, retryAfterSeconds),
      answered: () => {
        block.announcement.delivered(connection, user.parallelism.isSequential());
        user.parallelism.end();
      },
    };
  }

  private user(userId: string): UserUse {
    const known = this.users.get(userId);
    if (known !== undefined) return known;
    const user = new UserUse(this.limits.windowMs);
    this.users.set(userId, user);
    return user;
  }

  private nowMs(): number {
    return this.now().getTime();
  }
}
