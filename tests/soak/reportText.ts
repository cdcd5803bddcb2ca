import type { SoakReport } from "./soak";
import type { Outcome } from "./worker";

const outcomes: Outcome[] = ["done", "notRun", "openAndRun", "openAndNotRun", "readFailed"];

/** The report for the terminal. */
export function reportText(report: SoakReport): string {
  const { operations, seconds, seed, rows, weather, resources, problems } = report;
  const counts = Object.entries(report.outcomes)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, byOutcome]) => [name, ...outcomes.map((outcome) => String(byOutcome[outcome] ?? 0))]);
  const faults = Object.entries(weather.faults).map(([kind, times]) => `${kind} ${times}`);
  const heap = resources.heapMb.map(({ mb }) => mb.toFixed(1));
  return [
    "",
    table([["", ...outcomes], ...counts]),
    "",
    `${operations} operations in ${seconds.toFixed(1)} s (${Math.round(operations / seconds)} a second), seed ${seed}`,
    `${rows} rows in the end`,
    `Faults: ${faults.join(", ") || "none"}`,
    `Refused by limits: ${weather.refused}, early retries: ${report.earlyRetries} (as the emulator saw it: ${weather.earlyRetries})`,
    `Heap after collection, MB: ${heap.join(" ") || "not measured, run with --expose-gc"}`,
    `Sockets: at most ${resources.mostSockets}, left ${resources.socketsLeft}; unhandled rejections: ${resources.unhandledRejections}`,
    problems.length === 0 ? "Nothing lost, nothing twice." : problems.map((problem) => `WRONG: ${problem}`).join("\n"),
    "",
  ].join("\n");
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 2))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}
