import { type DataverseClient, InvalidInputError } from "../../client";
import { targetsOf } from "../fields/lookups";
import { byLabel, labelled, type PickerItem, readRows, readTable } from "./pickers";
import {
  choiceOptions,
  columnCandidates,
  type ColumnDefinition,
  forgetChoices,
  forgetDefinition,
  type TableDefinition,
  tableDefinition,
} from "../tables/definitions";
import { labelTexts, type LabelDefinition } from "../tables/names";
import { suggestion } from "../tables/similarNames";

/** What the definitions of an organization offer: its tables, their columns, the choices and targets of a column. */

interface TableNames {
  LogicalName: string;
  EntitySetName: string | null;
  DisplayName: LabelDefinition | null;
  DisplayCollectionName: LabelDefinition | null;
  IsPrivate: boolean;
}

export type OfferedTable = TableNames & { EntitySetName: string };

/** Tables that the Web API offers; private ones are the service's own and refuse requests. */
export async function readTables(client: DataverseClient): Promise<OfferedTable[]> {
  const tables = await readRows<TableNames>(
    client,
    "List tables",
    "EntityDefinitions?$select=LogicalName,EntitySetName,DisplayName,DisplayCollectionName,IsPrivate",
    { texts: ["LogicalName"] },
  );
  return tables.flatMap((table) =>
    typeof table.EntitySetName === "string" && table.EntitySetName !== "" && !table.IsPrivate
      ? [{ ...table, EntitySetName: table.EntitySetName }]
      : [],
  );
}

/** Value: entity set name. */
export async function pickEntitySets(client: DataverseClient): Promise<PickerItem[]> {
  return byLabel((await readTables(client)).map(entitySetItem));
}

function entitySetItem({ EntitySetName, LogicalName, DisplayName }: OfferedTable): PickerItem {
  return { key: EntitySetName, label: `${labelTexts(DisplayName)[0] ?? LogicalName} (${EntitySetName})` };
}

/** Value: logical name. */
export async function pickTables(client: DataverseClient): Promise<PickerItem[]> {
  return byLabel(
    (await readTables(client)).map(({ LogicalName, DisplayName }) => ({
      key: LogicalName,
      label: labelled(labelTexts(DisplayName)[0], LogicalName),
    })),
  );
}

interface Column {
  LogicalName: string;
  DisplayName: LabelDefinition | null;
  AttributeTypeName: { Value: string } | null;
  /** The column that this one only explains: the name of a lookup's record, the label of a choice. */
  AttributeOf: string | null;
  IsValidForRead: boolean;
}

const lookupTypes = new Set(["LookupType", "CustomerType", "OwnerType"]);
/** Columns that are no property of the record in the Web API. */
const unselectableTypes = new Set(["PartyListType", "ManagedPropertyType", "CalendarRulesType"]);

async function readColumns(client: DataverseClient, table: string): Promise<Column[]> {
  const { Attributes } = await readTable<{ Attributes: Column[] }>(client, {
    operation: `List the columns of ${table}`,
    name: table,
    $select: ["LogicalName"],
    $expand: { Attributes: ["LogicalName", "DisplayName", "AttributeTypeName", "AttributeOf", "IsValidForRead"] },
  });
  return Attributes.filter(({ AttributeOf }) => !AttributeOf);
}

export interface FieldOwner {
  /** A table whose records the fields are read from. */
  recordsOf: string | undefined;
  /** A table whose definition the columns are part of. */
  definitionOf: string | undefined;
}

/** A step on records may have a record's id beside the table, so the table of records wins. */
export function pickFields(client: DataverseClient, { recordsOf, definitionOf }: FieldOwner): Promise<PickerItem[]> {
  if (recordsOf !== undefined) return pickRecordFields(client, recordsOf);
  if (definitionOf !== undefined) return pickColumns(client, definitionOf);
  throw new InvalidInputError("Entity Type", "a value is needed, for example accounts.");
}

/** Value: logical name, by which a column's definition is found. */
async function pickColumns(client: DataverseClient, table: string): Promise<PickerItem[]> {
  return byLabel((await readColumns(client, table)).map((column) => columnItem(column, column.LogicalName)));
}

/** Value: the column's name in a record; a lookup's is `_primarycontactid_value`. */
async function pickRecordFields(client: DataverseClient, table: string): Promise<PickerItem[]> {
  const readable = (await readColumns(client, table)).filter(
    ({ IsValidForRead, AttributeTypeName }) => IsValidForRead && !unselectableTypes.has(AttributeTypeName?.Value ?? ""),
  );
  return byLabel(
    readable.map((column) => {
      const isLookup = lookupTypes.has(column.AttributeTypeName?.Value ?? "");
      return columnItem(column, isLookup ? `_${column.LogicalName}_value` : column.LogicalName);
    }),
  );
}

function columnItem({ DisplayName, LogicalName }: Column, key: string): PickerItem {
  return { key, label: labelled(labelTexts(DisplayName)[0], LogicalName) };
}

const fieldInput = "Field";

/** Value: entity set name of a table that the lookup column can point to. */
export async function pickLookupTargets(client: DataverseClient, table: string, field: string): Promise<PickerItem[]> {
  const definition = await freshDefinition(client, table);
  const column = await columnOf(client, definition, field);
  const targets = new Set(targetsOf(column).map(({ target }) => target));
  if (targets.size === 0) refuseField(definition, column, "lookup");
  return byLabel((await readTables(client)).filter(({ LogicalName }) => targets.has(LogicalName)).map(entitySetItem));
}

const choiceTypes = new Set(["Picklist", "MultiSelectPicklist", "State", "Status", "Boolean"]);

/** Value: the choice's number, or true and false. */
export async function pickChoices(client: DataverseClient, table: string, field: string): Promise<PickerItem[]> {
  const definition = await freshDefinition(client, table);
  const column = await columnOf(client, definition, field);
  if (!choiceTypes.has(column.type)) refuseField(definition, column, "choice");
  forgetChoices(client, definition.logicalName, column);
  const options = await choiceOptions(client, definition.logicalName, column);
  return byLabel(
    options.map(({ value, labels }) => {
      const key = column.type === "Boolean" ? String(value === 1) : String(value);
      return { key, label: labelled(labels[0], key) };
    }),
  );
}

function freshDefinition(client: DataverseClient, table: string): Promise<TableDefinition> {
  forgetDefinition(client, table);
  return tableDefinition(client, table);
}

/** A lookup may be named as records show it. */
async function columnOf(client: DataverseClient, table: TableDefinition, field: string): Promise<ColumnDefinition> {
  const logicalName = field.toLowerCase().replace(/^_(.+)_value$/, "$1");
  const column = table.columns.get(logicalName);
  if (column) return column;
  const hint = suggestion(logicalName, await columnCandidates(client, table));
  throw new InvalidInputError(fieldInput, `${table.entitySetName} has no column "${field}".${hint}`);
}

function refuseField(table: TableDefinition, { logicalName, type }: ColumnDefinition, wanted: string): never {
  throw new InvalidInputError(
    fieldInput,
    `${table.entitySetName}.${logicalName} is no ${wanted} column; its type is ${type}.`,
  );
}
