/**
 * Runs low-code integrations of the Prismatic platform on one machine: reads their YAML, checks it against the components
 * it uses, resolves expressions and performs the steps in this process. For watching a flow work (`npm start`) and for
 * unit tests of flows. Not a copy of the platform: no queues, no schedules, no storage, one execution at a time.
 *
 * The one idea: everything a step can be, the platform's own branches and loops included, is a component with actions;
 * only repeating and branching itself is the runner's.
 */
export { createEmulator, type Emulator } from "../emulator";
export { loadComponent } from "./build";
export { checkIntegration } from "./checkIntegration";
export type { RunnableAction, RunnableComponent, RunnableTrigger, StepContext } from "./component";
export { connectTo, fetchToken, type ClientCredentials, type ConnectionValues } from "./connections";
export type { StepEvent, StepInfo } from "./execution";
export { errorMessage, FlowFailedError } from "./failures";
export { InvalidFlowTestError, loadFlowTests, runFlowTest, type FlowTestResult } from "./flowTests";
export { loadIntegration } from "./loadIntegration";
export { InvalidIntegrationError, problemText, type LocatedProblem } from "./problems";
export { runFlow, type FlowOutcome, type FlowRun } from "./runFlow";
export type { TriggerRequest } from "./triggerPayload";
export { readTriggerRequest } from "./triggerRequest";
export { createWebApi, type WebApi } from "./webApi";
