import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";

/**
 * Whether any request was begun although an answer had asked for a pause. Told by this process alone, from what its HTTP
 * client sends and receives: the emulator counts early retries too, but cannot tell one from a request that a busy machine
 * brought late.
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
