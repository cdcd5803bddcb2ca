import { type Surface, withNewPins } from "./surface";

function surface(actions: Surface["actions"]): Surface {
  return {
    about: "",
    component: { key: "x", public: false, label: "X", description: "", category: "" },
    connections: {},
    triggers: {},
    dataSources: {},
    actions,
    defaults: {},
  };
}
function action(inputs: string[], further?: string[]) {
  return {
    label: "A",
    description: "",
    safety: "SAFE",
    inputs,
    ...(further && { further }),
  };
}

it("pins an action that is new", () => {
  const { actions } = withNewPins(surface({ b: action(["1"]) }), surface({ a: action(["2"]), b: action(["1"]) }));
  expect(actions).toEqual({ a: action(["2"]), b: action(["1"]) });
});

it("pins an input that is new and comes after the others", () => {
  const { actions } = withNewPins(surface({ a: action(["1"], ["2"]) }), surface({ a: action(["1", "2", "3"]) }));
  expect(actions["a"]).toEqual(action(["1"], ["2", "3"]));
});

it.each([
  ["changed", ["9", "2"]],
  ["removed", ["1"]],
  ["put before another", ["0", "1", "2"]],
])("keeps the pins when an input is %s, so that the manifest's test fails", (_, inputs) => {
  const before = surface({ a: action(["1", "2"]) });
  expect(withNewPins(before, surface({ a: action(inputs) })).actions).toEqual(before.actions);
});

it("keeps the pin of an action that the component has no longer", () => {
  expect(withNewPins(surface({ a: action([]) }), surface({})).actions).toEqual({ a: action([]) });
});
