/**
 * The rows that were handed over and may be read again: those modified shortly before the saved position, because a
 * read begins some minutes before it. A row counts as handed over in one version only.
 */
import { createHash } from "node:crypto";

/** Identity of a row, its version, and the time of its change in seconds since 1970. */
type Entry = readonly [version: string, modifiedSec: number];

/** As saved between runs. */
export type SavedHandedRows = Record<string, Entry>;

export interface ChangedRow {
  id: string;
  /** The number of the ETag, which changes with every write; else the time of the change. */
  version: string;
  /** In milliseconds since 1970. */
  modifiedMs: number;
}

export class HandedRows {
  readonly #entries: Map<string, Entry>;

  constructor(saved: SavedHandedRows = {}) {
    this.#entries = new Map(Object.entries(saved));
  }

  /** The row was handed over as it is now. */
  hasVersion({ id, version }: ChangedRow): boolean {
    return this.#entries.get(keyOf(id))?.[0] === version;
  }

  /** The row was handed over, in this version or an earlier one. */
  hasRow(id: string): boolean {
    return this.#entries.has(keyOf(id));
  }

  add({ id, version, modifiedMs }: ChangedRow): void {
    const key = keyOf(id);
    // Inserting again moves the entry to the end, so that the oldest entries are dropped first.
    this.#entries.delete(key);
    this.#entries.set(key, [version, Math.floor(modifiedMs / 1_000)]);
  }

  /** The row was deleted: one that is created later under its id is a new row. */
  forget(id: string): void {
    this.#entries.delete(keyOf(id));
  }

  /** Returns the rows modified at or after `fromMs`; of more than `most`, the latest. */
  save(fromMs: number, most: number): { rows: SavedHandedRows; dropped: number } {
    const kept = [...this.#entries].filter(([, [, modifiedSec]]) => modifiedSec >= Math.floor(fromMs / 1_000));
    const dropped = Math.max(0, kept.length - most);
    if (dropped > 0) kept.sort(byTimeAndKey);
    return { rows: Object.fromEntries(kept.slice(dropped)), dropped };
  }
}

/**
 * Of the rows of one second, the same ones are dropped each time: otherwise those read again would push out the others.
 */
function byTimeAndKey([key, [, sec]]: [string, Entry], [otherKey, [, otherSec]]: [string, Entry]): number {
  if (sec !== otherSec) return sec - otherSec;
  return key < otherKey ? -1 : 1;
}

/** 60 bits: of 100,000 rows, two have the same key in one of 200 million cases. */
function keyOf(id: string): string {
  return createHash("sha256").update(id.toLowerCase()).digest("base64url").slice(0, 10);
}
