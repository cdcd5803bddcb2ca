/**
 * One organization: its rows, its definitions, its clock and its row version. Everything above reads and writes through
 * this; it knows nothing of HTTP or OData.
 */
import { Catalog } from "../metadata/catalog";
import { seedDefinitions } from "../seed/definitions";
import { seedRows } from "../seed/rows";
import { Database } from "./database";
import { loadMetadata, saveMetadata } from "./definitions";
import { createSchema, housekeepingTables } from "./schema";

export class Store {
  private version: number;

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

  /** So many row versions in a row; the first of them. */
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
    return this.clock();
  }

  close(): void {
    this.database.close();
  }
}

/** Where row versions of a new organization start. */
const firstVersion = 1_000_000;

function storedVersion(database: Database): number {
  const row = database.get(`SELECT value FROM "#settings" WHERE name = 'version'`);
  return row === undefined ? firstVersion : Number(row["value"]);
}

export interface StoreOptions {
  /** Data file; in memory when missing. */
  file?: string;
  /** Further accounts, `Seeded account 000001` and so on. */
  rows?: number;
  now?: () => Date;
  /** Whether a new organization is filled with the seed rows. Its users, teams and currencies are always there. */
  seed?: boolean;
}

/**
 * Opens an organization: a new one is laid down and seeded, an existing file keeps its definitions and rows.
 *
 * @throws Error when another process works on the file, or the file holds something else.
 */
export function openStore(options: StoreOptions = {}): Store {
  const database = new Database(options.file);
  const clock = options.now ?? (() => new Date());
  try {
    return reopen(database, clock) ?? create(database, clock, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

function reopen(database: Database, clock: () => Date): Store | undefined {
  database.exec(housekeepingTables);
  const metadata = loadMetadata(database);
  return metadata.tables.size === 0 ? undefined : new Store(database, new Catalog(metadata), clock);
}

function create(database: Database, clock: () => Date, options: StoreOptions): Store {
  return database.transaction(() => {
    const metadata = seedDefinitions();
    for (const statement of createSchema(metadata)) database.exec(statement);
    saveMetadata(database, metadata);
    const store = new Store(database, new Catalog(metadata), clock);
    seedRows(store, { sample: options.seed ?? true, accounts: options.rows ?? 0 });
    return store;
  });
}
