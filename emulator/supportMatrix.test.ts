import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "..");
const text = readFileSync(join(repository, "documentation/emulator.md"), "utf8");
const section = text.split(/^## /m).find((part) => part.startsWith("What is emulated")) ?? "";

const rows = section
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| -") && !line.startsWith("| Operation"))
  .map((line) => line.slice(2, -2).split(" | ") as [operation: string, state: string, evidence: string]);

test("each row of the support matrix works, is rejected or differs", () => {
  expect(rows.length).toBeGreaterThan(80);
  expect(rows.filter((row) => row.length !== 3 || !/^(Works|Rejected|Differs: )/.test(row[1]))).toEqual([]);
});

test("each file that the support matrix names exists", () => {
  const files = rows.flatMap(([, , evidence]) => [...evidence.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file));
  const isThere = (file: string): boolean =>
    existsSync(join(repository, file.startsWith("tests/") ? file : `emulator/${file}`));
  expect(rows.filter(([, , evidence]) => !evidence.includes("`"))).toEqual([]);
  expect(files.filter((file) => !isThere(file))).toEqual([]);
});
