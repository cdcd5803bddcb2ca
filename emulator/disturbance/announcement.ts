import { performance } from "node:perf_hooks";

/** A request by where and when it came in, before anything of it was read. */
export interface Visit {
  /** The socket, by identity alone. */
  connection: object;
  /** Of the steady clock: `performance.now()`. */
  arrivedMs: number;
}

/**
 * How long after an answer was handed to the network requests may arrive that were sent without knowing it: a client
 * that is busy, or still opening a connection, sends late what it began early. Well below the shortest wait.
 */
const underWayMs = 600;

/**
 * A wait that was announced to a user, and the requests that can know about it. A client sends in parallel: a request
 * sent before it read the announcement is not a retry, even if it arrives later. So a request counts as informed
 *
 * - on a connection that carried the announcement, because HTTP/1.1 answers in order;
 * - at once, when the user sends one request after the other;
 * - otherwise when every request in flight has been read.
 */
export class Announcement {
  private readonly told = new WeakSet<object>();
  private knownFromMs = Infinity;
  private isDelivered = false;

  isKnownTo({ connection, arrivedMs }: Visit): boolean {
    return this.told.has(connection) || arrivedMs >= this.knownFromMs;
  }

  /** An answer that says it was handed to the network. */
  delivered(connection: object, isSequential: boolean): void {
    this.told.add(connection);
    if (isSequential) this.becomeKnown();
    if (this.isDelivered) return;
    this.isDelivered = true;
    // Timers run before sockets are read and immediates after: when the process was busy, what waits in the sockets
    // still counts as sent before. A connection that waits to be accepted is read one turn later.
    setTimeout(() => setImmediate(() => setImmediate(() => this.becomeKnown())), underWayMs).unref();
  }

  private becomeKnown(): void {
    this.knownFromMs = Math.min(this.knownFromMs, performance.now());
  }
}
