/**
 * DELETE of definitions. A dependent definition is deleted with it if it is a part of it, and otherwise prevents the
 * deletion.
 */
import { errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import type { Column, GlobalChoice, ManyToMany, OneToMany, Table } from "../../metadata/model";
import { editDefinitions, type DefinitionEditor } from "../../organization/store/definitionEditor";
import { sqlName, typeColumnName } from "../../organization/store/naming";
import type { Store } from "../../organization/store/store";
import { managedComponent, notCustomColumn, notCustomRelationship, stillReferenced } from "./request/changeErrors";

/**
 * A table with its rows and relationships. Lookups to it in other tables go too, since a lookup and its relationship
 * are one ("Delete custom entities": only forms and views hold a table back).
 */
export function deleteTable(store: Store, table: Table): void {
  if (!table.isCustom) throw managedComponent("Delete", table.logicalName, table.metadataId);
  if (table.isIntersect) throw new ServiceError(errors.EntityIsIntersect, "The specified entity is intersect entity");
  const name = table.logicalName;
  editDefinitions(store, (editor) => {
    const { oneToMany, manyToMany } = store.catalog.metadata;
    for (const each of manyToMany) if (each.table1 === name || each.table2 === name) editor.removeManyToMany(each);
    for (const each of oneToMany) {
      if (each.referencingTable === name) editor.removeOneToMany(each);
      else if (each.referencedTable === name) removeLookupTo(store, editor, each);
    }
    editor.removeTable(table);
  });
}

export function deleteColumn(store: Store, table: Table, column: Column): void {
  checkDeletable(table, column);
  editDefinitions(store, (editor) => {
    for (const each of store.catalog.metadata.oneToMany) {
      if (each.referencingTable === table.logicalName && each.referencingColumn === column.logicalName) {
        editor.removeOneToMany(each);
      }
    }
    const next = editor.removeColumns(table, [...companionsOf(table, column), column]);
    if (table.primaryImageColumn === column.logicalName) editor.putTable(withNextImage(next));
  });
}

export function deleteOneToMany(store: Store, relationship: OneToMany): void {
  if (!relationship.isCustom) throw notCustomRelationship(relationship.schemaName);
  const child = store.catalog.table(relationship.referencingTable);
  const column = child?.columns.get(relationship.referencingColumn);
  if (column?.type === "Customer") {
    throw new ServiceError(
      errors.CustomerRelationshipCannotBeDeleted,
      `This relationship ${relationship.schemaName} is required by the ${column.logicalName} attribute and can't be deleted. To delete this relationship, first delete the lookup attribute.`,
    );
  }
  // Who wrote and who owns a row is the platform's to say.
  if (!column?.isCustom) throw notCustomRelationship(relationship.schemaName);
  editDefinitions(store, (editor) => removeLookupTo(store, editor, relationship));
}

export function deleteManyToMany(store: Store, relationship: ManyToMany): void {
  if (!relationship.isCustom) throw notCustomRelationship(relationship.schemaName);
  editDefinitions(store, (editor) => editor.removeManyToMany(relationship));
}

export function deleteGlobalChoice(store: Store, choice: GlobalChoice): void {
  if (!choice.isCustom) {
    throw new ServiceError(errors.CannotDeleteOptionSet, "The selected OptionSet cannot be deleted");
  }
  const users = store.catalog
    .tables()
    .flatMap((table) => [...table.columns.values()])
    .filter(({ globalChoiceName }) => globalChoiceName === choice.name);
  if (users.length > 0) throw stillReferenced("OptionSet", choice.metadataId, users.length);
  editDefinitions(store, (editor) => editor.removeGlobalChoice(choice));
}

function checkDeletable(table: Table, column: Column): void {
  if (column.isPrimaryName || column.isPrimaryId) {
    throw new ServiceError(errors.CannotDeletePrimaryUIAttribute, "The Primary UI Attribute is not valid for deletion");
  }
  if (!column.isCustom) throw notCustomColumn(column.logicalName);
  const isBase = column.logicalName.endsWith("_base") && table.columns.has(column.logicalName.slice(0, -5));
  if (column.type === "Money" && isBase) {
    throw new ServiceError(
      errors.CannotDeleteBaseMoneyCalculationAttribute,
      "The base money calculation Attribute is not valid for deletion",
    );
  }
  // An image hangs on the column of its id, and not the other way around.
  if (column.type !== "Image" && column.attributeOf !== undefined) {
    throw new ServiceError(errors.CannotDeleteChildAttribute, "The Child Attribute is not valid for deletion");
  }
  const keys = table.keys.filter(({ columns }) => columns.includes(column.logicalName));
  if (keys.length > 0) throw stillReferenced("Attribute", column.metadataId, keys.length);
}

/** The columns that `withCompanions` added with the column. */
function companionsOf(table: Table, column: Column): Column[] {
  const name = column.logicalName;
  return [...table.columns.values()].filter(
    (other) =>
      other.attributeOf === name ||
      (column.type === "Money" && other.logicalName === `${name}_base`) ||
      (column.type === "Image" &&
        other !== column &&
        (other.logicalName === `${name}id` || other.attributeOf === `${name}id`)),
  );
}

function withNextImage(table: Table): Table {
  const { primaryImageColumn: _gone, ...rest } = table;
  const image = [...table.columns.values()].find(({ type }) => type === "Image");
  return image ? { ...rest, primaryImageColumn: image.logicalName } : rest;
}

/** Takes away the relationship and its lookup, or one target of a lookup that has others. */
function removeLookupTo(store: Store, editor: DefinitionEditor, relationship: OneToMany): void {
  editor.removeOneToMany(relationship);
  const child = store.catalog.table(relationship.referencingTable);
  const column = child?.columns.get(relationship.referencingColumn);
  if (!child || !column) return;
  const targets = (column.targets ?? []).filter((target) => target !== relationship.referencedTable);
  if (targets.length === 0) {
    const keyed = child.keys.filter(({ columns }) => columns.includes(column.logicalName));
    if (keyed.length > 0) throw stillReferenced("Attribute", column.metadataId, keyed.length);
    editor.removeColumns(child, [...companionsOf(child, column), column]);
  } else if (child.unionOf) {
    editor.putColumn(child, { ...column, targets });
  } else {
    // Notes and activities that were about the table's rows go with these rows.
    if (relationship.cascadeDelete === "Cascade") {
      const kind = sqlName(typeColumnName(column));
      store.database.run(`DELETE FROM ${sqlName(child.logicalName)} WHERE ${kind} = ?`, [relationship.referencedTable]);
    }
    editor.retarget(child, column, targets);
  }
}
