/** The SQL that lays down tables: what a definition says, as SQLite understands it. */
import type { Column, ManyToMany, Metadata, Table } from "../../metadata/model";
import { hasTypeColumn, sqlName, sqlType, typeColumnName } from "./naming";

/** Columns that queries filter, sort or page by in any table. */
const indexedColumns = ["createdon", "modifiedon", "versionnumber"];

const fewValued = /^(created|modified|owning|transactioncurrencyid$)/;

export const housekeepingTables = `
  CREATE TABLE IF NOT EXISTS "#definitions" (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL,
    body TEXT NOT NULL, UNIQUE (kind, name));
  CREATE TABLE IF NOT EXISTS "#settings" (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS "#deleted" (tablename TEXT NOT NULL, id TEXT NOT NULL, versionnumber INTEGER NOT NULL,
    deletedon TEXT NOT NULL, PRIMARY KEY (tablename, id)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS "#deleted:version" ON "#deleted" (tablename, versionnumber);
  CREATE TABLE IF NOT EXISTS "#definitionchanges" (metadataid TEXT PRIMARY KEY, kind TEXT NOT NULL,
    versionnumber INTEGER NOT NULL, isdeleted INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Every statement to create a table with its indexes, in order. */
export function createTable(table: Table): string[] {
  if (table.unionOf) return [createUnionView(table)];
  const columns = [...table.columns.values()].flatMap((column) => columnDefinitions(table, column));
  return [`CREATE TABLE ${sqlName(table.logicalName)} (${columns.join(", ")})`, ...createIndexes(table)];
}

/** Every statement to create all tables; base tables come last, because they look at others. */
export function createSchema(metadata: Metadata): string[] {
  const tables = [...metadata.tables.values()];
  return [
    ...tables.filter((table) => !table.unionOf).flatMap(createTable),
    ...metadata.manyToMany.map(uniquePair),
    ...tables.filter((table) => table.unionOf).flatMap(createTable),
  ];
}

/** The definitions of a column for CREATE TABLE, or each for an ALTER TABLE ADD COLUMN. */
function columnDefinitions(table: Table, column: Column): string[] {
  const type = sqlType(table, column);
  if (type === undefined) return [];
  const name = sqlName(column.logicalName);
  if (column.isPrimaryId) return [`${name} TEXT PRIMARY KEY NOT NULL`];
  if (column.mirrors) {
    const source = sqlName(column.mirrors.column);
    const kind = sqlName(`${column.mirrors.column}#type`);
    return [`${name} ${type} AS (CASE WHEN ${kind} = '${column.mirrors.target}' THEN ${source} END) VIRTUAL`];
  }
  return hasTypeColumn(column) ? [`${name} ${type}`, `${sqlName(typeColumnName(column))} TEXT`] : [`${name} ${type}`];
}

/** The statements for a new column of a table that is laid down already. */
export function addColumn(table: Table, column: Column): string[] {
  const definitions = columnDefinitions(table, column);
  return [
    ...definitions.map((definition) => `ALTER TABLE ${sqlName(table.logicalName)} ADD COLUMN ${definition}`),
    ...columnIndex(table, column),
  ];
}

export function dropColumn(table: Table, column: Column): string[] {
  if (sqlType(table, column) === undefined) return [];
  const drop = (name: string): string => `ALTER TABLE ${sqlName(table.logicalName)} DROP COLUMN ${sqlName(name)}`;
  return [
    `DROP INDEX IF EXISTS ${indexName(table, column.logicalName)}`,
    drop(column.logicalName),
    ...(hasTypeColumn(column) ? [drop(typeColumnName(column))] : []),
  ];
}

function createIndexes(table: Table): string[] {
  return [
    ...[...table.columns.values()].flatMap((column) => columnIndex(table, column)),
    ...table.keys.map((key) => keyIndex(table, key.logicalName, key.columns)),
  ];
}

function columnIndex(table: Table, column: Column): string[] {
  const { logicalName: name } = column;
  if (sqlType(table, column) === undefined) return [];
  const isSorted = indexedColumns.includes(name) || name === table.primaryNameColumn;
  if (isSorted) return [createIndex(table, name, [name])];
  // Columns with few distinct values (the user, the business unit, the currency) are rarely searched for; an index on
  // each would double the size of a large table.
  const isSearched = column.targets !== undefined && !fewValued.test(name);
  return isSearched ? [`${createIndex(table, name, [name])} WHERE ${sqlName(name)} IS NOT NULL`] : [];
}

/** Null collides with nothing, here as in Dataverse (Microsoft: Define alternate keys). */
export function keyIndex(table: Table, keyName: string, columns: string[]): string {
  return createIndex(table, `key.${keyName}`, columns, "UNIQUE ");
}

export function dropKeyIndex(table: Table, keyName: string): string {
  return `DROP INDEX IF EXISTS ${indexName(table, `key.${keyName}`)}`;
}

function createIndex(table: Table, name: string, columns: string[], unique = ""): string {
  const list = columns.map(sqlName).join(", ");
  return `CREATE ${unique}INDEX ${indexName(table, name)} ON ${sqlName(table.logicalName)} (${list})`;
}

function indexName(table: Table, name: string): string {
  return sqlName(`${table.logicalName}:${name}`);
}

/** Two rows are associated once; the second index serves the way back. */
export function uniquePair(relationship: ManyToMany): string {
  const table = sqlName(relationship.intersectTable);
  const [first, second] = [sqlName(relationship.intersectColumn1), sqlName(relationship.intersectColumn2)];
  const index = (suffix: string): string => sqlName(`${relationship.intersectTable}:${suffix}`);
  return (
    `CREATE UNIQUE INDEX ${index("pair")} ON ${table} (${first}, ${second}); ` +
    `CREATE INDEX ${index("back")} ON ${table} (${second})`
  );
}

function createUnionView(table: Table): string {
  const { members, memberColumn } = table.unionOf ?? { members: [], memberColumn: "" };
  const names = [...table.columns.values()]
    .filter((column) => sqlType(table, column))
    .flatMap((column) => (hasTypeColumn(column) ? [column.logicalName, typeColumnName(column)] : [column.logicalName]));
  const selects = members.map((member) => {
    const list = names.map((name) =>
      name === memberColumn
        ? `'${member.table}' AS ${sqlName(name)}`
        : `${sqlName(member.columns[name] ?? name)} AS ${sqlName(name)}`,
    );
    return `SELECT ${list.join(", ")} FROM ${sqlName(member.table)}`;
  });
  return `CREATE VIEW ${sqlName(table.logicalName)} AS ${selects.join(" UNION ALL ")}`;
}
