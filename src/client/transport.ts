import http from "node:http";
import https from "node:https";
import axios, { AxiosError, type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from "axios";
import axiosRetry from "axios-retry";
import { errorFromNetwork, errorFromResponse, isWrongAddress, neverReachedServer, parseErrorBody } from "./errors";
import { redactHeaders, redactText } from "./redact";
import { type AttemptFailure, parseRetryAfter, type RetryPolicy } from "./retry/policy";

/**
 * HTTP for one connection: an axios instance with keep-alive agents, gzip, a time limit per attempt, and axios-retry
 * running the loop that `retry/policy.ts` decides. Bodies come back as text or bytes; reading them is the caller's part.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
}

export type HttpMethod = "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT";

export interface TransportRequest {
  /** What is tried, in words, for errors. */
  operation: string;
  method: HttpMethod;
  /** Absolute and already found to belong to the organization. */
  url: string;
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
  isSafeToRepeat: boolean;
  /** Per attempt. */
  timeoutMs: number;
  retryPolicy: RetryPolicy;
  /** Log this request even when debugging is off. */
  alwaysLog: boolean;
  /** An error status that is an answer all the same: a batch tells its failures in its parts. */
  isAnswer?: (headers: Record<string, string | undefined>) => boolean;
}

export interface TransportResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  bytes: Buffer;
  attempts: number;
}

export interface TransportOptions {
  accessToken: string;
  /** Receives redacted lines. */
  log: (line: string) => void;
  isDebug: boolean;
  now: () => number;
  random: () => number;
}

/**
 * Sockets outlive a step, so that the next one finds them open. 52 is the number of concurrent requests that one user
 * may have ("Service protection API limits", Microsoft Learn, 2023-01).
 */
const agentOptions = { keepAlive: true, maxSockets: 52, maxFreeSockets: 8 };
const httpAgent = new http.Agent(agentOptions);
const httpsAgent = new https.Agent(agentOptions);

/** Travels with axios's configuration. A class, because axios copies plain objects and a copy would lose the timer. */
class Attempt {
  startedMs = 0;
  timer?: NodeJS.Timeout;
  timedOut = false;
  constructor(readonly request: TransportRequest) {}
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
      const attempt = new Attempt(request);
      try {
        const response = await instance.request<Buffer>({
          ...({ attempt } as object),
          method: request.method,
          url: request.url,
          // Without a body axios would name the type of a form.
          headers: {
            ...(request.body === undefined && { "Content-Type": false }),
            ...request.headers,
            Authorization: `Bearer ${options.accessToken}`,
          },
          data: request.body,
          "axios-retry": retrySettings(request, options),
        });
        return responseOf(response, response.config);
      } catch (error) {
        const answer = error instanceof AxiosError ? answerOf(error) : undefined;
        if (answer && request.isAnswer?.(headersOf(answer))) return responseOf(answer, answer.config);
        throw dataverseError(error, request, options);
      } finally {
        clearTimeout(attempt.timer);
      }
    },
  };
}

function retrySettings(request: TransportRequest, options: TransportOptions) {
  const { retryPolicy } = request;
  return {
    retries: retryPolicy.maxRetries,
    retryCondition: (error: AxiosError) => retryPolicy.shouldRetry(failureOf(error, request, options)),
    retryDelay: (retryNumber: number, error: AxiosError) =>
      retryPolicy.delayMs(retryNumber, failureOf(error, request, options), options.random()),
    onRetry: (retryNumber: number, error: AxiosError, config: object) => {
      // The spent attempt's signal would cut the wait short.
      delete (config as Config).signal;
      const reason = error.response ? `HTTP ${error.response.status}` : (error.code ?? error.message);
      if (options.isDebug || request.alwaysLog)
        options.log(`Retry ${retryNumber} of ${request.operation} after ${reason}`);
    },
  };
}

/**
 * axios's own `timeout` watches for silence on the socket; a body that drips would never end. This timer covers one
 * attempt from the first byte sent to the last received, and is set anew for every repeat.
 */
function limitEachAttempt(instance: AxiosInstance, options: TransportOptions): void {
  instance.interceptors.request.use((config: Config) => {
    const attempt = config.attempt;
    if (!attempt) return config;
    const controller = new AbortController();
    attempt.startedMs = options.now();
    attempt.timedOut = false;
    attempt.timer = setTimeout(() => {
      attempt.timedOut = true;
      controller.abort();
    }, attempt.request.timeoutMs);
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
  clearTimeout(attempt.timer);
  if (!options.isDebug && !attempt.request.alwaysLog) return;
  const outcome = response
    ? `HTTP ${response.status} ${JSON.stringify(redactHeaders({ ...response.headers }))}`
    : "no answer";
  options.log(`${attempt.request.operation}: ${outcome} in ${options.now() - attempt.startedMs} ms`);
}

const loggedBodyCharacters = 2_000;

function logRequest(config: Config, attempt: Attempt, options: TransportOptions): void {
  if (!options.isDebug && !attempt.request.alwaysLog) return;
  const { operation, method, url, body } = attempt.request;
  const shownBody =
    body === undefined
      ? ""
      : ` ${typeof body === "string" ? body.slice(0, loggedBodyCharacters) : `${body.length} bytes`}`;
  const headers = JSON.stringify(redactHeaders(config.headers.toJSON()));
  options.log(redactText(`${operation}: ${method} ${url} ${headers}${shownBody}`, [options.accessToken]));
}

function responseOf(response: AxiosResponse<Buffer>, config: InternalAxiosRequestConfig): TransportResponse {
  return {
    status: response.status,
    headers: headersOf(response),
    bytes: Buffer.from(response.data ?? ""),
    attempts: attemptsOf(config),
  };
}

function headersOf(response: AxiosResponse): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : String(value);
  }
  return headers;
}

function attemptsOf(config: InternalAxiosRequestConfig | undefined): number {
  return ((config?.["axios-retry"] as { retryCount?: number } | undefined)?.retryCount ?? 0) + 1;
}

/** A whole answer has a body; when it broke off, axios reports the response without one. */
function answerOf(error: AxiosError): AxiosResponse<Buffer> | undefined {
  const response = error.response;
  return response && Buffer.isBuffer(response.data) ? (response as AxiosResponse<Buffer>) : undefined;
}

function failureOf(error: AxiosError, request: TransportRequest, options: TransportOptions): AttemptFailure {
  const answer = answerOf(error);
  return {
    status: answer?.status,
    code: answer && parseErrorBody(answer.data.toString("utf8")).code,
    neverReachedServer: !answer && neverReachedServer(error.code),
    isPermanent: !answer && isWrongAddress(error.code),
    isSafeToRepeat: request.isSafeToRepeat,
    retryAfterMs: answer && parseRetryAfter(headersOf(answer)["retry-after"], options.now()),
  };
}

function dataverseError(error: unknown, request: TransportRequest, options: TransportOptions): unknown {
  if (!(error instanceof AxiosError)) return error;
  const { operation, isSafeToRepeat } = request;
  const attempts = attemptsOf(error.config);
  const answer = answerOf(error);
  if (answer) {
    const headers = headersOf(answer);
    const retryAfterMs = parseRetryAfter(headers["retry-after"], options.now());
    return errorFromResponse({
      operation,
      status: answer.status,
      statusText: answer.statusText,
      headers,
      body: answer.data.toString("utf8"),
      attempts,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  const timedOut = (error.config as Config | undefined)?.attempt?.timedOut ?? false;
  const reason = timedOut
    ? `nothing whole arrived within ${request.timeoutMs} ms`
    : redactText(error.message, [options.accessToken]);
  return errorFromNetwork({
    operation,
    networkCode: timedOut ? "ETIMEDOUT" : error.code,
    reason,
    attempts,
    isSafeToRepeat,
  });
}
