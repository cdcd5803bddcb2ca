/**
 * One organization: its rows, its definitions, its clock and its row version. Everything above reads and writes through
 * this; it knows nothing of HTTP or OData.
 */
import type { Catalog } from "../../metadata/catalog";
import type { Database } from "./database";

export class Store {
  private version: number;
  private instant: Date | undefined;

  constructor(
    readonly database: Database,
    readonly catalog: Catalog,
    private readonly clock: () => Date,
  ) {
    this.version = storedVersion(database);
  }

  /**
   * The next row version, rising with every write to any table. It is kept in the file with the write that uses it, so
   * that a version that was ever seen is not given again after the process ends.
   */
  nextVersion(): number {
    return this.takeVersions(1);
  }

  /** Reserves consecutive row versions and returns the first. */
  takeVersions(count: number): number {
    const first = this.version + 1;
    this.version += count;
    this.database.run(`INSERT OR REPLACE INTO "#settings" (name, value) VALUES ('version', ?)`, [this.version]);
    return first;
  }

  /** The latest row version given out. */
  currentVersion(): number {
    return this.version;
  }

  now(): Date {
    return this.instant ?? this.clock();
  }

  /** Does the work with the clock standing still: a request that has to begin again sees the time it began first. */
  at<T>(instant: Date, work: () => T): T {
    this.instant = instant;
    try {
      return work();
    } finally {
      this.instant = undefined;
    }
  }

  close(): void {
    this.database.close();
  }
}

/** The first row version of a new organization. */
const firstVersion = 1_000_000;

function storedVersion(database: Database): number {
  const row = database.get(`SELECT value FROM "#settings" WHERE name = 'version'`);
  return row === undefined ? firstVersion : Number(row["value"]);
}
