/**
 * The platform's own components as far as a flow needs them for its course: branches, loops, logging, waiting,
 * stopping, code steps and the general triggers. Their inputs are as the public integrations of prismatic-io/examples
 * write them and prismatic.io/docs/components describes them. Others are refused: the runner does not guess.
 */
import { setTimeout as delay } from "node:timers/promises";
import { compileFunction } from "node:vm";
import { evaluate } from "@prismatic-io/spectral/dist/conditionalLogic";
import type { ConditionalExpression } from "@prismatic-io/spectral";
import type { ComponentInput, RunnableAction, RunnableComponent, RunnableTrigger } from "../component/component";
import type { KeyValuePair } from "../document/expressions";
import { persistDataActions } from "./persistData";

export interface PlatformServices {
  /** The second argument of a code step. */
  stepResults?: Readonly<Record<string, unknown>>;
  wait?: (milliseconds: number) => Promise<unknown>;
}

export function platformComponents(services: PlatformServices = {}): RunnableComponent[] {
  return [
    component("branch", { branchOnExpression, branchOnValue }),
    component("loop", { loopOverItems, loopNTimes, breakLoop }),
    component("log", { writeLog }),
    component("persist-data", persistDataActions),
    component("sleep", { sleep: sleepAction(services.wait ?? delay) }),
    component("stop-execution", { stopExecution }),
    component("code", { runCode: runCode(services.stepResults ?? {}) }),
    component("webhook-triggers", {}, { webhook }),
    component(
      "management-triggers",
      {},
      { instanceDeploy: passThrough("Instance Deploy"), instanceRemove: passThrough("Instance Remove") },
    ),
    component("schedule-triggers", {}, { schedule: { ...passThrough("Schedule"), scheduleSupport: "required" } }),
  ];
}

const branchOnExpression: RunnableAction = {
  display: { label: "Branch on Expression" },
  inputs: [input("conditions", "Condition", { type: "conditional", collection: "keyvaluelist", required: true })],
  allowsBranching: true,
  dynamicBranchInput: "conditions",
  perform: async (_context, { conditions }) => {
    const met = pairs(conditions).find(({ value }) => evaluate(value as ConditionalExpression));
    return branchTo(met);
  },
};

const branchOnValue: RunnableAction = {
  display: { label: "Branch on Value" },
  inputs: [
    input("inputValue", "Input Value", { required: true }),
    input("branchValueMappings", "Branch Value Mapping", { collection: "keyvaluelist", required: true }),
  ],
  allowsBranching: true,
  dynamicBranchInput: "branchValueMappings",
  perform: async (_context, { inputValue, branchValueMappings }) =>
    // Mappings are text, so a number or a boolean is compared by its text.
    branchTo(pairs(branchValueMappings).find(({ value }) => String(value) === String(inputValue))),
};

const loopOverItems: RunnableAction = {
  display: { label: "Repeat for Each" },
  inputs: [input("items", "Items", { type: "data", required: true })],
  repeatsSteps: true,
  perform: async (_context, { items }) => {
    const list: unknown = typeof items === "string" ? JSON.parse(items) : items;
    // The loop component takes objects too, but how it presents their entries is not documented.
    if (!Array.isArray(list)) throw new TypeError(`Items must be a list, not ${list === null ? "null" : typeof list}.`);
    return { data: list };
  },
};

const loopNTimes: RunnableAction = {
  display: { label: "Repeat X Times" },
  inputs: [input("iterationCount", "Iteration Count", { required: true })],
  repeatsSteps: true,
  perform: async (_context, { iterationCount }) => {
    const count = Number(iterationCount);
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new TypeError(`Iteration Count must be a whole number, not "${String(iterationCount)}".`);
    }
    return { data: Array.from({ length: count }, (_, index) => index) };
  },
};

const breakLoop: RunnableAction = {
  display: { label: "Break Loop" },
  inputs: [],
  breakLoop: true,
  perform: async () => ({ data: null }),
};

const levels = ["metric", "trace", "debug", "info", "log", "warn", "error"] as const;

const writeLog: RunnableAction = {
  display: { label: "Write Log Message" },
  inputs: [
    input("message", "Message", { required: true }),
    input("level", "Level", { default: "info", model: levels.map((value) => ({ value })) }),
  ],
  perform: async ({ logger }, { message, level }) => {
    logger[levels.find((known) => known === level) ?? "info"](message);
    return { data: null };
  },
};

function sleepAction(wait: (milliseconds: number) => Promise<unknown>): RunnableAction {
  return {
    display: { label: "Sleep" },
    inputs: [input("ms", "Milliseconds", { required: true })],
    perform: async (_context, { ms }) => {
      await wait(Number(ms));
      return { data: null };
    },
  };
}

const stopExecution: RunnableAction = {
  display: { label: "Stop Execution" },
  inputs: [
    input("jsonBody", "JSON Response Body"),
    input("contentType", "Content Type", { default: "application/json" }),
    input("statusCode", "Status Code", { default: "200" }),
  ],
  terminateExecution: true,
  perform: async (_context, { jsonBody, contentType, statusCode }) => ({
    data: null,
    response: response({ statusCode, contentType, body: jsonBody }),
  }),
};

/** The code belongs to the flow's author and runs with the rights of the user who runs the flow, as on the platform. */
function runCode(stepResults: Readonly<Record<string, unknown>>): RunnableAction {
  return {
    display: { label: "Code Block" },
    inputs: [input("code", "Code", { type: "code", required: true })],
    perform: async (context, { code }) => {
      const module: { exports: unknown } = { exports: {} };
      const load = compileFunction(String(code), ["module", "exports", "require"]) as (...values: unknown[]) => void;
      load(module, module.exports, require);
      if (typeof module.exports !== "function") throw new TypeError("The code must set module.exports to a function.");
      return (module.exports as (...values: unknown[]) => Promise<unknown>)(context, stepResults);
    },
  };
}

const webhook: RunnableTrigger = {
  display: { label: "Webhook" },
  inputs: [
    input("body", "Response Body"),
    input("contentType", "Response Content Type"),
    input("headers", "Response Headers", { collection: "keyvaluelist" }),
    input("statusCode", "Response Status Code"),
  ],
  scheduleSupport: "invalid",
  perform: async (_context, payload, params) => ({
    payload,
    ...(params.statusCode !== undefined && params.statusCode !== "" && { response: response(params) }),
  }),
};

/** Triggers whose request carries nothing that they would change. */
function passThrough(label: string): RunnableTrigger {
  return {
    display: { label },
    inputs: [],
    scheduleSupport: "invalid",
    perform: async (_context, payload) => ({ payload }),
  };
}

function response({ statusCode, contentType, body, headers }: Record<string, unknown>): Record<string, unknown> {
  return {
    statusCode: Number(statusCode),
    contentType: contentType || "application/json",
    headers: Object.fromEntries(pairs(headers).map(({ key, value }) => [String(key), String(value)])),
    ...(body !== undefined && body !== "" && { body }),
  };
}

function branchTo(pair: KeyValuePair | undefined) {
  const branch = pair === undefined ? "Else" : String(pair.key);
  return { data: branch, branch };
}

function pairs(value: unknown): KeyValuePair[] {
  return Array.isArray(value) ? (value as KeyValuePair[]) : [];
}

function input(key: string, label: string, rest: Partial<ComponentInput> = {}): ComponentInput {
  return { key, label, type: "string", ...rest };
}

function component(
  key: string,
  actions: Record<string, RunnableAction>,
  triggers: Record<string, RunnableTrigger> = {},
): RunnableComponent {
  return { key, public: true, actions, triggers, connections: [] };
}
