/** The context a step runs in: what the platform hands to `perform`, with values that are plainly local. */
import { randomUUID } from "node:crypto";
import type { DataSourceContext, StepContext } from "./component";
import type { Flow, Integration } from "../document/definition";

export type LogLevel = "metric" | "trace" | "debug" | "info" | "log" | "warn" | "error";

/** State that outlives a step. The platform keeps instance, cross-flow and integration state between executions. */
export interface FlowState {
  instanceState: Record<string, unknown>;
  crossFlowState: Record<string, unknown>;
  executionState: Record<string, unknown>;
  integrationState: Record<string, unknown>;
}

export const stateNames = ["instanceState", "crossFlowState", "executionState", "integrationState"] as const;

export interface ContextOptions {
  integration: Integration;
  flow: Flow;
  configVars: StepContext["configVars"];
  state: FlowState;
  startedAt: Date;
  log: (level: LogLevel, values: unknown[]) => void;
}

/** One per execution; `forStep` derives one per step. */
export function executionContext({
  integration,
  flow,
  configVars,
  state,
  startedAt,
  log,
}: ContextOptions): StepContext {
  // RFC 2606 keeps .invalid for names that never resolve: calling a sibling flow by its URL fails at once and says so.
  const webhookUrl = (name: string) => `https://webhooks.invalid/trigger/${encodeURIComponent(name)}`;
  const executionId = randomUUID();
  const logger =
    (level: LogLevel) =>
    (...values: unknown[]) =>
      log(level, values);
  return {
    ...state,
    logger: {
      metric: logger("metric"),
      trace: logger("trace"),
      debug: logger("debug"),
      info: logger("info"),
      log: logger("log"),
      warn: logger("warn"),
      error: logger("error"),
    },
    configVars,
    components: {},
    stepId: "",
    executionId,
    webhookUrls: Object.fromEntries(integration.flows.map(({ name }) => [name, webhookUrl(name)])),
    webhookApiKeys: {},
    invokeUrl: webhookUrl(flow.name),
    customer: { id: "local-customer", externalId: "local-customer", name: "Local Customer" },
    instance: { id: "local-instance", name: integration.name },
    user: { id: "local-user", email: "local@example.com", name: "Local User", externalId: "local-user" },
    integration: {
      id: "local-integration",
      name: integration.name,
      versionSequenceId: "local",
      externalVersion: "",
    },
    flow: { id: flow.stableKey ?? flow.name, name: flow.name, stableId: flow.stableKey ?? flow.name },
    startedAt: startedAt.toISOString(),
    executionFrame: {
      invokedByExecutionJWT: "",
      invokedByExecutionStartedAt: startedAt.toISOString(),
      componentActionKey: "",
      executionId,
      executionStartedAt: startedAt.toISOString(),
      stepName: "",
      loopPath: "",
    },
    flowSchemas: {},
    batch: { enabled: false },
    globalDebug: false,
    // The platform's default (1 GB); the SDK reports it in debug results.
    runnerAllocatedMemoryMb: 1024,
    debug: idleDebug,
    invokeFlow: async () => {
      throw new Error("Another flow cannot be invoked from the local runner.");
    },
  };
}

/** A data source has no flow: the configuration wizard runs it before an execution exists. */
export function dataSourceContext(options: Omit<ContextOptions, "state">): DataSourceContext {
  const none = { instanceState: {}, crossFlowState: {}, executionState: {}, integrationState: {} };
  const { logger, configVars, customer, instance, user } = executionContext({ ...options, state: none });
  return { logger, configVars, customer, instance, user };
}

export interface StepFrame {
  stepId: string;
  stepName: string;
  componentActionKey: string;
  /** Positions within the loops around the step, outermost first: "0.2". */
  loopPath: string;
}

export function forStep(context: StepContext, { stepId, ...frame }: StepFrame): StepContext {
  return { ...context, stepId, executionFrame: { ...context.executionFrame, ...frame } };
}

/** The SDK puts its own in place before an action of a converted component sees the context. */
const idleDebug: StepContext["debug"] = {
  enabled: false,
  timeElapsed: { mark: () => undefined, measure: () => undefined },
  memoryUsage: () => undefined,
  results: { timeElapsed: { marks: {}, measurements: {} }, memoryUsage: [], allowedMemory: 1024 },
};
