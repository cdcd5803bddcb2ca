/** How definitions are laid down in SQL: the names are Dataverse's logical names, the types are these. */
import type { Column, Table } from "../../metadata/model";

/** Quotes an identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The SQL column beside a lookup with several targets; it holds the target's logical name. */
export function typeColumnName(column: Column): string {
  return `${column.logicalName}#type`;
}

/** True if a lookup can refer to rows of several tables, so that its target's name is also stored. */
export function hasTypeColumn(column: Column): boolean {
  if (column.type === "Owner" || column.type === "Customer") return true;
  return column.type === "Lookup" && (column.targets?.length ?? 0) > 1;
}

const sqlTypes: Partial<Record<Column["type"], string>> = {
  BigInt: "INTEGER",
  Boolean: "INTEGER",
  Customer: "TEXT",
  DateTime: "TEXT",
  Decimal: "REAL",
  Double: "REAL",
  EntityName: "TEXT COLLATE NOCASE",
  File: "TEXT",
  Image: "BLOB",
  Integer: "INTEGER",
  Lookup: "TEXT",
  Memo: "TEXT COLLATE NOCASE",
  Money: "REAL",
  MultiSelectPicklist: "TEXT",
  Owner: "TEXT",
  Picklist: "INTEGER",
  State: "INTEGER",
  Status: "INTEGER",
  String: "TEXT COLLATE NOCASE",
  Uniqueidentifier: "TEXT",
};

/** The SQL type of a column's values, or undefined when none are stored (virtual columns, shadows of lookups). */
export function sqlType(table: Table, column: Column): string | undefined {
  const parent = column.attributeOf === undefined ? undefined : table.columns.get(column.attributeOf);
  // `createdbyname`, `owneridtype`: what they say is read through the lookup.
  if (parent && (parent.type === "Lookup" || parent.type === "Owner" || parent.type === "Customer")) return undefined;
  return sqlTypes[column.type];
}

export function isStored(table: Table, column: Column): boolean {
  return sqlType(table, column) !== undefined;
}
