/**
 * SQLite as the emulator uses it: prepared statements kept by their text, transactions that nest, rows as plain
 * objects. The engine is a WebAssembly build that works on files and needs no native binary.
 */
import { invalidArgument } from "../../errors/rejections";
import { resolve } from "node:path";
import { Database as Engine, type Statement } from "node-sqlite3-wasm";
import { claimFile } from "./fileClaim";
import { fold } from "./fold";

export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlRow = Record<string, SqlValue>;

/** The engine does not garbage collect statements, so the cache is bounded. */
const statementCacheSize = 500;

export class Database {
  private readonly engine: Engine;
  private readonly statements = new Map<string, Statement>();
  private depth = 0;
  /** For each open transaction what has to happen when it is taken back. */
  private readonly undos: (() => void)[][] = [];
  private readonly release: () => void;

  /** @throws Error when another live process works on the file. */
  constructor(file?: string) {
    this.release = file === undefined ? () => undefined : claimFile(resolve(file));
    try {
      this.engine = file === undefined ? new Engine() : new Engine(file);
      this.engine.function("fold", (value) => (typeof value === "string" ? fold(value) : value), {
        deterministic: true,
      });
      // A killed process loses nothing without flushes, only a machine that loses power does. Foreign keys are not
      // declared: Dataverse's cascades are more than SQL's, the write side holds them.
      this.engine.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF;
        PRAGMA temp_store = MEMORY;`);
    } catch (error) {
      this.release();
      throw error;
    }
  }

  all(sql: string, params: readonly SqlValue[] = []): SqlRow[] {
    return this.use(sql, params, (statement, values) => statement.all(values) as SqlRow[]);
  }

  get(sql: string, params: readonly SqlValue[] = []): SqlRow | undefined {
    // The engine's own `get` leaves the statement in the middle of its rows, which holds the table against changes.
    return this.all(sql, params)[0];
  }

  /** The number of rows changed. */
  run(sql: string, params: readonly SqlValue[] = []): number {
    return this.use(sql, params, (statement, values) => statement.run(values).changes);
  }

  /** Several statements without parameters; for definitions of tables, which outdate prepared statements. */
  exec(sql: string): void {
    this.forgetStatements();
    this.onRollback(() => this.forgetStatements());
    this.engine.exec(sql);
  }

  /** Registers an in-memory change to undo when the open transaction, or an outer one, is rolled back. */
  onRollback(undo: () => void): void {
    this.undos.at(-1)?.push(undo);
  }

  /** Commits when `work` returns and takes everything back when it throws. An inner transaction is a savepoint. */
  transaction<T>(work: () => T): T {
    const level = this.depth === 0 ? undefined : `level${this.depth}`;
    this.engine.exec(level === undefined ? "BEGIN IMMEDIATE" : `SAVEPOINT ${level}`);
    this.depth += 1;
    const undo: (() => void)[] = [];
    this.undos.push(undo);
    try {
      const result = work();
      this.engine.exec(level === undefined ? "COMMIT" : `RELEASE ${level}`);
      this.undos.at(-2)?.push(...undo);
      return result;
    } catch (error) {
      // SQLite ends the transaction by itself on some errors (full disk); there is nothing left to take back then.
      if (this.engine.inTransaction) {
        this.engine.exec(level === undefined ? "ROLLBACK" : `ROLLBACK TO ${level}; RELEASE ${level}`);
      }
      for (const each of undo.reverse()) each();
      throw error;
    } finally {
      this.undos.pop();
      this.depth -= 1;
    }
  }

  close(): void {
    if (!this.engine.isOpen) return;
    this.forgetStatements();
    // Takes the journal away, which is truncated after each transaction and would stay as an empty file.
    this.engine.exec("PRAGMA journal_mode = DELETE");
    this.engine.close();
    this.release();
  }

  /** The engine cannot use a statement again that failed (a violated key), so such a one is not kept. */
  private use<T>(sql: string, params: readonly SqlValue[], work: (statement: Statement, values: SqlValue[]) => T): T {
    const values = bindable(params);
    const statement = this.statement(sql);
    try {
      return work(statement, values);
    } catch (error) {
      this.statements.delete(sql);
      finalizeFailed(statement);
      throw error;
    }
  }

  private statement(sql: string): Statement {
    const cached = this.statements.get(sql);
    if (cached) {
      this.statements.delete(sql);
      this.statements.set(sql, cached);
      return cached;
    }
    if (this.statements.size >= statementCacheSize) this.forgetOldest();
    const statement = this.engine.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private forgetOldest(): void {
    for (const [sql, statement] of this.statements) {
      statement.finalize();
      this.statements.delete(sql);
      return;
    }
  }

  private forgetStatements(): void {
    for (const statement of this.statements.values()) statement.finalize();
    this.statements.clear();
  }
}

/** Finalizing repeats the error that the statement ended with. */
function finalizeFailed(statement: Statement): void {
  try {
    statement.finalize();
  } catch {
    // Thrown by the caller already.
  }
}

/**
 * The engine binds text as a C string and would store what comes before a NUL only, so such text is refused; Dataverse
 * does not take it either, for want of an XML form.
 */
function bindable(params: readonly SqlValue[]): SqlValue[] {
  for (const value of params) {
    if (typeof value === "string" && value.includes("\0")) {
      throw invalidArgument("A text value contains the character U+0000, which is not valid.");
    }
  }
  return params as SqlValue[];
}
