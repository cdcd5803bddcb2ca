import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Kind, kinds, type Member } from "./manifest";
import { rebaseLinks, shiftHeadings } from "./markdown";

/**
 * The hand-written part of a page: `prose/<kind>/<key>.md`. Its first paragraph is one sentence that says what the
 * member does; headings begin at the second level.
 */
export const documentationFolder = path.resolve(__dirname, "..");

export function proseFile(kind: Kind, key: string): string {
  return `prose/${kind}/${key}.md`;
}

export function readProse({ kind, key }: Member): string {
  const file = path.join(documentationFolder, proseFile(kind, key));
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
}

/** `<kind>/<key>` of every text there is. */
export function proseKeys(): string[] {
  return kinds.flatMap((kind) =>
    readdirSync(path.join(documentationFolder, "prose", kind))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${kind}/${name.replace(/\.md$/, "")}`),
  );
}

export function summaryOf(member: Member): string {
  return readProse(member).split("\n\n")[0]?.replaceAll("\n", " ") ?? "";
}

/** The text as it stands on a page of `folder`, below a heading of `level`. */
export function weave(member: Member, folder: string, level: number): string {
  const from = path.posix.dirname(proseFile(member.kind, member.key));
  return rebaseLinks(shiftHeadings(readProse(member), level - 1), from, folder);
}

export function readDescription(folder: string): string {
  const text = readFileSync(path.join(documentationFolder, "description.md"), "utf8");
  return rebaseLinks(text.replace(/^# .*\n/, "").trim(), ".", folder);
}
