import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import * as markdown from "prettier/plugins/markdown";
import * as typescript from "prettier/plugins/typescript";
import * as yaml from "prettier/plugins/yaml";
import type { Plugin } from "prettier";
import { format as prettierFormat } from "prettier/standalone";
import { reliabilityPage } from "../../tests/reliability/reliabilityPage";
import { componentPage } from "./componentPage";
import { readManifest } from "./manifest";
import { documentationFolder } from "./prose";
import { readmeWithTables } from "./readme";
import { referencePages } from "./referencePages";

/** Every page that is made and not written, by its path from the repository's root, formatted. */
const root = path.dirname(documentationFolder);

export async function generatedPages(): Promise<Map<string, string>> {
  const manifest = readManifest();
  const readme = readFileSync(path.join(root, "README.md"), "utf8");
  const pages = new Map([
    ["README.md", readmeWithTables(readme, manifest)],
    ["documentation/component.md", componentPage(manifest)],
    ["documentation/reliability.md", reliabilityPage()],
  ]);
  for (const [file, text] of referencePages(manifest)) pages.set(`documentation/${file}`, text);
  for (const [file, text] of pages) pages.set(file, await format(text));
  return pages;
}

/** Languages of snippets too. The standalone form of Prettier loads no module on its own, which test runners refuse. */
const plugins: Plugin[] = [babel, estree, markdown, typescript, yaml];

function format(text: string): Promise<string> {
  const options = JSON.parse(readFileSync(path.join(root, ".prettierrc.json"), "utf8")) as Record<string, unknown>;
  return prettierFormat(text, { ...options, parser: "markdown", plugins });
}

/** Pages on disk that differ from what would be made, are missing, or belong to nothing any more. */
export function stalePages(pages: ReadonlyMap<string, string>): string[] {
  const differing = [...pages].filter(([file, text]) => readOrEmpty(file) !== text).map(([file]) => file);
  return [...differing, ...orphans(pages)];
}

export function writePages(pages: ReadonlyMap<string, string>): void {
  for (const [file, text] of pages) {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  for (const file of orphans(pages)) rmSync(path.join(root, file));
}

function readOrEmpty(file: string): string {
  const target = path.join(root, file);
  return existsSync(target) ? readFileSync(target, "utf8") : "";
}

/** The folder of the reference holds nothing but made pages. */
function orphans(pages: ReadonlyMap<string, string>): string[] {
  const folder = path.join(root, "documentation/reference");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `documentation/reference/${name.replaceAll(path.sep, "/")}`)
    .filter((file) => !pages.has(file));
}
