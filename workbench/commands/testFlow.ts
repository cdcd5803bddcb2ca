/** `npm run test:flow`: tests low-code flows and says what was not as expected. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { buildIfStale, loadBundle } from "../component/build";
import type { RunnableComponent } from "../component/component";
import { errorMessage } from "../run/failures";
import type { FlowTestResult } from "../flowTests";
import { help, parseFlowTestOptions, type FlowTestCommand } from "../flowTests/options";
import { UsageError } from "../commandLine/options";
import { dynamicsSteps } from "../report/dynamicsSteps";
import { createReport } from "../report/report";
import { countsText } from "../run/requestCounts";
import { createTerminal, duration, type Terminal } from "../commandLine/terminal";

async function main(args: string[]): Promise<void> {
  const command = parseFlowTestOptions(args);
  const terminal = createTerminal();
  if (command.help) return terminal.line(help);
  const files = (await Promise.all(command.files.map(testFiles))).flat();
  const component = await componentOf(command, terminal);
  const tally = { passed: 0, failed: 0, invalid: 0 };
  for (const file of files) await runFile(file, component, command, terminal, tally);
  terminal.line(`\n${tallyText(tally)}`);
  if (tally.passed + tally.failed === 0 && tally.invalid === 0) {
    throw new UsageError("No test has a name that contains this text.");
  }
  if (tally.failed + tally.invalid > 0) process.exitCode = 1;
}

type Tally = Record<"passed" | "failed" | "invalid", number>;

async function testFiles(given: string): Promise<string[]> {
  const found = await stat(given).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${given} cannot be read (${error.code ?? error.message}).`);
  });
  if (!found.isDirectory()) return [given];
  const names = (await readdir(given)).filter((name) => /\.flowtest\.(ya?ml|json)$/.test(name)).sort();
  if (names.length === 0) throw new UsageError(`${given} holds no *.flowtest.yml.`);
  return names.map((name) => path.join(given, name));
}

async function componentOf({ componentFile }: FlowTestCommand, terminal: Terminal): Promise<RunnableComponent> {
  if (componentFile === undefined) {
    await buildIfStale(terminal);
    return loadBundle();
  }
  const module = (await import(path.resolve(componentFile))) as { default?: RunnableComponent };
  if (module.default === undefined) throw new UsageError(`${componentFile} has no component as its default export.`);
  return module.default;
}

async function runFile(
  file: string,
  component: RunnableComponent,
  { name: wanted = "", showSteps }: FlowTestCommand,
  terminal: Terminal,
  tally: Tally,
): Promise<void> {
  // Loaded with the first file: help and the message for a wrong argument take no time.
  const { InvalidFlowTestError, loadFlowTests, runFlowTest } = await import("../flowTests");
  terminal.line(`\n${terminal.style("bold", file)}`);
  const loaded = await loadFlowTests(file).catch((error: unknown) => {
    if (!(error instanceof InvalidFlowTestError)) throw error;
    terminal.line(terminal.style("red", indented(error.message, 2)));
    return undefined;
  });
  if (loaded === undefined) return void tally.invalid++;
  for (const test of loaded.tests.filter(({ name }) => name.includes(wanted))) {
    const progress = terminal.progress(`  . ${test.name}`);
    const steps = showSteps
      ? createReport(terminal, { flow: loaded.flow, component, texts: dynamicsSteps })
      : undefined;
    const result = await runFlowTest(loaded, test, { component, ...(steps && { onStep: steps.onStep }) });
    progress.end();
    show(result, terminal);
    tally[result.problems.length === 0 ? "passed" : "failed"]++;
  }
}

function show({ name, problems, requests, durationMs }: FlowTestResult, terminal: Terminal): void {
  const mark = problems.length === 0 ? terminal.style("green", "✓") : terminal.style("red", "✗");
  const costs = terminal.style("dim", `(${countsText(requests)}, ${duration(durationMs)})`);
  terminal.line(`  ${mark} ${name} ${costs}`);
  for (const problem of problems) terminal.line(indented(problem, 6));
}

function tallyText({ passed, failed, invalid }: Tally): string {
  const parts = [
    `${passed} passed`,
    failed > 0 && `${failed} failed`,
    invalid > 0 && `${invalid} ${invalid === 1 ? "file" : "files"} cannot be run`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function indented(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => " ".repeat(by) + line)
    .join("\n");
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
