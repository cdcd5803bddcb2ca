import type { RunnableComponent } from "../component/component";
import type { Flow } from "../document/definition";
import { describe, type StepTexts } from "./describe";
import { everyStep } from "../document/everyStep";
import type { StepEvent, StepInfo } from "../run/execution";
import { errorMessage } from "../run/failures";
import { addCounts, countsText, type RequestCounts } from "../run/requestCounts";
import { duration, type Terminal } from "../commandLine/terminal";

export interface Report {
  onStep: (event: StepEvent) => Promise<void>;
  /** Steps that ended well, and the Web API requests of all where they can be counted. */
  totals: () => { steps: number; requests: RequestCounts | undefined };
}

export interface ReportOptions {
  flow: Flow;
  /** The component under work, whose labels are known before a step of it runs. */
  component: RunnableComponent;
  /** The component's words for what its steps did. */
  texts?: StepTexts;
  /** Requests since the last call; left out where they cannot be counted. */
  countRequests?: (() => Promise<RequestCounts>) | undefined;
}

/** Shows each step of a flow as it happens: its name, its action, its effect, its requests and its duration. */
export function createReport(terminal: Terminal, { flow, component, texts, countRequests }: ReportOptions): Report {
  const { nameWidth, ...known } = widths(flow, component);
  let { labelWidth } = known;
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
        // Requests between two steps belong to neither.
        await countRequests?.();
        progress = terminal.progress(`  . ${head(step)}  running`);
        return;
      case "finished":
        steps++;
        return end(terminal.style("green", "✓"), step, describe(event, texts), event.durationMs);
      case "retrying":
        say(terminal.style("yellow", "~"), step, `failed, retry ${event.attempt} in ${duration(event.delayMs)}`);
        return problem(step, event.error);
      case "failed": {
        const text = event.ignored ? "failed, the flow continues" : "failed";
        await end(terminal.style(event.ignored ? "yellow" : "red", "✗"), step, text, event.durationMs);
        return problem(step, event.error);
      }
      case "logged":
        if (event.level === "debug" || event.level === "trace" || event.level === "metric") return;
        return logLines(event.level, event.values).forEach((line) => terminal.line(terminal.style("dim", line)));
    }
  };
  return { onStep, totals: () => ({ steps, requests: countRequests && requests }) };
}

function round({ iteration }: StepInfo): string {
  return iteration ? `${iteration.index + 1}/${iteration.count}: ` : "";
}

function widths(flow: Flow, { key, actions, triggers }: RunnableComponent): { nameWidth: number; labelWidth: number } {
  let [nameWidth, labelWidth] = [0, 0];
  // Depth shows as two spaces; "steps" and "branches" mark the levels of a path.
  everyStep(flow.steps, ["steps"], ({ name, action, isTrigger }, path) => {
    const depth = path.filter((segment) => segment === "steps").length - 1;
    const own = action.component.key === key ? (isTrigger ? triggers : actions)[action.key] : undefined;
    nameWidth = Math.max(nameWidth, name.length + 2 * depth);
    labelWidth = Math.max(labelWidth, own?.display.label.length ?? usualLabel.length);
  });
  return { nameWidth, labelWidth };
}

/** The platform's own labels are about as long as this one. */
const usualLabel = "Branch on Expression";

/** Further lines of a text are aligned with its first one. */
function logLines(level: string, values: readonly unknown[]): string[] {
  const [first = "", ...others] = values.map(logText).join(" ").split("\n");
  const start = `      ${level}: `;
  return [start + first, ...others.map((line) => " ".repeat(start.length) + line)];
}

function logText(value: unknown): string {
  return typeof value === "string" ? value : value instanceof Error ? value.message : (JSON.stringify(value) ?? "");
}
