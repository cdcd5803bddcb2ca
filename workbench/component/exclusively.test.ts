import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { exclusively } from "./exclusively";

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "workbench-"));
  lock = path.join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("work is done by one at a time, and failed work gives the lock back", async () => {
  let inside = 0;
  const work = async () => {
    inside++;
    expect(inside).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    inside--;
  };
  const failing = exclusively(lock, async () => Promise.reject(new Error("failed")));
  await Promise.all([exclusively(lock, work), exclusively(lock, work), expect(failing).rejects.toThrow("failed")]);
  expect(existsSync(lock)).toBe(false);
});

test("takes over the lock of a process that has ended", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(lock, String(pid));
  expect(await exclusively(lock, async () => "done")).toBe("done");
});
