import type { Column, Table } from "../metadata/model";
import type { SqlRow, SqlValue } from "../organization/store/database";
import { hasTypeColumn, sqlName, typeColumnName } from "../organization/store/naming";
import type { Store } from "../organization/store/store";

/** A row, or the part of one that changes, by SQL column: logical names, and `<lookup>#type` companions. */
export type StoredRow = Record<string, SqlValue>;

export function readRow(store: Store, table: Table, id: string): SqlRow | undefined {
  return store.database.get(`SELECT * FROM ${sqlName(table.logicalName)} WHERE ${sqlName(table.primaryIdColumn)} = ?`, [
    id,
  ]);
}

export function rowExists(store: Store, table: Table, id: string): boolean {
  const sql = `SELECT 1 AS found FROM ${sqlName(table.logicalName)} WHERE ${sqlName(table.primaryIdColumn)} = ?`;
  return store.database.get(sql, [id]) !== undefined;
}

export function insertRow(store: Store, table: Table, row: StoredRow): void {
  const names = Object.keys(row);
  store.database.run(
    `INSERT INTO ${sqlName(table.logicalName)} (${names.map(sqlName).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    Object.values(row),
  );
}

export function updateRowColumns(store: Store, table: Table, id: string, changes: StoredRow): void {
  const names = Object.keys(changes);
  if (names.length === 0) return;
  store.database.run(
    `UPDATE ${sqlName(table.logicalName)} SET ${names.map((name) => `${sqlName(name)} = ?`).join(", ")} WHERE ${sqlName(table.primaryIdColumn)} = ?`,
    [...Object.values(changes), id],
  );
}

/** The lookup's id and, where the column can point at several tables, the companion that says at which. */
export function lookupValue(column: Column, target: { table: string; id: string } | null): StoredRow {
  const row: StoredRow = { [column.logicalName]: target?.id ?? null };
  if (hasTypeColumn(column)) row[typeColumnName(column)] = target?.table ?? null;
  return row;
}
