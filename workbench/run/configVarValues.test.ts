import type { ConfigVar, Expression } from "../document/definition";
import { runFlow, type FlowRun } from "./runFlow";
import {
  greetingVariable,
  integrationYaml,
  pickedVariable,
  step,
  testComponent,
  webhookTrigger,
} from "../testing/component";

const connection: Expression = { type: "configVar", value: "Greeting" };
function person(rest: Partial<ConfigVar> = {}) {
  return pickedVariable("Person", "people", { inputs: { connection }, ...rest });
}

/** The value that steps see. */
async function valueOf(key: string, configVars: ConfigVar[], options: Partial<FlowRun> = {}): Promise<unknown> {
  const yaml = integrationYaml([webhookTrigger, step("Look", "inspect")], configVars);
  const { results } = await runFlow({ yaml, component: testComponent, ...options });
  return (results["look"] as { configVars: Record<string, unknown> }).configVars[key];
}

test("gives an unset variable the first choice of its data source, an empty default or no value", async () => {
  expect(await valueOf("Person", [greetingVariable, person()])).toBe("Ann");
  expect(await valueOf("Person", [person({ defaultValue: "" }), greetingVariable])).toBe("Ann");
});

test("a default goes before what is offered, and a value of this run before the default", async () => {
  const configVars = [greetingVariable, person({ defaultValue: "Carl" })];
  const refuse = () => {
    throw new Error("nothing is left to pick");
  };
  expect(await valueOf("Person", configVars, { pick: refuse })).toBe("Carl");
  expect(await valueOf("Person", configVars, { pick: refuse, configVars: { Person: "Dora" } })).toBe("Dora");
});

test("who picks sees the choices with their labels, which the data source makes with the values of this run", async () => {
  const questions: unknown[] = [];
  const pick: FlowRun["pick"] = (question) => {
    questions.push(question);
    return question.choices.at(-1)?.key ?? "";
  };
  const options = { pick, connection: { fields: { greeting: "Bye" } } };
  expect(await valueOf("Person", [greetingVariable, person()], options)).toBe("Bob");
  const choices = ["Ann", "Bob"].map((key) => ({ key, label: `Bye, ${key}` }));
  expect(questions).toEqual([{ configVar: "Person", choices }]);
});

test("a data source gets the values of variables that stand behind it, picked ones included", async () => {
  const among: Expression = { type: "complex", value: [{ type: "template", value: "Mr. {{#Name}}" }] };
  const name = pickedVariable("Name", "word", { dataType: "string" });
  expect(await valueOf("Person", [person({ inputs: { connection, among } }), greetingVariable, name])).toBe("Mr. word");
});

test.each<[string, ConfigVar, RegExp]>([
  ["offers nothing", pickedVariable("Person", "nothing"), /"nothing" of "test-component" offers nothing\./],
  [
    "is of a component that the runner does not have",
    person({ dataSource: { key: "users", component: { key: "chat", isPublic: true } }, inputs: {} }),
    /"users" of "chat" is not available/,
  ],
])("a variable whose data source %s is named, with the way to set it", async (_title, configVar, reason) => {
  const run = () => valueOf("Person", [greetingVariable, configVar]);
  await expect(run()).rejects.toThrow(reason);
  await expect(run()).rejects.toThrow(/^The config variable "Person" has no value\. .*--set "Person=VALUE"/s);
  expect(await valueOf("Person", [configVar], { configVars: { Person: "x" } })).toBe("x");
});
