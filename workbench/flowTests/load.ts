import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Ajv } from "ajv";
import type { Flow } from "../document/definition";
import { everyStep } from "../document/everyStep";
import { loadIntegration } from "../document/loadIntegration";
import { didYouMean, InvalidIntegrationError, type DocumentPath, type Problem } from "../document/problems";
import { chooseFlow } from "../run/runFlow";
import { schemaProblems } from "../document/schemaProblem";
import type { TriggerRequest } from "../run/triggerPayload";
import { readTriggerRequest, requestBeside } from "../run/triggerRequest";
import { readYaml } from "../document/yamlDocument";
import type { Expectations, FlowTest, FlowTestFile, FlowTestRun } from "./definition";
import { isObject, malformed } from "./matching";
import { flowTestSchema } from "./schema";

/** The file cannot be run as it is written; one line for each thing that is wrong. */
export class InvalidFlowTestError extends Error {
  override readonly name = "InvalidFlowTestError";
}

/** A file of flow tests with everything it refers to. */
export interface LoadedFlowTests {
  /** Text of the integration. */
  yaml: string;
  flow: Flow;
  configVars: Record<string, unknown>;
  tests: LoadedFlowTest[];
}

export interface LoadedFlowTest {
  name: string;
  runs: LoadedRun[];
}

export interface LoadedRun extends Pick<FlowTestRun, "before"> {
  payload: TriggerRequest;
  expect: Expectations;
}

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile<FlowTestFile>(flowTestSchema);

/**
 * Reads a file of flow tests, YAML or JSON, and the flow and payloads it names.
 * @throws InvalidFlowTestError naming file, line and place of everything that is wrong.
 */
export async function loadFlowTests(file: string): Promise<LoadedFlowTests> {
  const { value, errors, lineOf } = readYaml(await readText(file, file));
  const refuse = (problems: readonly Problem[]) => {
    if (problems.length === 0) return;
    const lines = problems.map(({ path: place, message }) => `${file}:${lineOf(place) ?? 1}: ${message}`);
    throw new InvalidFlowTestError(lines.join("\n"));
  };
  refuse(errors.map((message) => ({ path: [], message: `is not YAML: ${message}` })));
  if (!validate(value)) refuse(schemaProblems(validate.errors));
  const definition = value as FlowTestFile;

  const flowFile = path.resolve(path.dirname(file), definition.flow);
  const yaml = await readText(flowFile, file);
  const flow = flowOf(yaml, definition, file);
  refuse(definition.tests.flatMap((test, index) => testProblems(test, ["tests", index], flow)));
  const load = (run: FlowTestRun) => loadRun(run, file, flowFile);
  const tests = definition.tests.map(async ({ name, then = [], ...first }) => ({
    name,
    runs: await Promise.all([first, ...then].map(load)),
  }));
  return { yaml, flow, configVars: definition.configVars ?? {}, tests: await Promise.all(tests) };
}

function flowOf(yaml: string, { flow: name, flowName }: FlowTestFile, file: string): Flow {
  try {
    return chooseFlow(loadIntegration(yaml).integration, flowName);
  } catch (error) {
    if (!(error instanceof InvalidIntegrationError)) throw error;
    throw new InvalidFlowTestError(`${file}: the flow ${name} cannot run:\n${error.message}`);
  }
}

async function loadRun(run: FlowTestRun, file: string, flowFile: string): Promise<LoadedRun> {
  const { before, expect = {} } = run;
  return { ...(before && { before }), expect, payload: await payloadOf(run, file, flowFile) };
}

async function payloadOf(run: FlowTestRun, file: string, flowFile: string): Promise<TriggerRequest> {
  if (run.request !== undefined) return run.request;
  if (run.payload !== undefined) return { body: run.payload };
  const named = run.payloadFile === undefined ? undefined : path.resolve(path.dirname(file), run.payloadFile);
  if (named !== undefined && !existsSync(named)) throw unreadable(file, named, "ENOENT");
  const given = named ?? requestBeside(flowFile);
  return given === undefined ? {} : readTriggerRequest(given);
}

function testProblems(test: FlowTest, at: DocumentPath, flow: Flow): Problem[] {
  const { then = [], ...first } = test;
  return [
    ...runProblems(first, at, flow),
    ...then.flatMap((run, index) => runProblems(run, [...at, "then", index], flow)),
  ];
}

function runProblems(run: FlowTestRun, at: DocumentPath, flow: Flow): Problem[] {
  const { expect = {} } = run;
  const place: DocumentPath = [...at, "expect"];
  const payloads = (["payload", "payloadFile", "request"] as const).filter((name) => run[name] !== undefined);
  const problems: Problem[] = [];
  if (payloads.length > 1) {
    problems.push({ path: at, message: `has ${payloads.join(" and ")}; one of them is enough.` });
  }
  if (expect.failure && expect.status) {
    problems.push({ path: place, message: "expects a failure and a status; a flow that fails has none." });
  }
  return [...problems, ...unknownSteps(expect, place, flow), ...unmeetable(expect, place)];
}

/** A step that the flow does not have would never be seen to run, or never be seen not to. */
function unknownSteps({ steps = {}, notRun = [], failure, requests }: Expectations, at: DocumentPath, flow: Flow) {
  const known = stepNames(flow);
  const perStep = isObject(requests) ? (requests.steps ?? {}) : {};
  const named: [string, DocumentPath][] = [
    ...Object.keys(steps).map((name): [string, DocumentPath] => [name, [...at, "steps", name]]),
    ...notRun.map((name, index): [string, DocumentPath] => [name, [...at, "notRun", index]]),
    ...Object.keys(perStep).map((name): [string, DocumentPath] => [name, [...at, "requests", "steps", name]]),
    ...(failure?.step === undefined ? [] : [[failure.step, [...at, "failure", "step"]] as [string, DocumentPath]]),
  ];
  return named
    .filter(([name]) => !known.has(name))
    .map(([name, path]) => ({ path, message: `The flow has no step "${name}".${didYouMean(name, known)}` }));
}

function stepNames(flow: Flow): Set<string> {
  const names = new Set<string>();
  everyStep(flow.steps, [], ({ name }) => names.add(name));
  return names;
}

function unmeetable(expect: Expectations, at: DocumentPath): Problem[] {
  const { failure, steps = {}, response, rows, requests } = expect;
  // `$runs` of a step is not a matcher, but its value can contain matchers.
  const ofSteps = Object.fromEntries(
    Object.entries(steps).map(([name, wanted]) => [
      name,
      isObject(wanted) && "$runs" in wanted ? wanted["$runs"] : wanted,
    ]),
  );
  const parts = { failure: failure?.message, steps: ofSteps, response, rows, requests };
  return Object.entries(parts).flatMap(([name, part]) =>
    malformed(part, name).map((message) => ({ path: [...at, name], message })),
  );
}

async function readText(file: string, from: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw unreadable(from, file, error.code ?? error.message);
  });
}

function unreadable(from: string, file: string, code: string): InvalidFlowTestError {
  return new InvalidFlowTestError(
    from === file ? `${file} cannot be read (${code}).` : `${from}: ${file} cannot be read (${code}).`,
  );
}
