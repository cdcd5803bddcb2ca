/** The messages of failing flow tests; the examples cover passing ones. */
import { parse } from "yaml";
import type { RunnableComponent } from "../component/component";
import type { Step } from "../document/definition";
import { loadIntegration } from "../document/loadIntegration";
import { createWebApi } from "../run/webApi";
import { integrationYaml, step, testComponent, webhookTrigger } from "../testing/component";
import type { FlowTestRun } from "./definition";
import { runFlowTest, type FlowTestResult } from "./run";

const connection = {
  key: "Organization",
  dataType: "connection",
  connection: { key: "any", component: { key: "rows", isPublic: false } },
};

/** Creates rows without the real component's ways, so that each request is where a test expects it. */
const rows: RunnableComponent = {
  key: "rows",
  triggers: {},
  connections: [{ key: "any", inputs: [] }],
  actions: {
    ...testComponent.actions,
    create: {
      display: { label: "Create" },
      inputs: ["connection", "name"].map((key) => ({ key, label: key, type: key === "name" ? "string" : key })),
      perform: async ({ instanceState }, params) => {
        const { fields, token } = params.connection as {
          fields: Record<string, string>;
          token: { access_token: string };
        };
        const organization = { url: fields.webApiUrl ?? "", connection: { token: async () => token.access_token } };
        const data = await createWebApi(organization).create("accounts", { name: params.name });
        return { data, instanceState: { created: Number(instanceState.created ?? 0) + 1 } };
      },
    },
  },
};

const create: Step = step("Create", "rows/create", {
  connection: { type: "configVar", value: "Organization" },
  name: { type: "reference", value: "trigger.results.body.data.name" },
});
const echo = step("Echo", "rows/echo", { text: { type: "reference", value: "create.results.name" } });

async function run(steps: Step[], ...texts: string[]): Promise<FlowTestResult> {
  const yaml = integrationYaml([webhookTrigger, ...steps], [connection]);
  const flow = loadIntegration(yaml).integration.flows[0];
  if (!flow) throw new Error("no flow");
  const runs = texts.map((text) => {
    const { expect = {}, before } = parse(text) as FlowTestRun;
    return { payload: { body: { name: "Fourth Coffee" } }, expect, ...(before && { before }) };
  });
  return runFlowTest({ yaml, flow, configVars: {}, tests: [] }, { name: "it", runs }, { component: rows });
}

function createOnly(...texts: string[]) {
  return run([create], ...texts);
}

test("what is as expected passes, and requests are counted", async () => {
  const result = await createOnly(`
    before: { rows: { accounts: [{ name: Before, accountnumber: B-1 }] } }
    expect:
      steps: { Create: { name: Fourth Coffee } }
      rows:
        accounts(accountnumber='B-1')?$select=name: { name: Before }
        accounts/$count?$filter=name eq 'Fourth Coffee': 1
        accounts(accountnumber='none'): null
      requests: { total: 1, metadata: 0, steps: { Trigger: 0, Create: 1 } }`);
  expect(result).toMatchObject({ problems: [], requests: { data: 1, metadata: 0 } });
});

test.each<[string, string, (string | RegExp)[]]>([
  ["a result", "expect: { steps: { Create: { name: X } } }", ['step "Create": name is "Fourth Coffee", not "X"']],
  [
    "the number of runs",
    "expect: { steps: { Create: { $runs: 2 } } }",
    ['step "Create", number of its runs: it is 1, not 2'],
  ],
  ["a step that should not run", "expect: { notRun: [Create] }", ['the step "Create" ran']],
  [
    "rows",
    "expect: { rows: { \"accounts?$filter=name eq 'Fourth Coffee'&$select=name\": [] } }",
    [/^accounts\?\$filter=name eq 'Fourth Coffee'&\$select=name: it has 1 elements, not 0/],
  ],
  ["rows of no table", "expect: { rows: { acounts: [] } }", [/^GET acounts answered 404: Resource not found/]],
  ["the number of requests", "expect: { requests: 2 }", ["the number of requests: it is 1, not 2"]],
  ["the end", "expect: { status: stopped }", ['the status: it is "completed", not "stopped"']],
  ["a failure that does not come", "expect: { failure: {} }", ['the flow did not fail; its status is "completed"']],
  [
    "a fault that nothing meets",
    "before: { faults: [{ match: { method: DELETE }, fault: { kind: reset } }] }",
    ['the fault "reset" met no request ({"method":"DELETE"})'],
  ],
  [
    "a fault that cannot be",
    "before: { faults: [{ fault: { kind: storm } }] }",
    [/^before: .*storm|^before: \[0\]\.fault\.kind/],
  ],
  [
    "a row that cannot be",
    "before: { rows: { accounts: [{ nam: x }] } }",
    [/^before: POST accounts answered 400: .*nam/],
  ],
])("%s is said", async (_title, text, said) => {
  const { problems } = await createOnly(text);
  const expected: unknown[] = said.map((line): unknown =>
    typeof line === "string" ? line : expect.stringMatching(line),
  );
  expect(problems).toEqual(expected);
});

test("an unexpected failure is said with its step and reason, and nothing that follows from it", async () => {
  const { problems } = await run(
    [create, echo],
    `before: { faults: [{ match: { method: POST }, fault: { kind: status, status: 503, message: Down } }] }
expect: { steps: { Echo: { text: x } }, requests: 7 }`,
  );
  expect(problems).toEqual(['the flow failed at the step "Create": POST accounts answered 503: Down']);
});

test("an expected failure passes when step and message fit, and is said when they do not", async () => {
  const before =
    "before: { faults: [{ match: { method: POST }, fault: { kind: status, status: 503, message: Down } }] }";
  const fits = await createOnly(`${before}\nexpect: { failure: { step: Create, message: { $match: Down$ } } }`);
  expect(fits.problems).toEqual([]);
  const fitsNot = await createOnly(`${before}\nexpect: { failure: { step: Trigger, message: { $match: Up$ } } }`);
  expect(fitsNot.problems).toEqual([
    'the flow failed at the step "Create", not at "Trigger": POST accounts answered 503: Down',
    'the message of the failure: it is "POST accounts answered 503: Down", which does not match /Up$/',
  ]);
});

test("a further run finds the rows and the state of the one before, and neither its faults nor its limits", async () => {
  const { problems } = await createOnly(
    "before: { limits: { requests: 1, windowMs: 600000 }, faults: [{ fault: { kind: delay, ms: 1 }, times: 9 }] }",
    `expect:
      rows: { "accounts/$count?$filter=name eq 'Fourth Coffee'": 2 }
      requests: 3`,
  );
  expect(problems).toEqual(["run 2: the number of requests: it is 1, not 3"]);
});
