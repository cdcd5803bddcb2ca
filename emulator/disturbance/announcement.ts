import { performance } from "node:perf_hooks";

/** Of a connection's socket, what is needed here. */
export interface Connection {
  once(event: "close", listener: () => void): unknown;
}

/** A request by where and when it came in, before anything of it was read. */
export interface Visit {
  connection: Connection;
  /** Of the steady clock: `performance.now()`. */
  arrivedMs: number;
}

/** How long after an answer was handed to the network requests may arrive that were sent without knowing it. */
const UNDER_WAY_MS = 50;

/**
 * A wait that was announced to a user, and who can know of it. A client sends in parallel: what it sent before it read
 * the announcement is no retry, however shortly after the announcement it arrives. So a request counts as knowing
 *
 * - on a connection that carried the announcement, because HTTP/1.1 answers in order;
 * - at once, when the user had no other connection that could have something under way;
 * - otherwise when all that was under way has been read.
 */
export class Announcement {
  private readonly told = new WeakSet<Connection>();
  private knownFromMs = Infinity;
  private isDelivered = false;

  isKnownTo({ connection, arrivedMs }: Visit): boolean {
    return this.told.has(connection) || arrivedMs >= this.knownFromMs;
  }

  /** An answer that says it was handed to the network. */
  delivered(connection: Connection, hasOthers: boolean): void {
    this.told.add(connection);
    if (!hasOthers) this.knownFromMs = Math.min(this.knownFromMs, performance.now());
    if (this.isDelivered) return;
    this.isDelivered = true;
    // Timers run before sockets are read and immediates after: when the process was busy, what waits in the sockets
    // still counts as sent before.
    setTimeout(() => {
      setImmediate(() => (this.knownFromMs = Math.min(this.knownFromMs, performance.now())));
    }, UNDER_WAY_MS).unref();
  }
}
