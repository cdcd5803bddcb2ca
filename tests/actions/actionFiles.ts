import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** Locations of an action's parts, for messages that name the file to change. Paths are relative to the repository. */
export const root = path.resolve(__dirname, "../..");

export function groupOf(key: string): string {
  const groups = readdirSync(path.join(root, "src/actions"), { withFileTypes: true });
  const group = groups.find(
    (entry) => entry.isDirectory() && existsSync(path.join(entry.parentPath, entry.name, `${key}.ts`)),
  );
  if (!group) {
    throw new Error(`src/actions has no group with the file ${key}.ts: an action's file is named after its key.`);
  }
  return group.name;
}

export function caseFile(key: string): string {
  return `tests/actions/${groupOf(key)}.ts`;
}

export function exampleFile(key: string): string {
  return `src/actions/${groupOf(key)}/${key}.example.json`;
}

/** One line for each action without a case, and for each case without an action. */
export function caseProblems(actionKeys: string[], caseKeys: string[]): string[] {
  return [
    ...actionKeys
      .filter((key) => !caseKeys.includes(key))
      .map(
        (key) => `${caseFile(key)}: add "${key}: { example, reliability }", as documentation/contributing.md shows.`,
      ),
    ...caseKeys
      .filter((key) => !actionKeys.includes(key))
      .map((key) => `tests/actions: remove the case ${key}; the component has no such action.`),
  ];
}
