import { createEmulator, type Emulator } from "../../emulator";
import type { RunnableComponent } from "../component/component";
import { connectTo } from "../run/connections";
import type { FlowState } from "../component/context";
import type { StepEvent } from "../run/execution";
import { errorMessage, FlowFailedError } from "../run/failures";
import { addCounts, countRequests, type RequestCounts } from "../run/requestCounts";
import { runFlow } from "../run/runFlow";
import { createWebApi, type WebApi } from "../run/webApi";
import type { Before } from "./definition";
import { checkExpectations, type Observed } from "./expectations";
import type { LoadedFlowTest, LoadedFlowTests, LoadedRun } from "./load";

export interface FlowTestOptions {
  component: RunnableComponent;
  /** Called for each step of every run. */
  onStep?: (event: StepEvent) => void | Promise<void>;
}

export interface FlowTestResult {
  name: string;
  /** The differences from the expectations; empty if the test passed. */
  problems: string[];
  requests: RequestCounts;
  durationMs: number;
}

/** Runs one test in an organization of its own. */
export async function runFlowTest(
  file: LoadedFlowTests,
  test: LoadedFlowTest,
  options: FlowTestOptions,
): Promise<FlowTestResult> {
  const startedMs = performance.now();
  const emulator = await createEmulator();
  const bench = { emulator, webApi: createWebApi(emulator), ...options };
  const problems: string[] = [];
  let requests: RequestCounts = { data: 0, metadata: 0 };
  let state: FlowState | undefined;
  try {
    for (const [index, run] of test.runs.entries()) {
      const observed = await observe(file, run, state, bench);
      state = observed.state;
      requests = addCounts(requests, observed.requests);
      const found = observed.problem ? [observed.problem] : await checkExpectations(run.expect, observed, bench.webApi);
      problems.push(...found.map((problem) => (index === 0 ? problem : `run ${index + 1}: ${problem}`)));
      // The organization's state is no longer as described, so later runs would not be comparable.
      if (problems.length > 0) break;
    }
  } finally {
    await emulator.close();
  }
  return { name: test.name, problems, requests, durationMs: performance.now() - startedMs };
}

interface Bench extends FlowTestOptions {
  emulator: Emulator;
  webApi: WebApi;
}

/** Sets the scene, runs the flow under the faults and limits of the test, and takes them away again. */
async function observe(
  file: LoadedFlowTests,
  run: LoadedRun,
  state: FlowState | undefined,
  bench: Bench,
): Promise<Observed> {
  const { control } = bench.emulator;
  const observed = emptyObservation(state);
  try {
    await setScene(run.before ?? {}, bench);
  } catch (error) {
    return { ...observed, problem: `before: ${errorMessage(error)}` };
  }
  await perform(file, run, observed, bench);
  const faults = await control.faults();
  observed.idleFaults = faults
    .filter(({ fired }) => fired === 0)
    .map(({ match, fault }) => ({ match, kind: fault.kind }));
  await Promise.all([control.clearFaults(), control.liftLimits(), control.clearCosts()]);
  return observed;
}

function emptyObservation(state: FlowState | undefined): Observed {
  const none = { data: 0, metadata: 0 };
  return { steps: new Map(), requests: none, stepRequests: new Map(), idleFaults: [], ...(state && { state }) };
}

async function perform(file: LoadedFlowTests, run: LoadedRun, observed: Observed, bench: Bench): Promise<void> {
  const { component, emulator } = bench;
  try {
    const { status, response, state } = await runFlow({
      yaml: file.yaml,
      flowName: file.flow.name,
      component,
      connection: await connectTo(emulator),
      configVars: file.configVars,
      payload: run.payload,
      ...(observed.state && { state: observed.state }),
      onStep: observer(observed, bench),
      // The platform waits between the attempts of a step and in sleep steps; a test gains nothing from these waits.
      wait: async () => undefined,
    });
    Object.assign(observed, { status, response, state });
  } catch (error) {
    if (!(error instanceof FlowFailedError)) observed.problem = errorMessage(error);
    else observed.failure = { step: error.step, message: errorMessage(error.cause) };
  }
}

/** Keeps the result and the requests of each step. */
function observer(observed: Observed, { emulator, onStep }: Bench): (event: StepEvent) => Promise<void> {
  const count = countRequests(() => emulator.control.requests());
  const spend = async (name: string) => {
    const spent = await count();
    observed.requests = addCounts(observed.requests, spent);
    observed.stepRequests.set(name, (observed.stepRequests.get(name) ?? 0) + spent.data);
  };
  return async (event) => {
    const { name } = event.step;
    // Requests before the step's start do not belong to the flow.
    if (event.type === "started") await count();
    if (event.type === "finished" || event.type === "failed") {
      const results = event.type === "finished" ? event.results : { error: { message: errorMessage(event.error) } };
      observed.steps.set(name, [...(observed.steps.get(name) ?? []), results]);
      await spend(name);
    }
    await onStep?.(event);
  };
}

async function setScene({ rows = {}, limits, faults, costs }: Before, { emulator, webApi }: Bench): Promise<void> {
  for (const [address, content] of Object.entries(rows)) {
    if (content === null) await webApi.remove(address);
    else if (!Array.isArray(content)) await webApi.write(address, content);
    else for (const row of content) await webApi.create(address, row);
  }
  const { control } = emulator;
  if (limits) await control.setLimits(limits);
  if (faults) await control.addFaults(faults);
  if (costs) await control.setCosts(costs);
}
