/** `PUT EntityDefinitions(..)`: the whole definition of a table again. */
import type { JsonObject } from "../../../json";
import { invalidArgument } from "../../../errors/rejections";
import { errors } from "../../../errors/catalog";
import { ServiceError } from "../../../errors/serviceError";
import type { Table } from "../../../metadata/model";
import { editDefinitions } from "../../../organization/store/definitionEditor";
import { definitionOfTable, entity } from "../../describe/definitionOfTable";
import { type ChangeContext, instantOf } from "../request/changeContext";
import { entitySetNameExists } from "../request/changeErrors";
import { tableSettings } from "./createTable";
import { changedLabel, checkBody, flagIn, labelIn, settingsIn, textIn } from "../request/definitionBody";
import { notesAndActivities } from "./notesAndActivities";

export function changeTable(context: ChangeContext, table: Table, body: JsonObject): void {
  checkBody(body, entity, ["TableType"]);
  checkFixed(table, body);
  const { settings: before, ...bare } = table;
  const next: Table = {
    ...bare,
    ...labels(context, table, body),
    entitySetName: entitySetName(context, table, body),
    changeTracking: flagIn(body, "ChangeTrackingEnabled") ?? false,
    optimisticConcurrency: flagIn(body, "IsOptimisticConcurrencyEnabled") ?? true,
  };
  const changed = settingsIn(body, tableSettings, definitionOfTable(context.store.catalog, next));
  const created = before?.["CreatedOn"];
  const stamps = { ...(created === undefined ? {} : { CreatedOn: created }), ModifiedOn: instantOf(context) };
  editDefinitions(context.store, (editor) => {
    editor.putTable({ ...next, settings: { ...changed, ...stamps } });
    notesAndActivities(context, editor, table.logicalName, {
      notes: flagIn(body, "HasNotes") ?? false,
      activities: flagIn(body, "HasActivities") ?? false,
    });
  });
}

/** The fixed properties of a table can be repeated but not changed. */
function checkFixed(table: Table, body: JsonObject): void {
  const fixed: Record<string, unknown> = {
    LogicalName: table.logicalName,
    SchemaName: table.schemaName,
    OwnershipType: table.ownership,
    IsActivity: table.isActivity,
    IsIntersect: table.isIntersect,
    ObjectTypeCode: table.objectTypeCode,
    PrimaryIdAttribute: table.primaryIdColumn,
    PrimaryNameAttribute: table.primaryNameColumn,
    MetadataId: table.metadataId,
  };
  for (const [name, value] of Object.entries(fixed)) {
    const given = body[name] ?? null;
    if (given !== null && given !== value) throw invalidArgument(`The ${name} of an entity cannot be changed.`);
  }
}

function labels({ mergesLabels }: ChangeContext, table: Table, body: JsonObject): Partial<Table> {
  const given = labelIn(body, "Description");
  const description = changedLabel(table.description, given, mergesLabels);
  const named = (name: string, present: Table["displayName"]): Table["displayName"] => {
    const label = labelIn(body, name);
    // A table is never without a name.
    return label === undefined ? present : (changedLabel(present, label, mergesLabels) ?? present);
  };
  return {
    displayName: named("DisplayName", table.displayName),
    displayCollectionName: named("DisplayCollectionName", table.displayCollectionName),
    description: description ?? {},
  };
}

function entitySetName({ store }: ChangeContext, table: Table, body: JsonObject): string {
  const given = textIn(body, "EntitySetName");
  if (given === undefined || given === table.entitySetName) return table.entitySetName;
  if (!table.isCustom) {
    throw new ServiceError(errors.CannotUpdateEntitySetName, "EntitySetName cannot be updated for OOB entities");
  }
  if (store.catalog.tableBySet(given)) throw entitySetNameExists(given);
  return given;
}
