import { existsSync } from "node:fs";
import path from "node:path";
import { XMLValidator } from "fast-xml-parser";
import ts from "typescript";
import { parseAllDocuments } from "yaml";
import { type Block, documents, fencedBlocks, proseOf, readDocument, root } from "./blocks";

/** Links in the documents lead to existing targets, and snippets are valid in their language. */
const pages = documents();
const blocks = pages.flatMap(fencedBlocks);
const inLanguage = (...languages: string[]): Block[] => blocks.filter(({ language }) => languages.includes(language));
const place = ({ file, line }: Block): string => `${file}:${line}`;

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
  expect(typeErrors(inLanguage("ts"))).toEqual([]);
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
function typeErrors(snippets: Block[]): string[] {
  const sources = new Map(
    snippets.map((block) => [path.join(root, `${block.file.replace(/\.md$/, "")}.line${block.line}.ts`), block]),
  );
  const configFile = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, root);
  // As in a project that depends on this one.
  options.paths = { "ms-dynamics/workbench": [path.join(root, "workbench/index.ts")] };
  const host = ts.createCompilerHost(options);
  const textOf = (file: string) => sources.get(path.normalize(file))?.text;
  const withSnippets: ts.CompilerHost = {
    ...host,
    fileExists: (file) => textOf(file) !== undefined || host.fileExists(file),
    readFile: (file) => textOf(file) ?? host.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = textOf(file);
      if (text === undefined) return host.getSourceFile(file, ...rest);
      // A snippet without an import is a module all the same.
      return ts.createSourceFile(file, `${text}\nexport {};\n`, rest[0]);
    },
  };
  const program = ts.createProgram([...sources.keys()], { ...options, noEmit: true }, withSnippets);
  return [...sources].flatMap(([file, block]) => {
    const source = program.getSourceFile(file);
    return ts
      .getPreEmitDiagnostics(program, source)
      .map(({ messageText }) => `${place(block)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}

describe("links", () => {
  const links = pages.flatMap((file) =>
    [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => ({ file, target: match[1] ?? "" })),
  );

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
  return [...readDocument(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => {
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
