import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { CascadeType, Table } from "../metadata/model";
import type { SqlRow } from "../organization/store/database";
import { sqlName } from "../organization/store/naming";
import type { WriteContext } from "./context";
import { storedInstant } from "./dates";
import { inPipeline } from "./pipeline";
import { childRows, isActive, relationshipsTo } from "./relatedRows";
import { lookupValue, readRow, updateRowColumns } from "./rows";
import { checkOffers } from "./tableKinds";
import { doesNotExist } from "./writeErrors";

/**
 * Deletes a row, and does to its children what their relationships say: delete them too, empty their lookups, or
 * refuse the whole deletion [Cascading].
 *
 * @throws ServiceError 404 0x80040217, or 405 0x80040227 when a child restricts the deletion.
 */
export function deleteRow(context: WriteContext, table: Table, id: string): void {
  checkOffers(table, "Delete");
  context.store.database.transaction(() => {
    const row = readRow(context.store, table, id);
    if (row === undefined) throw doesNotExist(table, id);
    deleteWithChildren(context, table, row, new Set());
  });
}

function deleteWithChildren(context: WriteContext, table: Table, row: SqlRow, deleting: Set<string>): void {
  const id = String(row[table.primaryIdColumn]);
  const mark = `${table.logicalName}/${id}`;
  if (deleting.has(mark)) return;
  deleting.add(mark);
  inPipeline(context, { message: "Delete", table, id }, () => {
    handleChildren(context, table, row, deleting);
    removeLinks(context, table, id);
    removeRow(context, table, id);
    return undefined;
  });
}

function handleChildren(context: WriteContext, table: Table, row: SqlRow, deleting: Set<string>): void {
  const id = String(row[table.primaryIdColumn]);
  for (const { relationship, child } of relationshipsTo(context.store, table)) {
    if (relationship.cascadeDelete === "NoCascade") continue;
    for (const childRow of childRows(context.store, table, id, child, relationship.referencingColumn)) {
      if (deleting.has(`${child.logicalName}/${String(childRow[child.primaryIdColumn])}`)) continue;
      switch (effectOn(relationship.cascadeDelete, row, childRow)) {
        case "delete":
          deleteWithChildren(context, child, childRow, deleting);
          break;
        case "unlink":
          unlink(context, child, childRow, relationship.referencingColumn);
          break;
        case "restrict":
          throw new ServiceError(
            errors.CannotDeleteDueToAssociation,
            "The object cannot be deleted because it is associated with another object.",
          );
      }
    }
  }
}

function effectOn(cascade: CascadeType, parent: SqlRow, child: SqlRow): "delete" | "unlink" | "restrict" {
  switch (cascade) {
    case "Cascade":
      return "delete";
    case "Active":
      return isActive(child) ? "delete" : "unlink";
    case "UserOwned":
      return child["ownerid"] === parent["ownerid"] ? "delete" : "unlink";
    case "Restrict":
      return "restrict";
    case "RemoveLink":
    case "NoCascade":
      return "unlink";
  }
}

/** The child's row version rises; it is not shown as modified by anyone. */
function unlink(context: WriteContext, child: Table, row: SqlRow, lookup: string): void {
  const column = child.columns.get(lookup);
  if (column === undefined) return;
  updateRowColumns(context.store, child, String(row[child.primaryIdColumn]), {
    ...lookupValue(column, null),
    ...(child.columns.has("versionnumber") ? { versionnumber: context.store.nextVersion() } : {}),
  });
}

function removeLinks({ store }: WriteContext, table: Table, id: string): void {
  for (const relationship of store.catalog.metadata.manyToMany) {
    const intersect = sqlName(relationship.intersectTable);
    if (relationship.table1 === table.logicalName) {
      store.database.run(`DELETE FROM ${intersect} WHERE ${sqlName(relationship.intersectColumn1)} = ?`, [id]);
    }
    if (relationship.table2 === table.logicalName) {
      store.database.run(`DELETE FROM ${intersect} WHERE ${sqlName(relationship.intersectColumn2)} = ?`, [id]);
    }
  }
}

/** Records the deleted row for change tracking. */
export function removeRow({ store }: WriteContext, table: Table, id: string): void {
  store.database.run(`DELETE FROM ${sqlName(table.logicalName)} WHERE ${sqlName(table.primaryIdColumn)} = ?`, [id]);
  store.database.run(
    `INSERT OR REPLACE INTO "#deleted" (tablename, id, versionnumber, deletedon) VALUES (?, ?, ?, ?)`,
    [table.logicalName, id, store.nextVersion(), storedInstant(store.now())],
  );
}
