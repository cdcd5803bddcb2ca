import type { Component } from "@prismatic-io/spectral/dist/serverTypes";
import component from "../../src";
import { type Harness, startHarness } from "../harness/startHarness";

/** Builders copy examples: all of a step's together have to be a call that works. */
const { actions, dataSources } = component as unknown as Required<Pick<Component, "actions" | "dataSources">>;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

/** The examples of these inputs name records of another organization. */
const elsewhere = new Set(["connection", "nextPageId", "impersonateUserId", "solutionUniqueName", "lookupField"]);

/** The examples of these inputs contain GUIDs of records that do not exist, or are alternatives: a body or a form. */
const notTogether = new Set([
  "createEntity",
  "deleteEntity",
  "getEntity",
  "updateEntity",
  "upsertEntity",
  "rawRequest",
  "rawRequestV2",
]);

type Input = Component["actions"][string]["inputs"][number] & { example?: string; collection?: string };

function examples(inputs: Input[]): Record<string, unknown> {
  const typed = inputs.filter(({ key, example }) => !elsewhere.has(key) && example !== undefined);
  const given: Record<string, unknown> = {};
  for (const { key, example, collection } of typed) {
    if (collection === "valuelist") given[key] = [example];
    else given[key] = collection === "keyvaluelist" ? [{ key: "file", value: example }] : example;
  }
  return given;
}

const callable = Object.keys(actions).filter((key) => !notTogether.has(key));

it.each(callable)("of %s go together", async (key) => {
  await expect(harness.run(key, examples(actions[key]?.inputs as Input[]))).resolves.toBeDefined();
});

it.each(Object.keys(dataSources))("of the data source %s go together", async (key) => {
  await expect(harness.pick(key, examples(dataSources[key]?.inputs as Input[]))).resolves.toBeDefined();
});

it("of Query Attributes name types that there are", async () => {
  const input = actions["queryAttributes"]?.inputs.find(({ key }) => key === "attributeType");
  const types = /query: (.*?)\./.exec((input as { comments?: string }).comments ?? "")?.[1]?.split(/, | or /) ?? [];
  expect(types.length).toBeGreaterThan(15);
  for (const attributeType of types) {
    const found = await harness.run<{ value: object[] }>("queryAttributes", { entityId: "account", attributeType });
    expect(Array.isArray(found.value)).toBe(true);
  }
});
