import fc from "fast-check";
import { Database } from "../../organization/store/database";
import { compileCondition } from "./compileCondition";
import { sqlitePattern } from "./wildcards";

const database = new Database();
afterAll(() => database.close());

function matches(text: string, pattern: string): boolean {
  const column = { alias: "t", column: "x", kind: "text" } as const;
  const { text: sql, parameters } = compileCondition({ kind: "like", column, pattern, negated: false });
  return database.get(`SELECT ${sql} AS found FROM (SELECT ? AS x) AS t`, [...parameters, text])?.["found"] === 1;
}

test.each<[pattern: string, text: string, expected: boolean]>([
  ["%", "", true],
  ["a%", "ABC", true],
  ["a_c", "abc", true],
  ["a_c", "ac", false],
  ["[a-c]x", "bx", true],
  ["[a-c]x", "dx", false],
  ["[^a-c]x", "dx", true],
  ["[^a-c]x", "AX", false],
  ["100[%]", "100%", true],
  ["100[%]", "100x", false],
  ["[[]x]", "[x]", true],
  ["*[a]", "*a", true],
  ["*[a]", "xa", false],
  ["?[a]", "?a", true],
  ["Ä%", "äx", true],
  ["[é]", "É", true],
  ["\\%", "\\x", true],
])("LIKE %j finds %j: %p", (pattern, text, expected) => {
  const { operator } = sqlitePattern(pattern);
  expect(operator).toBe(pattern.includes("[") ? "GLOB" : "LIKE");
  // The SQL takes the pattern before the text.
  expect(matches(text, pattern)).toBe(expected);
});

test("a pattern whose wildcards are all in brackets finds its text and nothing else", () => {
  const literalPattern = (literal: string) => literal.replace(/[%_[]/g, "[$&]");
  const text = fc.string({ unit: fc.constantFrom("a", "b", "%", "_", "[", "]", "^", "*", "?", "-") });
  fc.assert(
    fc.property(text, text, (sought, other) => {
      expect(matches(sought, literalPattern(sought))).toBe(true);
      expect(matches(other, literalPattern(sought))).toBe(other === sought);
    }),
  );
});
