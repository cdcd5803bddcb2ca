import type { Flow } from "./definition";
import { describe } from "./describe";
import { everyStep } from "./everyStep";
import type { StepEvent, StepInfo } from "./execution";
import { errorMessage } from "./failures";
import { addCounts, countsText, type RequestCounts } from "./requestCounts";
import { duration, type Terminal } from "./terminal";

export interface Report {
  onStep: (event: StepEvent) => Promise<void>;
  /** Steps that ended well, and the Web API requests of all where they can be counted. */
  totals: () => { steps: number; requests: RequestCounts | undefined };
}

/** Shows each step of a flow as it happens: its name, its action, what it did, how many requests and how long. */
export function createReport(
  terminal: Terminal,
  flow: Flow,
  /** Requests since the last call. */
  countRequests: (() => Promise<RequestCounts>) | undefined,
): Report {
  const nameWidth = widestName(flow);
  let labelWidth = "[CRM] Query Entities".length;
  let progress: { end(): void } | undefined;
  let steps = 0;
  let requests: RequestCounts = { data: 0, metadata: 0 };

  const head = (step: StepInfo) => {
    labelWidth = Math.max(labelWidth, step.label.length);
    const name = `${"  ".repeat(step.depth)}${step.name}`;
    return `${name.padEnd(nameWidth)}  ${step.label.padEnd(labelWidth)}`;
  };
  const costs = async (durationMs: number) => {
    const spent = await countRequests?.();
    if (spent) requests = addCounts(requests, spent);
    return terminal.style("dim", `(${spent ? `${countsText(spent)}, ` : ""}${duration(durationMs)})`);
  };
  const say = (mark: string, step: StepInfo, text: string) =>
    terminal.line(`  ${mark} ${head(step)}  ${round(step)}${text}`);
  const end = async (mark: string, step: StepInfo, text: string, durationMs: number) => {
    progress?.end();
    say(mark, step, `${text} ${await costs(durationMs)}`);
  };
  const problem = (step: StepInfo, error: unknown) => {
    // A step deep in a flow keeps its error beneath it.
    const indent = " ".repeat(6 + 2 * step.depth);
    for (const line of errorMessage(error).split("\n")) terminal.line(`${indent}${line}`);
  };

  const onStep = async (event: StepEvent) => {
    const { step } = event;
    switch (event.type) {
      case "started":
        // What was asked between two steps is neither's.
        await countRequests?.();
        progress = terminal.progress(`  . ${head(step)}  running`);
        return;
      case "finished":
        steps++;
        return end(terminal.style("green", "✓"), step, describe(event), event.durationMs);
      case "retrying":
        say(terminal.style("yellow", "~"), step, `failed, retry ${event.attempt} in ${duration(event.delayMs)}`);
        return problem(step, event.error);
      case "failed": {
        const text = event.ignored ? "failed, and the flow goes on" : "failed";
        await end(terminal.style(event.ignored ? "yellow" : "red", "✗"), step, text, event.durationMs);
        return problem(step, event.error);
      }
      case "logged":
        if (event.level === "debug" || event.level === "trace" || event.level === "metric") return;
        return terminal.line(terminal.style("dim", `      ${event.level}: ${event.values.map(logText).join(" ")}`));
    }
  };
  return { onStep, totals: () => ({ steps, requests: countRequests && requests }) };
}

function round({ iteration }: StepInfo): string {
  return iteration ? `${iteration.index + 1}/${iteration.count}: ` : "";
}

function widestName(flow: Flow): number {
  let widest = 0;
  // Depth shows as two spaces; "steps" and "branches" mark the levels of a path.
  everyStep(flow.steps, ["steps"], (step, path) => {
    const depth = path.filter((segment) => segment === "steps").length - 1;
    widest = Math.max(widest, step.name.length + 2 * depth);
  });
  return widest;
}

function logText(value: unknown): string {
  return typeof value === "string" ? value : value instanceof Error ? value.message : (JSON.stringify(value) ?? "");
}
