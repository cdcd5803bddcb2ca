import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Reads code blocks, code spans and prose from the Markdown files, for the tests. */
export const root = path.resolve(__dirname, "..");

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
  const blocks: Block[] = [];
  let open: (Block & { lines: string[]; indent: string }) | undefined;
  for (const [index, line] of readDocument(file).split("\n").entries()) {
    const fence = /^(\s*)```(\S*)/.exec(line);
    if (open) {
      if (fence) {
        const { lines, indent: _indent, ...block } = open;
        blocks.push({ ...block, text: lines.join("\n") });
        open = undefined;
      } else open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    } else if (fence) {
      open = { file, line: index + 1, language: fence[2] ?? "", text: "", lines: [], indent: fence[1] ?? "" };
    }
  }
  return blocks;
}

/** The page without fenced code, for what only prose can hold. */
export function proseOf(file: string): string {
  return readDocument(file).replace(/^(\s*)```[\s\S]*?^\s*```$/gm, "");
}

export function codeSpans(file: string): string[] {
  return [...proseOf(file).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
}
