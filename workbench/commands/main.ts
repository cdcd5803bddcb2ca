/** `npm start`: builds what is stale, starts the emulator, runs a flow through the bundle and shows what happens. */
import { readFile } from "node:fs/promises";
import { answer } from "./answer";
import { buildIfStale, loadBundle } from "../component/build";
import type { Question } from "../run/configVarValues";
import type { Flow } from "../document/definition";
import { errorMessage, FlowFailedError } from "../run/failures";
import { loadIntegration } from "../document/loadIntegration";
import { help, parseOptions, UsageError, type Options } from "../commandLine/options";
import { InvalidIntegrationError } from "../document/problems";
import { dynamicsSteps } from "../report/dynamicsSteps";
import { createReport } from "../report/report";
import { countsText } from "../run/requestCounts";
import { chooseFlow, runFlow } from "../run/runFlow";
import { organizationFrom, startEmulator, type Target } from "./target";
import { createTerminal, duration, type Terminal } from "../commandLine/terminal";
import type { TriggerRequest } from "../run/triggerPayload";
import { readTriggerRequest, requestBeside } from "../run/triggerRequest";

async function main(args: string[]): Promise<void> {
  const options = parseOptions(args);
  const terminal = createTerminal();
  if (options.help) return terminal.line(help);
  const organization = organizationFrom(process.env);
  const work = await readWork(options);

  await buildIfStale(terminal);
  const target = organization ?? (await startEmulator());
  terminal.line(`${target.kind === "emulator" ? "Emulated organization" : "Organization"} at ${target.url}`);
  const succeeded = await run(terminal, target, work);
  if (!succeeded) process.exitCode = 1;
  if (options.once || target.kind === "organization") return target.close();
  showHowToGoOn(terminal, target);
  const stop = () => void target.close().catch(report);
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** The work that the command line requests, read and validated. */
interface Work {
  flowFile: string;
  yaml: string;
  title: string;
  flow: Flow;
  payload: TriggerRequest;
  configVars: Record<string, string>;
}

async function readWork(options: Options): Promise<Work> {
  const { flowFile, flowName, configVars } = options;
  const yaml = await readFile(flowFile, "utf8").catch((error: unknown) => unreadable(error, flowFile, "--flow"));
  try {
    const { integration } = loadIntegration(yaml);
    const flow = chooseFlow(integration, flowName);
    const title = `${integration.name}, ${flow.name}`;
    return { flowFile, yaml, title, flow, configVars, payload: await readPayload(options) };
  } catch (error) {
    if (error instanceof InvalidIntegrationError) throw new Error(failureText(error, flowFile), { cause: error });
    throw error;
  }
}

async function run(terminal: Terminal, target: Target, work: Work): Promise<boolean> {
  const { flowFile, title, flow, yaml, configVars, payload } = work;
  const startedMs = performance.now();
  terminal.line(`\n${terminal.style("bold", title)}  ${flowFile}`);
  try {
    const component = await loadBundle();
    const connection = await target.connection();
    const { onStep, totals } = createReport(terminal, {
      flow,
      component,
      texts: dynamicsSteps,
      countRequests: target.countRequests,
    });
    const pick = (question: Question) => answer(question, target.kind, terminal);
    const run = { yaml, flowName: flow.name, component, connection, configVars, pick, payload, onStep };
    const { status } = await runFlow(run);
    const { steps, requests } = totals();
    const spent = [`${steps} steps`, requests && countsText(requests, "Web API request")];
    const took = duration(performance.now() - startedMs);
    terminal.line(`\n${endings[status]}: ${[...spent, took].filter(Boolean).join(", ")}.`);
    return true;
  } catch (error) {
    terminal.line(`\n${terminal.style("red", failureText(error, flowFile))}`);
    return false;
  }
}

const endings = {
  completed: "Flow completed",
  stopped: "Flow stopped by a step",
  noChanges: "The trigger found no changes",
};

/** The report already shows the failed step's message next to the step. */
function failureText(error: unknown, flowFile: string): string {
  if (error instanceof FlowFailedError) return `The flow "${error.flow}" failed at the step "${error.step}".`;
  if (error instanceof InvalidIntegrationError) return `${flowFile} cannot run:\n${error.message}`;
  return errorMessage(error);
}

function showHowToGoOn(terminal: Terminal, { url, credentials }: Target): void {
  const { tokenUrl, clientId, clientSecret, scopes } = credentials;
  terminal.line(`
The emulator stays up until Ctrl-C. From another terminal:

  Get a token (client and secret exist in this emulator only)
    TOKEN=$(curl -s ${tokenUrl} -d grant_type=client_credentials -d client_id=${clientId} \\
      --data-urlencode client_secret='${clientSecret}' --data-urlencode scope=${scopes} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')

  Ask the Web API something
    curl -s -H "Authorization: Bearer $TOKEN" '${url}/api/data/v9.2/accounts?$select=name,accountnumber&$top=3'

  Run another flow, with an emulator of its own
    npm start -- --flow FILE [--payload FILE]        (examples/README.md lists examples)
    npm start -- --help

  Test flows, with faults
    npm run test:flow tests/examples/flowTests`);
}

async function readPayload({ flowFile, payloadFile }: Options): Promise<TriggerRequest> {
  const file = payloadFile ?? requestBeside(flowFile);
  if (file === undefined) return {};
  return readTriggerRequest(file).catch((error: unknown) => unreadable(error, file, "--payload"));
}

function unreadable(error: unknown, file: string, flag: string): never {
  const { code } = error as NodeJS.ErrnoException;
  throw code === undefined ? error : new UsageError(`${flag}: ${file} cannot be read (${code}).`);
}

function report(error: unknown): void {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

main(process.argv.slice(2)).catch(report);
