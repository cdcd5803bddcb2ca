import { existsSync } from "node:fs";
import path from "node:path";
import { XMLValidator } from "fast-xml-parser";
import { parseAllDocuments } from "yaml";
import { type Block, documents, fencedBlocks, headings, linkTargets, root } from "./blocks";
import { typeErrors } from "./typeCheck";

/** Links in the documents lead to existing targets, and snippets are valid in their language. */
const pages = documents();
const blocks = pages.flatMap(fencedBlocks);
function inLanguage(...languages: string[]): Block[] {
  return blocks.filter(({ language }) => languages.includes(language));
}
function place({ file, line }: Block): string {
  return `${file}:${line}`;
}

it("uses only languages that are checked", () => {
  const known = ["", "sh", "ts", "js", "json", "yaml", "xml", "text"];
  expect(blocks.filter(({ language }) => !known.includes(language)).map(place)).toEqual([]);
});

it("holds JSON that parses", () => {
  const broken = inLanguage("json").filter(({ text }) => problemOf(() => JSON.parse(text)) !== undefined);
  expect(broken.map(place)).toEqual([]);
});

it("holds YAML that parses", () => {
  const broken = inLanguage("yaml").filter(({ text }) =>
    parseAllDocuments(text).some(({ errors }) => errors.length > 0),
  );
  expect(broken.map(place)).toEqual([]);
});

it("holds XML that is well-formed", () => {
  const broken = inLanguage("xml").filter(({ text }) => XMLValidator.validate(text) !== true);
  expect(broken.map(place)).toEqual([]);
});

it("holds TypeScript that compiles where it stands", () => {
  expect(snippetErrors(inLanguage("ts"))).toEqual([]);
});

function problemOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Each snippet is a module of its own beside its page, so that its imports are those a reader would write. */
function snippetErrors(snippets: Block[]): string[] {
  const texts = snippets.map(({ file, line, text }): [string, string] => [
    `${file.replace(/\.md$/, "")}.line${line}.ts`,
    text,
  ]);
  return typeErrors(new Map(texts), { "ms-dynamics/workbench": [path.join(root, "workbench/index.ts")] });
}

describe("links", () => {
  const links = pages.flatMap((file) => linkTargets(file).map((target) => ({ file, target })));

  it("lead to files and headings that exist", () => {
    const broken = links.filter(({ file, target }) => !/^[a-z]+:/i.test(target) && !leadsSomewhere(file, target));
    expect(broken).toEqual([]);
  });

  it("use TLS where they lead outside", () => {
    expect(links.filter(({ target }) => target.startsWith("http:"))).toEqual([]);
  });
});

function leadsSomewhere(file: string, target: string): boolean {
  const [address = "", anchor] = target.split("#");
  const found = address === "" ? file : path.posix.join(path.posix.dirname(file), address);
  if (!existsSync(path.join(root, found))) return false;
  return anchor === undefined || !found.endsWith(".md") || headingAnchors(found).includes(anchor);
}

/** As GitHub makes them of headings; `{#name}` is what the platform's pages do instead. */
function headingAnchors(file: string): string[] {
  return headings(file).map((heading) => {
    const named = /\{#([\w-]+)\}/.exec(heading)?.[1];
    return (
      named ??
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-")
    );
  });
}
