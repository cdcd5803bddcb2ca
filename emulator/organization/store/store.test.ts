import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveDefinition } from "./definitions";
import { openStore } from "../open";

describe("openStore", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "emulator-store-"));
    file = join(folder, "data.db");
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("reopens a file with its rows, its definitions in their order, and row versions that go on rising", () => {
    const first = openStore({ file });
    const version = first.nextVersion();
    first.database.run("UPDATE account SET name = 'Renamed', versionnumber = ? WHERE accountnumber = 'A-1001'", [
      version,
    ]);
    const { metadata } = first.catalog;
    first.close();

    const second = openStore({ file, rows: 10 });
    expect(second.database.get("SELECT name FROM account WHERE accountnumber = 'A-1001'")).toEqual({ name: "Renamed" });
    expect(second.database.get("SELECT count(*) AS n FROM account WHERE accountnumber LIKE 'S-%'")).toEqual({ n: 0 });
    expect(second.catalog.metadata).toEqual(metadata);
    expect(second.catalog.tables().map((table) => table.logicalName)).toEqual([...metadata.tables.keys()]);
    expect(second.nextVersion()).toBe(version + 1);
    second.close();
  });

  it("keeps a definition that was changed at run time", () => {
    const first = openStore({ file, seed: false });
    const account = first.catalog.table("account");
    if (!account) throw new Error("no account");
    saveDefinition(first.database, { kind: "table", value: { ...account, entitySetName: "firms" } });
    first.close();

    const second = openStore({ file });
    expect(second.catalog.tableBySet("firms")?.logicalName).toBe("account");
    expect(second.catalog.tableBySet("accounts")).toBeUndefined();
    expect(second.catalog.tables()[0]?.logicalName).toBe("account");
    second.close();
  });

  it("leaves out the sample rows on request, but never users, teams and currencies", () => {
    const store = openStore({ seed: false });
    const count = (table: string): unknown => store.database.get(`SELECT count(*) AS n FROM "${table}"`)?.["n"];
    expect(["account", "contact", "opportunity", "task"].map(count)).toEqual([0, 0, 0, 0]);
    expect(["systemuser", "team", "transactioncurrency", "businessunit"].map(count)).toEqual([6, 2, 2, 2]);
    store.close();
  });

  it("adds the given number of accounts, numbered, with varied and missing values", () => {
    const store = openStore({ seed: false, rows: 250 });
    expect(
      store.database.get(`SELECT count(*) AS n, min(accountnumber) AS low, max(name) AS high,
        count(DISTINCT versionnumber) AS versions, count(revenue) BETWEEN 1 AND 249 AS gaps FROM account`),
    ).toEqual({ n: 250, low: "S-000001", high: "Seeded account 000250", versions: 250, gaps: 1 });
    const latest = store.database.get("SELECT max(versionnumber) AS latest FROM account")?.["latest"];
    expect(store.nextVersion()).toBe(Number(latest) + 1);
    store.close();
  });

  it("has the clock it is given", () => {
    const store = openStore({ seed: false, now: () => new Date("2026-02-03T04:05:06Z") });
    expect(store.now().toISOString()).toBe("2026-02-03T04:05:06.000Z");
    store.close();
  });
});
