import type { Table } from "../metadata/model";
import { sqlName } from "../organization/store/naming";
import type { WriteContext } from "./context";
import type { ManyNavigation, SingleNavigation } from "./payload";
import { inPipeline, type Operation } from "./pipeline";
import { insertRow, lookupValue, readRow, rowExists, type StoredRow } from "./rows";
import { changeRow } from "./change";
import { doesNotExist, keyTaken } from "./writeErrors";

/**
 * Adds a row to a collection: a lookup on the other row for one-to-many, a row of the intersect table for
 * many-to-many. Both rows must exist.
 *
 * @throws ServiceError 412 0x80040237 when the many-to-many pair exists already.
 */
export function associate(
  context: WriteContext,
  table: Table,
  id: string,
  navigation: ManyNavigation,
  otherId: string,
): void {
  context.store.database.transaction(() => {
    checkExists(context, table, id);
    checkExists(context, navigation.target, otherId);
    inPipeline(context, operation("Associate", table, id, navigation, otherId), () => {
      linkRows(context, table, id, navigation, otherId);
      return undefined;
    });
  });
}

function operation(
  message: "Associate" | "Disassociate",
  table: Table,
  id: string,
  { relationship, target }: ManyNavigation,
  otherId: string,
): Operation {
  return {
    message,
    target: { logicalName: table.logicalName, id },
    relationship: relationship.schemaName,
    related: { logicalName: target.logicalName, id: otherId },
  };
}

export function linkRows(
  context: WriteContext,
  table: Table,
  id: string,
  navigation: ManyNavigation,
  otherId: string,
): void {
  if (navigation.kind === "collection") {
    const lookup = navigation.target.columns.get(navigation.relationship.referencingColumn);
    if (lookup === undefined) return;
    changeRow(context, navigation.target, otherId, lookupValue(lookup, { table: table.logicalName, id }));
    return;
  }
  const { store } = context;
  const intersect = store.catalog.table(navigation.relationship.intersectTable);
  if (intersect === undefined) return;
  const pair: StoredRow = { [navigation.nearColumn]: id, [navigation.farColumn]: otherId };
  if (store.database.get(`SELECT 1 AS found FROM ${pairCondition(intersect, navigation)}`, [id, otherId])) {
    throw keyTaken();
  }
  const version: StoredRow = intersect.columns.has("versionnumber") ? { versionnumber: store.nextVersion() } : {};
  insertRow(store, intersect, { ...pair, [intersect.primaryIdColumn]: context.newId(), ...version });
}

/** Takes a row out of a collection. A row that is not in it stays as it is. */
export function disassociate(
  context: WriteContext,
  table: Table,
  id: string,
  navigation: ManyNavigation,
  otherId: string,
): void {
  const { store } = context;
  store.database.transaction(() => {
    checkExists(context, table, id);
    inPipeline(context, operation("Disassociate", table, id, navigation, otherId), () => {
      unlinkRows(context, id, navigation, otherId);
      return undefined;
    });
  });
}

function unlinkRows(context: WriteContext, id: string, navigation: ManyNavigation, otherId: string): void {
  const { store } = context;
  if (navigation.kind === "manyToMany") {
    const intersect = store.catalog.table(navigation.relationship.intersectTable);
    if (intersect !== undefined) {
      store.database.run(`DELETE FROM ${pairCondition(intersect, navigation)}`, [id, otherId]);
    }
    return;
  }
  const other = readRow(store, navigation.target, otherId);
  if (other === undefined) throw doesNotExist(navigation.target, otherId);
  const lookup = navigation.target.columns.get(navigation.relationship.referencingColumn);
  if (lookup === undefined || other[lookup.logicalName] !== id) return;
  changeRow(context, navigation.target, otherId, lookupValue(lookup, null));
}

/** Sets or clears the lookup behind a single-valued navigation property. */
export function setReference(
  context: WriteContext,
  table: Table,
  id: string,
  navigation: SingleNavigation,
  target: { table: Table; id: string } | null,
): void {
  const reference = target === null ? null : { table: target.table.logicalName, id: target.id };
  context.store.database.transaction(() => changeRow(context, table, id, lookupValue(navigation.column, reference)));
}

function pairCondition(intersect: Table, navigation: Extract<ManyNavigation, { kind: "manyToMany" }>): string {
  return `${sqlName(intersect.logicalName)} WHERE ${sqlName(navigation.nearColumn)} = ? AND ${sqlName(navigation.farColumn)} = ?`;
}

function checkExists({ store }: WriteContext, table: Table, id: string): void {
  if (!rowExists(store, table, id)) throw doesNotExist(table, id);
}
