import { createHarness } from "@prismatic-io/spectral/dist/testing";
import Ajv from "ajv";
import { type Hooks, startHooks } from "../../emulator/testing/hooks";
import component from "../../src";
import { exampleCalls } from "./exampleCalls";
import { type Harness, startHarness } from "../harness/startHarness";

/**
 * An example is right when the step really answers so. Ids, times and versions are another organization's; everything else
 * has to be equal.
 */
let hooks: Hooks;
let harness: Harness;
const answers = new Map<string, unknown>();

beforeAll(async () => {
  hooks = await startHooks();
  await hooks.register({ message: "Update", endpoint: { authtype: 5, authvalue: "<settings></settings>" } });
  harness = await startHarness(hooks.client.emulator);
  const [contact] = await harness.pick("entities", { entityType: "contacts", search: "Susanna" });
  for (const [action, params] of exampleCalls)
    answers.set(action, await harness.run(action, params(contact?.key ?? "")));
});
afterAll(() => hooks.close());

/** Replaces values that differ between organizations and runs by their form. */
function comparable(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(hooks.client.emulator.url, "https://contoso.crm.dynamics.com")
    .replaceAll(new URL(hooks.client.emulator.url).host, "contoso.crm.dynamics.com")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, "<id>")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<time>")
    .replace(/Date\(\d+/g, "Date(<time>")
    .replace(/W\/\\"\d+\\"/g, "W/<version>")
    .replace(/"(versionnumber|ColumnNumber|ObjectTypeCode|importsequencenumber)":\d+/gi, '"$1":"<number>"');
  return JSON.parse(text) as unknown;
}

const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: { uuid: /^[0-9a-f-]{36}$/i } });

function problems(schema: string | undefined, data: unknown): unknown {
  const validate = ajv.compile(JSON.parse(schema ?? "false") as object);
  return validate(JSON.parse(JSON.stringify(data))) ? [] : validate.errors;
}

it("calls every action once", () => {
  expect(exampleCalls.map(([action]) => action).sort()).toEqual(Object.keys(component.actions).sort());
});

describe.each(Object.keys(component.actions))("%s", (key) => {
  const action = component.actions[key];

  it("answers as its example says", () => {
    const { data } = action?.examplePayload as { data: unknown };
    expect(comparable(data)).toEqual(comparable(answers.get(key)));
  });

  it("has an output schema that the example and the true answer follow", () => {
    const { outputSchema, examplePayload } = action as {
      outputSchema?: { schema?: string };
      examplePayload?: unknown;
    };
    expect(problems(outputSchema?.schema, (examplePayload as { data: unknown }).data)).toEqual([]);
    expect(problems(outputSchema?.schema, answers.get(key))).toEqual([]);
  });
});

it("also has an output schema for a deletion by alternate key", async () => {
  const key = { entityType: "accounts", entityId: "accountnumber='F-2002'" };
  await harness.run("upsertEntity", { ...key, dynamicValues: { name: "Fabrikam" } });
  const { outputSchema } = component.actions["deleteEntity"] as { outputSchema?: { schema?: string } };
  expect(problems(outputSchema?.schema, await harness.run("deleteEntity", key))).toEqual([]);
});

describe("the webhook trigger", () => {
  const { examplePayload, outputSchema } = component.triggers["dynamicsWebhookTrigger"] as unknown as {
    examplePayload: { payload: { headers: Record<string, string> } };
    outputSchema: { type: string; branchSchemas: { name: string; schema: string }[] };
  };
  const sdkHarness = createHarness(component);
  const schemaOf = (branch: string) => outputSchema.branchSchemas.find(({ name }) => name === branch)?.schema;

  it("hands an event on as its example says", async () => {
    const [post] = await hooks.settled();
    const known = Object.keys(examplePayload.payload.headers);
    const headers = Object.fromEntries(known.map((name) => [name, post?.headers[name] ?? "missing"]));
    const received = {
      headers,
      queryParameters: {},
      rawBody: { data: JSON.stringify(post?.body), contentType: "application/json" },
      body: { data: post?.body, contentType: "application/json" },
    };
    const result = await sdkHarness.trigger("dynamicsWebhookTrigger", received, {});
    expect(comparable(examplePayload)).toEqual(comparable(result));
    expect(problems(schemaOf("Event"), result?.payload)).toEqual([]);
  });

  it("hands a heartbeat on as the branch's schema says", async () => {
    const result = await sdkHarness.trigger(
      "dynamicsWebhookTrigger",
      { body: { data: "" }, rawBody: { data: "" } },
      {},
    );
    expect(problems(schemaOf("URL Validation / Heartbeat"), result?.payload)).toEqual([]);
  });
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

  it.each(["createEntity", "updateEntity", "upsertEntity"])(
    "the example of %s has the fields filled in",
    async (key) => {
      const data = await example(key, { entityType: "accounts", entityId: id, fieldValues, dynamicValues });
      expect(data).toEqual({
        "@odata.etag": expect.any(String) as string,
        name: "Contoso",
        telephone1: "+1 425 555 0100",
        _primarycontactid_value: id,
        ...(key === "upsertEntity" && { "@created": true }),
      });
    },
  );

  it("the example names the record where it is not to be returned, or is gone", async () => {
    const write = { entityType: "accounts", entityId: id, fieldValues, returnRecord: "false" };
    expect(await example("updateEntity", write)).toEqual({ entitySetName: "accounts", id });
    expect(await example("deleteEntity", { entityType: "accounts", entityId: id })).toEqual({
      entitySetName: "accounts",
      id,
      deleted: true,
    });
  });
});
