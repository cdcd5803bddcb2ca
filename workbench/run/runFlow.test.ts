import type { Expression, Step } from "../document/definition";
import { FlowFailedError } from "./failures";
import { runFlow, type FlowRun } from "./runFlow";
import type { StepEvent } from "./execution";
import { greetingVariable, integrationYaml, step, testComponent, webhookTrigger } from "../testing/component";

function value(text: string): Expression {
  return { type: "value", value: text };
}
function reference(text: string): Expression {
  return { type: "reference", value: text };
}
function list(...items: Expression[]): Expression {
  return { type: "complex", value: items };
}

function run(steps: Step[], rest: Partial<FlowRun> = {}) {
  return runFlow({ yaml: integrationYaml(steps, [greetingVariable]), component: testComponent, ...rest });
}

/** `item` of the loop around: the body's list, repeated over. */
function loopOver(...steps: Step[]) {
  return step("Loop", "loop/loopOverItems", { items: reference("trigger.results.body.data") }, { steps });
}
const isBad: Expression = {
  name: "Bad",
  type: "complex",
  value: ["and", ["equal", reference("loop.currentItem"), value("bad")]],
};
function whenBad(...steps: Step[]) {
  return step(
    "When Bad",
    "branch/branchOnExpression",
    { conditions: list(isBad) },
    { branches: [{ name: "Bad", steps }] },
  );
}

describe("results and references", () => {
  test("a trigger's results are the request: parsed body, raw body, headers and query", async () => {
    const payload = { body: '{"a": 1}', headers: { kind: "x" }, queryParameters: { q: "1" } };
    const { results, status } = await run([webhookTrigger], { payload });
    expect(status).toBe("completed");
    expect(results.trigger).toMatchObject({
      body: { data: { a: 1 }, contentType: "application/json" },
      rawBody: { data: '{"a": 1}' },
      headers: { kind: "x", "Content-Type": "application/json" },
      queryParameters: { q: "1" },
    });
  });

  test("a body that is not the JSON it says it is fails the trigger", async () => {
    await expect(run([webhookTrigger], { payload: { body: "{" } })).rejects.toThrow(/body is not JSON/);
  });

  test("an action gets its inputs resolved, cleaned, and its defaults for what is left out", async () => {
    const inputs = {
      text: reference("trigger.results.body.data.n"),
      list: list(value("a"), reference("trigger.results.body.data.n")),
      pairs: list({ name: "k", ...value("v") }),
    };
    const { results } = await run([webhookTrigger, step("Echo", "echo", inputs)], { payload: { body: { n: 7 } } });
    expect(results.echo).toMatchObject({ text: "7", list: ["a", 7], pairs: [{ key: "k", value: "v" }], flag: true });
  });

  test("a binary result keeps its content type beside the bytes, and state is kept", async () => {
    const { results, state } = await run([webhookTrigger, step("Keep", "remember", { value: value("x") })]);
    expect(results.keep).toEqual({ data: Buffer.from("x"), contentType: "text/plain" });
    expect(state.instanceState).toEqual({ remembered: "x" });
  });

  test("a connection has the values of this run over those of the integration", async () => {
    const steps = [
      webhookTrigger,
      step("Greet", "greet", { connection: { type: "configVar", value: "Greeting" }, name: value("Ann") }),
    ];
    expect((await run(steps)).results.greet).toBe("Hello, Ann");
    expect((await run(steps, { connection: { fields: { greeting: "Bye" } } })).results.greet).toBe("Bye, Ann");
  });

  test("a step knows its name, its flow and its place in the loops around it", async () => {
    const steps = [webhookTrigger, loopOver(step("Look Here", "inspect"))];
    const { results } = await run(steps, { payload: { body: ["a", "b"] } });
    expect(results.lookHere).toMatchObject({
      stepId: "lookHere",
      flow: "Flow 1",
      executionFrame: { stepName: "Look Here", loopPath: "1", componentActionKey: "test-component.inspect" },
    });
  });
});

describe("branches and loops", () => {
  test("a loop hands out its items and collects the last result of each round", async () => {
    const inputs = {
      text: reference("loop.currentItem"),
      list: list(reference("loop.index"), reference("loop.isLast")),
    };
    const { results } = await run([webhookTrigger, loopOver(step("Echo", "echo", inputs))], {
      payload: { body: ["a", "b"] },
    });
    expect(results.loop).toMatchObject([
      { text: "a", list: [0, false] },
      { text: "b", list: [1, true] },
    ]);
  });

  test("a loop breaks from within a branch, and the flow goes on after it", async () => {
    const steps = [
      webhookTrigger,
      loopOver(whenBad(step("Break", "loop/breakLoop")), step("Echo", "echo", { text: reference("loop.currentItem") })),
      step("After", "echo", { text: value("reached") }),
    ];
    const { results, status } = await run(steps, { payload: { body: ["good", "bad", "never"] } });
    expect(status).toBe("completed");
    expect(results.loop).toHaveLength(2);
    expect(results).toMatchObject({ echo: { text: "good" }, after: { text: "reached" } });
  });

  test("stopping ends the flow at once, wherever it happens, with the response it gives", async () => {
    const stop = step("Stop", "stop-execution/stopExecution", { statusCode: value("418"), jsonBody: value("{}") });
    const steps = [webhookTrigger, loopOver(whenBad(stop)), step("After", "echo")];
    const { status, results, response } = await run(steps, { payload: { body: ["good", "bad"] } });
    expect(status).toBe("stopped");
    expect(response).toMatchObject({ statusCode: 418, body: "{}" });
    expect(results).not.toHaveProperty("after");
  });

  test.each([
    ["2", "Two"],
    [2, "Two"],
    ["3", "Else"],
  ])("branching on %p takes the branch %s, and the flow goes on after it", async (body, taken) => {
    const inputs = {
      inputValue: reference("trigger.results.body.data"),
      branchValueMappings: list({ name: "One", ...value("1") }, { name: "Two", ...value("2") }),
    };
    const branches = ["One", "Two", "Else"].map((name) => ({ name, steps: [step(name, "echo")] }));
    const steps = [webhookTrigger, step("Decide", "branch/branchOnValue", inputs, { branches }), step("After", "echo")];
    const { results } = await run(steps, { payload: { body: JSON.stringify(body) } });
    expect(Object.keys(results)).toEqual(["trigger", "decide", taken.toLowerCase(), "after"]);
  });

  test("a trigger that branches runs the steps of its branch, then those after it", async () => {
    const trigger = step(
      "Event",
      "branchingTrigger",
      {},
      {
        isTrigger: true,
        branches: [
          { name: "Event", steps: [step("On Event", "echo")] },
          { name: "Heartbeat", steps: [step("On Heartbeat", "echo")] },
        ],
      },
    );
    const { results, response } = await run([trigger, step("Always", "echo")], {
      payload: { headers: { kind: "heartbeat" } },
    });
    expect(Object.keys(results)).toEqual(["event", "onHeartbeat", "always"]);
    expect(response).toMatchObject({ statusCode: 202 });
  });

  test("a number of rounds, a code step and a wait do what they say", async () => {
    const waits: number[] = [];
    const code =
      "module.exports = async ({ configVars }, { rounds }) => ({ data: { index: rounds.index, configVars } });";
    const nested = [
      step("Code", "code/runCode", { code: value(code) }),
      step("Sleep", "sleep/sleep", { ms: value("250") }),
    ];
    const steps = [
      webhookTrigger,
      step("Rounds", "loop/loopNTimes", { iterationCount: value("2") }, { steps: nested }),
    ];
    const { results } = await run(steps, { wait: async (milliseconds) => void waits.push(milliseconds) });
    expect(results.code).toMatchObject({ index: 1, configVars: { Greeting: { fields: { greeting: "Hello" } } } });
    expect(waits).toEqual([250, 250]);
  });
});

describe("failures", () => {
  const failing = (errorConfig?: Step["errorConfig"]) => [
    webhookTrigger,
    step("Shaky", "failFirst", { times: value("2") }, errorConfig && { errorConfig }),
    step("After", "echo", { text: reference("shaky.results.error.message") }),
  ];

  test("a failure names flow and step, keeps its cause, and nothing runs after it", async () => {
    const error = await run(failing()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FlowFailedError);
    expect(error).toMatchObject({ flow: "Flow 1", step: "Shaky", cause: new Error("try 1 failed") });
    expect((error as Error).message).toBe('Flow "Flow 1", step "Shaky": try 1 failed');
  });

  test("an ignored failure leaves its error as the step's result, and the flow goes on", async () => {
    const { results } = await run(failing({ errorHandlerType: "ignore" }));
    expect(results.after).toMatchObject({ text: "try 1 failed" });
  });

  test.each([
    [{ delaySeconds: 10 }, [10_000, 10_000]],
    [{ delaySeconds: 10, usesExponentialBackoff: true }, [10_000, 20_000]],
  ])("retries wait as %j says", async (config, expected) => {
    const waits: number[] = [];
    const { results } = await run(failing({ errorHandlerType: "retry", maxAttempts: 5, ...config }), {
      wait: async (milliseconds) => void waits.push(milliseconds),
    });
    expect(waits).toEqual(expected);
    expect(results.shaky).toEqual({ tries: 3 });
  });

  test("when the last retry fails the flow fails, unless the final error is ignored", async () => {
    const wait = async () => undefined;
    const retryOnce = { errorHandlerType: "retry", maxAttempts: 1, delaySeconds: 1 } as const;
    await expect(run(failing(retryOnce), { wait })).rejects.toThrow("try 2 failed");
    const { results } = await run(failing({ ...retryOnce, ignoreFinalError: true }), { wait });
    expect(results.after).toMatchObject({ text: "try 2 failed" });
  });

  test("an integration that does not fit its components runs no step", async () => {
    const events: StepEvent[] = [];
    const onStep = (event: StepEvent) => void events.push(event);
    await expect(run([webhookTrigger, step("Echo", "ecko")], { onStep })).rejects.toThrow(/"ecko"/);
    expect(events).toEqual([]);
  });

  test("a flow that is not there is refused with the names of those that are", async () => {
    await expect(run([webhookTrigger], { flowName: "Other" })).rejects.toThrow(/no flow "Other".*Flow 1/);
  });
});

test("reports each step to the observer in order, with its logs and its position in a loop", async () => {
  const events: StepEvent[] = [];
  const greet = step("Greet", "greet", { connection: { type: "configVar", value: "Greeting" }, name: value("Ann") });
  await run([webhookTrigger, loopOver(greet)], {
    payload: { body: [1] },
    onStep: (event) => void events.push(event),
  });
  expect(events.map(({ type, step: { name } }) => `${name} ${type}`)).toEqual([
    "Trigger started",
    "Trigger finished",
    "Loop started",
    "Loop finished",
    "Greet started",
    "Greet logged",
    "Greet finished",
  ]);
  expect(events.at(-1)).toMatchObject({
    step: { label: "Greet", depth: 1, iteration: { index: 0, count: 1 } },
    params: { name: "Ann" },
    results: "Hello, Ann",
  });
});

test("a stand-in takes the place of a component that the runner does not have", async () => {
  const http = { ...testComponent, key: "http" };
  const { results } = await run([webhookTrigger, step("Call", "http/echo", { text: value("x") })], {
    otherComponents: [http],
  });
  expect(results.call).toMatchObject({ text: "x" });
});
