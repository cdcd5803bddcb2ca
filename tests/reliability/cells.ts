import net from "node:net";
import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import { createEmulator } from "../../emulator";
import component from "../../src";
import { defaultTimeoutMs } from "../../src/client/client";
import { oauth2 } from "../../src/connections/oauth2";
import { openWorld } from "../harness/openWorld";
import type { FaultCase } from "./faults";
import type { Prepared, Subject } from "./subjects";

/**
 * Runs one cell of the table: the real component, through Prismatic's harness, over real HTTP, against an emulator with
 * a fault. Two things are fixed: randomness, so that a backoff takes no time unless the service requests one, and the
 * time limit of an attempt, which ends when the fault has happened instead of after two minutes.
 */
export interface Cells {
  /** The step without any fault: its answer, and how many requests it makes. */
  undisturbed(subject: Subject): Promise<{ answer: unknown; requests: number }>;
  run(subject: Subject, faultCase: FaultCase): Promise<Cell>;
  close(): Promise<void>;
}

/** The result of a cell. */
export interface Cell {
  answer?: unknown;
  error?: Error & { attempts?: number; mayHaveRun?: boolean; isTransient?: boolean };
  /** Requests that reached the service, in the order they came in. */
  requests: { status: number | null; startedMs: number; endedMs: number }[];
  /** Undefined for reads. */
  timesDone: number | undefined;
}

export async function startCells(): Promise<Cells> {
  const emulator = await createEmulator();
  const { control } = emulator;
  const harness = createHarness(component);
  const timeLimits = holdTimeLimits();
  const chance = jest.spyOn(Math, "random").mockReturnValue(0);
  const closedPort = await findClosedPort();
  const world = await openWorld(emulator);
  let tags = 0;

  /** Requests of an earlier cell can complete, and be recorded, late. */
  async function requestsSince(timeMs: number): Promise<Cell["requests"]> {
    return (await control.requests()).filter(({ startedMs }) => startedMs >= timeMs);
  }

  async function perform({ kind, key }: Subject, { params }: Prepared, webApiUrl: string): Promise<unknown> {
    // A signed-in user is known by the token alone; this one is new, so nothing is remembered and no budget is spent.
    const token = { access_token: await emulator.connection.token() };
    const connection = createConnection(oauth2, { webApiUrl }, token);
    await control.clearRequests();
    if (kind === "dataSource") return (await harness.dataSource(key, { connection, ...params })).result;
    if (kind === "trigger") return triggerBody(await harness.trigger(key, {}, { connection, ...params }));
    return (await harness.action(key, { connection, ...params }))?.data;
  }

  return {
    async undisturbed(subject) {
      const prepared = await subject.prepare(world, `t${++tags}`);
      const startedMs = Date.now();
      const answer = await perform(subject, prepared, emulator.url);
      return { answer, requests: (await requestsSince(startedMs)).length };
    },
    async run(subject, { fault, times = 1 }) {
      const prepared = await subject.prepare(world, `t${++tags}`);
      const startedMs = Date.now();
      if (fault !== "refused") {
        await control.addFaults([{ match: { path: "/api/data/" }, after: subject.before ?? 0, times, fault }]);
      }
      const cell: Cell = { requests: [], timesDone: undefined };
      const address = fault === "refused" ? `http://127.0.0.1:${closedPort}` : emulator.url;
      const performed = perform(subject, prepared, address).then(
        (answer) => (cell.answer = answer),
        (error: Cell["error"]) => (cell.error = error ?? new Error("nothing was thrown")),
      );
      const isDelayed = fault !== "refused" && fault.kind === "delay";
      if (isDelayed) {
        await until(async () => (await control.faults()).some(({ fired }) => fired > 0));
        timeLimits.end();
      }
      await performed;
      await control.clearFaults();
      cell.requests = await requestsSince(startedMs);
      if (isDelayed) cell.requests.unshift({ status: null, startedMs, endedMs: startedMs });
      cell.timesDone = await prepared.timesDone?.();
      return cell;
    },
    async close() {
      chance.mockRestore();
      timeLimits.restore();
      await emulator.close();
    },
  };
}

function triggerBody(result: unknown): unknown {
  return (result as { payload: { body: { data: unknown } } }).payload.body.data;
}

/** Keeps every attempt's time limit, to let it end when the test says so. */
function holdTimeLimits(): { end(): void; restore(): void } {
  const held: (() => void)[] = [];
  const start = globalThis.setTimeout;
  const spy = jest.spyOn(globalThis, "setTimeout").mockImplementation((run: () => void, ms?: number) => {
    if (ms === defaultTimeoutMs) held.push(run);
    return start(run, ms);
  });
  return { end: () => held.at(-1)?.(), restore: () => spy.mockRestore() };
}

async function findClosedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 1;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
