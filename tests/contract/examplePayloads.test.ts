import { createHarness } from "@prismatic-io/spectral/dist/testing";
import Ajv from "ajv";
import component from "../../src";
import { exampleFile } from "../actions/actionFiles";
import { type Harness, startHarness } from "../harness/startHarness";
import { computeExamples, type Examples, readJson, steady, triggerFile } from "./examples";

/**
 * An example is right when the step really returns it. IDs, times and versions are those of another organization;
 * everything else has to be equal.
 */
let computed: Examples;
let harness: Harness;

beforeAll(async () => {
  computed = await computeExamples();
  harness = await startHarness();
});
afterAll(() => harness.close());

/** Carries the advice, so that a failure shows it. */
function example(file: string, value: unknown): object {
  return { advice: `To refresh ${file}, run: npm run docs`, value: steady(value) };
}

const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: { uuid: /^[0-9a-f-]{36}$/i } });

function problems(schema: string | undefined, data: unknown): unknown {
  const validate = ajv.compile(JSON.parse(schema ?? "false") as object);
  return validate(JSON.parse(JSON.stringify(data))) ? [] : validate.errors;
}

function schemaOf(key: string) {
  return (component.actions[key] as { outputSchema?: { schema?: string } } | undefined)?.outputSchema?.schema;
}

it.each(Object.keys(component.actions))("%s returns the data that its example shows", (key) => {
  const file = exampleFile(key);
  const { data } = component.actions[key]?.examplePayload as { data: unknown };
  expect(example(file, data)).toEqual(example(file, readJson(file)));
  expect(example(file, data)).toEqual(example(file, computed.actions.get(key)));
});

it.each(Object.keys(component.actions))("%s has an output schema that its data follows", (key) => {
  expect(problems(schemaOf(key), computed.actions.get(key))).toEqual([]);
});

it("a deletion by alternate key also follows its output schema", async () => {
  const key = { entityType: "accounts", entityId: "accountnumber='F-2002'" };
  await harness.run("upsertEntity", { ...key, dynamicValues: { name: "Fabrikam" } });
  expect(problems(schemaOf("deleteEntity"), await harness.run("deleteEntity", key))).toEqual([]);
});

describe("the webhook trigger", () => {
  const { examplePayload, outputSchema } = component.triggers["dynamicsWebhookTrigger"] as unknown as {
    examplePayload: object;
    outputSchema: { branchSchemas: { name: string; schema: string }[] };
  };
  const branchSchema = (branch: string) => outputSchema.branchSchemas.find(({ name }) => name === branch)?.schema;

  it("passes an event to the flow as its example shows", () => {
    const file = triggerFile("dynamicsWebhookTrigger");
    const event = computed.triggers.get("dynamicsWebhookTrigger");
    expect(example(file, examplePayload)).toEqual(example(file, event));
    expect(problems(branchSchema("Event"), (event as { payload: object }).payload)).toEqual([]);
  });

  it("passes a heartbeat to the flow as the schema of the branch describes", async () => {
    const heartbeat = { body: { data: "" }, rawBody: { data: "" } };
    const result = await createHarness(component).trigger("dynamicsWebhookTrigger", heartbeat, {});
    expect(problems(branchSchema("URL Validation / Heartbeat"), result?.payload)).toEqual([]);
  });
});

it("the polling trigger passes changes to the flow as its example and its output schema describe", () => {
  const { examplePayload, outputSchema } = component.triggers["pollChangesTrigger"] as unknown as {
    examplePayload: object;
    outputSchema: { schema: string };
  };
  const file = triggerFile("pollChangesTrigger");
  const result = computed.triggers.get("pollChangesTrigger");
  expect(example(file, examplePayload)).toEqual(example(file, result));
  expect(problems(outputSchema.schema, (result as { payload: object }).payload)).toEqual([]);
});

describe("before a write has run", () => {
  const example = async (key: string, params: Record<string, unknown>) => {
    const { examplePerform } = component.actions[key] as unknown as {
      examplePerform: (context: object, params: object) => Promise<{ data: unknown }>;
    };
    return (await examplePerform({}, { connection: {}, ...params })).data;
  };
  const id = "3a5e9c14-7d20-4f6b-9b1d-c2f8e1a40b57";
  const fieldValues = [
    { key: "name", value: "Contoso" },
    { key: "primarycontactid", value: `contact(${id})` },
  ];
  const dynamicValues = '{"telephone1": "+1 425 555 0100", "ownerid@odata.bind": "/teams(1)"}';

  it.each(["createEntity", "updateEntity", "upsertEntity"])("the example of %s has the given fields", async (key) => {
    const data = await example(key, { entityType: "accounts", entityId: id, fieldValues, dynamicValues });
    expect(data).toEqual({
      "@odata.etag": expect.any(String) as string,
      name: "Contoso",
      telephone1: "+1 425 555 0100",
      _primarycontactid_value: id,
      ...(key === "upsertEntity" && { "@created": true }),
    });
  });

  it("the example names the record that is not returned, or that is deleted", async () => {
    const write = { entityType: "accounts", entityId: id, fieldValues, returnRecord: "false" };
    expect(await example("updateEntity", write)).toEqual({ entitySetName: "accounts", id });
    expect(await example("deleteEntity", { entityType: "accounts", entityId: id })).toEqual({
      entitySetName: "accounts",
      id,
      deleted: true,
    });
  });
});
