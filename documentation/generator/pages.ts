import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as prettier from "prettier";
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
  ]);
  for (const [file, text] of referencePages(manifest)) pages.set(`documentation/${file}`, text);
  for (const [file, text] of pages) pages.set(file, await format(file, text));
  return pages;
}

async function format(file: string, text: string): Promise<string> {
  const filepath = path.join(root, file);
  return prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath });
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
