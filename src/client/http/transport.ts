/**
 * HTTP for one connection: an axios instance with keep-alive agents and gzip, and axios-retry to run the loop. Each
 * request is an `Exchange`, which decides everything; this file connects it to the two libraries. Bodies are returned
 * as bytes.
 */
import axios, { AxiosError, type AxiosAdapter } from "axios";
import axiosRetry, { type IAxiosRetryConfig } from "axios-retry";
import type { DataverseResponse } from "../request";
import { createAgents } from "./agents";
import { Exchange, type TransportOptions, type TransportRequest } from "./exchange";
import { headOf, readFailure } from "./failures";

export interface Transport {
  /** @throws DataverseError */
  send(request: TransportRequest): Promise<DataverseResponse<Buffer>>;
}

/** Shared by all clients: connections outlive a step. */
const { httpAgent, httpsAgent, closeLongIdle } = createAgents(() => Date.now());

const http = axios.getAdapter("http");

export function createTransport(options: TransportOptions): Transport {
  const { accessToken } = options;
  const instance = axios.create({
    httpAgent,
    httpsAgent,
    // A redirect could send the token to another host; Dataverse's API does not redirect.
    maxRedirects: 0,
    maxBodyLength: Infinity,
    maxContentLength: Infinity,
    responseType: "arraybuffer",
    transformResponse: [(data: unknown) => data],
    transformRequest: [(data: unknown) => data],
  });
  axiosRetry(instance);

  return {
    async send(request) {
      const exchange = new Exchange(request, options);
      try {
        const response = await instance.request<Buffer>({
          method: request.request.method,
          url: request.url,
          // Without a body axios would add the content type of a form.
          headers: {
            ...(request.body === undefined && { "Content-Type": false }),
            ...request.headers,
            Authorization: `Bearer ${accessToken}`,
          },
          data: request.body,
          adapter: attemptOf(exchange),
          "axios-retry": retriesOf(exchange, accessToken),
        });
        return exchange.finished(headOf(response), Buffer.from(response.data ?? ""));
      } catch (cause) {
        if (!(cause instanceof AxiosError)) throw cause;
        return exchange.concluded(exchange.failure ?? readFailure(cause, accessToken));
      } finally {
        exchange.release();
      }
    },
  };
}

/** One attempt, from waiting for a slot to the last byte of the response. */
function attemptOf(exchange: Exchange): AxiosAdapter {
  return async (config) => {
    await exchange.admit();
    closeLongIdle();
    config.signal = exchange.begin(() => config.headers.toJSON());
    try {
      const response = await http(config);
      exchange.ended(headOf(response));
      return response;
    } catch (error) {
      if (error instanceof AxiosError) exchange.ended(error.response && headOf(error.response));
      throw error;
    } finally {
      // axios-retry would not wait before the next attempt under a signal that has been aborted.
      delete config.signal;
    }
  };
}

function retriesOf(exchange: Exchange, accessToken: string): IAxiosRetryConfig {
  return {
    // The policy counts the retries, so that the error can explain why there was no further one.
    retries: Infinity,
    retryCondition: (error) => exchange.failed(readFailure(error, accessToken)).retry,
    retryDelay: () => exchange.delayMs(),
    onRetry: () => exchange.repeated(),
    // The exchange limits the time of each attempt.
    shouldResetTimeout: true,
  };
}
