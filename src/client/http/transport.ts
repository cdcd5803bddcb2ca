import axios, { AxiosError, type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from "axios";
import axiosRetry from "axios-retry";
import { createAgents } from "./agents";
import {
  answerOf,
  attemptsOf,
  dataverseError,
  failureOf,
  headersOf,
  lateError,
  pausedError,
  waitAskedFor,
} from "./failures";
import type { Limits } from "../retry/limits";
import { hideSecret, redactHeaders, redactText } from "../redact";
import type { AnyRequest, DataverseResponse } from "../request";
import { decideRetry, isThrottled, mayHaveRun, type RetryDecision, type RetryPolicy } from "../retry/policy";

/**
 * HTTP for one connection: an axios instance with keep-alive agents, gzip, a time limit per attempt, and axios-retry
 * running the loop that `retry/policy.ts` decides. Bodies come back as text or bytes; reading them is the caller's part.
 */
export interface Transport {
  send(request: TransportRequest): Promise<DataverseResponse<Buffer>>;
}

export interface TransportRequest {
  request: AnyRequest;
  /** Absolute and already found to belong to the organization. */
  url: string;
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
  /** Per attempt. */
  timeoutMs: number;
  retryPolicy: RetryPolicy;
  /** Log this request even when debugging is off. */
  alwaysLog: boolean;
  /** Accepts a response with an error status: a batch reports its failures in its parts. */
  isResponse?: (headers: Record<string, string | undefined>) => boolean;
}

export interface TransportOptions {
  accessToken: string;
  /** Receives redacted lines. */
  log: (line: string) => void;
  isDebug: boolean;
  now: () => number;
  random: () => number;
  limits: Limits;
  /** No repeat is made that would wait beyond this time, in milliseconds since 1970. */
  deadlineMs: () => number;
  /** No answer is waited for beyond this time, in milliseconds since 1970. */
  endMs: number;
}

/** Shared by all clients: connections outlive a step. */
const { httpAgent, httpsAgent, closeLongIdle } = createAgents(() => Date.now());

/** Travels with axios's configuration. A class, because axios copies plain objects and a copy would lose the timer. */
class Attempt {
  startedMs = 0;
  /** How long this attempt may take. */
  limitMs = 0;
  timer?: NodeJS.Timeout;
  timedOut = false;
  /** It holds a place among the requests under way. */
  isUnderWay = false;
  /** Why no further repeat was made. */
  decision?: RetryDecision;
  /** What the repeats have taken from the budget. */
  spent = 0;
  /** An earlier attempt may have taken effect without saying so. */
  mayHaveRun = false;
  readonly request: AnyRequest;
  constructor(
    readonly given: TransportRequest,
    readonly deadlineMs: number,
  ) {
    this.request = given.request;
  }
}

type Config = InternalAxiosRequestConfig & { attempt?: Attempt };

export function createTransport(options: TransportOptions): Transport {
  const instance = axios.create({
    httpAgent,
    httpsAgent,
    // A redirect could lead the token elsewhere; Dataverse's API has none.
    maxRedirects: 0,
    maxBodyLength: Infinity,
    maxContentLength: Infinity,
    responseType: "arraybuffer",
    transformResponse: [(data: unknown) => data],
    transformRequest: [(data: unknown) => data],
  });
  limitEachAttempt(instance, options);
  axiosRetry(instance, {
    retries: 0,
    // Our own timer limits an attempt; see limitEachAttempt.
    shouldResetTimeout: true,
  });

  return {
    async send(request) {
      const attempt = new Attempt(request, options.deadlineMs());
      try {
        const response = await instance.request<Buffer>({
          ...({ attempt } as object),
          method: request.request.method,
          url: request.url,
          // Without a body axios would name the type of a form.
          headers: {
            ...(request.body === undefined && { "Content-Type": false }),
            ...request.headers,
            Authorization: `Bearer ${options.accessToken}`,
          },
          data: request.body,
          "axios-retry": retrySettings(attempt, options),
        });
        options.limits.succeeded();
        options.limits.budget.earn(attempt.spent);
        return responseOf(response, attempt, options);
      } catch (error) {
        const answer = error instanceof AxiosError ? answerOf(error) : undefined;
        if (answer && request.isResponse?.(headersOf(answer))) return responseOf(answer, attempt, options);
        throw dataverseError(error, attempt, options);
      } finally {
        endAttempt(attempt, options);
      }
    },
  };
}

/** axios-retry runs the loop; what it does is decided in `retry/policy.ts`. */
function retrySettings(attempt: Attempt, options: TransportOptions) {
  const { given, request } = attempt;
  return {
    // The policy counts, so that an attempt that is not repeated knows why.
    retries: Infinity,
    retryCondition: (error: AxiosError) => {
      const failure = failureOf(error, request, options.now);
      attempt.decision = decideRetry(given.retryPolicy, failure, {
        retriesDone: attemptsOf(error.config) - 1,
        timeLeftMs: attempt.deadlineMs - options.now(),
        budgetLeft: options.limits.budget.left(),
        random: options.random(),
      });
      if (mayHaveRun(failure) && request.method !== "GET" && request.method !== "HEAD") attempt.mayHaveRun = true;
      return attempt.decision.retry;
    },
    retryDelay: (_retryNumber: number, error: AxiosError) => {
      const { decision } = attempt;
      if (!decision?.retry) return 0;
      options.limits.budget.spend(decision.cost);
      attempt.spent += decision.cost;
      // Whoever else sends under this identity is throttled too, also when the service names no wait.
      if (isThrottled(failureOf(error, request, options.now)))
        options.limits.pauseUntil(options.now() + decision.delayMs);
      return decision.delayMs;
    },
    onRetry: (retryNumber: number, error: AxiosError, config: object) => {
      // The spent attempt's signal would cut the wait short.
      delete (config as Config).signal;
      const reason = error.response ? `HTTP ${error.response.status}` : (error.code ?? error.message);
      log(given, options, () => `Retry ${retryNumber} of ${request.operation} after ${reason}`);
    },
  };
}

/** A step that begins when its time is over has one short attempt. */
const shortestAttemptMs = 1_000;

/**
 * axios's own `timeout` watches for silence on the socket; a body that drips would never end. This timer covers one
 * attempt from the first byte sent to the last received, and is set anew for every repeat.
 */
function limitEachAttempt(instance: AxiosInstance, options: TransportOptions): void {
  instance.interceptors.request.use(async (config: Config) => {
    const attempt = config.attempt;
    if (!attempt) return config;
    const askedMs = options.now();
    const pausedUntilMs = await options.limits.enter(attempt.deadlineMs);
    if (pausedUntilMs !== undefined) throw pausedError(attempt, config, pausedUntilMs - options.now());
    attempt.isUnderWay = true;
    // While it waited for a place, its time has run out.
    const isLate = (timeMs: number) => options.endMs - timeMs < shortestAttemptMs;
    if (isLate(options.now()) && !isLate(askedMs)) throw lateError(attempt, config);
    closeLongIdle();
    const controller = new AbortController();
    attempt.startedMs = options.now();
    attempt.timedOut = false;
    const leftMs = Math.max(shortestAttemptMs, options.endMs - attempt.startedMs);
    attempt.limitMs = Math.min(attempt.given.timeoutMs, leftMs);
    attempt.timer = setTimeout(() => {
      attempt.timedOut = true;
      controller.abort();
    }, attempt.limitMs);
    config.signal = controller.signal;
    logRequest(config, attempt, options);
    return config;
  });
  instance.interceptors.response.use(
    (response) => {
      finishAttempt(response.config, response, options);
      return response;
    },
    (error: AxiosError) => {
      if (error.config) finishAttempt(error.config, error.response, options);
      return Promise.reject(error);
    },
  );
}

function finishAttempt(config: Config, response: AxiosResponse | undefined, options: TransportOptions): void {
  const attempt = config.attempt;
  if (!attempt) return;
  // Told before the place is given to the next one, which would go too early.
  const recommended = Number(response?.headers["x-ms-dop-hint"]);
  if (recommended >= 1) options.limits.recommended(recommended);
  if (response?.status === 429) {
    options.limits.throttled(options.now() + (waitAskedFor(headersOf(response), options.now) ?? 0));
  }
  endAttempt(attempt, options);
  log(attempt.given, options, () => {
    const outcome = response
      ? `HTTP ${response.status} ${JSON.stringify(redactHeaders({ ...response.headers }))}`
      : "no answer";
    return `${attempt.request.operation}: ${outcome} in ${options.now() - attempt.startedMs} ms`;
  });
}

function endAttempt(attempt: Attempt, options: TransportOptions): void {
  clearTimeout(attempt.timer);
  if (attempt.isUnderWay) options.limits.leave();
  attempt.isUnderWay = false;
}

function log(request: TransportRequest, options: TransportOptions, line: () => string): void {
  if (options.isDebug || request.alwaysLog) options.log(redactText(line(), [options.accessToken]));
}

const loggedBodyCharacters = 2_000;

function logRequest(config: Config, attempt: Attempt, options: TransportOptions): void {
  const { request, url, body } = attempt.given;
  const { operation, method } = request;
  log(attempt.given, options, () => {
    const text = typeof body === "string" ? body.slice(0, loggedBodyCharacters) : `${body?.length} bytes`;
    const headers = JSON.stringify(redactHeaders(config.headers.toJSON()));
    return `${operation}: ${method} ${url} ${headers}${body === undefined ? "" : ` ${text}`}`;
  });
}

function responseOf(
  response: AxiosResponse<Buffer>,
  attempt: Attempt,
  { accessToken }: TransportOptions,
): DataverseResponse<Buffer> {
  return {
    request: attempt.request,
    status: response.status,
    headers: hiding(headersOf(response), accessToken),
    body: Buffer.from(response.data ?? ""),
    attempts: attemptsOf(response.config),
    mayHaveRun: attempt.mayHaveRun,
  };
}

type Headers = DataverseResponse<Buffer>["headers"];

/** Errors quote headers, the request's id above all. */
function hiding(headers: Headers, secret: string): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value === undefined ? value : hideSecret(value, secret)]),
  );
}
