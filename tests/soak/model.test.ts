import { type Change, differences, type FoundRow, type Model, outcomeOf, type Row } from "./model";
import { growth } from "./resources";
import { createRandom } from "./random";

const values = { accountnumber: null, numberofemployees: 5, description: "as before" };
const written = { ...values, description: "as written" };
const row: Row = { name: "a", id: "1", ...values };
function found(changes: Partial<FoundRow> = {}): FoundRow {
  return { name: "a", accountid: "1", ...values, ...changes };
}

describe("what a soak finds", () => {
  const model: Model = new Map([["a", row]]);

  it.each<[string, FoundRow[], string]>([
    ["a lost row", [], "a is lost"],
    ["a row that is there twice", [found(), found({ accountid: "2" })], "a is there twice"],
    ["a row that was deleted", [found(), found({ name: "b" })], "b should not be there"],
    ["a lost update", [found({ description: "older" })], "a is {"],
    ["a row that was created again", [found({ accountid: "2" })], "a is {"],
  ])("is %s", (_what, rows, problem) => {
    expect(differences(model, rows)).toEqual([expect.stringContaining(problem)]);
  });

  it("is nothing when the rows are as they must be", () => {
    expect(differences(model, [found()])).toEqual([]);
  });
});

describe("a write of unknown outcome", () => {
  const create: Change = { name: "a", before: undefined, after: written };
  const update: Change = { name: "a", before: row, after: written };
  const remove: Change = { name: "a", before: row, after: undefined };

  it.each<[string, Change, FoundRow[], unknown]>([
    ["a create that ran", create, [found(written)], "after"],
    ["a create that did not run", create, [], "before"],
    ["a create that ran twice", create, [found(written), found(written)], { wrong: "a is there 2 times" }],
    ["an update that ran", update, [found(written)], "after"],
    ["an update that did not run", update, [found()], "before"],
    [
      "an update that made a mess",
      update,
      [found({ description: "other" })],
      { wrong: expect.stringMatching(/neither/) as string },
    ],
    ["an update whose row is gone", update, [], { wrong: expect.stringMatching(/neither/) as string }],
    ["a delete that ran", remove, [], "after"],
    ["a delete that did not run", remove, [found()], "before"],
  ])("has an outcome for %s", (_what, change, rows, outcome) => {
    expect(outcomeOf(change, rows)).toEqual(outcome);
  });
});

it.each([
  ["steady use", [50, 20, 21, 20, 22, 21, 20, 22], 0],
  ["use that swings", [50, 20, 30, 20, 30, 20, 31, 20], 0],
  ["use that grows", [50, 20, 22, 24, 26, 28, 30, 32], 8],
  ["too few samples to tell", [20, 30], 0],
])("measures the growth of %s", (_what, samples, expected) => {
  expect(growth(samples)).toBe(expected);
});

it("makes the same choices again from the same seed", () => {
  const choices = (seed: number) => {
    const random = createRandom(seed);
    return [random.between(1, 1_000_000), random.pick(["a", "b", "c"]), random.guid()];
  };
  expect(choices(7)).toEqual(choices(7));
  expect(choices(7)).not.toEqual(choices(8));
});
