import fc from "fast-check";

/**
 * Generates input and responses for the component. `FUZZ_RUNS=50 npx jest tests/fuzz` runs fifty times as many cases as
 * CI does.
 */
export function runs(usual: number): { numRuns: number } {
  return { numRuns: usual * Number(process.env["FUZZ_RUNS"] ?? 1) };
}

/** Any text, half surrogate pairs and control characters included. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.string(),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
);

/** Values of every kind that JavaScript knows. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    withTypedArray: true,
    withUnicodeString: true,
  }),
  anyText,
  fc.json(),
  fc.constantFrom<unknown>(Symbol("s"), () => 1, new Error("e"), /x/, circle(), untouchable()),
);

function circle(): unknown {
  const ring: Record<string, unknown> = {};
  ring["self"] = ring;
  return ring;
}

/** Throws when anybody makes text of it. */
function untouchable(): unknown {
  const refuse = (): never => {
    throw new Error("not a text");
  };
  return { toString: refuse, valueOf: refuse, toJSON: refuse };
}

/** A valid text with a few things done to it: cut, doubled, swapped for something else. */
export function mutated(texts: readonly string[], tokens: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    kind: fc.constantFrom("cut", "double", "insert", "replace", "end"),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 40 }),
    token: fc.oneof(fc.constantFrom(...tokens), anyText),
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(edit, { maxLength: 6 }))
    .map(([text, edits]) => edits.reduce(applyEdit, text));
}

function applyEdit(text: string, edit: { kind: string; at: number; length: number; token: string }): string {
  const start = Math.floor(edit.at * text.length);
  const end = Math.min(text.length, start + edit.length);
  const [before, middle, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  switch (edit.kind) {
    case "cut":
      return before + after;
    case "double":
      return before + middle + middle + after;
    case "insert":
      return before + edit.token + middle + after;
    case "replace":
      return before + edit.token + after;
    default:
      return before;
  }
}

/**
 * Long texts whose pieces repeat: what costs a backtracking expression, or a parser that begins again, time beyond all
 * measure. Half a million characters take a linear reader milliseconds and a quadratic one minutes.
 */
export function longTexts(pieces: readonly string[]): [string, string][] {
  return pieces.map((piece) => [JSON.stringify(piece), piece.repeat(Math.ceil(500_000 / piece.length))]);
}

/** Far above what a linear reader needs on a busy machine, and far below what a quadratic one does. */
export const longestMs = 30_000;

export function elapsedMs(run: () => unknown): number {
  const startedMs = performance.now();
  run();
  return performance.now() - startedMs;
}
