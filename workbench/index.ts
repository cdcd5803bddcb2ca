/**
 * Runs low-code integrations of the Prismatic platform on one machine: reads their YAML, checks it against the
 * components it uses, resolves expressions and performs the steps in this process. For watching a flow work (`npm
 * start`) and for unit tests of flows. Not a copy of the platform: no queues, no schedules, no storage, one execution
 * at a time.
 *
 * The one idea: everything a step can be, the platform's own branches and loops included, is a component with actions;
 * only repeating and branching itself is the runner's.
 */
export { createEmulator, type Emulator } from "../emulator";
export { loadComponent } from "./component/build";
export { checkIntegration } from "./check/checkIntegration";
export type { RunnableAction, RunnableComponent, RunnableTrigger, StepContext } from "./component/component";
export { connectTo, fetchToken, type ClientCredentials, type ConnectionValues } from "./run/connections";
export type { StepEvent, StepInfo } from "./run/execution";
export { errorMessage, FlowFailedError } from "./run/failures";
export { InvalidFlowTestError, loadFlowTests, runFlowTest, type FlowTestResult } from "./flowTests";
export { loadIntegration } from "./document/loadIntegration";
export { InvalidIntegrationError, problemText, type LocatedProblem } from "./document/problems";
export { runFlow, type FlowOutcome, type FlowRun } from "./run/runFlow";
export type { TriggerRequest } from "./run/triggerPayload";
export { readTriggerRequest } from "./run/triggerRequest";
export { createWebApi, type WebApi } from "./run/webApi";
