import { answer } from "./answer";
import type { Choice, Question } from "../run/configVarValues";
import type { Terminal } from "../commandLine/terminal";

const lines: string[] = [];
const terminal: Terminal = {
  line: (text = "") => void lines.push(text),
  progress: () => ({ end: () => undefined }),
  style: (_style, text) => text,
};
beforeEach(() => void (lines.length = 0));

function choice(number: number): Choice {
  return { key: `k${number}`, label: `Label ${number}` };
}
function question(count: number): Question {
  const [first = choice(0), ...rest] = Array.from({ length: count }, (_, index) => choice(index));
  return { configVar: "Owner", choices: [first, ...rest] };
}

test.each([
  [3, "the first of 3 choices"],
  [1, "the only choice"],
])("of %d choices in the emulator the first is taken and shown", (count, said) => {
  expect(answer(question(count), "emulator", terminal)).toBe("k0");
  expect(lines).toEqual([`  Owner: Label 0  (${said})`]);
});

test("for a real organization nothing is picked, and the choices are listed as far as anybody reads", () => {
  const ask = () => answer(question(22), "organization", terminal);
  expect(ask).toThrow(/^It is one of\n {2}k0 {2}Label 0\n.*k19 {2}Label 19\n {2}and 2 more$/s);
  expect(lines).toEqual([]);
});
