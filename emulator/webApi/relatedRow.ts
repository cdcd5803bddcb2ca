/** Rows as the ends of a relationship: what a lookup refers to, and whether a collection holds a row. */
import type { RequestContext } from "../messages/requestContext";
import type { Table } from "../metadata/model";
import { hasTypeColumn, sqlName, typeColumnName } from "../organization/store/naming";
import { findId, type ManyNavigation, type RowKey, type SingleNavigation } from "../records";

/** The row that a lookup refers to; `undefined` when it is empty or refers to another table than the navigation. */
export function relatedRow(
  { store }: RequestContext,
  { table, id, navigation }: { table: Table; id: string; navigation: SingleNavigation },
): { table: Table; id: string } | undefined {
  const { column } = navigation;
  const names = hasTypeColumn(column) ? [column.logicalName, typeColumnName(column)] : [column.logicalName];
  const row = store.database.get(
    `SELECT ${names.map(sqlName).join(", ")} FROM ${sqlName(table.logicalName)} WHERE ${sqlName(table.primaryIdColumn)} = ?`,
    [id],
  );
  const value = row?.[column.logicalName];
  if (typeof value !== "string") return undefined;
  const type = row?.[typeColumnName(column)] ?? navigation.target.logicalName;
  if (type === navigation.target.logicalName) return { table: navigation.target, id: value };
  if (navigation.target.unionOf?.members.some((member) => member.table === type)) {
    const member = store.catalog.table(String(type));
    return member === undefined ? undefined : { table: member, id: value };
  }
  return undefined;
}

/** True if the row is in the collection through which it was addressed. */
export function isMember(
  { store }: RequestContext,
  member: { id: string; navigation: ManyNavigation },
  table: Table,
  key: RowKey,
): boolean {
  const otherId = findId(store, table, key);
  if (otherId === undefined) return false;
  const { navigation } = member;
  if (navigation.kind === "manyToMany") {
    const sql = `SELECT 1 AS found FROM ${sqlName(navigation.relationship.intersectTable)} WHERE ${sqlName(navigation.nearColumn)} = ? AND ${sqlName(navigation.farColumn)} = ?`;
    return store.database.get(sql, [member.id, otherId]) !== undefined;
  }
  const lookup = sqlName(navigation.relationship.referencingColumn);
  const sql = `SELECT 1 AS found FROM ${sqlName(table.logicalName)} WHERE ${sqlName(table.primaryIdColumn)} = ? AND ${lookup} = ?`;
  return store.database.get(sql, [otherId, member.id]) !== undefined;
}
