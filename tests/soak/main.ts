/**
 * `npm run soak -- --operations N --seed S --workers W`: runs long, reports as it goes, and fails when anything is
 * lost.
 */
import { parseArgs } from "node:util";
import { reportText } from "./reportText";
import { runSoak } from "./soak";

const usage = `npm run soak -- [options]

  --operations N  How many operations; 100000 when left out.
  --seed S        Makes the same run again; random when left out.
  --workers W     How many at the same time; 24 when left out.
  --help          Show this.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      operations: { type: "string", default: "100000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      workers: { type: "string", default: "24" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const [operations, seed, workers] = [values.operations, values.seed, values.workers].map(wholeNumber) as [
    number,
    number,
    number,
  ];
  const startedMs = Date.now();
  process.stdout.write(`Soak of ${operations} operations by ${workers} workers, seed ${seed}\n`);
  const every = Math.max(500, Math.floor(operations / 20));
  const report = await runSoak({
    operations,
    seed,
    workers,
    progress: (done) => {
      const seconds = (Date.now() - startedMs) / 1_000;
      if (done % every === 0) process.stdout.write(`${done} operations, ${Math.round(done / seconds)} a second\n`);
    },
  });
  process.stdout.write(reportText(report));
  process.exitCode = report.problems.length > 0 ? 1 : 0;
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new Error(`A whole number is needed, not "${text}".`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 2;
});
