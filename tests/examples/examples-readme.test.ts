/** Runs the commands in the examples' README. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fencedBlocks, linkTargets } from "../../documentation/blocks";
import component from "../../src";
import { loadFlowTests, runFlowTest } from "../../workbench/flowTests";
import { parseFlowTestOptions } from "../../workbench/flowTests/options";
import { flowTestSchema } from "../../workbench/flowTests/schema";
import { parseOptions } from "../../workbench/commandLine/options";

const root = path.resolve(__dirname, "../..");
const examples = path.join(root, "examples");
const text = readFileSync(path.join(examples, "README.md"), "utf8");

function blocks(language: string): string[] {
  return fencedBlocks("examples/README.md").flatMap((block) => (block.language === language ? [block.text] : []));
}
const commands = blocks("sh").flatMap((block) => block.split("\n"));

/** Words of a command line; quotes keep words together. */
function words(line: string) {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}

test.each(commands)("%s is a command that finds its files", (line) => {
  const [npm, ...rest] = words(line).filter((word) => word !== "--");
  expect(npm).toBe("npm");
  if (rest[0] === "start") {
    const { flowFile, payloadFile = flowFile } = parseOptions(rest.slice(1));
    expect([flowFile, payloadFile].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    return;
  }
  expect(rest.slice(0, 2)).toEqual(["run", "test:flow"]);
  const { files } = parseFlowTestOptions(rest.slice(2));
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test("the flow test it shows passes", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "readme-"));
  const file = path.join(folder, "it.flowtest.yml");
  // Written as it stands in examples/.
  writeFileSync(file, (blocks("yaml")[0] ?? "").replace(/^flow: /, `flow: ${examples}/`));
  const loaded = await loadFlowTests(file).finally(() => rmSync(folder, { recursive: true }));
  const [first] = loaded.tests;
  expect(first && (await runFlowTest(loaded, first, { component })).problems).toEqual([]);
});

test("the line of JavaScript it shows is the example project's", () => {
  const [line = "nothing"] = blocks("js");
  const code = readFileSync(path.join(examples, "jest-project/mail-to-case.test.js"), "utf8");
  expect(code).toContain(line.trim());
});

test("it names every example, and every file it names is there", () => {
  const links = linkTargets("examples/README.md").map((target) => target.replace(/#.*/, ""));
  expect(links.filter((link) => !existsSync(path.join(examples, link)))).toEqual([]);
  const flows = readdirSync(examples).filter((name) => /^[\w-]+\.yml$/.test(name));
  expect(flows.filter((name) => !links.includes(name))).toEqual([]);
});

test("it explains every entry of a flow test", () => {
  const test = flowTestSchema.properties.tests as { items: { properties: Record<string, { properties?: object }> } };
  const entries = Object.entries(test.items.properties).flatMap(([name, { properties }]) =>
    name === "before" || name === "expect" ? Object.keys(properties ?? {}) : [name],
  );
  expect(entries.filter((name) => !new RegExp(`\`[\\w.[\\]]*\\b${name}\``).test(text))).toEqual([]);
});
