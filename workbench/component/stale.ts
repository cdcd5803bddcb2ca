import { readdir, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";

/** Returns whether a file is missing or older than its sources. Tests beside the code do not count. */
export async function isStale(file: string, sources: readonly string[]): Promise<boolean> {
  const made = await stat(file).catch(() => undefined);
  if (made === undefined) return true;
  const newest = await Promise.all(sources.map(newestMs));
  return Math.max(...newest) > made.mtimeMs;
}

/**
 * Makes a file and sets its time to the start: a source that changes meanwhile is newer, and a file that the compiler
 * does not write again because its content is the same, as webpack does, counts as new. A failure removes the file.
 */
export async function makeCurrent(file: string, make: () => Promise<void>): Promise<void> {
  const started = new Date();
  try {
    await make();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  await utimes(file, started, started);
}

/** The newest change of a file, or of anything in a folder. The time of the folder itself shows removed files. */
async function newestMs(file: string): Promise<number> {
  const { mtimeMs } = await stat(file);
  const inside = await readdir(file, { recursive: true, withFileTypes: true }).catch(() => []);
  const entries = inside.filter(({ name }) => !name.endsWith(".test.ts"));
  const times = await Promise.all(
    entries.map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).mtimeMs),
  );
  return Math.max(mtimeMs, ...times);
}
