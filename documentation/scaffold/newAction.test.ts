import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../blocks";
import { typeErrors } from "../typeCheck";
import { planNewAction, type Repository } from "./newAction";
import type { NewAction } from "./templates";

const onDisk: Repository = {
  read: (file) => (existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), "utf8") : undefined),
  list: (folder) => readdirSync(path.join(root, folder)),
};

/** The repository after some files were written. */
function after(files: ReadonlyMap<string, string>): Repository {
  return { ...onDisk, read: (file) => files.get(file) ?? onDisk.read(file) };
}

const inPresentGroup: NewAction = { key: "mergeRecords", group: "records", label: "[CRM] Merge Records" };
const inNewGroup: NewAction = { key: "listTeams", group: "teams", label: "[CRM] List Teams" };

async function bothPlans(): Promise<Map<string, string>> {
  const first = await planNewAction(inPresentGroup, onDisk);
  return new Map([...first, ...(await planNewAction(inNewGroup, after(first)))]);
}

it("new:action touches three files of src, and one each of prose, changelog, cases and tests", async () => {
  expect([...(await planNewAction(inPresentGroup, onDisk)).keys()]).toEqual([
    "src/actions/records/mergeRecords.ts",
    "src/actions/records/mergeRecords.example.json",
    "src/actions/records/index.ts",
    "tests/actions/records.ts",
    "documentation/prose/actions/mergeRecords.md",
    "tests/contract/mergeRecords.test.ts",
    "documentation/changelog.md",
  ]);
});

it("new:action writes files that the compiler accepts, in a present group and in a new one", async () => {
  expect(typeErrors(await bothPlans())).toEqual([]);
});

it("new:action lists the action in its group, and a new group among the groups", async () => {
  const files = await bothPlans();
  expect(files.get("src/actions/records/index.ts")).toMatch(/getEntity,\n {2}mergeRecords,\n {2}updateEntity,/);
  expect(files.get("src/actions/records/index.ts")).toContain('import { mergeRecords } from "./mergeRecords";');
  expect(files.get("src/actions/teams/index.ts")).toMatch(/export const teams = \{\s+listTeams,?\s+\}/);
  for (const file of ["src/actions/index.ts", "tests/actions/index.ts"]) {
    expect(files.get(file)).toContain('import { teams } from "./teams";');
    expect(files.get(file)).toContain("...teams,");
  }
});

it("new:action keeps everything that the files it edits contain", async () => {
  const files = await bothPlans();
  for (const [file, text] of files) {
    const lines = new Set(text.split("\n"));
    const lost = (onDisk.read(file) ?? "").split("\n").filter((line) => !lines.has(line));
    expect({ file, lost }).toEqual({ file, lost: [] });
  }
});

it("new:action adds its entry to the newest release of the changelog", async () => {
  const changelog = "# Changelog\n\n### 2026-02-02\n\n- Newer.\n\n### 2026-01-01\n\n- Older.\n";
  const repository = after(new Map([["documentation/changelog.md", changelog]]));
  expect((await planNewAction(inPresentGroup, repository)).get("documentation/changelog.md")).toBe(
    "# Changelog\n\n### 2026-02-02\n\n- Newer.\n- Added **[CRM] Merge Records**.\n\n### 2026-01-01\n\n- Older.\n",
  );
});

it.each([
  ["of an action that exists", { key: "getEntity", group: "users" }, "exists: src/actions/records/getEntity.ts"],
  ["with a blank", { key: "merge records" }, 'KEY "merge records" is not a name'],
  ["that is a reserved word", { key: "delete" }, 'KEY "delete" is not a name'],
  ["that every action's file uses", { key: "example" }, "is a name that every action's file uses"],
  ["in a group with a capital letter", { group: "Teams" }, 'GROUP "Teams" is not a name'],
  ["with a label that breaks the source", { label: 'Merge "records"' }, "contains a quotation mark"],
])("new:action rejects a key %s", async (_, change, message) => {
  await expect(planNewAction({ ...inPresentGroup, ...change }, onDisk)).rejects.toThrow(message);
});

it("new:action rejects a key that is pinned though its action is gone", async () => {
  const pins = JSON.stringify({ actions: { mergeRecords: {} } });
  const repository = after(new Map([["tests/contract.json", pins]]));
  await expect(planNewAction(inPresentGroup, repository)).rejects.toThrow("is pinned in tests/contract.json");
});
