import { performance } from "node:perf_hooks";

/** For how long a user who sent in parallel is expected to do so again. */
const rememberedMs = 600;

/** Detects whether a user waits for each response before sending the next request. */
export class Parallelism {
  private open = 0;
  private lastSeenMs = -Infinity;

  begin(): void {
    this.open += 1;
    if (this.open > 1) this.lastSeenMs = performance.now();
  }

  /** The response was passed to the network. Requests read in the same turn of the event loop were sent before that. */
  end(): void {
    setImmediate(() => {
      if (this.open > 1) this.lastSeenMs = performance.now();
      this.open -= 1;
    });
  }

  isSequential(): boolean {
    return this.open <= 1 && performance.now() - this.lastSeenMs > rememberedMs;
  }
}
