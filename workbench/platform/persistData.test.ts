import type { Expression } from "../document/definition";
import { runFlow } from "../run/runFlow";
import { integrationYaml, step, testComponent, webhookTrigger } from "../testing/component";

function value(text: string): Expression {
  return { type: "value", value: text };
}
function reference(text: string): Expression {
  return { type: "reference", value: text };
}

const steps = [
  webhookTrigger,
  step("Before", "persist-data/getInstanceValue", { keyInput: value("link"), defaultValueInput: value("none") }),
  step("Save", "persist-data/saveInstanceValue", {
    keyInput: value("link"),
    valueInput: reference("trigger.results.body.data"),
  }),
  step("After", "persist-data/getInstanceValue", { keyInput: value("link") }),
];
function run(body: object, state = {}) {
  return runFlow({ yaml: integrationYaml(steps, []), component: testComponent, payload: { body }, state });
}

test("a value that was saved is there for later steps and for the next run of the flow", async () => {
  const first = await run({ page: 2 });
  expect(first.results).toMatchObject({ before: "none", after: { page: 2 } });
  expect(first.state).toMatchObject({ instanceState: { link: { page: 2 } }, executionState: {}, crossFlowState: {} });

  const second = await run({ page: 3 }, first.state);
  expect(second.results).toMatchObject({ before: { page: 2 }, after: { page: 3 } });
});

test.each([
  ["Execution", "executionState"],
  ["CrossFlow", "crossFlowState"],
] as const)("save%sValue keeps it in the %s", async (scope, name) => {
  const save = step("Save", `persist-data/save${scope}Value`, { keyInput: value("n"), valueInput: value("1") });
  const get = step("Get", `persist-data/get${scope}Value`, { keyInput: value("n") });
  const yaml = integrationYaml([webhookTrigger, save, get], []);
  const { results, state } = await runFlow({ yaml, component: testComponent });
  expect(results).toMatchObject({ get: "1" });
  expect(state[name]).toEqual({ n: "1" });
});
