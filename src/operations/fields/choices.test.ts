import { findChoice, splitChoices } from "./choices";

const options = [
  { value: 1, labels: ["Accounting", "Buchhaltung"] },
  { value: 2, labels: ["Retail"] },
  { value: 3, labels: ["Retail"] },
];

function reject(expected: string): never {
  throw new Error(`expected ${expected}`);
}

it.each(["Accounting", " accounting ", "BUCHHALTUNG"])("finds the choice labeled %p", (label) => {
  expect(findChoice(options, label, reject)).toBe(1);
});

it.each([
  [
    "a label of two choices",
    "Retail",
    "expected the value, because several choices have this label: 2 (Retail), 3 (Retail)",
  ],
  ["a mistyped label", "Acounting", "expected one of 3 choices, such as 1 (Accounting)"],
  ["an unknown label", "Mining", "expected one of: 1 (Accounting), 2 (Retail), 3 (Retail)"],
])("rejects %s", (_kind, label, message) => {
  expect(() => findChoice(options, label, reject)).toThrow(message);
});

it("names at most 20 choices, and the number of the others", () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ value: index, labels: [`Choice ${index}`] }));
  expect(() => findChoice(many, "Mining", reject)).toThrow(/19 \(Choice 19\), and 10 more$/);
});

it.each<[unknown, unknown[]]>([
  ["1,2", ["1", "2"]],
  [" [1, 2] ", [1, 2]],
  ["[Cars, Boats]", ["Cars", "Boats"]],
  ['["Mail, letter","Web"]', ["Mail, letter", "Web"]],
  ['["Cars","Boats"]', ["Cars", "Boats"]],
  ["Cars, new; Boats", ["Cars, new", "Boats"]],
  ["Cars,,", ["Cars"]],
  [
    [1, "Boats"],
    [1, "Boats"],
  ],
  [7, ["7"]],
])("splits %p into %p", (value, items) => {
  expect(splitChoices(value)).toEqual(items);
});
