import fc from "fast-check";
import {
  type Expression,
  ODataSyntaxError,
  parseExpression,
  parseQueryOptions,
  parseReference,
  parseResourcePath,
} from ".";

test("answers any text with a tree or with a syntax error inside it", () => {
  const tokens =
    "( ) [ ] { } , ; : / ' \" $ @ . = - not and or eq in any all name 1 2024-01-01 1.5 null contains \u00e9 %".split(
      " ",
    );
  const text = fc
    .array(fc.oneof(fc.constantFrom(...tokens, " "), fc.string({ unit: "binary", maxLength: 2 })))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (anything) => {
      for (const parse of [parseExpression, parseQueryOptions, parseResourcePath, parseReference]) {
        for (const input of [anything, `$filter=${anything}`, `$expand=a(${anything}`, `$apply=${anything}`]) {
          const error = caught(() => parse(input));
          if (error === undefined) continue;
          expect(error).toBeInstanceOf(ODataSyntaxError);
          const { at } = error as ODataSyntaxError;
          expect(at >= 0 && at <= input.length).toBe(true);
        }
      }
    }),
  );
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("size", () => {
  const levels = (opening: string, closing: string, count: number) =>
    `${opening.repeat(count)}1${closing.repeat(count)}`;

  test.each([
    ["parentheses", "(", ")"],
    ["arrays", "[", "]"],
    ["calls", "contains(x,", ")"],
    ["lambdas", "x/any(y:", ")"],
    ["negations", "not ", ""],
  ])("takes 500 levels of %s, and refuses more instead of running out of stack", (_, opening, closing) => {
    expect(() => parseExpression(levels(opening, closing, 500))).not.toThrow();
    expect(() => parseExpression(levels(opening, closing, 501))).toThrow("nested deeper");
    expect(() => parseExpression(opening.repeat(200_000))).toThrow("nested deeper");
  });

  test("keeps the tree of a long chain shallow, in the order it was written", () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `c${index}`);
    const leaves: string[] = [];
    let deepest = 0;
    const walk = (expression: Expression, depth: number) => {
      deepest = Math.max(deepest, depth);
      if (expression.kind !== "binary") {
        return void leaves.push(expression.kind === "path" ? (expression.segments[0]?.name ?? "") : expression.kind);
      }
      walk(expression.left, depth + 1);
      walk(expression.right, depth + 1);
    };
    walk(parseExpression(names.join(" or ")), 0);
    expect(leaves).toEqual(names);
    expect(deepest).toBeLessThan(20);
  });

  test("refuses a chain whose tree cannot be balanced", () => {
    expect(() => parseExpression(Array.from({ length: 600 }, () => "1").join(" sub "))).toThrow("nested deeper");
  });
});
