/**
 * The kinds of sentences that read as translated, each with a plain replacement. `documentation/glossary.md` lists the
 * words to use. `eslintRule.ts` applies the kinds to the repository.
 */
export interface Finding {
  kind: string;
  /** Position in the text. */
  index: number;
  found: string;
  instead: string;
}

interface Kind {
  name: string;
  pattern: RegExp;
  /** The pattern matches only the first word of a sentence that is not a question. */
  atStart?: boolean;
  instead: string;
}

const kinds: Kind[] = [
  {
    name: "negated noun",
    pattern: /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|less\b|fewer\b|later\b|earlier\b)[a-z]/i,
    instead: 'negate the verb ("is not a GUID")',
  },
  { name: "tell", pattern: /\b(?:tells?|told|telling)\b/i, instead: 'write "return", "report" or "distinguish"' },
  { name: "whoever", pattern: /\b(?:who|what|whom)ever\b/i, instead: "name the person or the thing" },
  {
    name: "clause as subject",
    pattern: /^(?:what|where|whether|whose|whom)$/i,
    atStart: true,
    instead: "start the sentence with the thing that acts",
  },
  { name: "trailing too", pattern: /, too(?=[.,;:)]|$)/, instead: 'write "also" before the verb' },
  { name: "nobody", pattern: /\bnobody\b/i, instead: "negate the verb" },
  { name: "so many", pattern: /\bso many\b/i, instead: 'write "N" or "the number of"' },
  { name: "lest", pattern: /\blest\b/i, instead: 'write "so that ... not"' },
  { name: "amiss", pattern: /\bamiss\b/i, instead: 'write "wrong"' },
  { name: "mend", pattern: /\bmend(?:s|ed|ing)?\b/i, instead: 'write "fix"' },
  { name: "trailing along", pattern: /\balong(?=[.,;:)]|$)/, instead: 'write "with it", or leave it out' },
  { name: "is to", pattern: /\b(?:is|are) to (?:be|have)\b/i, instead: 'write "must" or "should"' },
  { name: "likewise", pattern: /\blikewise\b/i, instead: 'write "also"' },
  { name: "under way", pattern: /\bunder way\b/i, instead: 'write "in flight" or "running"' },
  { name: "at hand", pattern: /\bat hand\b/i, instead: 'write "available"' },
  { name: "kin", pattern: /\b(?:its|their) kin\b/i, instead: 'write "related"' },
];

export const kindNames = kinds.map(({ name }) => name);

/** Checks a text of one or more sentences. Code spans and quotations are not checked. */
export function findings(text: string): Finding[] {
  const prose = text.replace(/`[^`\n]*`|"[^"\n]*"|“[^”]*”/g, (quoted) => `"${"·".repeat(quoted.length - 2)}"`);
  return kinds.flatMap(({ name, pattern, atStart, instead }) =>
    (atStart ? sentenceStarts(prose, pattern) : matchesOf(prose, pattern)).map((match) => ({
      kind: name,
      instead,
      ...match,
    })),
  );
}

type Match = Pick<Finding, "index" | "found">;

/** A space in a pattern also matches the gap between two lines. */
function matchesOf(text: string, { source, flags }: RegExp): Match[] {
  return [...text.matchAll(new RegExp(source.replaceAll(" ", "\\s+"), `${flags}g`))].map(({ index, 0: found }) => ({
    index,
    found,
  }));
}

function sentenceStarts(text: string, pattern: RegExp): Match[] {
  return [...text.matchAll(/(?<=^|[.!?:]["”)]?\s+)([A-Z][a-z]+)\b[^.!?]*([.!?]?)/g)]
    .filter(([, word = "", end]) => end !== "?" && pattern.test(word))
    .map(({ index, 1: found = "" }) => ({ index, found }));
}
