/** Every example: importable, fit for the component, run as `npm start` runs it, and tested by a file of flow tests. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createEmulator } from "../../emulator";
import component from "../../src";
import { checkIntegration } from "../../workbench/check/checkIntegration";
import type { RunnableComponent } from "../../workbench/component/component";
import { connectTo } from "../../workbench/run/connections";
import { everyStep } from "../../workbench/document/everyStep";
import { loadFlowTests, runFlowTest } from "../../workbench/flowTests";
import { loadIntegration } from "../../workbench/document/loadIntegration";
import { platformComponents } from "../../workbench/platform/platformComponents";
import { runFlow } from "../../workbench/run/runFlow";
import { readTriggerRequest, requestBeside } from "../../workbench/run/triggerRequest";

const folder = path.resolve(__dirname, "../../examples");
const flows = readdirSync(folder)
  .filter((name) => /\.ya?ml$/.test(name))
  .map((name) => name.replace(/\.ya?ml$/, ""));
function read(name: string) {
  return readFileSync(path.join(folder, `${name}.yml`), "utf8");
}

const registry = new Map<string, RunnableComponent>(
  [...platformComponents(), component].map((each: RunnableComponent) => [each.key, each]),
);

test("there are examples of the main uses", () => {
  const used = new Set<string>();
  for (const name of flows) {
    for (const flow of loadIntegration(read(name)).integration.flows) {
      everyStep(flow.steps, [], ({ action }) => {
        if (action.component.key === component.key) used.add(action.key);
      });
    }
  }
  expect(flows.length).toBeGreaterThanOrEqual(5);
  expect([...used].sort()).toEqual([
    "batchEntityActions",
    "createEntity",
    "deleteEntity",
    "dynamicsWebhookTrigger",
    "fetchXml",
    "getEntity",
    "queryEntities",
    "updateEntity",
    "upsertEntity",
  ]);
});

describe.each(flows)("%s", (name) => {
  test("fits the format and the components it uses", () => {
    const { integration } = loadIntegration(read(name));
    expect(checkIntegration(integration, registry)).toEqual([]);
  });

  test("says what it is for, and carries neither address nor secret", () => {
    const { integration } = loadIntegration(read(name));
    const { description, documentation } = integration as { description?: string; documentation?: string };
    expect([description, documentation].every(Boolean)).toBe(true);
    const connections = integration.requiredConfigVars?.filter(({ dataType }) => dataType === "connection") ?? [];
    const values = connections.flatMap(({ inputs = {} }) => Object.values(inputs).map(({ value }) => value));
    expect(values.filter((value) => value !== "")).toEqual([]);
  });

  test("runs with the request beside it, and a second time in the same organization or is refused by it", async () => {
    const emulator = await createEmulator();
    const file = requestBeside(path.join(folder, `${name}.yml`));
    const run = async () =>
      runFlow({
        yaml: read(name),
        component,
        connection: await connectTo(emulator),
        payload: file === undefined ? {} : await readTriggerRequest(file),
      });
    expect((await run()).status).toBe("completed");
    // A number given to one account is given to no second one.
    if (name === "customer-onboarding") await expect(run()).rejects.toThrow(/index 0 .*duplicate|index 0 .*already/is);
    else expect((await run()).status).toBe("completed");
    await emulator.close();
  });
});

const tests = path.join(__dirname, "flowTests");
const testFiles = readdirSync(tests);

test("each example has tests of its own", () => {
  expect(testFiles.map((name) => name.replace(/\.flowtest\.yml$/, "")).sort()).toEqual([...flows].sort());
});

describe.each(testFiles)("%s", (name) => {
  test("passes", async () => {
    const file = await loadFlowTests(path.join(tests, name));
    for (const each of file.tests) {
      const { problems } = await runFlowTest(file, each, { component });
      expect({ test: each.name, problems }).toEqual({ test: each.name, problems: [] });
    }
  });
});

test("one of the tests is under throttling", () => {
  const throttled = testFiles.filter((name) => /status: 429/.test(readFileSync(path.join(tests, name), "utf8")));
  expect(throttled.length).toBeGreaterThan(0);
});
