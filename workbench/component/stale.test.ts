import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isStale, makeCurrent } from "./stale";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "stale-"));
  mkdirSync(path.join(folder, "src"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function at(name: string) {
  return path.join(folder, name);
}

/** A file or folder that last changed at a minute of an hour long ago. */
function changed(name: string, minute: number): string {
  if (name !== "src") writeFileSync(at(name), name);
  utimesSync(at(name), new Date(2020, 0, 1, 0, minute), new Date(2020, 0, 1, 0, minute));
  return at(name);
}

test.each<[string, Record<string, number>, boolean]>([
  ["is not stale while all sources are older", { "src/index.ts": 1, src: 2, made: 3 }, false],
  ["is stale when it is missing", { "src/index.ts": 1, src: 2 }, true],
  ["is stale when a file in a folder is newer", { "src/index.ts": 4, src: 2, made: 3 }, true],
  ["is stale when a folder is newer, because a file was removed", { "src/index.ts": 1, src: 4, made: 3 }, true],
  ["is not stale when only a test is newer", { "src/index.test.ts": 4, src: 2, made: 3 }, false],
])("a made file %s", async (_title, times, stale) => {
  for (const [name, minute] of Object.entries(times)) changed(name, minute);
  expect(await isStale(at("made"), [at("src")])).toBe(stale);
});

test("a made file whose content stays the same is current, although the compiler does not write it again", async () => {
  const sources = [changed("source", 4)];
  const made = changed("made", 3);
  await makeCurrent(made, async () => undefined);
  expect(await isStale(made, sources)).toBe(false);
});

test("a source that changes while a file is made is newer than the file", async () => {
  const source = at("source");
  await makeCurrent(at("made"), async () => {
    writeFileSync(at("made"), "");
    const later = new Date(Date.now() + 1_000);
    writeFileSync(source, "");
    utimesSync(source, later, later);
  });
  expect(await isStale(at("made"), [source])).toBe(true);
});

test("a failure removes the file that it would otherwise leave half written", async () => {
  const made = at("made");
  const failing = makeCurrent(made, async () => {
    writeFileSync(made, "half");
    throw new Error("broken");
  });
  await expect(failing).rejects.toThrow("broken");
  expect(await isStale(made, [])).toBe(true);
});
