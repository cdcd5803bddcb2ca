import { Announcement } from "./announcement";
import type { LimitKind, UserReport } from "./limits";
import { Parallelism } from "./parallelism";
import { SlidingSum } from "./slidingSum";

/** A wait during which everything of a user is refused. */
export interface Block {
  limit: LimitKind;
  untilMs: number;
  /** The wait that was announced first, and the one announced last. */
  firstWaitMs: number;
  waitMs: number;
  announcement: Announcement;
}

/** The usage and rejections of one user. */
export class UserUse {
  readonly requests: SlidingSum;
  readonly execution: SlidingSum;
  readonly refused: Record<LimitKind, number> = { requests: 0, executionMs: 0, concurrent: 0 };
  readonly parallelism = new Parallelism();
  earlyRetries = 0;
  concurrent = 0;
  block: Block | undefined;
  private maxConcurrent = 0;

  constructor(windowMs: number) {
    this.requests = new SlidingSum(windowMs);
    this.execution = new SlidingSum(windowMs);
  }

  begin(): void {
    this.concurrent += 1;
    this.maxConcurrent = Math.max(this.maxConcurrent, this.concurrent);
  }

  end(): void {
    this.concurrent -= 1;
  }

  /** `Retry-After` is in whole seconds, so the wait is rounded up to what is announced, and is never none. */
  refuse(limit: LimitKind, wantedMs: number, nowMs: number): Block {
    const waitMs = Math.max(1, Math.ceil(wantedMs / 1_000)) * 1_000;
    return this.blockedBy({ limit, untilMs: nowMs + waitMs, firstWaitMs: waitMs, waitMs });
  }

  /**
   * "If the application continues to send such demanding requests, the duration will be extended": by the first wait.
   */
  lengthen(block: Block, nowMs: number, longestMs: number): Block {
    const { limit, firstWaitMs } = block;
    const waitMs = Math.max(block.waitMs, Math.min(block.waitMs + firstWaitMs, longestMs));
    return this.blockedBy({ limit, untilMs: nowMs + waitMs, firstWaitMs, waitMs });
  }

  report(nowMs: number): Omit<UserReport, "userId"> {
    return {
      requests: this.requests.total(nowMs),
      executionMs: Math.round(this.execution.total(nowMs)),
      concurrent: this.concurrent,
      maxConcurrent: this.maxConcurrent,
      refused: { ...this.refused },
      earlyRetries: this.earlyRetries,
    };
  }

  private blockedBy(block: Omit<Block, "announcement">): Block {
    this.block = { ...block, announcement: new Announcement() };
    return this.block;
  }
}
