/**
 * The resources of this process during a run: memory after a garbage collection, and sockets.
 */
export interface ResourceReport {
  /** Megabytes of heap in use, by operations done; only with `--expose-gc`. */
  heapMb: { at: number; mb: number }[];
  /** Sockets open at the samples, at most, and in the end. */
  mostSockets: number;
  socketsLeft: number;
  /** Promises that were rejected without a handler. */
  unhandledRejections: number;
  problems: string[];
}

export interface ResourceWatch {
  sampleAt(operations: number): void;
  /** Ends the watch. */
  report(): ResourceReport;
}

const samples = 20;

/** The component's agents keep 8 idle sockets to a host; the control requests keep a few of their own. */
const mostIdleSockets = 8 + 4;

/** 52 requests in flight (the limit of the service and the client) and the control requests. */
const mostSocketsAtOnce = 52 + mostIdleSockets;

/** Caches of compiled code and regular expressions go on growing for a while, by a few megabytes in all. */
const toleratedGrowthMb = 8;

export function watchResources(operations: number): ResourceWatch {
  const every = Math.max(1, Math.floor(operations / samples));
  const heapMb: ResourceReport["heapMb"] = [];
  let mostSockets = 0;
  let unhandledRejections = 0;
  const onRejection = (reason: unknown): void => {
    unhandledRejections += 1;
    console.error("Unhandled rejection:", reason);
  };
  process.on("unhandledRejection", onRejection);
  const sample = (at: number): void => {
    mostSockets = Math.max(mostSockets, openSockets());
    if (!globalThis.gc) return;
    globalThis.gc();
    heapMb.push({ at, mb: Math.round(process.memoryUsage().heapUsed / 2 ** 20 / 0.1) * 0.1 });
  };
  return {
    sampleAt: (at) => {
      if (at % every === 0) sample(at);
    },
    report: () => {
      process.off("unhandledRejection", onRejection);
      const seen = { heapMb, mostSockets, socketsLeft: openSockets(), unhandledRejections };
      return { ...seen, problems: problemsOf(seen) };
    },
  };
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
}

function problemsOf({
  heapMb,
  mostSockets,
  socketsLeft,
  unhandledRejections,
}: Omit<ResourceReport, "problems">): string[] {
  const growthMb = growth(heapMb.map(({ mb }) => mb));
  return [
    unhandledRejections > 0 && `${unhandledRejections} rejections were handled by nobody`,
    mostSockets > mostSocketsAtOnce && `${mostSockets} sockets were open at once`,
    socketsLeft > mostIdleSockets && `${socketsLeft} sockets are left open`,
    growthMb > toleratedGrowthMb && `the heap has grown by ${growthMb.toFixed(1)} MB`,
  ].filter((problem) => problem !== false);
}

/** Growth from the second quarter to the last, by the minimum of each: a temporary need is not growth. */
export function growth(values: number[]): number {
  const quarter = Math.floor(values.length / 4);
  if (quarter === 0) return 0;
  return Math.min(...values.slice(-quarter)) - Math.min(...values.slice(quarter, 2 * quarter));
}
