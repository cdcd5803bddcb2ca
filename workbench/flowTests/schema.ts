import { triggerRequestSchema } from "../run/triggerRequest";

function object(properties: Record<string, unknown>, required: string[] = []) {
  return {
    type: "object",
    additionalProperties: false,
    required,
    properties,
  };
}

const text = { type: "string", minLength: 1 };
const anything = {};
function map(values: object) {
  return { type: "object", additionalProperties: values };
}
function list(items: object) {
  return { type: "array", items };
}

/** The emulator itself checks limits, faults and costs, and names what is wrong in them. */
const before = object({
  rows: map({ anyOf: [list({ type: "object" }), { type: "object" }, { type: "null" }] }),
  limits: { type: "object" },
  faults: list({ type: "object" }),
  costs: { type: "object" },
});

const expectations = object({
  status: { enum: ["completed", "stopped", "noChanges"] },
  failure: object({ step: text, message: anything }),
  steps: map(anything),
  notRun: list(text),
  response: anything,
  rows: map(anything),
  requests: {
    anyOf: [{ type: "integer", minimum: 0 }, object({ total: anything, metadata: anything, steps: map(anything) })],
  },
});

const run = {
  before,
  payload: anything,
  payloadFile: text,
  request: triggerRequestSchema,
  expect: expectations,
};

/** JSON Schema (draft-07) of a file of flow tests. */
export const flowTestSchema = object(
  {
    flow: text,
    flowName: text,
    configVars: map(anything),
    tests: { ...list(object({ name: text, ...run, then: list(object(run)) }, ["name"])), minItems: 1 },
  },
  ["flow", "tests"],
);
