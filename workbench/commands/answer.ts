import type { Question } from "../run/configVarValues";
import type { Target } from "./target";
import type { Terminal } from "../commandLine/terminal";

/** As many choices as a person reads. */
const mostChoices = 20;

/**
 * Answers the configuration wizard in place of a person: with the first choice, which is shown, in an emulated
 * organization.
 * @throws Error with the choices for a real organization, where nothing is decided by chance.
 */
export function answer({ configVar, choices }: Question, kind: Target["kind"], terminal: Terminal): string {
  const [first] = choices;
  if (kind === "emulator") {
    const among = choices.length === 1 ? "the only choice" : `the first of ${choices.length} choices`;
    terminal.line(`  ${configVar}: ${first.label}  ${terminal.style("dim", `(${among})`)}`);
    return first.key;
  }
  const shown = choices.slice(0, mostChoices).map(({ key, label }) => `\n  ${key}  ${label}`);
  const more = choices.length > mostChoices ? `\n  and ${choices.length - mostChoices} more` : "";
  throw new Error(`It is one of${shown.join("")}${more}`);
}
