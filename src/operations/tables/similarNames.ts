import { distance } from "fastest-levenshtein";

/** Something that the text of an input can name. */
export interface Candidate {
  /** The name to enter. */
  name: string;
  /** Other names and display names of the same thing. */
  labels?: readonly string[];
}

const maxSuggestions = 5;
/** A longer text is not a mistyped name, and comparing it with every name takes long. */
const maxLength = 100;

/** The names of the candidates that `wanted` may be a mistyped or partial name of, the closest first. */
export function similarNames(wanted: string, candidates: Iterable<Candidate>): string[] {
  const text = fold(wanted);
  if (text === "" || text.length > maxLength) return [];
  return [...candidates]
    .map(({ name, labels = [] }) => ({
      name,
      edits: Math.min(...[name, ...labels].map((known) => edits(text, known))),
    }))
    .filter((candidate) => candidate.edits < Infinity)
    .sort((left, right) => left.edits - right.edits)
    .slice(0, maxSuggestions)
    .map(({ name }) => name);
}

/** ` Similar: accounts, contacts.`, or nothing when no candidate is similar. */
export function suggestion(wanted: string, candidates: Iterable<Candidate>): string {
  const similar = similarNames(wanted, candidates);
  return similar.length > 0 ? ` Similar: ${similar.join(", ")}.` : "";
}

/** How many letters differ; Infinity for names that have too little in common. Two swapped letters count as two. */
function edits(wanted: string, name: string): number {
  const known = fold(name);
  const count = distance(wanted, known);
  const shorter = Math.min(wanted.length, known.length);
  const isTypo = count <= (shorter < 4 ? 1 : Math.max(2, Math.floor(shorter / 3)));
  const isPart = shorter >= 3 && (known.includes(wanted) || wanted.includes(known));
  return isTypo || isPart ? count : Infinity;
}

/** Display names have blanks where logical names have none or an underscore. */
function fold(text: string): string {
  return text.toLowerCase().replace(/[\s_]+/g, "");
}
