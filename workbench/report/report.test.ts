import { loadIntegration } from "../document/loadIntegration";
import { createReport } from "./report";
import type { RequestCounts } from "../run/requestCounts";
import { runFlow } from "../run/runFlow";
import { createTerminal } from "../commandLine/terminal";
import { integrationYaml, step, testComponent, webhookTrigger } from "../testing/component";

/** Runs a flow under a report and returns what was written. */
async function watch(output: { isTTY?: boolean }, env: NodeJS.ProcessEnv = {}, count?: () => Promise<RequestCounts>) {
  let text = "";
  const terminal = createTerminal({ ...output, write: (more) => (text += more) }, env);
  const items = { items: { type: "reference", value: "trigger.results.body.data" } } as const;
  const shaky = step(
    "Shaky",
    "failFirst",
    { times: { type: "value", value: "3" } },
    {
      errorConfig: { errorHandlerType: "retry", maxAttempts: 1, delaySeconds: 2, ignoreFinalError: true },
    },
  );
  const loop = step("Loop", "loop/loopOverItems", items, { steps: [step("Echo", "echo")] });
  const yaml = integrationYaml([webhookTrigger, loop, shaky]);
  const flow = loadIntegration(yaml).integration.flows[0];
  if (!flow) throw new Error("no flow");
  const report = createReport(terminal, { flow, component: testComponent, countRequests: count });
  const payload = { body: ["a", "b"] };
  await runFlow({ yaml, component: testComponent, payload, onStep: report.onStep, wait: async () => undefined });
  return {
    text,
    lines: text
      .replaceAll(/\d+ ms/g, "n ms")
      .trimEnd()
      .split("\n"),
    totals: report.totals(),
  };
}

test("each step is one line: its name, its action, what it did, its requests and its time", async () => {
  const { lines, totals } = await watch({}, {}, async () => ({ data: 1, metadata: 0 }));
  expect(lines).toEqual([
    "  ✓ Trigger  Webhook               received 2 items (1 request, n ms)",
    "  ✓ Loop     Repeat for Each       2 items (1 request, n ms)",
    "  ✓   Echo   Echo                  1/2: flag, text, list, pairs, choice (1 request, n ms)",
    "  ✓   Echo   Echo                  2/2: flag, text, list, pairs, choice (1 request, n ms)",
    "  ~ Shaky    Fail First            failed, retry 1 in 2.0 s",
    "      try 1 failed",
    "  ✗ Shaky    Fail First            failed, the flow continues (1 request, n ms)",
    "      try 2 failed",
  ]);
  expect(totals).toEqual({ steps: 4, requests: { data: 5, metadata: 0 } });
});

test("where requests cannot be counted none are claimed", async () => {
  const { lines, totals } = await watch({});
  expect(lines[0]).toBe("  ✓ Trigger  Webhook               received 2 items (n ms)");
  expect(totals.requests).toBeUndefined();
});

test.each([
  [{ isTTY: true }, {}, true],
  [{ isTTY: true }, { NO_COLOR: "1" }, false],
  [{}, {}, false],
])("on %j with %j colors are shown: %p", async (output, env, shown) => {
  const { text } = await watch(output, env);
  // eslint-disable-next-line no-control-regex
  expect(/\u001b\[\d+m/.test(text)).toBe(shown);
});
