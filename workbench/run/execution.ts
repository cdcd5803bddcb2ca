import { attempt } from "./attempts";
import { elseBranch } from "../check/checkBranches";
import type {
  ComponentInput,
  ComponentRegistry,
  RunnableAction,
  RunnableTrigger,
  StepContext,
} from "../component/component";
import { forStep, stateNames, type FlowState, type LogLevel } from "../component/context";
import type { Expressions, Flow, Step } from "../document/definition";
import { resolveInputs } from "../document/expressions";
import { errorMessage, FlowFailedError } from "./failures";
import { stepKey } from "../document/stepKey";

/** A step as shown to a person who watches the flow. */
export interface StepInfo {
  name: string;
  component: string;
  /** Key of the action or trigger. */
  action: string;
  /** Its label in the designer. */
  label: string;
  isTrigger: boolean;
  /** How deep within branches and loops, from 0. */
  depth: number;
  /** Of the innermost loop around the step. */
  iteration?: { index: number; count: number };
}

export type StepEvent = { step: StepInfo } & (
  | { type: "started" }
  | { type: "finished"; params: Record<string, unknown>; results: unknown; branch?: string; durationMs: number }
  | { type: "retrying"; error: unknown; attempt: number; delayMs: number }
  | { type: "failed"; error: unknown; ignored: boolean; durationMs: number }
  | { type: "logged"; level: LogLevel; values: unknown[] }
);

export interface ExecutionOptions {
  flow: Flow;
  components: ComponentRegistry;
  configVars: Readonly<Record<string, unknown>>;
  /** Filled as steps end: what references and code steps read. */
  steps: Record<string, unknown>;
  state: FlowState;
  wait: (milliseconds: number) => Promise<unknown>;
  context: (log: (level: LogLevel, values: unknown[]) => void) => StepContext;
  onStep: (event: StepEvent) => void | Promise<void>;
}

type Signal = "next" | "breakLoop" | "stop";

interface Surroundings {
  depth: number;
  iteration?: { index: number; count: number };
  loopPath: string;
}

/** The members that `perform` of a step can return besides its data. */
interface PerformResult {
  data?: unknown;
  payload?: unknown;
  contentType?: string;
  branch?: string;
  response?: unknown;
  resultType?: string;
}

interface Performed {
  results: unknown;
  branch?: string;
  resultType?: string;
}

/** One run of one flow: walks the steps, keeps their results, follows branches and loops. */
export class FlowExecution {
  response: unknown;
  private readonly context: StepContext;
  private current: StepInfo | undefined;

  constructor(private readonly options: ExecutionOptions) {
    this.context = options.context((level, values) => {
      if (this.current) void this.options.onStep({ type: "logged", step: this.current, level, values });
    });
  }

  async run(payload: (context: StepContext) => unknown): Promise<"completed" | "stopped" | "noChanges"> {
    const [trigger, ...steps] = this.options.flow.steps;
    if (trigger === undefined) throw new TypeError("A flow has at least its trigger.");
    const top = { depth: 0, loopPath: "" };
    const operation = this.operation(trigger) as RunnableTrigger;
    const { performed, signal } = await this.step(trigger, operation, top, (context, params) =>
      operation.perform(context, payload(context) as never, params),
    );
    if (performed?.resultType === "polled_no_changes") return "noChanges";
    if (signal === "stop") return "stopped";
    const { signal: last } = await this.steps(steps, top);
    return last === "stop" ? "stopped" : "completed";
  }

  /** Results by step key, of the steps that ran. */
  results(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.options.steps).map(([key, step]) => [key, (step as { results: unknown }).results]),
    );
  }

  private async steps(steps: readonly Step[], around: Surroundings): Promise<{ signal: Signal; last: unknown }> {
    let last: unknown;
    for (const step of steps) {
      const operation = this.operation(step) as RunnableAction;
      const { signal } = await this.step(step, operation, around, (context, params) =>
        operation.perform(context, params),
      );
      last = (this.options.steps[stepKey(step.name)] as { results?: unknown }).results;
      if (signal !== "next") return { signal, last };
    }
    return { signal: "next", last };
  }

  private operation({ action, isTrigger }: Step): RunnableAction | RunnableTrigger {
    const component = this.options.components.get(action.component.key);
    const operation = isTrigger ? component?.triggers[action.key] : component?.actions[action.key];
    // Checked before the run; a flow that gets here without its component is a mistake of the caller.
    if (operation === undefined) throw new TypeError(`${action.component.key} has no "${action.key}".`);
    return operation;
  }

  private async step(
    step: Step,
    operation: RunnableAction | RunnableTrigger,
    around: Surroundings,
    perform: (context: StepContext, params: Record<string, unknown>) => Promise<unknown>,
  ): Promise<{ performed?: Performed; signal: Signal }> {
    const key = stepKey(step.name);
    const performed = await this.perform(step, operation, around, perform);
    if (performed === undefined) return { signal: "next" };
    this.options.steps[key] = { results: performed.results };
    if ("repeatsSteps" in operation && operation.repeatsSteps) {
      return { performed, signal: await this.repeat(step, key, performed.results as unknown[], around) };
    }
    const branch = step.branches?.find(({ name }) => name === (performed.branch ?? elseBranch));
    if (branch !== undefined) {
      const { signal } = await this.steps(branch.steps, { ...around, depth: around.depth + 1 });
      if (signal !== "next") return { performed, signal };
    }
    if ("terminateExecution" in operation && operation.terminateExecution) return { performed, signal: "stop" };
    return { performed, signal: "breakLoop" in operation && operation.breakLoop ? "breakLoop" : "next" };
  }

  /** Repeats the nested steps; the loop's own results are those of the last step of each round. */
  private async repeat(step: Step, key: string, items: unknown[], around: Surroundings): Promise<Signal> {
    const results: unknown[] = [];
    for (const [index, currentItem] of items.entries()) {
      const count = items.length;
      this.options.steps[key] = { currentItem, index, isFirst: index === 0, isLast: index === count - 1 };
      const { signal, last } = await this.steps(step.steps ?? [], {
        depth: around.depth + 1,
        iteration: { index, count },
        loopPath: around.loopPath === "" ? String(index) : `${around.loopPath}.${index}`,
      });
      results.push(last);
      if (signal === "stop") return "stop";
      if (signal === "breakLoop") break;
    }
    this.options.steps[key] = { results };
    return "next";
  }

  /**
   * Resolves the inputs and performs, as often as the step's error handling allows. Undefined: the failure is ignored.
   */
  private async perform(
    step: Step,
    operation: RunnableAction | RunnableTrigger,
    around: Surroundings,
    perform: (context: StepContext, params: Record<string, unknown>) => Promise<unknown>,
  ): Promise<Performed | undefined> {
    const { onStep, wait } = this.options;
    const info = stepInfo(step, operation, around);
    const context = forStep(this.context, {
      stepId: stepKey(step.name),
      stepName: step.name,
      componentActionKey: `${info.component}.${info.action}`,
      loopPath: around.loopPath,
    });
    this.current = info;
    await onStep({ type: "started", step: info });
    const startedMs = performance.now();
    let params: Record<string, unknown> = {};
    const work = async () => {
      params = { ...inputPresets(step.inputs ?? {}, operation.inputs), ...this.resolve(step) };
      return this.accept(await perform(context, params));
    };
    const attempted = await attempt(step.errorConfig ?? {}, work, {
      wait,
      onRetry: (error, retry, delayMs) => onStep({ type: "retrying", step: info, error, attempt: retry, delayMs }),
    });
    const durationMs = performance.now() - startedMs;
    if ("value" in attempted) {
      const { results, branch } = attempted.value;
      const shown = { params, results, ...(branch !== undefined && { branch }) };
      await onStep({ type: "finished", step: info, ...shown, durationMs });
      return attempted.value;
    }
    const { error, ignored } = attempted;
    await onStep({ type: "failed", step: info, error, ignored, durationMs });
    if (!ignored) throw new FlowFailedError(this.options.flow.name, step.name, error);
    // "The step returns a result with an error property" (prismatic.io/docs, "Branching after ignored errors").
    this.options.steps[stepKey(step.name)] = { results: { error: { message: errorMessage(error) } } };
    return undefined;
  }

  private resolve(step: Step): Record<string, unknown> {
    const { flow, configVars } = this.options;
    // Prismatic's sample-integration.yml (prismatic-io/examples) calls a trigger of any name "trigger".
    const trigger = this.options.steps[stepKey(flow.steps[0]?.name ?? "")];
    const steps = { trigger, ...this.options.steps };
    return resolveInputs(step.inputs ?? {}, { steps, configVar: (key) => configVars[key] });
  }

  /** Takes over what a step returned: its state for later, its data as results. */
  private accept(returned: unknown): Performed {
    const result = (returned ?? {}) as PerformResult & Partial<FlowState>;
    for (const name of stateNames) Object.assign(this.options.state[name], result[name]);
    if (result.response !== undefined) this.response = result.response;
    return {
      results: resultsOf(result),
      ...(result.branch !== undefined && { branch: result.branch }),
      ...(result.resultType !== undefined && { resultType: result.resultType }),
    };
  }
}

/** A trigger's results are its payload; a binary result keeps its content type beside the bytes. */
function resultsOf({ payload, data, contentType }: PerformResult): unknown {
  if (payload !== undefined) return payload;
  return Buffer.isBuffer(data) && contentType !== undefined ? { data, contentType } : data;
}

/** Defaults of inputs that the document leaves out; the designer writes them into every step it creates. */
export function inputPresets(given: Expressions, inputs: readonly ComponentInput[]): Record<string, unknown> {
  const left = inputs.filter(({ key, default: preset }) => !(key in given) && preset !== undefined && preset !== "");
  return Object.fromEntries(left.map(({ key, default: preset }) => [key, preset]));
}

function stepInfo(step: Step, operation: RunnableAction | RunnableTrigger, around: Surroundings): StepInfo {
  return {
    name: step.name,
    component: step.action.component.key,
    action: step.action.key,
    label: operation.display.label,
    isTrigger: step.isTrigger === true,
    depth: around.depth,
    ...(around.iteration && { iteration: around.iteration }),
  };
}
