import { checkIntegration } from "./checkIntegration";
import type { Expression, Expressions, Step } from "../document/definition";
import { loadIntegration } from "../document/loadIntegration";
import { platformComponents } from "../platform/platformComponents";
import { locate, problemText } from "../document/problems";
import { greetingVariable, integrationYaml, step, testComponent, webhookTrigger } from "../testing/component";

const components = new Map([...platformComponents(), testComponent].map((component) => [component.key, component]));

function problemsOf(steps: Step[], configVars = [greetingVariable]): string[] {
  const { integration } = loadIntegration(integrationYaml(steps, configVars));
  return checkIntegration(integration, components).map((problem) => problemText(locate(integration, problem)));
}

function value(text: string): Expression {
  return { type: "value", value: text };
}
function reference(text: string): Expression {
  return { type: "reference", value: text };
}
function template(text: string): Expression {
  return { type: "template", value: text };
}
function list(...items: Expression[]): Expression {
  return { type: "complex", value: items };
}
const connection: Expression = { type: "configVar", value: "Greeting" };
const condition: Expression = { name: "Yes", type: "complex", value: ["and", ["isTrue", reference("echo.results")]] };

function echo(inputs: Expressions) {
  return [webhookTrigger, step("Echo", "echo", inputs)];
}
function loop(steps: Step[]) {
  return step("Loop", "loop/loopOverItems", { items: reference("trigger.results.body") }, { steps });
}

test("an integration without a mistake has no problems", () => {
  const steps = [
    webhookTrigger,
    step("Echo", "echo", {
      text: template("{{$trigger.results.body.data}}"),
      list: list(value("a"), reference("trigger.results.headers")),
      pairs: list({ name: "key", ...value("b") }),
      flag: value("false"),
      choice: value("json"),
    }),
    step("Greet", "greet", { connection, name: reference("echo.results.text") }),
    loop([step("In Loop", "echo", { text: reference("loop.currentItem.name") }), step("Break", "loop/breakLoop")]),
    step(
      "Decide",
      "branch/branchOnExpression",
      { conditions: list(condition) },
      {
        branches: [
          { name: "Yes", steps: [step("Late", "echo", { list: reference("loop.results") })] },
          { name: "Else", steps: [] },
        ],
      },
    ),
  ];
  expect(problemsOf(steps)).toEqual([]);
});

function called(key: string, component: string, isPublic: boolean) {
  return {
    key,
    component: { key: component, isPublic },
  };
}

const place = 'Flow "Flow 1", step "Echo"';

test.each<[string, Step[], string]>([
  [
    "an unknown component",
    [webhookTrigger, step("Echo", "no-such/echo")],
    `${place}: The component "no-such" is not available to the local runner. It has`,
  ],
  [
    "an unknown action, with what may have been meant",
    [webhookTrigger, step("Echo", "ecko")],
    `${place}: The component "test-component" has no action "ecko". Did you mean "echo"?`,
  ],
  [
    "a trigger where an action belongs",
    [webhookTrigger, step("Echo", "branchingTrigger")],
    `${place}: The component "test-component" has no action "branchingTrigger". It is a trigger, and isTrigger is not set.`,
  ],
  [
    "an unknown input, with what may have been meant",
    echo({ texd: value("a") }),
    `${place}, input "texd": "echo" has no such input. Did you mean "text"?`,
  ],
  [
    "a required input that is left out",
    [webhookTrigger, step("Echo", "greet", { connection })],
    `${place}, input "name": is required and not given.`,
  ],
  [
    "a required input that is empty",
    [webhookTrigger, step("Echo", "greet", { connection, name: value("") })],
    `${place}, input "name": is required and not given.`,
  ],
  [
    "a single value for a list",
    echo({ list: value("a") }),
    `${place}, input "list": takes a list of values (type: complex), not a single value.`,
  ],
  [
    "pairs for a list of values",
    echo({ list: list({ name: "k", ...value("a") }) }),
    `${place}, input "list": takes a list of values; an element has a name.`,
  ],
  [
    "values for a list of pairs",
    echo({ pairs: list(value("a")) }),
    `${place}, input "pairs": takes a list of key and value pairs; an element has no name.`,
  ],
  [
    "a list for a single value",
    echo({ text: list(value("a")) }),
    `${place}, input "text": takes one value, not a list`,
  ],
  [
    "a boolean that is none",
    echo({ flag: value("yes") }),
    `${place}, input "flag": must be "true" or "false", not "yes".`,
  ],
  [
    "a choice that is none",
    echo({ choice: value("xml") }),
    `${place}, input "choice": must be one of json, text, not "xml".`,
  ],
  [
    "text for a connection",
    [webhookTrigger, step("Echo", "greet", { connection: value("c"), name: value("n") })],
    `${place}, input "connection": takes a connection: the name of a config variable (type: configVar).`,
  ],
  [
    "a config variable that is not defined",
    echo({ text: { type: "configVar", value: "Greetings" } }),
    `${place}, input "text": The config variable "Greetings" is not defined. Did you mean "Greeting"?`,
  ],
  [
    "a connection inside a text",
    echo({ text: template("{{#Greeting}}") }),
    `${place}, input "text": The connection "Greeting" cannot be part of a text.`,
  ],
  [
    "a reference to a step that is not there",
    echo({ text: reference("triger.results.body") }),
    `${place}, input "text": The reference "triger.results.body" leads to no step that comes before this one. Did you mean "trigger"?`,
  ],
  [
    "a reference to a later step",
    [...echo({ text: template("{{$later.results}}") }), step("Later", "echo")],
    `${place}, input "text": The reference "later.results" leads to no step that comes before this one.`,
  ],
  [
    "a reference without results",
    echo({ text: reference("trigger.body") }),
    `${place}, input "text": The reference "trigger.body" must go on with ".results" after the name of the step.`,
  ],
  [
    "a loop's results asked for inside the loop",
    [webhookTrigger, loop([step("Echo", "echo", { text: reference("loop.results") })])],
    `${place}, input "text": The reference "loop.results" asks the loop around it for "results"; within a loop there are currentItem`,
  ],
  [
    "a reference that is none",
    echo({ list: list(reference("trigger..results")) }),
    `${place}, input "list": "trigger..results" is not a reference: unexpected "..results".`,
  ],
  [
    "a placeholder that is not closed",
    echo({ text: template("for {{$trigger.results.body") }),
    `${place}, input "text": The placeholder that begins at "{{$trigger.results.body" is not closed by "}}".`,
  ],
  [
    "a placeholder that is not closed before the next one",
    echo({ text: template("{{#Greeting, {{$trigger.results.body}}") }),
    `${place}, input "text": The placeholder that begins at "{{#Greeting, " is not closed by "}}".`,
  ],
  [
    "a private component that is called public",
    [webhookTrigger, { ...step("Echo", "echo"), action: called("echo", "test-component", true) }],
    `${place}: The component "test-component" is private to the organization. Did you mean "isPublic: false"?`,
  ],
  [
    "a public component that is called private",
    [webhookTrigger, { ...step("Echo", "loop/breakLoop"), action: called("breakLoop", "loop", false) }],
    `${place}: The component "loop" is public. Did you mean "isPublic: true"?`,
  ],
  [
    "two steps that cannot be told apart",
    [webhookTrigger, step("Get It", "echo"), step("[Get] it", "echo")],
    'Flow "Flow 1", step "[Get] it": and the step "Get It" are both referred to as "getIt"; rename one.',
  ],
  [
    "a flow that does not begin with a trigger",
    [step("Echo", "echo"), webhookTrigger],
    `${place}: must be a trigger (isTrigger: true), because it is the first step.`,
  ],
  [
    "steps under a step that is no loop",
    [webhookTrigger, step("Echo", "echo", {}, { steps: [] })],
    `${place}: Only a loop has steps within it.`,
  ],
  [
    "branches under a step that does not branch",
    [webhookTrigger, step("Echo", "echo", {}, { branches: [{ name: "Else", steps: [] }] })],
    `${place}: This step does not branch.`,
  ],
  [
    "a branch that is never taken",
    [
      webhookTrigger,
      step(
        "Echo",
        "branch/branchOnValue",
        {
          inputValue: value("a"),
          branchValueMappings: list({ name: "First", ...value("a") }),
        },
        { branches: [{ name: "Fist", steps: [] }] },
      ),
    ],
    `${place}: The step never takes the branch "Fist". Did you mean "First"?`,
  ],
  [
    "a break outside a loop",
    [webhookTrigger, step("Echo", "loop/breakLoop")],
    `${place}: breaks a loop but is not inside one.`,
  ],
  [
    "a schedule on a trigger that has none",
    [{ ...webhookTrigger, name: "Echo", schedule: { type: "value", value: "* * * * *" } }],
    `${place}: This trigger does not run on a schedule.`,
  ],
  [
    "a scheduled trigger without a schedule",
    [{ ...webhookTrigger, name: "Echo", action: { ...step("", "schedule-triggers/schedule").action } }],
    `${place}: needs a schedule: this trigger runs on one.`,
  ],
])("%s is one problem with its place", (_title, steps, expected) => {
  const problems = problemsOf(steps);
  expect(problems.filter((problem) => problem.startsWith(expected))).toHaveLength(1);
});

test("a connection that the component does not have is refused", () => {
  const unknown = { ...greetingVariable, connection: { ...step("", "greting").action } };
  expect(problemsOf([webhookTrigger], [unknown])).toEqual([
    'Config variable "Greeting": The component "test-component" has no connection "greting". Did you mean "greeting"?',
  ]);
});

test("an input that the connection does not have is refused", () => {
  const unknown = { ...greetingVariable, inputs: { greetin: value("x") } };
  expect(problemsOf([webhookTrigger], [unknown])).toEqual([
    'Config variable "Greeting", input "greetin": The connection has no such input. Did you mean "greeting"?',
  ]);
});
