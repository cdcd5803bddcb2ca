/** Connections and data sources of config variables, as the platform would refuse them at the import. */
import { readFileSync } from "node:fs";
import path from "node:path";
import component from "../../src";
import { checkIntegration } from "./checkIntegration";
import type { RunnableComponent } from "../component/component";
import type { ConfigVar, Expression } from "../document/definition";
import { loadIntegration } from "../document/loadIntegration";
import { platformComponents } from "../platform/platformComponents";
import { locate, problemText } from "../document/problems";
import { runFlow } from "../run/runFlow";
import { greetingVariable, integrationYaml, pickedVariable, testComponent, webhookTrigger } from "../testing/component";

const components = new Map([...platformComponents(), testComponent].map((each) => [each.key, each]));

function problemsOf(configVars: ConfigVar[], known: Map<string, RunnableComponent> = components): string[] {
  const { integration } = loadIntegration(integrationYaml([webhookTrigger], configVars));
  return checkIntegration(integration, known).map((problem) => problemText(locate(integration, problem)));
}

function value(text: string): Expression {
  return { type: "value", value: text };
}
function variable(key: string): Expression {
  return { type: "configVar", value: key };
}
function list(...items: Expression[]): Expression {
  return { type: "complex", value: items };
}
const connection = variable("Greeting");
function person(rest: Partial<ConfigVar> = {}) {
  return pickedVariable("Person", "people", { inputs: { connection }, ...rest });
}
function from(key: string, isPublic = false, sourceKey = "people") {
  return {
    key: sourceKey,
    component: { key, isPublic },
  };
}

test("connections and data sources without a mistake have no problems", () => {
  const among = list(value("Ann"), variable("Word"));
  const configVars = [
    greetingVariable,
    person({ inputs: { connection, among } }),
    pickedVariable("Word", "word", { dataType: "string" }),
    pickedVariable("Channel", "channels", { dataSource: from("chat", true, "channels") }),
  ];
  expect(problemsOf(configVars)).toEqual([]);
});

test.each<[string, ConfigVar, string]>([
  [
    "a data source that the component does not have",
    person({ dataSource: from("test-component", false, "peple") }),
    `The component "test-component" has no data source "peple". Did you mean "people"?`,
  ],
  [
    "a data source that is like none of the component",
    person({ dataSource: from("test-component", false, "customers") }),
    `The component "test-component" has no data source "customers". It has people, word, nothing.`,
  ],
  [
    "a data source of a component whose key is misspelt",
    person({ dataSource: from("test-componet") }),
    `The component "test-componet" is not available to the local runner. Did you mean "test-component"?`,
  ],
  [
    "a connection of a component whose key is misspelt",
    { ...greetingVariable, key: "Person", connection: from("test-componet", false, "greeting") },
    `The component "test-componet" is not available to the local runner. Did you mean "test-component"?`,
  ],
  [
    "a data source of a private component that is called public",
    person({ dataSource: from("test-component", true) }),
    `The component "test-component" is private to the organization. Did you mean "isPublic: false"?`,
  ],
  [
    "a connection of a private component that is called public",
    { ...greetingVariable, key: "Person", connection: from("test-component", true, "greeting") },
    `The component "test-component" is private to the organization. Did you mean "isPublic: false"?`,
  ],
  [
    "a variable of another type than its data source fills",
    person({ dataType: "objectSelection" }),
    `The data source "people" does not fill a variable of type objectSelection. Did you mean "dataType: picklist"?`,
  ],
])("%s is refused", (_title, configVar, message) => {
  expect(problemsOf([greetingVariable, configVar])).toEqual([`Config variable "Person": ${message}`]);
});

test.each<[string, Record<string, Expression>, string, string]>([
  [
    "an input that the data source does not have",
    { connection, amog: list() },
    "amog",
    '"people" has no such input. Did you mean "among"?',
  ],
  ["a required input that is left out", {}, "connection", "is required and not given."],
  [
    "a single value for a list",
    { connection, among: value("Ann") },
    "among",
    "takes a list of values (type: complex), not a single value.",
  ],
  [
    "a variable that is not defined",
    { connection: variable("Greting") },
    "connection",
    'The config variable "Greting" is not defined. Did you mean "Greeting"?',
  ],
  [
    "the result of a step",
    { connection, among: { type: "reference", value: "trigger.results.body.data" } },
    "among",
    'The reference "trigger.results.body.data" leads to no step that comes before this one.',
  ],
])("%s is refused among the inputs of a data source", (_title, inputs, input, message) => {
  const expected = `Config variable "Person", input "${input}": ${message}`;
  expect(problemsOf([greetingVariable, person({ inputs })])).toEqual([expected]);
});

test("a variable that is needed to fill itself is refused, directly or over another", () => {
  const first = person({ inputs: { connection, among: list(variable("Second")) } });
  const second = person({ key: "Second", inputs: { connection, among: variable("Person") } });
  expect(problemsOf([greetingVariable, first, second])).toEqual([
    'Config variable "Person": is needed to fill itself.',
    'Config variable "Second": is needed to fill itself.',
  ]);
});

describe("the first example", () => {
  const example = readFileSync(path.resolve(__dirname, "../../examples/order-to-account.yml"), "utf8");
  const variables = (dataType: string, key: string, isPublic = false) =>
    example.replace(
      "requiredConfigVars:\n",
      `requiredConfigVars:
  - key: Table
    dataType: ${dataType}
    dataSource: { key: ${key}, component: { key: ms-dynamics, isPublic: ${isPublic} } }
    inputs: { connection: { type: configVar, value: Dynamics 365 Connection } }
`,
    );
  const lineOf = (yaml: string, text: string) => yaml.split("\n").findIndex((line) => line.includes(text)) + 1;

  test.each<[string, string, string, RegExp]>([
    ["no such data source", variables("picklist", "entityTipes"), "key: entityTipes", /Did you mean "entityTypes"\?/],
    ["a wrong type", variables("objectSelection", "entityTypes"), "dataType: objectSelection", /"dataType: picklist"/],
    ["a public data source", variables("picklist", "entityTypes", true), "isPublic: true", /"isPublic: false"/],
    ["a public action", example.replaceAll("isPublic: false", "isPublic: true"), "isPublic: true", /"isPublic: false"/],
    [
      "an unclosed placeholder",
      example.replace(/accountnumber='(.*)\}\}'/, "accountnumber='$1'"),
      "type: template",
      /input "entityId".*is not closed by "\}\}"/,
    ],
  ])("with %s is refused before anything runs, with the line", async (_title, yaml, text, message) => {
    expect(yaml).not.toBe(example);
    const refused = runFlow({ yaml, component });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(`(line ${lineOf(yaml, text)})`);
  });
});
