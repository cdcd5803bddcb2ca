import { setTimeout as delay } from "node:timers/promises";
import { checkIntegration } from "../check/checkIntegration";
import type { ComponentRegistry, RunnableComponent } from "../component/component";
import { configVarValues, type Question } from "./configVarValues";
import type { ConnectionValues } from "./connections";
import { dataSourceContext, executionContext, type FlowState } from "../component/context";
import type { Flow, Integration } from "../document/definition";
import { FlowExecution, type StepEvent } from "./execution";
import { loadIntegration } from "../document/loadIntegration";
import { platformComponents } from "../platform/platformComponents";
import { didYouMean, InvalidIntegrationError } from "../document/problems";
import { triggerPayload, type TriggerRequest } from "./triggerPayload";

export interface FlowRun {
  /** Text of the integration, as exported from the platform. */
  yaml: string;
  /** Default: the first flow. */
  flowName?: string;
  /** The component under work, converted: the default export of the bundle, or of `src`. */
  component: RunnableComponent;
  /** Further components the flow uses, or stand-ins for them. They win over the platform's own. */
  otherComponents?: readonly RunnableComponent[];
  /** The values of the connections of `component`, by input key. */
  connection?: ConnectionValues;
  /** Values of config variables by key. Those left out have the integration's default, or are picked. */
  configVars?: Readonly<Record<string, unknown>>;
  /** Answers for the configuration wizard with the key of a choice. Default: the first one. */
  pick?: (question: Question) => string;
  /** The request that starts the flow. */
  payload?: TriggerRequest;
  /** State kept from an earlier run, for triggers that remember how far they came. */
  state?: Partial<FlowState>;
  /** Called for each step event, in order, and awaited. */
  onStep?: (event: StepEvent) => void | Promise<void>;
  wait?: (milliseconds: number) => Promise<unknown>;
  now?: () => Date;
}

export interface FlowOutcome {
  /** `noChanges`: a polling trigger found nothing new, so no step ran. */
  status: "completed" | "stopped" | "noChanges";
  /** The result of each step that ran, by step key: `results.upsertAccount`. */
  results: Record<string, unknown>;
  /** The response of a synchronous flow to its caller, if a step returned one. */
  response?: unknown;
  state: FlowState;
}

/**
 * Runs one flow of a low-code integration in this process.
 * @throws InvalidIntegrationError before anything runs, when the integration does not fit the format or its components.
 * @throws Error naming a config variable for which there is no value.
 * @throws FlowFailedError naming the step that failed.
 */
export async function runFlow(run: FlowRun): Promise<FlowOutcome> {
  const { integration, refuse } = loadIntegration(run.yaml);
  const flow = chooseFlow(integration, run.flowName);
  const wait = run.wait ?? ((milliseconds) => delay(milliseconds));
  const stepResults: Record<string, unknown> = {};
  const components = registry([
    ...platformComponents({ wait, stepResults }),
    ...(run.otherComponents ?? []).map(standIn),
    run.component,
  ]);
  refuse(checkIntegration(integration, components, flow));

  const startedAt = run.now?.() ?? new Date();
  const state = initialState(run.state);
  const surroundings = { integration, flow, startedAt };
  const configVars = await configVarValues(integration.requiredConfigVars ?? [], {
    components,
    given: run.configVars ?? {},
    connection: { componentKey: run.component.key, values: run.connection },
    pick: run.pick ?? (({ choices: [first] }) => first.key),
    context: (values) => dataSourceContext({ ...surroundings, configVars: values, log: () => undefined }),
  });
  const execution = new FlowExecution({
    flow,
    components,
    configVars,
    steps: stepResults,
    state,
    wait,
    context: (log) => executionContext({ ...surroundings, configVars, state, log }),
    onStep: run.onStep ?? (() => undefined),
  });
  const status = await execution.run((context) => triggerPayload(run.payload ?? {}, context));
  return { status, results: execution.results(), response: execution.response, state };
}

/**
 * The flow of that name, or the first.
 * @throws InvalidIntegrationError when there is none of that name.
 */
export function chooseFlow({ flows }: Integration, name?: string): Flow {
  const flow = name === undefined ? flows[0] : flows.find((candidate) => candidate.name === name);
  if (flow !== undefined) return flow;
  const names = flows.map((candidate) => candidate.name);
  const message = `has no flow "${name ?? ""}".${didYouMean(name ?? "", names) || ` It has ${names.join(", ")}.`}`;
  throw new InvalidIntegrationError([{ message }]);
}

/** A copy: steps write into it, and the caller may start another run from the same. */
function initialState(state: Partial<FlowState> = {}): FlowState {
  return {
    instanceState: { ...state.instanceState },
    crossFlowState: { ...state.crossFlowState },
    executionState: { ...state.executionState },
    integrationState: { ...state.integrationState },
  };
}

/** A property that a replacement component leaves open is not checked against the integration. */
function standIn({ key, actions, triggers, dataSources = {}, connections }: RunnableComponent): RunnableComponent {
  const fillsVariables = Object.keys(dataSources).length > 0;
  return { key, actions, triggers, connections, ...(fillsVariables && { dataSources }) };
}

function registry(components: readonly RunnableComponent[]): ComponentRegistry {
  return new Map(components.map((component) => [component.key, component]));
}
