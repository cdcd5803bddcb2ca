import type { OneToMany, Table } from "../metadata/model";
import { hasTypeColumn, sqlName, typeColumnName } from "../organization/store/naming";
import type { SqlRow } from "../organization/store/database";
import type { Store } from "../organization/store/store";
import type { StoredRow } from "./rows";

/** One-to-many relationships in which a row of the table is the "one", those of its base table included. */
export function relationshipsTo(store: Store, table: Table): { relationship: OneToMany; child: Table }[] {
  const names = new Set([table.logicalName]);
  for (const base of store.catalog.tables()) {
    if (base.unionOf?.members.some((member) => member.table === table.logicalName)) names.add(base.logicalName);
  }
  return store.catalog.metadata.oneToMany.flatMap((relationship) => {
    if (!names.has(relationship.referencedTable)) return [];
    const child = store.catalog.table(relationship.referencingTable);
    const column = child?.columns.get(relationship.referencingColumn);
    // A base table's rows are its members', and a mirrored column follows the lookup it mirrors.
    if (child === undefined || child.unionOf !== undefined || column === undefined || column.mirrors !== undefined) {
      return [];
    }
    return [{ relationship, child }];
  });
}

/** The rows whose lookup points at the given row. */
export function childRows(store: Store, table: Table, id: string, child: Table, lookup: string): SqlRow[] {
  const column = child.columns.get(lookup);
  if (column === undefined) return [];
  const guard = hasTypeColumn(column) ? ` AND ${sqlName(typeColumnName(column))} = ?` : "";
  const parameters: StoredRow[string][] = guard === "" ? [id] : [id, table.logicalName];
  return store.database.all(
    `SELECT * FROM ${sqlName(child.logicalName)} WHERE ${sqlName(lookup)} = ?${guard}`,
    parameters,
  );
}

export function isActive(row: SqlRow): boolean {
  return (row["statecode"] ?? 0) === 0;
}
