import type { Manifest } from "./manifest";
import { membersTable } from "./referencePages";

/** The README's own text, with the tables between the markers made anew. */
export function readmeWithTables(readme: string, { members }: Manifest): string {
  return Object.entries({
    actions: members.actions,
    triggers: members.triggers,
    dataSources: members.dataSources,
  }).reduce((text, [name, list]) => {
    const begin = `<!-- ${name}: made by npm run docs -->`;
    const end = `<!-- end of ${name} -->`;
    const [before, rest] = split(text, begin);
    const [, after] = split(rest, end);
    const made = list.length === 0 ? "" : membersTable(list, "documentation/reference");
    return `${before}${begin}\n\n${made}\n\n${end}${after}`;
  }, readme);
}

function split(text: string, marker: string): [string, string] {
  const at = text.indexOf(marker);
  if (at < 0) throw new Error(`The marker ${marker} is missing in README.md.`);
  return [text.slice(0, at), text.slice(at + marker.length)];
}
