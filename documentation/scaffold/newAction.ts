import ts from "typescript";
import { formatted } from "../generator/format";
import { addImport, addMember, appendMember } from "./sourceEdits";
import {
  actionText,
  caseText,
  casesText,
  groupText,
  namesInFile,
  type NewAction,
  proseText,
  testText,
} from "./templates";

/** A repository as it is: the text of a file, and the names in a folder. Paths are from the root. */
export interface Repository {
  read: (file: string) => string | undefined;
  list: (folder: string) => string[];
}

/**
 * The files that a new action needs, with their new texts, by path from the repository's root.
 *
 * @throws Error for a key that exists or cannot be an action's.
 */
export async function planNewAction(action: NewAction, repository: Repository): Promise<Map<string, string>> {
  checkNames(action, repository);
  const { key, group } = action;
  return formatted(
    new Map([
      [`src/actions/${group}/${key}.ts`, actionText(action)],
      [`src/actions/${group}/${key}.example.json`, "{}"],
      ...groupFiles(action, repository),
      [`documentation/prose/actions/${key}.md`, proseText()],
      [`tests/contract/${key}.test.ts`, testText(action)],
      ["documentation/changelog.md", withEntry(repository.read("documentation/changelog.md") ?? "", action)],
    ]),
  );
}

function checkNames({ key, group, label }: NewAction, { read, list }: Repository): void {
  for (const [what, name] of [
    ["KEY", key],
    ["GROUP", group],
  ]) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name ?? "") || !isIdentifier(name ?? "")) {
      throw new Error(`${what} "${name}" is not a name in camel case, such as mergeRecords.`);
    }
  }
  if (namesInFile.includes(key)) throw new Error(`KEY "${key}" is a name that every action's file uses.`);
  if (/["\\\n]/.test(label)) throw new Error(`LABEL ${label} contains a quotation mark, a backslash or a line end.`);
  const present = list("src/actions").find((each) => read(`src/actions/${each}/${key}.ts`) !== undefined);
  if (present !== undefined) throw new Error(`The action ${key} exists: src/actions/${present}/${key}.ts.`);
  const pins = JSON.parse(read("tests/contract.json") ?? "{}") as { actions?: object };
  if (key in (pins.actions ?? {})) throw new Error(`The key ${key} is pinned in tests/contract.json.`);
}

/** Reserved words are not. */
function isIdentifier(name: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(`export const ${name} = 0;`, { reportDiagnostics: true });
  return diagnostics.length === 0;
}

/** The lists of the group, and for a new group the lists of all groups. */
function groupFiles(action: NewAction, { read }: Repository): [file: string, text: string][] {
  const { key, group } = action;
  const index = `src/actions/${group}/index.ts`;
  const cases = `tests/actions/${group}.ts`;
  const listed: [string, string][] = [
    [index, addMember(addImport(read(index) ?? groupText(action), key, `./${key}`), key, key)],
    [cases, appendMember(read(cases) ?? casesText(action), caseText(action))],
  ];
  if (read(index) !== undefined) return listed;
  const groupLists = ["src/actions/index.ts", "tests/actions/index.ts"].map((file): [string, string] => {
    const source = addImport(read(file) ?? "", group, `./${group}`);
    return [file, addMember(source, group, `...${group}`)];
  });
  return [...listed, ...groupLists];
}

/** The newest release is the first one. */
function withEntry(changelog: string, { label }: NewAction): string {
  const [, start = "", rest = ""] =
    /^([\s\S]*?\n### [^\n]+\n\n[\s\S]*?)(\n*(?=\n### |$(?![\s\S])))/.exec(changelog) ?? [];
  if (start === "") throw new Error("documentation/changelog.md has no release to add the entry to.");
  return `${start.trimEnd()}\n- Added **${label}**.\n${rest}${changelog.slice(start.length + rest.length)}`;
}

/** The remaining steps, for the terminal. */
export function nextSteps({ key, group }: NewAction): string {
  return `The action works and returns the user of the connection. Next:

1. Write its operation in src/operations, and call it in src/actions/${group}/${key}.ts with the inputs it needs.
   An action that can change something is a writeAction.
2. Adapt its example call and its reliability rows in tests/actions/${group}.ts.
3. Adapt tests/contract/${key}.test.ts, documentation/prose/actions/${key}.md and the entry in documentation/changelog.md.
4. npm run docs
5. npx jest tests/contract/${key}.test.ts tests/contract/examplePayloads.test.ts tests/manifest.test.ts

documentation/contributing.md describes each step.
`;
}
