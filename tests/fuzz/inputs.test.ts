import type { Component } from "@prismatic-io/spectral/dist/serverTypes";
import fc from "fast-check";
import component from "../../src";
import { InvalidInputError } from "../../src/client";
import { anyText, anyValue, elapsedMs, longestMs, longTexts, runs } from "./arbitraries";

/**
 * Every cleaner of the whole manifest. The platform hands over what the builder typed, what an earlier step returned,
 * or what was saved before the input existed: a value of any kind.
 */
interface CleanedInput {
  place: string;
  label: string;
  clean: (value: unknown) => unknown;
}

const { actions, triggers, dataSources } = component as unknown as Required<
  Pick<Component, "actions" | "triggers" | "dataSources">
>;

const inputs: CleanedInput[] = [...entries(actions), ...entries(triggers), ...entries(dataSources)].flatMap(
  ([key, { inputs: own }]) =>
    own.flatMap((input) => {
      const { label, clean } = input as { key: string; label: string | { key: string }; clean?: CleanedInput["clean"] };
      if (!clean) return [];
      return [{ place: `${key}.${input.key}`, label: typeof label === "string" ? label : label.key, clean }];
    }),
);

function entries<Item>(record: Record<string, Item>): [string, Item][] {
  return Object.entries(record);
}

/** Text that is nearly what the inputs take. */
const nearly = fc.constantFrom<unknown>(
  "11111111-2222-3333-4444-555555555555",
  "accountnumber='A-1'",
  "name='O'Brien'",
  'W/"5001"',
  "$filter=",
  "$filter=name eq 'a",
  "createdon desc",
  "a(b,c",
  "[",
  '{"__proto__":{"a":1}}',
  '[{"key":"__proto__","value":"x"}]',
  [{ key: "a" }],
  [{ key: {}, value: {} }],
  [{ key: "X-Header", value: "a\r\nInjected: b" }],
  { data: Buffer.from("{") },
  { data: Buffer.from([0xff, 0xfe, 0]) },
  "1e400",
  Number.NaN,
  -0,
  "\u0000",
);

const values = fc.oneof(anyValue, nearly, fc.array(nearly, { maxLength: 3 }), fc.dictionary(anyText, nearly));

function expectClean({ label, clean }: CleanedInput, value: unknown): void {
  try {
    clean(value);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    expect(error.message.startsWith(`${label}: `)).toBe(true);
  }
}

it("finds the cleaners it tries", () => {
  expect(inputs.length).toBeGreaterThan(50);
});

describe.each(inputs)("$place", (input) => {
  it("takes any value, or refuses it by its label", () => {
    fc.assert(
      fc.property(values, (value) => expectClean(input, value)),
      runs(150),
    );
  });

  it("is done with half a megabyte in one pass", () => {
    for (const [, text] of longTexts(["a", "'", "(", ",", "a,", "a=1,", "[", '{"a":', " ", "1", "\\", "a='',", "%"])) {
      expect(elapsedMs(() => expectClean(input, text))).toBeLessThan(longestMs);
    }
  });
});
