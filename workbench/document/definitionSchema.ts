/**
 * JSON Schema (draft-07) of a low-code integration, definitionVersion 7. The platform publishes none: this one is
 * derived from the 25 public integrations of prismatic-io/examples and from the SDK's `serverTypes/integration`.
 */

const text = { type: "string" };
const flag = { type: "boolean" };
function list(items: object) {
  return { type: "array", items };
}
function definition(name: string) {
  return { $ref: `#/definitions/${name}` };
}
function closed(required: string[], properties: object) {
  return {
    type: "object",
    required,
    additionalProperties: false,
    properties,
  };
}

function expressionValue(types: string[], value: object, required: string[] = ["value"]) {
  return {
    if: { properties: { type: { enum: types } } },
    then: { required, properties: { value } },
  };
}

const definitions = {
  componentReference: closed(["component", "key"], {
    key: text,
    template: text,
    component: closed(["key", "isPublic"], {
      key: text,
      isPublic: flag,
      version: { oneOf: [{ const: "LATEST" }, { type: "integer", minimum: 1 }] },
      signature: text,
    }),
  }),
  expression: {
    ...closed(["type"], {
      name: { oneOf: [text, definition("expression")] },
      type: { enum: ["value", "reference", "configVar", "template", "complex"] },
      value: {},
      meta: { type: "object" },
    }),
    allOf: [
      expressionValue(["complex"], list(definition("complexItem"))),
      expressionValue(["reference", "configVar", "template"], text),
      expressionValue(["value"], { type: ["string", "null"] }, []),
    ],
  },
  // Chosen by the kind of node, so that a mistake inside an element is reported as itself.
  complexItem: {
    type: ["string", "array", "object"],
    if: { type: "array" },
    then: list(definition("complexItem")),
    else: { if: { type: "object" }, then: definition("expression") },
  },
  expressions: { type: "object", additionalProperties: definition("expression") },
  step: closed(["name", "action"], {
    name: { type: "string", minLength: 1 },
    stableKey: text,
    description: text,
    isTrigger: flag,
    action: definition("componentReference"),
    inputs: definition("expressions"),
    steps: list(definition("step")),
    branches: list(closed(["name", "steps"], { name: text, steps: list(definition("step")) })),
    schedule: {
      type: "object",
      required: ["type", "value"],
      properties: {
        type: { enum: ["value", "configVar"] },
        value: text,
        meta: {
          type: "object",
          properties: {
            scheduleType: { enum: ["none", "once", "custom", "minute", "hour", "day", "week"] },
            timeZone: text,
          },
        },
      },
    },
    errorConfig: {
      type: "object",
      properties: {
        errorHandlerType: { enum: ["fail", "ignore", "retry"] },
        maxAttempts: { type: "integer", minimum: 0, maximum: 5 },
        delaySeconds: { type: "integer", minimum: 0, maximum: 60 },
        usesExponentialBackoff: flag,
        ignoreFinalError: flag,
      },
    },
  }),
  flow: {
    type: "object",
    required: ["name", "steps"],
    properties: {
      name: text,
      description: text,
      stableKey: text,
      isSynchronous: flag,
      isAgentFlow: flag,
      endpointSecurityType: { enum: ["unsecured", "customer_optional", "customer_required", "organization"] },
      steps: { ...list(definition("step")), minItems: 1 },
      triggerResolver: {
        type: "object",
        properties: {
          enabled: flag,
          batchSize: { type: "integer", minimum: 1 },
          concurrentBatchLimit: { type: "integer", minimum: 1 },
          runInitialSyncOnDeploy: flag,
        },
      },
      retryConfig: { type: "object" },
      queueConfig: { type: "object" },
      schemas: { type: "object" },
    },
  },
  configVar: {
    type: "object",
    required: ["key", "dataType"],
    properties: {
      key: text,
      stableKey: text,
      description: text,
      orgOnly: flag,
      defaultValue: {},
      dataType: {
        enum: [
          ...["string", "date", "timestamp", "picklist", "schedule", "code", "boolean", "number"],
          ...["objectSelection", "objectFieldMap", "jsonForm", "connection"],
        ],
      },
      collectionType: { enum: ["valuelist", "keyvaluelist"] },
      connection: definition("componentReference"),
      dataSource: definition("componentReference"),
      inputs: definition("expressions"),
      onPremiseConnectionConfig: { enum: ["disallowed", "allowed", "required"] },
      useScopedConfigVar: text,
      meta: { type: "object" },
    },
  },
  page: {
    type: "object",
    required: ["name", "elements"],
    properties: {
      name: text,
      tagline: text,
      userLevelConfigured: flag,
      elements: list({
        type: "object",
        required: ["type", "value"],
        properties: { type: { enum: ["configVar", "htmlElement", "jsonForm"] }, value: text },
      }),
    },
  },
};

export const definitionSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  required: ["definitionVersion", "name", "flows"],
  properties: {
    definitionVersion: { const: 7 },
    name: { type: "string", minLength: 1 },
    description: text,
    category: text,
    documentation: text,
    labels: list(text),
    endpointType: { enum: ["flow_specific", "instance_specific", "shared_instance"] },
    defaultInstanceProfile: text,
    requiredConfigVars: list(definition("configVar")),
    configPages: list(definition("page")),
    flows: { ...list(definition("flow")), minItems: 1 },
  },
  definitions,
};
