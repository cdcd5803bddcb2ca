import { setTimeout as sleep } from "node:timers/promises";
import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import component from "../../src";
import { clientCredentials } from "../../src/connections/clientCredentials";
import { type EmulatorProcess, startEmulatorProcess } from "./emulatorProcess";
import { columns, differences, type FoundRow, type Model } from "./model";
import { watchPauses } from "./pauses";
import { createRandom } from "./random";
import { type ResourceReport, watchResources } from "./resources";
import { createWeather, type WeatherReport } from "./weather";
import { type Outcome, step, type Worker } from "./worker";

/**
 * Mixed operations from a seed through the real component, several at a time, in bad weather. A model is kept
 * alongside; in the end the organization must hold exactly what the model says.
 */
export interface SoakOptions {
  operations: number;
  seed: number;
  workers: number;
  /** Called now and then. */
  progress?: (operationsDone: number) => void;
}

export interface SoakReport {
  operations: number;
  seed: number;
  seconds: number;
  rows: number;
  /** Operation by what became of it. */
  outcomes: Record<string, Partial<Record<Outcome, number>>>;
  weather: WeatherReport;
  /** Requests begun although an answer had asked for a pause. */
  earlyRetries: number;
  resources: ResourceReport;
  /** Empty when everything is as it must be. */
  problems: string[];
}

/** Number of consecutive operations with the same faults. */
const operationsPerWeather = 200;

/** More problems show nothing new. */
const mostProblems = 20;

export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const emulator = await startEmulatorProcess();
  try {
    return await soakAgainst(emulator, options);
  } finally {
    await emulator.close();
  }
}

async function soakAgainst(emulator: EmulatorProcess, options: SoakOptions): Promise<SoakReport> {
  const startedMs = Date.now();
  const weather = createWeather(emulator, createRandom(options.seed), options.workers);
  const problems: string[] = [];
  const outcomes: SoakReport["outcomes"] = {};
  const resources = watchResources(options.operations);
  const pauses = watchPauses();
  const workers = await createWorkers(emulator, options, { problems, outcomes });
  let begun = 0;
  await Promise.all(
    workers.map(async (worker) => {
      while (begun < options.operations && problems.length < mostProblems) {
        begun += 1;
        if (begun % operationsPerWeather === 1) await weather.change();
        resources.sampleAt(begun);
        options.progress?.(begun);
        await step(worker);
      }
    }),
  );
  await weather.clear();
  const model: Model = new Map(workers.flatMap((worker) => [...worker.model]));
  problems.push(...differences(model, await storedRows(emulator)).slice(0, mostProblems));
  // Idle sockets and timers of the last requests have a moment to end.
  await sleep(500);
  const used = resources.report();
  problems.push(...used.problems);
  const earlyRetries = pauses.report();
  if (earlyRetries > 0) problems.push(`${earlyRetries} requests were sent before their wait was over`);
  return {
    operations: options.operations,
    seed: options.seed,
    seconds: (Date.now() - startedMs) / 1_000,
    rows: model.size,
    outcomes,
    weather: weather.seen,
    earlyRetries,
    resources: used,
    problems,
  };
}

async function createWorkers(
  emulator: EmulatorProcess,
  { seed, workers }: SoakOptions,
  { problems, outcomes }: Pick<SoakReport, "problems" | "outcomes">,
): Promise<Worker[]> {
  const harness = createHarness(component);
  // The harness's own logger would keep every line it was given.
  const logger = { debug: ignore, error: ignore, info: ignore, log: ignore, trace: ignore, warn: ignore };
  const connect = async () =>
    createConnection(
      clientCredentials,
      { webApiUrl: emulator.url, clientId: emulator.clientId },
      { access_token: await emulator.token() },
    );
  return Promise.all(
    Array.from({ length: workers }, async (_none, number): Promise<Worker> => {
      let connection = await connect();
      return {
        number,
        random: createRandom(seed * 1_000 + number + 1),
        model: new Map(),
        prefix: `soak ${number}-`,
        rowsMade: 0,
        run: async <Result>(action: string, inputs: Record<string, unknown>) => {
          const result = await harness.action(action, { connection, ...inputs }, { logger } as never);
          return (result as { data: Result }).data;
        },
        renewToken: async () => {
          connection = await connect();
        },
        tally: (operation, outcome) => {
          const counts = (outcomes[operation] ??= {});
          counts[outcome] = (counts[outcome] ?? 0) + 1;
        },
        wrong: (problem) => problems.push(problem),
      };
    }),
  );
}

function ignore(): void {}

/** Read without the component: a reader with the same fault would hide it. */
async function storedRows(emulator: EmulatorProcess): Promise<FoundRow[]> {
  const headers = { Authorization: `Bearer ${await emulator.token()}`, Prefer: "odata.maxpagesize=5000" };
  const rows: FoundRow[] = [];
  let link: string | undefined =
    `${emulator.url}/api/data/v9.2/accounts?$select=${columns.join(",")}&$filter=startswith(name,'soak ')`;
  while (link !== undefined) {
    const response: Response = await fetch(link, { headers });
    const page = (await response.json()) as { value: FoundRow[]; "@odata.nextLink"?: string };
    rows.push(...page.value);
    link = page["@odata.nextLink"];
  }
  return rows;
}
