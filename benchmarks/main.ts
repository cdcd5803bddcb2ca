/**
 * `npm run bench` compares contenders in one run, because machines are noisy and only ratios are comparable. Each
 * benchmark answers one question and prints one table in the format of `results.md`; `npm run bench -- fetchAll` runs
 * only that one. Benchmarks assert nothing: tests check behavior, benchmarks show cost.
 */
import { actionCost } from "./actionCost.bench";
import { batchOrSingle } from "./batchOrSingle.bench";
import { emulatorQueries } from "./emulatorQueries.bench";
import { fetchAll } from "./fetchAll.bench";
import { roundTrips } from "./roundTrips.bench";
import { type Table, tableText } from "./table";

const questions: Record<string, () => Promise<Table>> = {
  roundTrips,
  actionCost,
  batchOrSingle,
  fetchAll,
  emulatorQueries,
};

const usage = `npm run bench -- [name ...]

  Names: ${Object.keys(questions).join(", ")}; all by default.
  --help  Show this.
`;

async function main(names: string[]): Promise<void> {
  if (names.includes("--help")) return void process.stdout.write(usage);
  const unknown = names.find((name) => !Object.hasOwn(questions, name));
  if (unknown !== undefined) throw new Error(`There is no benchmark "${unknown}".\n${usage}`);
  for (const [name, ask] of Object.entries(questions)) {
    if (names.length === 0 || names.includes(name)) process.stdout.write(`${tableText(await ask())}\n\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
