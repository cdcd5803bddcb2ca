/**
 * The effect of `HasNotes` and `HasActivities`: notes, and activities of every kind, can refer to the table's rows.
 * Both are one-to-many relationships over lookups that the platform's tables have ("Create and edit tables", Microsoft:
 * attachments and activities cannot be switched off again).
 */
import type { OneToMany, Table } from "../../../metadata/model";
import type { DefinitionEditor } from "../../../organization/store/definitionEditor";
import type { ChangeContext } from "../request/changeContext";

export function notesAndActivities(
  context: ChangeContext,
  editor: DefinitionEditor,
  logicalName: string,
  wanted: { notes: boolean; activities: boolean },
): void {
  const { catalog } = context.store;
  const tables = catalog.tables();
  if (wanted.notes) {
    const notes = tables.filter((table) => table.logicalName === "annotation");
    for (const table of notes) link(context, editor, table, "objectid", logicalName, "Annotations", "");
  }
  if (wanted.activities) {
    const activities = tables.filter((table) => table.isActivity || table.logicalName === "activitypointer");
    for (const table of activities) {
      const isBase = table.unionOf !== undefined;
      const suffix = isBase ? "" : `_${table.logicalName}`;
      link(context, editor, table, "regardingobjectid", logicalName, collectionOf(table), suffix);
    }
  }
}

/** `new_book_Tasks`, `new_book_ActivityPointers`. */
function collectionOf({ schemaName }: Table): string {
  return `${schemaName}s`;
}

function link(
  { store, newId }: ChangeContext,
  editor: DefinitionEditor,
  { logicalName: referencingTable }: Table,
  lookup: string,
  referencedTable: string,
  collection: string,
  suffix: string,
): void {
  const { catalog } = store;
  const [child, parent] = [catalog.table(referencingTable), catalog.table(referencedTable)];
  const column = child?.columns.get(lookup);
  const targets = column?.targets ?? [];
  if (!child || !parent || !column || targets.includes(referencedTable)) return;
  const schemaName = `${parent.schemaName}_${collection}`;
  const relationship: OneToMany = {
    metadataId: newId(),
    schemaName,
    referencedTable,
    referencedColumn: parent.primaryIdColumn,
    referencingTable,
    referencingColumn: lookup,
    referencingNavigationProperty: `${lookup}_${referencedTable}${suffix}`,
    referencedNavigationProperty: schemaName,
    isCustom: true,
    isHierarchical: false,
    cascadeDelete: "Cascade",
    cascadeAssign: "Cascade",
  };
  // A base table's rows are those of its members, so there is nothing to retarget in it.
  if (child.unionOf) editor.putColumn(child, { ...column, targets: [...targets, referencedTable] });
  else editor.retarget(child, column, [...targets, referencedTable]);
  editor.putOneToMany(relationship);
}
