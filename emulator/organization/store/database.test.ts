import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Database, type SqlValue } from "./database";
import { fold } from "./fold";

describe("Database", () => {
  let database: Database;

  beforeEach(() => {
    database = new Database();
    database.exec("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)");
  });

  afterEach(() => database.close());

  const texts = (): SqlValue[] => database.all("SELECT text FROM note ORDER BY id").map((row) => row["text"] ?? null);
  const insert = (text: string): number => database.run("INSERT INTO note (text) VALUES (?)", [text]);

  it("takes back everything of a transaction that throws", () => {
    expect(() =>
      database.transaction(() => {
        insert("lost");
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(texts()).toEqual([]);
  });

  it("takes back an inner transaction alone when the outer one goes on", () => {
    database.transaction(() => {
      insert("before");
      expect(() =>
        database.transaction(() => {
          insert("inner");
          throw new Error("no");
        }),
      ).toThrow("no");
      insert("after");
    });
    expect(texts()).toEqual(["before", "after"]);
  });

  it("keeps an inner transaction's work out of the file when the outer one throws", () => {
    expect(() =>
      database.transaction(() => {
        database.transaction(() => insert("inner"));
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(texts()).toEqual([]);
    database.transaction(() => insert("next"));
    expect(texts()).toEqual(["next"]);
  });

  it("answers undefined for a missing row and the number of rows a statement changed", () => {
    expect(database.get("SELECT * FROM note WHERE id = ?", [7])).toBeUndefined();
    insert("a");
    insert("b");
    expect(database.run("UPDATE note SET text = 'c'")).toBe(2);
  });

  it("uses a statement again after it failed", () => {
    database.exec("CREATE UNIQUE INDEX one ON note (text)");
    insert("a");
    expect(() => insert("a")).toThrow(/UNIQUE/);
    expect(insert("b")).toBe(1);
  });

  it("sees a column that was added after a statement was prepared", () => {
    insert("a");
    database.all("SELECT * FROM note");
    database.exec("ALTER TABLE note ADD COLUMN added INTEGER");
    expect(database.get("SELECT * FROM note")).toEqual({ id: 1, text: "a", added: null });
  });

  it("goes on working after more different statements than it keeps", () => {
    for (let number = 0; number < 1200; number += 1) {
      expect(database.get(`SELECT ${number} AS number`)).toEqual({ number });
    }
  });

  it("refuses text with a NUL, which the engine would cut there", () => {
    expect(() => insert("a\0b")).toThrow(/U\+0000/);
  });

  it("gives back any other text, number and blob as it came", () => {
    const value = fc.oneof(
      fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", "")),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((big) => (safe(big) ? Number(big) : big)),
      fc.uint8Array({ minLength: 1 }),
      fc.constant(null),
    );
    fc.assert(
      fc.property(value, (given) => expect(database.get("SELECT ? AS value", [given])).toEqual({ value: given })),
    );
  });

  it.each([
    ["Ærø", "æRØ"],
    ["STRASSE", "strasse"],
    ["é", "É"],
    ["ИВАНОВА", "иванова"],
  ])("folds %s and %s to the same text, in SQL as well", (left, right) => {
    expect(fold(left)).toBe(fold(right));
    expect(database.get("SELECT fold(?) = fold(?) AS same", [left, right])).toEqual({ same: 1 });
  });
});

function safe(big: bigint): boolean {
  return big >= BigInt(Number.MIN_SAFE_INTEGER) && big <= BigInt(Number.MAX_SAFE_INTEGER);
}

describe("A data file", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "emulator-store-"));
    file = join(folder, "data.db");
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is refused while this process has it open, and free again after close", () => {
    const first = new Database(file);
    expect(() => new Database(file)).toThrow(/in use by process/);
    first.close();
    new Database(file).close();
    expect(existsSync(`${file}.pid`)).toBe(false);
  });

  it("is all that stays behind after close", () => {
    const database = new Database(file);
    database.exec("CREATE TABLE note (text TEXT)");
    database.run("INSERT INTO note VALUES ('kept')");
    database.close();
    expect(readdirSync(folder)).toEqual(["data.db"]);
  });

  it("needs a folder that exists", () => {
    expect(() => new Database(join(folder, "missing", "data.db"))).toThrow(/folder of the data file .* does not exist/);
  });

  it("is refused while another live process has it, naming the process", () => {
    writeFileSync(`${file}.pid`, String(process.ppid));
    expect(() => new Database(file)).toThrow(new RegExp(`in use by process ${process.ppid}.*delete`));
  });

  it("opens again after its process was killed in the middle of a transaction, without that transaction", () => {
    const script = `
      const { Database } = require("./emulator/organization/store/database.ts");
      const database = new Database(process.argv[1]);
      database.exec("CREATE TABLE note (text TEXT)");
      database.run("INSERT INTO note VALUES ('kept')");
      database.transaction(() => {
        for (let n = 0; n < 5000; n += 1) database.run("INSERT INTO note VALUES (?)", ["lost ".repeat(50) + n]);
        process.kill(process.pid, "SIGKILL");
      });`;
    const killed = spawnSync(process.execPath, ["-r", "sucrase/register", "-e", script, file]);
    expect(killed.signal).toBe("SIGKILL");
    expect(existsSync(`${file}.lock`)).toBe(true);
    const database = new Database(file);
    expect(database.all("SELECT text FROM note")).toEqual([{ text: "kept" }]);
    database.close();
  });
});
