import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";

/**
 * Detects requests that began although a response had requested a pause. It uses only the messages that this process
 * sends and receives: the emulator also counts early retries, but cannot distinguish them from requests that a busy
 * machine delayed.
 */
export interface PauseWatch {
  /** Ends the watch: requests begun within a pause. */
  report(): number;
}

/** Between the head of an answer, where the watch begins, and its whole body, which the component reads. */
const readingMs = 200;

export function watchPauses(clock: () => number = Date.now): PauseWatch {
  let toldAtMs = 0;
  let pausedUntilMs = 0;
  let early = 0;
  const onResponse = (message: unknown): void => {
    const { response } = message as { request: ClientRequest; response: IncomingMessage };
    const seconds = Number(response.headers["retry-after"]);
    if (response.statusCode !== 429 || Number.isNaN(seconds)) return;
    const now = clock();
    if (now >= pausedUntilMs) toldAtMs = now;
    pausedUntilMs = Math.max(pausedUntilMs, now + seconds * 1_000);
  };
  const onRequest = (): void => {
    const now = clock();
    if (now < pausedUntilMs && now > toldAtMs + readingMs) early += 1;
  };
  subscribe("http.client.response.finish", onResponse);
  subscribe("http.client.request.start", onRequest);
  return {
    report: () => {
      unsubscribe("http.client.response.finish", onResponse);
      unsubscribe("http.client.request.start", onRequest);
      return early;
    },
  };
}
