/** Definitions as JSON rows of `#definitions`: they belong to the data file, since they can be changed at run time. */
import type { Column, GlobalChoice, ManyToMany, Metadata, OneToMany, Table } from "../../metadata/model";
import type { Database } from "./database";

type Definition =
  | { kind: "table"; value: Table }
  | { kind: "oneToMany"; value: OneToMany }
  | { kind: "manyToMany"; value: ManyToMany }
  | { kind: "globalChoice"; value: GlobalChoice };

type Kind = Definition["kind"];

/** Adds a definition or replaces the one of its name. */
export function saveDefinition(database: Database, { kind, value }: Definition): void {
  const name = "logicalName" in value ? value.logicalName : "schemaName" in value ? value.schemaName : value.name;
  const body = JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? [...part.values()] : part));
  database.run(
    `INSERT INTO "#definitions" (kind, name, body) VALUES (?, ?, ?)
      ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body`,
    [kind, name, body],
  );
}

export function removeDefinition(database: Database, kind: Kind, name: string): void {
  database.run(`DELETE FROM "#definitions" WHERE kind = ? AND name = ?`, [kind, name]);
}

export function saveMetadata(database: Database, metadata: Metadata): void {
  for (const value of metadata.tables.values()) saveDefinition(database, { kind: "table", value });
  for (const value of metadata.oneToMany) saveDefinition(database, { kind: "oneToMany", value });
  for (const value of metadata.manyToMany) saveDefinition(database, { kind: "manyToMany", value });
  for (const value of metadata.globalChoices.values()) saveDefinition(database, { kind: "globalChoice", value });
}

export function loadMetadata(database: Database): Metadata {
  const read = <T>(kind: Kind): T[] =>
    database
      .all(`SELECT body FROM "#definitions" WHERE kind = ? ORDER BY position`, [kind])
      .map((row) => JSON.parse(String(row["body"])) as T);
  const tables = read<Omit<Table, "columns"> & { columns: Column[] }>("table").map((table): Table => ({
    ...table,
    columns: new Map(table.columns.map((column) => [column.logicalName, column])),
  }));
  return {
    tables: new Map(tables.map((table) => [table.logicalName, table])),
    oneToMany: read<OneToMany>("oneToMany"),
    manyToMany: read<ManyToMany>("manyToMany"),
    globalChoices: new Map(read<GlobalChoice>("globalChoice").map((each) => [each.name, each])),
  };
}
