import { describe as describeStep, type StepTexts } from "./describe";

const step = { name: "Step", component: "orders", action: "ship", label: "", isTrigger: false, depth: 0 };
const finished = { type: "finished", step, params: {}, results: { id: 1, state: "sent" }, durationMs: 1 } as const;
const texts: StepTexts = { component: "orders", actions: { ship: ({ params }) => `shipped ${String(params.order)}` } };

test("an action is described in its component's words", () => {
  expect(describeStep({ ...finished, params: { order: 7 } }, texts)).toBe("shipped 7");
});

test("an action without words is described by the members of its result", () => {
  expect(describeStep({ ...finished, step: { ...step, action: "cancel" } }, texts)).toBe("id, state");
});

test("an action of another component with the same key is not described in these words", () => {
  expect(describeStep({ ...finished, step: { ...step, component: "stock" } }, texts)).toBe("id, state");
});

test("a branch is named", () => {
  expect(describeStep({ ...finished, branch: "Else" })).toBe('took the branch "Else"');
});

test.each([
  [{ orderNumber: 1, amount: 2 }, "received orderNumber, amount"],
  [["a", "b"], "received 2 items"],
  [null, "started the flow"],
  ["", "started the flow"],
])("a trigger that received %j is described as %p", (data, text) => {
  const trigger = { ...finished, step: { ...step, isTrigger: true }, results: { body: { data } } };
  expect(describeStep(trigger, texts)).toBe(text);
});
