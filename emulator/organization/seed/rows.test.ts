import type { Column, Table } from "../../metadata/model";
import { hasTypeColumn, isStored, sqlName, typeColumnName } from "../store/naming";
import type { SqlRow } from "../store/database";
import { openStore } from "../open";
import type { Store } from "../store/store";
import { applicationUsers } from "./rows/applicationUsers";

describe("The seed rows", () => {
  const store = openStore({ rows: 50 });
  afterAll(() => store.close());

  const rowsOf = (table: Table, of: Store = store): SqlRow[] =>
    of.database.all(`SELECT * FROM ${sqlName(table.logicalName)} ORDER BY ${sqlName(table.primaryIdColumn)}`);
  const tables = store.catalog.tables();
  const ids = new Map(
    tables.map((table) => [table.logicalName, new Set(rowsOf(table).map((row) => row[table.primaryIdColumn]))]),
  );
  const storedColumns = (table: Table): Column[] =>
    [...table.columns.values()].filter((column) => isStored(table, column));

  /** The problems that `check` finds, over every value that is present. */
  function faults(check: (value: unknown, column: Column, row: SqlRow, table: Table) => string | undefined): string[] {
    return tables.flatMap((table) =>
      rowsOf(table).flatMap((row) =>
        storedColumns(table).flatMap((column) => {
          const value = row[column.logicalName];
          const fault = value == null ? undefined : check(value, column, row, table);
          return fault === undefined ? [] : [`${table.logicalName}.${column.logicalName} = ${String(value)}: ${fault}`];
        }),
      ),
    );
  }

  it("are the same twice, byte for byte", () => {
    const again = openStore({ rows: 50 });
    for (const table of tables) expect(rowsOf(table, again)).toEqual(rowsOf(table));
    again.close();
  });

  it("point with every lookup at a row that exists, in a table the lookup allows", () => {
    expect(
      faults((value, column, row, table) => {
        if (!store.catalog.isLookup(column)) return undefined;
        const target = hasTypeColumn(column) ? row[typeColumnName(column)] : column.targets?.[0];
        if (typeof target !== "string" || !column.targets?.includes(target)) return `points at table ${String(target)}`;
        if (!store.catalog.navigationForTarget(table, column, target) && !column.mirrors) {
          return "has no navigation property";
        }
        return ids.get(target)?.has(value as string) ? undefined : `no such ${target}`;
      }),
    ).toEqual([]);
  });

  it("hold defined choices only, and statuses that belong to their state", () => {
    expect(
      faults((value, column, row, table) => {
        const choices = store.catalog.choices(column);
        // A base table shows the statuses of its members, which have sets of their own.
        if (choices.length === 0 || (column.type === "Status" && table.unionOf)) return undefined;
        const values = String(value).split(",").map(Number);
        if (values.some((each) => !choices.some((choice) => choice.value === each))) return "not among the choices";
        if (column.type !== "Status") return undefined;
        const state = choices.find((choice) => choice.value === value)?.state;
        return state === row["statecode"] ? undefined : `belongs to state ${state}`;
      }),
    ).toEqual([]);
  });

  it("keep to lengths, ranges and the stored form of dates and ids", () => {
    const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
    expect(
      faults((value, column) => {
        if (column.maxLength !== undefined && String(value).length > column.maxLength) return "too long";
        if (typeof value === "number" && (value < (column.minValue ?? value) || value > (column.maxValue ?? value))) {
          return "out of range";
        }
        if (column.type === "DateTime") {
          const form =
            column.dateTimeBehavior === "DateOnly" ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
          return form.test(String(value)) ? undefined : "not the form of a date";
        }
        if (column.type === "Uniqueidentifier" || store.catalog.isLookup(column)) {
          return guid.test(String(value)) ? undefined : "not a GUID";
        }
        return undefined;
      }),
    ).toEqual([]);
  });

  it("have what the system gives every row: writer, times, version, owner and unit", () => {
    for (const table of tables) {
      for (const row of rowsOf(table)) {
        for (const name of ["createdon", "createdby", "versionnumber", "ownerid", "owningbusinessunit", "statecode"]) {
          if (name in row) expect([table.logicalName, name, row[name]]).not.toContain(null);
        }
      }
    }
  });

  it("give every row a version of its own", () => {
    const versions = tables
      .filter((table) => !table.unionOf)
      .flatMap((table) => rowsOf(table).map((row) => row["versionnumber"]));
    expect(new Set(versions).size).toBe(versions.length);
    expect(Math.max(...versions.map(Number))).toBe(store.currentVersion());
  });

  it("keep every amount in the base currency as well", () => {
    const euros = store.database.get(
      `SELECT revenue, revenue_base AS base, exchangerate AS rate FROM account
        WHERE exchangerate <> 1 AND revenue IS NOT NULL LIMIT 1`,
    );
    expect(Number(euros?.["base"])).toBeCloseTo(Number(euros?.["revenue"]) / Number(euros?.["rate"]), 4);
  });

  it("have something in every column kind that a query can ask for, and gaps as well", () => {
    const some = (sql: string): unknown => store.database.get(`SELECT count(*) AS n FROM ${sql}`)?.["n"];
    for (const sql of [
      "account WHERE name LIKE '%''%'",
      "account WHERE name LIKE '%\\%%' ESCAPE '\\'",
      "account WHERE name LIKE '%\\_%' ESCAPE '\\'",
      "account WHERE name GLOB '*[^ -~]*'",
      "account WHERE revenue * 10000 <> CAST(revenue * 100 AS INTEGER) * 100",
      "account WHERE parentaccountid IS NOT NULL",
      "account WHERE revenue IS NULL",
      `account WHERE "ownerid#type" = 'team'`,
      `contact WHERE "parentcustomerid#type" = 'contact'`,
      "contact WHERE birthdate < '1970-01-01'",
      "new_project WHERE new_golive < '1970-01-01'",
      "new_project WHERE new_regions = '1,9'",
      "new_project WHERE new_parentid IS NOT NULL",
      "annotation WHERE documentbody IS NOT NULL",
      "opportunity WHERE statecode = 1",
      "opportunity WHERE estimatedvalue IS NULL",
    ]) {
      expect([sql, some(sql)]).not.toEqual([sql, 0]);
    }
  });

  it("have the application users, one with a role, one without, one disabled", () => {
    const user = (id: string): SqlRow | undefined =>
      store.database.get(
        `SELECT applicationid, isdisabled, (SELECT count(*) FROM systemuserroles r WHERE r.systemuserid = u.systemuserid) > 0
          AS role FROM systemuser u WHERE systemuserid = ?`,
        [id],
      );
    for (const each of Object.values(applicationUsers)) {
      expect(user(each.userId)).toEqual({
        applicationid: each.clientId,
        isdisabled: Number(each.isDisabled),
        role: Number(each.hasRole),
      });
    }
  });
});
