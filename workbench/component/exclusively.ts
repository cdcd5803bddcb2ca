import { open, readFile, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

const askAgainMs = 100;

/** Does work that only one process may do at a time: the one whose number is in the lock file. */
export async function exclusively<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  while (!(await acquire(lockFile))) {
    if (await isAbandoned(lockFile)) await rm(lockFile, { force: true });
    else await delay(askAgainMs);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

async function acquire(lockFile: string): Promise<boolean> {
  try {
    const file = await open(lockFile, "wx");
    await file.writeFile(String(process.pid)).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The process that holds it has ended without giving it back. */
async function isAbandoned(lockFile: string): Promise<boolean> {
  const holder = Number(await readFile(lockFile, "utf8").catch(() => ""));
  // Empty while the holder is about to write its number.
  if (!Number.isSafeInteger(holder) || holder <= 0) return false;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
