import { Catalog } from "../metadata/catalog";
import { seedDefinitions } from "./seed/definitions";
import { seedRows } from "./seed/rows";
import { Database } from "./store/database";
import { loadMetadata, saveMetadata } from "./store/definitions";
import { createSchema, housekeepingTables } from "./store/schema";
import { Store } from "./store/store";

export interface StoreOptions {
  /** Data file; in memory when missing. */
  file?: string;
  /** Further accounts, `Seeded account 000001` and so on. */
  rows?: number;
  now?: () => Date;
  /** Fills a new organization with the seed rows. Its users, teams and currencies always exist. */
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
