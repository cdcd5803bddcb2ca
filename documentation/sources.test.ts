import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./blocks";

/** Comments cite their sources by the keys of `sources.md`: `[Batch]` or `RFC 9110`. */
const rows = [
  ...readFileSync(path.join(__dirname, "sources.md"), "utf8").matchAll(/^\| `(.+?)` +\| \[.+\]\((.+)\) +\|$/gm),
];
const keys = rows.map(([, key = ""]) => key);

const files = execFileSync("git", ["ls-files", "*.ts", "*.js"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const comments = /\/\*[\s\S]*?\*\/|^[ \t]*\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*|(?<=[;,{(] )\/\/[^\n]*$/gm;

const cited = files.flatMap((file) =>
  [...readFileSync(path.join(root, file), "utf8").matchAll(comments)].flatMap(([comment]) => {
    const text = comment.replace(/\n[ \t]*(?:\*|\/\/)/g, "").replace(/`[^`]*`/g, "");
    return [...text.matchAll(/\[([A-Z][A-Za-z]{4,})\]|\b(RFC \d+)/g)].map(([, key, rfc]) => ({
      file,
      key: key ?? rfc ?? "",
    }));
  }),
);

test("every source that a comment cites is listed", () => {
  expect(cited.filter(({ key }) => !keys.includes(key))).toEqual([]);
});

test("every listed source is cited, and listed once", () => {
  expect(keys.length).toBeGreaterThan(100);
  expect(keys.filter((key) => !cited.some((citation) => citation.key === key))).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
});

test("every listed source has the address of a page", () => {
  const wrong = rows.filter(([, , address = ""]) => !URL.canParse(address) || !address.startsWith("https://"));
  expect(wrong).toEqual([]);
});
