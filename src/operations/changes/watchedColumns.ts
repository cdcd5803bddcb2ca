/**
 * Which updates changed a watched column. The Web API does not return the columns that an update changed, so the values
 * are compared with those of the previous time, of which a hash is kept for each row.
 */
import { createHash } from "node:crypto";
import type { DataverseRecord } from "../../client";

export class WatchedColumns {
  readonly #hashes: Map<string, string>;

  constructor(
    private readonly names: string[],
    saved: Record<string, string> = {},
  ) {
    this.#hashes = new Map(Object.entries(saved));
  }

  /** Remembers the row and reports whether a watched column differs from the previous time, or the row is new here. */
  hasChanged(id: string, row: DataverseRecord): boolean {
    if (this.names.length === 0) return true;
    const key = digest(id.toLowerCase());
    const values = digest(JSON.stringify(this.names.map((name) => row[name] ?? row[`_${name}_value`] ?? null)));
    const before = this.#hashes.get(key);
    this.#hashes.delete(key);
    this.#hashes.set(key, values);
    return before !== values;
  }

  forget(id: string): void {
    this.#hashes.delete(digest(id.toLowerCase()));
  }

  /** For a row that is not among the `most` latest ones, the next update of any column counts. */
  save(most: number): { watched?: Record<string, string> } {
    if (this.names.length === 0) return {};
    return { watched: Object.fromEntries([...this.#hashes].slice(-most)) };
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 10);
}
