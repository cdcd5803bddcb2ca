import { reasonNotRetried } from "../errors/advice";
import { type Ending, errorFromNetwork, errorFromPause, errorFromQueue, errorFromResponse } from "../errors/messages";
import { hideSecretInHeaders } from "../redact";
import { type DataverseResponse, isSafeToRepeat } from "../request";
import { mayHaveRun } from "../retry/failure";
import type { Limits } from "../retry/limits";
import { decideRetry, type RetryDecision, type RetryPolicy } from "../retry/policy";
import { type FailedAttempt, requestedWaitMs, type ResponseHead } from "./failures";
import { createRequestLog, type LoggedRequest, type LogOptions, type RequestLog } from "./log";

export interface TransportRequest extends LoggedRequest {
  /** Absolute, and checked to belong to the organization. */
  url: string;
  headers: Record<string, string>;
  /** Per attempt. */
  timeoutMs: number;
  retryPolicy: RetryPolicy;
  /** Accepts a response with an error status: a batch reports its failures in its parts. */
  isResponse?: (headers: ResponseHead["headers"]) => boolean;
}

export interface TransportOptions extends LogOptions {
  now: () => number;
  random: () => number;
  limits: Limits;
  /** No retry waits beyond this time, in milliseconds since 1970. */
  deadlineMs: () => number;
  /** No attempt lasts beyond this time, in milliseconds since 1970. */
  endMs: number;
}

/** A step that begins when its time is over has one short attempt. */
const shortestAttemptMs = 1_000;

/**
 * The life of one request. The transport calls the methods in this order, the first three for every attempt:
 *
 *   admit, begin, ended, [failed, delayMs, repeated, and again from admit,] finished or concluded, release
 */
export class Exchange {
  /** Of the last attempt. */
  failure: FailedAttempt | undefined;
  private readonly log: RequestLog;
  private readonly deadlineMs: number;
  private attempts = 0;
  private startedMs = 0;
  private limitMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private timedOut = false;
  private holdsSlot = false;
  /** An attempt received no response that shows whether the request ran. */
  private mayHaveRun = false;
  private decision: RetryDecision | undefined;
  /** Taken from the budget by the retries. */
  private spent = 0;

  constructor(
    private readonly given: TransportRequest,
    private readonly options: TransportOptions,
  ) {
    this.log = createRequestLog(given, options);
    this.deadlineMs = options.deadlineMs();
  }

  /**
   * Waits for a slot and for the end of a pause.
   *
   * @throws DataverseError when the step has less time than that.
   */
  async admit(): Promise<void> {
    const { limits, now } = this.options;
    const askedMs = now();
    const pausedUntilMs = await limits.enter(this.deadlineMs);
    if (pausedUntilMs !== undefined) throw errorFromPause(this.ending(), pausedUntilMs - now());
    this.holdsSlot = true;
    // While it waited for a slot, its time ran out.
    if (this.isLate(now()) && !this.isLate(askedMs)) throw errorFromQueue(this.ending());
  }

  /**
   * Starts the time limit of an attempt. axios's own `timeout` only detects silence on the socket, so a body that
   * arrives byte by byte would never end; this limit lasts from the first byte sent to the last one received.
   */
  begin(headers: () => Record<string, unknown>): AbortSignal {
    const { endMs, now } = this.options;
    const controller = new AbortController();
    this.attempts++;
    this.failure = undefined;
    this.decision = undefined;
    this.startedMs = now();
    this.timedOut = false;
    this.limitMs = Math.min(this.given.timeoutMs, Math.max(shortestAttemptMs, endMs - this.startedMs));
    this.timer = setTimeout(() => {
      this.timedOut = true;
      controller.abort();
    }, this.limitMs);
    this.log.sent(headers);
    return controller.signal;
  }

  /** `head` belongs to a complete response, or to one whose body broke off. */
  ended(head: ResponseHead | undefined): void {
    const { limits, now } = this.options;
    // Record the pause before releasing the slot, or the next request would start too early.
    const recommended = Number(head?.headers["x-ms-dop-hint"]);
    if (recommended >= 1) limits.recommended(recommended);
    if (head?.status === 429) limits.throttled(now() + (requestedWaitMs(head, now()) ?? 0));
    this.release();
    this.log.ended(head, now() - this.startedMs);
  }

  /** Decides whether the request is sent again. */
  failed(failure: FailedAttempt): RetryDecision {
    const { limits, now, random } = this.options;
    const { request, retryPolicy } = this.given;
    const { kind, bytes, head } = failure;
    const facts = {
      kind,
      isSafeToRepeat: isSafeToRepeat(request),
      status: bytes && head.status,
      retryAfterMs: bytes && requestedWaitMs(head, now()),
    };
    this.failure = failure;
    this.decision = decideRetry(retryPolicy, facts, {
      retriesDone: this.attempts - 1,
      timeLeftMs: this.deadlineMs - now(),
      budgetLeft: limits.budget.left(),
      random: random(),
    });
    if (mayHaveRun(kind) && request.method !== "GET" && request.method !== "HEAD") this.mayHaveRun = true;
    return this.decision;
  }

  /** The wait before the next attempt. */
  delayMs(): number {
    return this.decision?.retry ? this.decision.delayMs : 0;
  }

  /** Pays for the retry, before its wait. */
  repeated(): void {
    const { decision, failure } = this;
    if (!decision?.retry || !failure) return;
    const { limits, now } = this.options;
    limits.budget.spend(decision.cost);
    this.spent += decision.cost;
    // All requests of this identity are throttled, also when the service does not name a wait.
    if (failure.kind === "throttled") limits.pauseUntil(now() + decision.delayMs);
    this.log.repeated(this.attempts, failure);
  }

  finished(head: ResponseHead, body: Buffer): DataverseResponse<Buffer> {
    const { limits } = this.options;
    limits.succeeded();
    limits.budget.earn(this.spent);
    return this.response(head, body);
  }

  /**
   * The end after a failure that is not repeated.
   *
   * @throws DataverseError unless the request accepts the response.
   */
  concluded(failure: FailedAttempt): DataverseResponse<Buffer> {
    const ending = this.ending();
    const note = reasonNotRetried(this.decision);
    if (!failure.bytes) {
      const { networkCode, message } = failure;
      throw this.timedOut
        ? errorFromNetwork(ending, { networkCode: "ETIMEDOUT", reason: this.timeLimit(), note })
        : errorFromNetwork(ending, { networkCode, reason: message, note });
    }
    const { head, bytes, text: body, errorBody } = failure;
    if (this.given.isResponse?.(head.headers)) return this.response(head, bytes);
    const retryAfterMs = requestedWaitMs(head, this.options.now());
    throw errorFromResponse({ ...ending, ...head, body, errorBody, retryAfterMs, note });
  }

  /** Gives the slot to the next request. */
  release(): void {
    clearTimeout(this.timer);
    if (this.holdsSlot) this.options.limits.leave();
    this.holdsSlot = false;
  }

  private ending(): Ending {
    return { request: this.given.request, attempts: this.attempts, mayHaveRun: this.mayHaveRun };
  }

  private response({ status, headers }: ResponseHead, body: Buffer): DataverseResponse<Buffer> {
    return { ...this.ending(), status, headers: hideSecretInHeaders(headers, this.options.accessToken), body };
  }

  private isLate(timeMs: number): boolean {
    return this.options.endMs - timeMs < shortestAttemptMs;
  }

  private timeLimit(): string {
    return `no complete response arrived within ${this.limitMs} ms`;
  }
}
