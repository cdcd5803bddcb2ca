import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { codeSpans, documents, fencedBlocks, root } from "./blocks";

/** Commands in the documents are commands that there are; those that cost little are run. */
const scripts = (
  JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { scripts: Record<string, string> }
).scripts;

interface Command {
  file: string;
  words: string[];
}

/** The simple commands of a script: what stands between `&&`, `;`, pipes and line ends, outside quotes. */
function simpleCommands(script: string): string[][] {
  const joined = script.replace(/\\\n\s*/g, " ");
  const pieces = joined.match(/'[^']*'|"[^"]*"|&&|\|\||[;|&\n]|[^\s;|&'"]+|[ \t]+/g) ?? [];
  const commands: string[][] = [[]];
  let word = "";
  const endWord = () => {
    if (word !== "") commands.at(-1)?.push(word);
    word = "";
  };
  for (const piece of pieces) {
    if (/^[ \t]+$/.test(piece)) endWord();
    else if (/^(&&|\|\||[;|&\n])$/.test(piece)) {
      endWord();
      commands.push([]);
    } else word += piece;
  }
  endWord();
  return commands.map((words) => words.filter((each) => !each.startsWith("#"))).filter((words) => words.length > 0);
}

const inBlocks: Command[] = documents().flatMap((file) =>
  fencedBlocks(file)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => simpleCommands(text).map((words) => ({ file, words }))),
);
const inSpans: Command[] = documents().flatMap((file) =>
  codeSpans(file)
    .filter((text) => /^(npm|npx) /.test(text))
    .map((text) => ({ file, words: text.split(/\s+/) })),
);

it("names only scripts and flags of npm that there are", () => {
  const wrong = [...inBlocks, ...inSpans].filter(({ words }) => words[0] === "npm" && !isKnown(words));
  expect(wrong).toEqual([]);
});

it("lists every script that a developer starts in the README", () => {
  const shown = inSpans.filter(({ file }) => file === "README.md").map(({ words }) => scriptOf(words));
  const partOfCheck = ["types", "lint", "format", "bundle"];
  const missing = Object.keys(scripts).filter((name) => !shown.includes(name) && !partOfCheck.includes(name));
  expect(missing).toEqual([]);
});

/** Those of the platform's CLI begin with its name, and are its own. */
it("sets only environment variables that are read", () => {
  const sources = ["workbench/commands/target.ts", ".ci/run"]
    .map((file) => readFileSync(path.join(root, file), "utf8"))
    .join("\n");
  const names = inBlocks
    .filter(({ words }) => words[0] === "export")
    .map(({ words }) => words[1]?.split("=")[0] ?? "")
    .filter((name) => !name.startsWith("PRISM"));
  expect(names.filter((name) => !sources.includes(name))).toEqual([]);
});

it("names only commands of the platform's CLI that there are", () => {
  const manifestFile = path.join(root, "node_modules/@prismatic-io/prism/oclif.manifest.json");
  if (!existsSync(manifestFile)) return;
  const { commands } = JSON.parse(readFileSync(manifestFile, "utf8")) as { commands: Record<string, unknown> };
  const named = [...inBlocks, ...inSpans].flatMap(({ words }) => {
    const at = words.findIndex((word) => /^(@prismatic-io\/)?prism$/.test(word));
    const command = words[at + 1];
    return at >= 0 && command !== undefined && !command.startsWith("-") ? [command] : [];
  });
  expect(named.filter((name) => !(name in commands))).toEqual([]);
});

function scriptOf([, verb, ...rest]: string[]): string | undefined {
  if (verb === "start" || verb === "test") return verb;
  return verb === "run" ? rest.find((word) => !word.startsWith("-")) : undefined;
}

function isKnown(words: string[]): boolean {
  if (["ci", "install"].includes(words[1] ?? "")) return true;
  const name = scriptOf(words);
  const script = name === undefined ? undefined : scripts[name];
  if (script === undefined) return false;
  const separator = words.indexOf("--");
  const flags = separator < 0 ? [] : words.slice(separator + 1).filter((word) => word.startsWith("--"));
  const texts = helpOf(script);
  if (texts === undefined) return false;
  return flags.every((flag) => new RegExp(`${flag.split("=")[0]}(?![\\w-])`).test(texts));
}

/**
 * A script's flags are named in its main file, or in one of this project that it imports. Undefined without that file.
 */
function helpOf(script: string): string | undefined {
  const file = /\S+\.(ts|js|mjs)\b/.exec(script.replace("sucrase/register/ts", ""))?.[0];
  if (file === undefined) return "";
  if (!existsSync(path.join(root, file))) return undefined;
  const main = readFileSync(path.join(root, file), "utf8");
  const imported = [...main.matchAll(/from "(\.{1,2}\/[\w/]+)"/g)].map(([, name]) =>
    path.join(root, path.dirname(file), `${name}.ts`),
  );
  return [main, ...imported.filter((each) => existsSync(each)).map((each) => readFileSync(each, "utf8"))].join("\n");
}

/** npm on Node 22 would keep compiled code in the folder for temporary files. */
const ownEnvironment = { NODE_DISABLE_COMPILE_CACHE: "1" };

describe("commands that cost little", () => {
  const run = promisify(execFile);

  it.each([["start"], ["emulator"], ["docs"], ["new:action"], ["bench"], ["soak"]])(
    "npm run %s -- --help says what the command takes",
    async (script) => {
      const { stdout } = await run("npm", ["run", "--silent", script, "--", "--help"], { cwd: root });
      expect(stdout).toContain("--help");
    },
  );

  it("npm run docs -- --check finds every made page as it should be", async () => {
    const { stdout } = await run("npm", ["run", "--silent", "docs", "--", "--check"], { cwd: root });
    expect(stdout).toMatch(/up to date/);
  });

  it("the emulator's page works from its first command to its last, as one session of a shell", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "documents-"));
    try {
      const script = fencedBlocks("documentation/emulator.md")
        .filter(({ language, text }) => language === "sh" && !/^npm run --silent emulator -- --port 0$/.test(text))
        .map(({ text }) => text)
        .join("\n");
      const { code, output } = await shell(`set -e\n${script}`, { ...ownEnvironment, TMPDIR: folder });
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toMatch(/429 Retry-After: \d+/);
      expect(output).toMatch(/^503$/m);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function shell(script: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", script], { cwd: root, env: { ...process.env, ...env } });
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (output += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
