/**
 * Changes definitions while the organization is open: the catalog, its copy in the data file and the SQL tables change
 * together, in one transaction. When that transaction, or one around it, is rolled back, so is the catalog. The caller
 * decides whether Dataverse allows a change.
 */
import type { AlternateKey, Column, GlobalChoice, ManyToMany, OneToMany, Table } from "../../metadata/model";
import { removeDefinition, saveDefinition } from "./definitions";
import { addMessageFilters, removeMessageFilters } from "./messageFilters";
import { hasTypeColumn, sqlName, typeColumnName } from "./naming";
import { addColumn, createTable, dropColumn, dropKeyIndex, keyIndex, uniquePair } from "./schema";
import type { Store } from "./store";

export type ChangedKind = "Entity" | "Attribute" | "Relationship" | "OptionSet" | "Key";

export function editDefinitions<T>(store: Store, work: (editor: DefinitionEditor) => T): T {
  return store.database.transaction(() => {
    store.database.onRollback(store.catalog.snapshot());
    return work(new DefinitionEditor(store));
  });
}

export class DefinitionEditor {
  constructor(private readonly store: Store) {}

  addTable(table: Table): void {
    this.execute(createTable(table));
    this.putTable(table);
    addMessageFilters(this.store, table);
    for (const column of table.columns.values()) this.changed("Attribute", column.metadataId);
  }

  /** New facts of a table whose columns stay as they are. */
  putTable(table: Table): void {
    this.keep(table);
    this.changed("Entity", table.metadataId);
  }

  /** The rows go with the table; its relationships have been removed before. */
  removeTable(table: Table): void {
    removeMessageFilters(this.store, table);
    this.execute([`DROP TABLE ${sqlName(table.logicalName)}`]);
    this.store.database.run(`DELETE FROM "#deleted" WHERE tablename = ?`, [table.logicalName]);
    this.store.catalog.remove(table.logicalName);
    removeDefinition(this.store.database, "table", table.logicalName);
    for (const column of table.columns.values()) this.changed("Attribute", column.metadataId, true);
    this.changed("Entity", table.metadataId, true);
  }

  addColumns(table: Table, columns: Column[]): Table {
    const all = new Map(table.columns);
    for (const column of columns) all.set(column.logicalName, column);
    const next = { ...table, columns: all };
    this.execute(columns.flatMap((column) => addColumn(next, column)));
    this.keep(next);
    for (const column of columns) this.changed("Attribute", column.metadataId);
    return next;
  }

  /** New facts of a column whose values stay as they are. */
  putColumn(table: Table, column: Column): Table {
    const next = { ...table, columns: new Map(table.columns).set(column.logicalName, column) };
    this.keep(next);
    this.changed("Attribute", column.metadataId);
    return next;
  }

  removeColumns(table: Table, columns: Column[]): Table {
    this.execute(columns.flatMap((column) => dropColumn(table, column)));
    const remaining = new Map(table.columns);
    for (const column of columns) remaining.delete(column.logicalName);
    const next = { ...table, columns: remaining };
    this.keep(next);
    for (const column of columns) this.changed("Attribute", column.metadataId, true);
    return next;
  }

  /** Lets a lookup point at these tables only; values that point elsewhere are emptied. */
  retarget(table: Table, column: Column, targets: string[]): Table {
    const next = { ...column, targets };
    const [name, value] = [sqlName(table.logicalName), sqlName(column.logicalName)];
    const kind = sqlName(typeColumnName(column));
    const { database } = this.store;
    if (!hasTypeColumn(column) && hasTypeColumn(next)) {
      this.execute([`ALTER TABLE ${name} ADD COLUMN ${kind} TEXT`]);
      database.run(`UPDATE ${name} SET ${kind} = ? WHERE ${value} IS NOT NULL`, [column.targets?.[0] ?? ""]);
    }
    if (hasTypeColumn(column)) {
      const others = targets.map(() => "?").join(", ");
      database.run(`UPDATE ${name} SET ${value} = NULL, ${kind} = NULL WHERE ${kind} NOT IN (${others})`, targets);
    }
    if (hasTypeColumn(column) && !hasTypeColumn(next)) this.execute([`ALTER TABLE ${name} DROP COLUMN ${kind}`]);
    return this.putColumn(table, next);
  }

  putOneToMany(relationship: OneToMany): void {
    this.store.catalog.replaceRelationship(relationship);
    saveDefinition(this.store.database, { kind: "oneToMany", value: relationship });
    this.changed("Relationship", relationship.metadataId);
  }

  removeOneToMany(relationship: OneToMany): void {
    this.store.catalog.removeRelationship(relationship.schemaName);
    removeDefinition(this.store.database, "oneToMany", relationship.schemaName);
    this.changed("Relationship", relationship.metadataId, true);
  }

  addManyToMany(relationship: ManyToMany, intersect: Table): void {
    this.addTable(intersect);
    this.execute([uniquePair(relationship)]);
    this.putManyToMany(relationship);
  }

  putManyToMany(relationship: ManyToMany): void {
    this.store.catalog.replaceRelationship(relationship);
    saveDefinition(this.store.database, { kind: "manyToMany", value: relationship });
    this.changed("Relationship", relationship.metadataId);
  }

  removeManyToMany(relationship: ManyToMany): void {
    this.store.catalog.removeRelationship(relationship.schemaName);
    removeDefinition(this.store.database, "manyToMany", relationship.schemaName);
    this.changed("Relationship", relationship.metadataId, true);
    const intersect = this.store.catalog.table(relationship.intersectTable);
    if (intersect) this.removeTable(intersect);
  }

  putGlobalChoice(choice: GlobalChoice): void {
    this.store.catalog.replaceGlobalChoice(choice);
    saveDefinition(this.store.database, { kind: "globalChoice", value: choice });
    this.changed("OptionSet", choice.metadataId);
  }

  removeGlobalChoice(choice: GlobalChoice): void {
    this.store.catalog.removeGlobalChoice(choice.name);
    removeDefinition(this.store.database, "globalChoice", choice.name);
    this.changed("OptionSet", choice.metadataId, true);
  }

  /** Adds a key or tries again to build its index; that fails when rows share the key's values. */
  putKey(table: Table, key: AlternateKey): Table {
    const built: AlternateKey = { ...key, indexStatus: this.buildKeyIndex(table, key) ? "Active" : "Failed" };
    const others = table.keys.filter(({ logicalName }) => logicalName !== key.logicalName);
    const next = { ...table, keys: [...others, built] };
    this.keep(next);
    this.changed("Key", key.metadataId);
    return next;
  }

  removeKey(table: Table, key: AlternateKey): Table {
    this.execute([dropKeyIndex(table, key.logicalName)]);
    const next = { ...table, keys: table.keys.filter(({ logicalName }) => logicalName !== key.logicalName) };
    this.keep(next);
    this.changed("Key", key.metadataId, true);
    return next;
  }

  private keep(table: Table): void {
    this.store.catalog.replace(table);
    saveDefinition(this.store.database, { kind: "table", value: table });
  }

  private buildKeyIndex(table: Table, key: AlternateKey): boolean {
    const names = key.columns.map(sqlName);
    const shared = this.store.database.get(
      `SELECT 1 FROM ${sqlName(table.logicalName)} WHERE ${names.map((name) => `${name} IS NOT NULL`).join(" AND ")}
        GROUP BY ${names.join(", ")} HAVING COUNT(*) > 1 LIMIT 1`,
    );
    if (shared) return false;
    this.execute([dropKeyIndex(table, key.logicalName), keyIndex(table, key.logicalName, key.columns)]);
    return true;
  }

  private execute(statements: string[]): void {
    for (const statement of statements) this.store.database.exec(statement);
  }

  /** Remembered for RetrieveMetadataChanges. */
  private changed(kind: ChangedKind, metadataId: string, isDeleted = false): void {
    this.store.database.run(
      `INSERT OR REPLACE INTO "#definitionchanges" (metadataid, kind, versionnumber, isdeleted) VALUES (?, ?, ?, ?)`,
      [metadataId, kind, this.store.nextVersion(), isDeleted ? 1 : 0],
    );
  }
}
