import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import MarkdownIt, { type Token } from "markdown-it";

/**
 * The parts of the documents that tests check: code, links and headings. Read with a parser of CommonMark and GFM
 * tables.
 */
export const root = path.resolve(__dirname, "..");

const parser = new MarkdownIt({ html: true });
// Links are compared as they are written.
parser.normalizeLink = (link) => link;

export interface Block {
  /** Path from the root. */
  file: string;
  /** Of its opening fence, from 1. */
  line: number;
  language: string;
  text: string;
}

/** README.md and every other page, by path from the root. */
export function documents(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : below(name);
      return entry.name.endsWith(".md") ? [name] : [];
    });
  return ["README.md", ...below("documentation"), ...below("examples")];
}

export function readDocument(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

export function fencedBlocks(file: string): Block[] {
  return parse(file)
    .filter(({ type }) => type === "fence")
    .map(({ map, info, content }) => ({
      file,
      line: (map?.[0] ?? 0) + 1,
      language: info.trim(),
      text: content.replace(/\n$/, ""),
    }));
}

/** The page without fenced code, for checks that apply to prose. */
export function proseOf(file: string): string {
  const lines = readDocument(file).split("\n");
  for (const { type, map } of parse(file)) {
    if (type === "fence" && map) lines.fill("", map[0], map[1]);
  }
  return lines.join("\n");
}

export function codeSpans(file: string): string[] {
  return inlineTokens(file).flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
}

/** Targets of links and images. */
export function linkTargets(file: string): string[] {
  return inlineTokens(file).flatMap((token) => {
    const target = token.attrGet(token.type === "image" ? "src" : "href");
    return target === null ? [] : [String(target)];
  });
}

export function headings(file: string): string[] {
  const tokens = parse(file);
  return tokens.flatMap(({ content }, index) => (tokens[index - 1]?.type === "heading_open" ? [content] : []));
}

/** A block at the top level of a page: its Markdown, and its text when it is fenced code. */
export interface PageBlock {
  markdown: string;
  code?: string;
}

export function pageBlocks(file: string): PageBlock[] {
  const lines = readDocument(file).split("\n");
  return parse(file)
    .filter(({ level, nesting, map }) => level === 0 && nesting >= 0 && map !== null)
    .map(({ type, map, content }) => ({
      markdown: lines.slice(map?.[0], map?.[1]).join("\n").trim(),
      ...(type === "fence" && { code: content.replace(/\n$/, "") }),
    }));
}

function parse(file: string): Token[] {
  return parser.parse(readDocument(file), {});
}

function inlineTokens(file: string): Token[] {
  return parse(file).flatMap(({ children }) => children ?? []);
}
