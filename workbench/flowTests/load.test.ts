import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { integrationYaml, step, webhookTrigger } from "../testing/component";
import { loadFlowTests } from "./load";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "flowtests-"));
  writeFileSync(path.join(folder, "flow.yml"), integrationYaml([webhookTrigger, step("Echo It", "echo")]));
  writeFileSync(path.join(folder, "flow.request.yml"), "headers: { kind: beside }");
  writeFileSync(path.join(folder, "broken.yml"), "definitionVersion: 7\nname: Broken\nflows: []\n");
  writeFileSync(path.join(folder, "other.payload.json"), '{"a": 1}');
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string, name = "it.flowtest.yml") {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return loadFlowTests(file);
}

test("YAML and JSON are read alike", async () => {
  const definition = { flow: "flow.yml", tests: [{ name: "a", payload: { n: 1 }, expect: { notRun: ["Echo It"] } }] };
  const loaded = await load(JSON.stringify(definition), "it.flowtest.json");
  expect(loaded.tests).toEqual([
    { name: "a", runs: [{ payload: { body: { n: 1 } }, expect: { notRun: ["Echo It"] } }] },
  ]);
  expect(loaded.flow.name).toBe("Flow 1");
});

test.each([
  ["no request: the one beside the flow", "", { headers: { kind: "beside" } }],
  ["a body", ", payload: [1]", { body: [1] }],
  ["a file", ", payloadFile: other.payload.json", { body: '{"a": 1}', contentType: "application/json" }],
  ["a whole request", ", request: { headers: { kind: x } }", { headers: { kind: "x" } }],
])("with %s each run has its request", async (_title, given, payload) => {
  const { tests } = await load(`flow: flow.yml\ntests:\n  - { name: a, then: [{ expect: {} }]${given} }\n`);
  expect(tests[0]?.runs[0]?.payload).toEqual(payload);
  expect(tests[0]?.runs[1]?.payload).toEqual({ headers: { kind: "beside" } });
});

test.each<[string, string, RegExp]>([
  ["that is not YAML", "flow: [", /it\.flowtest\.yml:1: is not YAML/],
  ["without tests", "flow: flow.yml\ntests: []\n", /:2: "tests" must NOT have fewer than 1 items/],
  ["with a word it does not know", "flow: flow.yml\ntests:\n  - name: a\n    expects: {}\n", /:3: .*entry "expects"/],
  ["of a flow that is not there", "flow: no.yml\ntests: [{ name: a }]\n", /no\.yml cannot be read \(ENOENT\)/],
  ["of a flow that cannot run", "flow: broken.yml\ntests: [{ name: a }]\n", /broken\.yml cannot run:\n"flows"|"flows"/],
  ["of a flow by a wrong name", "flow: flow.yml\nflowName: Flow 2\ntests: [{ name: a }]\n", /Did you mean "Flow 1"/],
  [
    "with a step that the flow does not have",
    "flow: flow.yml\ntests:\n  - name: a\n    expect:\n      steps:\n        Eco It: {}\n",
    /:6: The flow has no step "Eco It"\. Did you mean "Echo It"\?/,
  ],
  [
    "where a step that is not there shall not run",
    "flow: flow.yml\ntests:\n  - name: a\n    then: [{ expect: { notRun: [Echo] } }]\n",
    /:4: The flow has no step "Echo"/,
  ],
  [
    "with a matcher it does not know",
    "flow: flow.yml\ntests:\n  - name: a\n    expect:\n      steps:\n        Echo It: { $runs: [{ text: { $like: x } }] }\n",
    /:6: .*\$like are not all matchers/,
  ],
  [
    "with two requests",
    "flow: flow.yml\ntests:\n  - { name: a, payload: 1, request: {} }\n",
    /:3: has payload and request; one of them is enough/,
  ],
  [
    "with a payload that is not there",
    "flow: flow.yml\ntests:\n  - { name: a, payloadFile: no.json }\n",
    /no\.json cannot be read \(ENOENT\)/,
  ],
  [
    "that expects a failure and an end",
    "flow: flow.yml\ntests:\n  - { name: a, expect: { status: stopped, failure: {} } }\n",
    /expects a failure and a status/,
  ],
])("a file %s is refused with the place", async (_title, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});
