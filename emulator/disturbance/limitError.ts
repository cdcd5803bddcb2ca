import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { LimitKind, Limits } from "./limits";

/** "Service protection API limit errors returned": only the execution time is written with thousands separators. */
export function limitError(limit: LimitKind, limits: Limits, retryAfterSeconds: number): ServiceError {
  const headers = { "Retry-After": String(retryAfterSeconds) };
  const window = `over time window of ${limits.windowMs / 1_000} seconds.`;
  switch (limit) {
    case "requests": {
      const message = `Number of requests exceeded the limit of ${limits.requests} ${window}`;
      return new ServiceError(errors.ThrottlingBurstRequestLimitExceededError, message, headers);
    }
    case "executionMs": {
      const milliseconds = (limits.executionMs ?? 0).toLocaleString("en-US");
      const advice = "Decrease number of concurrent requests or reduce the duration of requests and try again later.";
      const message = `Combined execution time of incoming requests exceeded limit of ${milliseconds} milliseconds ${window} ${advice}`;
      return new ServiceError(errors.ThrottlingTimeExceededError, message, headers);
    }
    case "concurrent": {
      const message = `Number of concurrent requests exceeded the limit of ${limits.concurrent}.`;
      return new ServiceError(errors.ThrottlingConcurrencyLimitExceededError, message, headers);
    }
  }
}
