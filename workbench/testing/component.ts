/** A small component of the real SDK, and YAML for flows that use it: what the runner's unit tests run. */
import { action, component, connection, dataSource, input, trigger, util } from "@prismatic-io/spectral";
import { stringify } from "yaml";
import type { RunnableComponent } from "../component/component";
import type { ConfigVar, Expressions, Step } from "../document/definition";

const connectionInput = input({ label: "Connection", type: "connection", required: true });

/** Returns its inputs as an action receives them, after the SDK has cleaned them. */
const echo = action({
  display: { label: "Echo", description: "Returns its inputs." },
  inputs: {
    text: input({ label: "Text", type: "string", clean: util.types.toString }),
    list: input({ label: "List", type: "string", collection: "valuelist", clean: (value: unknown) => value }),
    pairs: input({ label: "Pairs", type: "string", collection: "keyvaluelist", clean: (value: unknown) => value }),
    flag: input({ label: "Flag", type: "boolean", default: "true", clean: util.types.toBool }),
    choice: input({
      label: "Choice",
      type: "string",
      model: ["json", "text"].map((value) => ({ label: value, value })),
      clean: (value: unknown) => value,
    }),
  },
  perform: async (_context, params) => ({ data: params }),
});

const greet = action({
  display: { label: "Greet", description: "Greets with the connection's greeting." },
  inputs: {
    connection: connectionInput,
    name: input({ label: "Name", type: "string", required: true, clean: util.types.toString }),
  },
  perform: async ({ logger }, params) => {
    logger.info("greeting", params.name);
    return { data: `${util.types.toString(params.connection.fields.greeting)}, ${params.name}` };
  },
});

const failFirst = action({
  display: { label: "Fail First", description: "Fails until it was tried often enough." },
  inputs: { times: input({ label: "Times", type: "string", required: true, clean: util.types.toInt }) },
  perform: async ({ executionState }, { times }) => {
    const tries = util.types.toInt(executionState.tries, 0) + 1;
    executionState.tries = tries;
    if (tries <= times) throw new Error(`try ${tries} failed`);
    return { data: { tries } };
  },
});

const remember = action({
  display: { label: "Remember", description: "Keeps a value for later runs, and returns bytes." },
  inputs: { value: input({ label: "Value", type: "string", clean: util.types.toString }) },
  perform: async (_context, { value }) => ({
    data: Buffer.from(value),
    contentType: "text/plain",
    instanceState: { remembered: value },
  }),
});

const inspect = action({
  display: { label: "Inspect", description: "Returns parts of its context." },
  inputs: {},
  perform: async ({ stepId, flow, executionFrame, configVars, webhookUrls, debug }) => ({
    data: { stepId, flow: flow.name, executionFrame, configVars, webhookUrls, debug: debug.enabled },
  }),
});

const branchingTrigger = trigger({
  display: { label: "Event", description: "Branches by kind." },
  inputs: {},
  scheduleSupport: "invalid",
  synchronousResponseSupport: "valid",
  allowsBranching: true,
  staticBranchNames: ["Event", "Heartbeat"],
  perform: async (_context, payload) => ({
    payload,
    branch: payload.headers.kind === "heartbeat" ? "Heartbeat" : "Event",
    response: { statusCode: 202, contentType: "text/plain" },
  }),
});

/** The people that can be greeted, in the style of the connection. */
const people = dataSource({
  display: { label: "Select Person", description: "Names of people." },
  dataSourceType: "picklist",
  inputs: {
    connection: connectionInput,
    among: input({ label: "Among", type: "string", collection: "valuelist", clean: (value: unknown) => value }),
  },
  perform: async (_context, { connection: { fields }, among }) => {
    const names = Array.isArray(among) ? among : ["Ann", "Bob"];
    return {
      result: names.map((name) => ({ key: String(name), label: `${String(fields.greeting)}, ${String(name)}` })),
    };
  },
});

const word = dataSource({
  display: { label: "Word", description: "A word." },
  dataSourceType: "string",
  inputs: {},
  perform: async () => ({ result: "word" }),
});

const nothing = dataSource({
  display: { label: "Select Nothing", description: "There is nothing to select." },
  dataSourceType: "picklist",
  inputs: {},
  perform: async () => ({ result: [] }),
});

const greeting = connection({
  key: "greeting",
  display: { label: "Greeting", description: "How to greet." },
  inputs: { greeting: { label: "Greeting", type: "string", required: true } },
});

export const testComponent: RunnableComponent = component({
  key: "test-component",
  public: false,
  display: { label: "Test", description: "For tests.", iconPath: "icon.png" },
  actions: { echo, greet, failFirst, remember, inspect },
  triggers: { branchingTrigger },
  dataSources: { people, word, nothing },
  connections: [greeting],
});

export const webhookTrigger: Step = {
  name: "Trigger",
  isTrigger: true,
  action: { key: "webhook", component: { key: "webhook-triggers", isPublic: true, version: "LATEST" } },
};

/** A step of the component above, or of another. */
export function step(name: string, key: string, inputs: Expressions = {}, rest: Partial<Step> = {}): Step {
  const [componentKey = "test-component", actionKey = ""] = key.includes("/") ? key.split("/") : [undefined, key];
  const action = {
    key: actionKey,
    component: { key: componentKey, isPublic: componentKey !== "test-component", version: "LATEST" as const },
  };
  return { name, action, inputs, ...rest };
}

export const greetingVariable: ConfigVar = {
  key: "Greeting",
  dataType: "connection",
  connection: { key: "greeting", component: { key: "test-component", isPublic: false, version: "LATEST" } },
  inputs: { greeting: { type: "value", value: "Hello" } },
};

/** A variable that the configuration wizard fills from a data source of the component above. */
export function pickedVariable(key: string, dataSourceKey: string, rest: Partial<ConfigVar> = {}): ConfigVar {
  const component = { key: "test-component", isPublic: false, version: "LATEST" as const };
  return { key, dataType: "picklist", dataSource: { key: dataSourceKey, component }, ...rest };
}

/** YAML of an integration with one flow. */
export function integrationYaml(steps: Step[], requiredConfigVars: ConfigVar[] = []): string {
  return stringify({
    definitionVersion: 7,
    name: "Test",
    requiredConfigVars,
    flows: [{ name: "Flow 1", steps }],
  });
}
