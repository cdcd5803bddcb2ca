import { readdirSync } from "node:fs";
import path from "node:path";
import component from "../src";
import { root } from "./actions/actionFiles";
import { type Pinned, pinnedSurface, publishedSurface, type PublishedInput } from "./contract/surface";

/** `tests/contract.json` pins the parts that integrations depend on: a failing pin is a breaking change. */
const pinned = pinnedSurface();
const published = publishedSurface();

const kinds = ["actions", "triggers", "dataSources"] as const;

/** The pins of a member as it is published: all inputs in one list. */
function asPublished<M extends Pinned>({ further = [], ...pin }: M): object {
  return { ...pin, inputs: [...pin.inputs, ...further] };
}

it.each(kinds)("the %s are all pinned in tests/contract.json (npm run docs adds what is new)", (kind) => {
  expect(Object.keys(published[kind]).filter((key) => !(key in pinned[kind]))).toEqual([]);
});

it.each(kinds.flatMap((kind) => Object.keys(pinned[kind]).map((key) => [kind, key] as const)))(
  "the %s keep %s as pinned in tests/contract.json: label, and every input's key, type, label, order, default and choices",
  (kind, key) => {
    expect(published[kind][key]).toEqual(asPublished(pinned[kind][key] as Pinned));
  },
);

it.each(kinds)("the further inputs of the %s are optional", (kind) => {
  const further = Object.values<Pinned>(pinned[kind]).flatMap((pin) => pin.further ?? []);
  expect(further.filter((line) => / required:/.test(line))).toEqual([]);
});

it("keeps the component, the connections and the defaults of code as pinned in tests/contract.json", () => {
  const { component: ours, connections, defaults } = published;
  expect({ component: ours, connections, defaults }).toEqual({
    component: pinned.component,
    connections: pinned.connections,
    defaults: pinned.defaults,
  });
});

it("publishes every action that has a file (the index of its group lists it)", () => {
  const files = readdirSync(path.join(root, "src/actions"), { recursive: true, encoding: "utf8" });
  const keys = files.flatMap((file) => /(\w+)\.example\.json$/.exec(file)?.[1] ?? []);
  expect(keys.sort()).toEqual(Object.keys(component.actions).sort());
});

it("every action, trigger and data source has an example of its result", () => {
  const members = [component.actions, component.triggers, component.dataSources].flatMap((each) =>
    Object.entries(each as Record<string, { examplePayload?: object }>),
  );
  expect(members.filter(([, { examplePayload }]) => examplePayload === undefined).map(([key]) => key)).toEqual([]);
});

describe("the text of inputs", () => {
  const members = { ...component.dataSources, ...component.triggers, ...component.actions };
  const inputs = Object.entries(members).flatMap(([key, action]) =>
    (action.inputs as (PublishedInput & { comments?: string; placeholder?: string; example?: string })[]).map(
      (input) => ({ name: `${key}.${input.key}`, ...input }),
    ),
  );

  it("has a comment for every input, and a placeholder and an example for every text", () => {
    const others = inputs.filter(({ type }) => type !== "connection");
    expect(others.filter(({ comments }) => !comments?.endsWith(".")).map(({ name }) => name)).toEqual([]);
    // A group of inputs has neither; its members have both.
    const texts = others.filter(({ type }) => type !== "boolean" && type !== "structuredObject");
    expect(texts.filter(({ placeholder, example }) => !placeholder || !example).map(({ name }) => name)).toEqual([]);
  });

  it("has no second person and does not name the platform", () => {
    const spoken = inputs.flatMap(({ name, comments, label }) =>
      /\b(you|your|yours)\b|prismatic/i.test(`${label} ${comments}`) ? [name] : [],
    );
    expect(spoken).toEqual([]);
  });
});
