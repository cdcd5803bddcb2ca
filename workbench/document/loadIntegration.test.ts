import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { loadIntegration } from "./loadIntegration";
import { InvalidIntegrationError } from "./problems";

const examples = path.resolve(__dirname, "../../examples");
const example = readFileSync(path.join(examples, "order-to-account.yml"), "utf8");

test.each(readdirSync(examples).filter((file) => file.endsWith(".yml")))("%s is valid by the schema", (file) => {
  expect(() => loadIntegration(readFileSync(path.join(examples, file), "utf8"))).not.toThrow();
});

/** The example with one text replaced, so that each case shows nothing but its own mistake. */
function broken(search: string | RegExp, replacement: string) {
  const yaml = example.replace(search, replacement);
  expect(yaml).not.toBe(example);
  return yaml;
}

test.each([
  [
    "another version of the format",
    broken("definitionVersion: 7", "definitionVersion: 6"),
    /"definitionVersion" must be 7/,
  ],
  ["no name", broken("name: Order to Account\n", ""), /lacks "name"/],
  ["a step without an action", broken(/action:(\n +key: webhook\n)/, "activity:$1"), /Order Received.*lacks "action"/],
  [
    "an unknown entry of a step",
    broken("isTrigger: true", "trigger: true"),
    /Order Received.*"trigger" that the format does not define/,
  ],
  [
    "a number that is not quoted",
    broken('value: "90"', "value: 90"),
    /Update Opportunity", input "fieldValues".*must be string or null.*quoted/,
  ],
  [
    "an unknown kind of expression",
    broken("type: configVar\n            value: Dyn", "type: variable\n            value: Dyn"),
    /Upsert Account", input "connection".*must be one of value, reference/,
  ],
  [
    "a list that is not one",
    broken("type: complex\n            value: []", "type: complex\n            value: none"),
    /Order Received", input "headers".*must be array/,
  ],
  [
    "an unknown error handler",
    broken("errorHandlerType: retry", "errorHandlerType: again"),
    /Delete Contact.*must be one of fail, ignore, retry/,
  ],
  ["more retries than the platform allows", broken("maxAttempts: 2", "maxAttempts: 9"), /Delete Contact.*must be <= 5/],
  [
    "an unknown data type",
    broken("dataType: connection", "dataType: secret"),
    /Config variable "Dynamics 365 Connection".*must be one of/,
  ],
])("%s is refused by name", (_title, yaml, message) => {
  expect(() => loadIntegration(yaml)).toThrow(InvalidIntegrationError);
  expect(() => loadIntegration(yaml)).toThrow(message);
});

test("text that is not YAML is refused with its place", () => {
  expect(() => loadIntegration("flows: [unclosed")).toThrow(/is not YAML.*line 1/s);
});

test("a problem says in which line it is", () => {
  const line = example.split("\n").findIndex((text) => text.includes('value: "90"')) + 1;
  expect(() => loadIntegration(broken('value: "90"', "value: 90"))).toThrow(`(line ${line})`);
});
