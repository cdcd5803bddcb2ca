import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exampleFiles, computeExamples } from "../../tests/contract/examples";
import { pinnedSurface, publishedSurface, surfaceFile, withNewPins } from "../../tests/contract/surface";
import { reliabilityPage } from "../../tests/reliability/reliabilityPage";
import { componentPage } from "./componentPage";
import { formatted } from "./format";
import { allMembers, type Manifest, readManifest } from "./manifest";
import { documentationFolder, proseFile, readProse } from "./prose";
import { readmeWithTables } from "./readme";
import { referencePages } from "./referencePages";

/** Files that are generated from the component, by their path from the repository's root, formatted. */
const root = path.dirname(documentationFolder);

/**
 * @throws Error that names the file to touch, when a member of the component has no prose or an action has no example
 * call.
 */
export async function generatedFiles(): Promise<Map<string, string>> {
  checkProse(readManifest());
  const surface = withNewPins(pinnedSurface(), publishedSurface());
  const data = exampleFiles(await computeExamples()).set(surfaceFile, JSON.stringify(surface));
  return new Map([...(await formatted(data)), ...(await generatedPages(readManifest(data)))]);
}

export async function generatedPages(manifest: Manifest = readManifest()): Promise<Map<string, string>> {
  checkProse(manifest);
  const readme = readFileSync(path.join(root, "README.md"), "utf8");
  const pages = new Map([
    ["README.md", readmeWithTables(readme, manifest)],
    ["documentation/component.md", componentPage(manifest)],
    ["documentation/reliability.md", reliabilityPage()],
  ]);
  for (const [file, text] of referencePages(manifest)) pages.set(`documentation/${file}`, text);
  return formatted(pages);
}

function checkProse(manifest: Manifest): void {
  const missing = allMembers(manifest).filter((member) => readProse(member) === "");
  const lines = missing.map(
    ({ kind, key }) =>
      `documentation/${proseFile(kind, key)} is missing or empty. Write it: one sentence that describes ${key}, then a paragraph that begins with **Result.**`,
  );
  if (lines.length > 0) throw new Error(lines.join("\n"));
}

/** Files on disk that differ from what would be generated, are missing, or belong to nothing any more. */
export function staleFiles(files: ReadonlyMap<string, string>): string[] {
  const differing = [...files].filter(([file, text]) => readOrEmpty(file) !== text).map(([file]) => file);
  return [...differing, ...orphans(files)];
}

export function writeFiles(files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  for (const file of orphans(files)) rmSync(path.join(root, file));
}

function readOrEmpty(file: string): string {
  const target = path.join(root, file);
  return existsSync(target) ? readFileSync(target, "utf8") : "";
}

/** The folder of the reference contains generated pages only. */
function orphans(files: ReadonlyMap<string, string>): string[] {
  const folder = path.join(root, "documentation/reference");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `documentation/reference/${name.replaceAll(path.sep, "/")}`)
    .filter((file) => !files.has(file));
}
