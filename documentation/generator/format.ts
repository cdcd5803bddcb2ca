import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "prettier";
import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import * as markdown from "prettier/plugins/markdown";
import * as typescript from "prettier/plugins/typescript";
import * as yaml from "prettier/plugins/yaml";
import { format } from "prettier/standalone";
import { documentationFolder } from "./prose";

/**
 * Also formats snippets in Markdown. The standalone form of Prettier loads no modules itself, which test runners
 * reject.
 */
const plugins: Plugin[] = [babel, estree, markdown, typescript, yaml];

const parsers: Record<string, string> = { json: "json", md: "markdown", ts: "typescript" };

/** The files, by path from the repository's root, as Prettier leaves them. */
export async function formatted(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const config = readFileSync(path.join(documentationFolder, "../.prettierrc.json"), "utf8");
  const options = JSON.parse(config) as Record<string, unknown>;
  const entries = [...files].map(async ([file, text]): Promise<[string, string]> => {
    const parser = parsers[path.extname(file).slice(1)] ?? "markdown";
    // Prettier keeps an object on one line when the text has it on one.
    const source = parser === "json" ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
    return [file, await format(source, { ...options, parser, plugins })];
  });
  return new Map(await Promise.all(entries));
}
