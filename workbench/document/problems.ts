import { distance } from "fastest-levenshtein";

/** A position in the YAML document: keys and list indexes from the root. */
export type DocumentPath = readonly (string | number)[];

/** One thing wrong with an integration, and where. */
export interface Problem {
  path: DocumentPath;
  message: string;
}

/** A problem in the words of the person who drew the flow. */
export interface LocatedProblem {
  flow?: string;
  step?: string;
  input?: string;
  configVar?: string;
  /** Line in the YAML text, from 1. */
  line?: number;
  message: string;
}

/** The integration cannot run as it is written. Lists everything that was found, not only the first. */
export class InvalidIntegrationError extends Error {
  override readonly name = "InvalidIntegrationError";

  constructor(readonly problems: readonly LocatedProblem[]) {
    super(problems.map(problemText).join("\n"));
  }
}

/** `Flow "A", step "B", input "c" (line 7): message`. */
export function problemText(problem: LocatedProblem): string {
  const names = [
    problem.configVar !== undefined && `config variable "${problem.configVar}"`,
    problem.flow !== undefined && `flow "${problem.flow}"`,
    problem.step !== undefined && `step "${problem.step}"`,
    problem.input !== undefined && `input "${problem.input}"`,
  ].filter((name) => name !== false);
  const place = names.length === 0 ? "the integration" : names.join(", ");
  const line = problem.line === undefined ? "" : ` (line ${problem.line})`;
  return `${place.charAt(0).toUpperCase()}${place.slice(1)}${line}: ${problem.message}`;
}

/**
 * Names the flow, the innermost step and the input that a path leads through. Reads the document as unknown, because
 * paths come from the schema check too, when nothing is certain about it.
 */
export function locate(document: unknown, problem: Problem, line?: number): LocatedProblem {
  const located: LocatedProblem = { message: problem.message, ...(line !== undefined && { line }) };
  let node = document;
  problem.path.forEach((segment, depth) => {
    node = child(node, segment);
    const list = problem.path[depth - 1];
    if (list === "flows") assignName(located, "flow", child(node, "name"));
    if (list === "steps") assignName(located, "step", child(node, "name"));
    if (list === "requiredConfigVars") assignName(located, "configVar", child(node, "key"));
    if (list === "inputs" && typeof segment === "string") located.input = segment;
  });
  return located;
}

function assignName(located: LocatedProblem, kind: "flow" | "step" | "configVar", name: unknown): void {
  if (typeof name === "string") located[kind] = name;
}

function child(node: unknown, segment: string | number): unknown {
  return typeof node === "object" && node !== null ? (node as Record<string | number, unknown>)[segment] : undefined;
}

/** `"createEntty" is not an action. Did you mean "createEntity"?`-style help; empty when nothing is near. */
export function didYouMean(wanted: string, known: Iterable<string>): string {
  let best: string | undefined;
  let bestEdits = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const edits = distance(wanted.toLowerCase(), candidate.toLowerCase());
    if (edits < bestEdits) [best, bestEdits] = [candidate, edits];
  }
  return best === undefined ? "" : ` Did you mean "${best}"?`;
}
