/**
 * One process per data file. The engine locks a file with a folder `<file>.lock`, which a killed process leaves behind;
 * the process ID in `<file>.pid` shows whether its owner is alive.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Files this process holds: its own process id says nothing about them. */
const held = new Set<string>();

/**
 * Takes the file for this process and clears what a dead owner left.
 *
 * @returns gives the file back.
 * @throws Error when the owner is alive, or there is no folder for the file.
 */
export function claimFile(file: string): () => void {
  if (!existsSync(dirname(file))) throw new Error(`The folder of the data file ${file} does not exist.`);
  const pidFile = `${file}.pid`;
  const owner = ownerOf(pidFile);
  if (held.has(file) || (owner !== undefined && owner !== process.pid && isAlive(owner))) {
    throw new Error(
      `The data file ${file} is in use by process ${owner ?? process.pid}. ` +
        `Stop that process or choose another file. When no emulator runs, delete ${pidFile}.`,
    );
  }
  rmSync(pidFile, { force: true });
  rmSync(`${file}.lock`, { force: true, recursive: true });
  writeFileSync(pidFile, String(process.pid), { flag: "wx" });
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(pidFile, { force: true });
  };
}

function ownerOf(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
