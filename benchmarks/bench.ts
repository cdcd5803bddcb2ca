import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import component from "../src";
import type { DataverseClient } from "../src/client";
import { clientCredentials } from "../src/connections/clientCredentials";
import { createSession } from "../src/session";
import { type EmulatorProcess, startEmulatorProcess } from "../tests/soak/emulatorProcess";

/**
 * The emulator runs in a separate process: it shares the time, but CPU and memory measured here are the component's.
 */
export interface Bench {
  emulator: EmulatorProcess;
  headers: Record<string, string>;
  /** The client that an action uses. */
  client: DataverseClient;
  /** Runs a complete action and returns its `data`. */
  run: <Data>(action: string, inputs: Record<string, unknown>) => Promise<Data>;
}

function silent() {
  return undefined;
}
const logger = { metric: silent, trace: silent, debug: silent, info: silent, log: silent, warn: silent, error: silent };

export async function withBench<Result>(rows: number, measure: (bench: Bench) => Promise<Result>): Promise<Result> {
  const emulator = await startEmulatorProcess(...(rows > 0 ? ["--rows", String(rows)] : []));
  try {
    const token = await emulator.token();
    const fields = { webApiUrl: emulator.url, clientId: emulator.clientId };
    const connection = createConnection(clientCredentials, fields, { access_token: token });
    const harness = createHarness(component);
    return await measure({
      emulator,
      headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
      client: createSession({ logger }, connection),
      run: async <Data>(action: string, inputs: Record<string, unknown>) => {
        const result = await harness.action(action, { connection, ...inputs }, { logger });
        return (result as { data: Data }).data;
      },
    });
  } finally {
    await emulator.close();
  }
}

export interface Cost {
  ms: number;
  cpuMs: number;
}

/** Contenders take turns, so a slow moment of the machine affects all of them; the median of the rounds counts. */
export async function compare(
  contenders: (() => Promise<unknown>)[],
  { rounds, perRound }: { rounds: number; perRound: number },
): Promise<Cost[]> {
  const costs = contenders.map((): Cost[] => []);
  // The first round warms up and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (const [index, run] of contenders.entries()) {
      const cpu = process.cpuUsage();
      const startedMs = performance.now();
      for (let time = 0; time < perRound; time++) await run();
      const ms = (performance.now() - startedMs) / perRound;
      const { user, system } = process.cpuUsage(cpu);
      if (round >= 0) costs[index]?.push({ ms, cpuMs: (user + system) / 1_000 / perRound });
    }
  }
  return costs.map((each) => ({ ms: median(each.map(({ ms }) => ms)), cpuMs: median(each.map(({ cpuMs }) => cpuMs)) }));
}

/** The median of an odd number of figures: one slow run does not count. */
function median(figures: number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Megabytes of heap in use. */
export function heapMb(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
