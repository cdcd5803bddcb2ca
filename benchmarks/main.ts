/**
 * Benchmarks, side by side in one run, because machines are noisy and only ratios travel. Each asks one question and prints one
 * table. Nothing here is asserted: the tests hold behavior, this shows cost.
 */
import { actionCost } from "./actionCost.bench";
import { fetchAll } from "./fetchAll.bench";
import type { Table } from "./table";

const questions: (() => Promise<Table>)[] = [actionCost, fetchAll];

async function main(): Promise<void> {
  for (const ask of questions) {
    const { question, columns, rows } = await ask();
    const widths = columns.map((column, index) =>
      Math.max(column.length, ...rows.map((row) => (row[index] ?? "").length)),
    );
    const line = (cells: string[]) => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
    process.stdout.write(`\n${question}\n\n${[columns, ...rows].map(line).join("\n")}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
