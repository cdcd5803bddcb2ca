/** Commands of the platform's CLI in the documents exist in the version that is installed, with their flags. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { documents, fencedBlocks, root } from "../../documentation/blocks";

interface CliCommand {
  args: Record<string, { required?: boolean }>;
  flags: Record<string, { type: "option" | "boolean"; char?: string; allowNo?: boolean; required?: boolean }>;
}

const { commands } = JSON.parse(
  readFileSync(path.join(root, "node_modules/@prismatic-io/prism/oclif.manifest.json"), "utf8"),
) as { commands: Record<string, CliCommand> };

const documented = documents().flatMap((file) =>
  fencedBlocks(file)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.split("\n"))
    .filter((line) => /^npx (prism|@prismatic-io\/prism) /.test(line))
    .map((line) => [file, line] as const),
);

it("are found", () => {
  expect(documented.length).toBeGreaterThan(5);
});

it.each(documented)("in %s: %s", (_file, line) => {
  const [name = "", ...words] = (line.match(/"[^"]*"|\S+/g) ?? []).slice(2);
  const command = commands[name];
  if (!command) throw new Error(`prism has no command ${name}.`);
  const { unknown, given, others } = read(command, words);
  expect(unknown).toEqual([]);
  const required = Object.entries(command.flags).filter(([, flag]) => flag.required);
  expect(required.filter(([flag]) => !given.includes(flag)).map(([flag]) => flag)).toEqual([]);
  expect(others).toBe(Object.values(command.args).filter(({ required }) => required).length);
});

/** Flags by name, and the number of arguments. A flag that is not a boolean takes the next word. */
function read(command: CliCommand, words: string[]): { given: string[]; unknown: string[]; others: number } {
  const given: string[] = [];
  const unknown: string[] = [];
  let others = 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [, no, name] = /^--(no-)?([\w-]+)/.exec(word) ?? [];
    const flag = name === undefined ? undefined : command.flags[name];
    if (name === undefined) others += 1;
    else if (!flag || (no && !flag.allowNo)) unknown.push(word);
    else given.push(name);
    if (flag?.type === "option" && !word.includes("=")) index += 1;
  }
  return { given, unknown, others };
}
