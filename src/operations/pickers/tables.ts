/**
 * Lists of tables, columns, choices and lookup targets for inputs. Every list is read again for each use, because
 * builders look for what they have just created, and costs one request or two, however large the organization is.
 */
import { type DataverseClient, InvalidInputError } from "../../client";
import { targetsOf } from "../fields/lookups";
import { columnCandidates, forgetChoices, getChoices } from "../tables/columns";
import {
  type ColumnDefinition,
  forgetDefinition,
  getDefinition,
  readDefinition,
  type TableDefinition,
} from "../tables/definitions";
import { type LabelDefinition, type LabeledItem, labelTexts, labelWithName, sortByLabel } from "../tables/labels";
import type { EntitySetName, LogicalName, TableReference } from "../tables/names";
import { readRows } from "../tables/rows";
import { suggestion } from "../tables/similarNames";

interface TableRow {
  LogicalName: LogicalName;
  EntitySetName: EntitySetName | null;
  DisplayName: LabelDefinition | null;
  DisplayCollectionName: LabelDefinition | null;
  IsPrivate: boolean;
}

export type ListedTable = TableRow & { EntitySetName: EntitySetName };

/** Tables that the Web API serves. It rejects requests for private tables. */
export async function listTables(client: DataverseClient): Promise<ListedTable[]> {
  const tables = await readRows<TableRow>(
    client,
    "List tables",
    "EntityDefinitions?$select=LogicalName,EntitySetName,DisplayName,DisplayCollectionName,IsPrivate",
    { texts: ["LogicalName"] },
  );
  return tables.flatMap((table) =>
    table.EntitySetName && !table.IsPrivate ? [{ ...table, EntitySetName: table.EntitySetName }] : [],
  );
}

/** Value: entity set name. */
export async function pickEntitySets(client: DataverseClient): Promise<LabeledItem[]> {
  return sortByLabel((await listTables(client)).map(entitySetItem));
}

function entitySetItem({ EntitySetName, LogicalName, DisplayName }: ListedTable): LabeledItem {
  return { key: EntitySetName, label: `${labelTexts(DisplayName)[0] ?? LogicalName} (${EntitySetName})` };
}

/** Value: logical name. */
export async function pickTables(client: DataverseClient): Promise<LabeledItem[]> {
  return sortByLabel(
    (await listTables(client)).map(({ LogicalName, DisplayName }) => ({
      key: LogicalName,
      label: labelWithName(labelTexts(DisplayName)[0], LogicalName),
    })),
  );
}

interface Column {
  LogicalName: string;
  DisplayName: LabelDefinition | null;
  AttributeTypeName: { Value: string } | null;
  /** The column that this one describes: it is the name of a lookup's record, or the label of a choice. */
  AttributeOf: string | null;
  IsValidForRead: boolean;
}

const lookupTypes = new Set(["LookupType", "CustomerType", "OwnerType"]);
/** Columns that are not properties of the record in the Web API. */
const unselectableTypes = new Set(["PartyListType", "ManagedPropertyType", "CalendarRulesType"]);

async function readColumns(client: DataverseClient, table: TableReference): Promise<Column[]> {
  const { Attributes } = await readDefinition<{ Attributes: Column[] }>(client, {
    operation: `List the columns of ${table}`,
    table,
    $select: ["LogicalName"],
    $expand: { Attributes: ["LogicalName", "DisplayName", "AttributeTypeName", "AttributeOf", "IsValidForRead"] },
  });
  return Attributes.filter(({ AttributeOf }) => !AttributeOf);
}

export interface FieldOwner {
  /** A table, for the fields of its records. */
  recordsOf: TableReference | undefined;
  /** A table, for the columns in its definition. */
  definitionOf: TableReference | undefined;
}

/**
 * An action on records may have a record's ID in the input that other actions use for a table, so `recordsOf` takes
 * precedence.
 */
export function pickFields(client: DataverseClient, { recordsOf, definitionOf }: FieldOwner): Promise<LabeledItem[]> {
  if (recordsOf !== undefined) return pickRecordFields(client, recordsOf);
  if (definitionOf !== undefined) return pickColumns(client, definitionOf);
  throw new InvalidInputError("Entity Type", "a value is needed, for example accounts.");
}

/** Value: logical name, the key of a column's definition. */
async function pickColumns(client: DataverseClient, table: TableReference): Promise<LabeledItem[]> {
  return sortByLabel((await readColumns(client, table)).map((column) => columnItem(column, column.LogicalName)));
}

/** Value: the column's name in a record, which for a lookup is `_primarycontactid_value`. */
async function pickRecordFields(client: DataverseClient, table: TableReference): Promise<LabeledItem[]> {
  const readable = (await readColumns(client, table)).filter(
    ({ IsValidForRead, AttributeTypeName }) => IsValidForRead && !unselectableTypes.has(AttributeTypeName?.Value ?? ""),
  );
  return sortByLabel(
    readable.map((column) => {
      const isLookup = lookupTypes.has(column.AttributeTypeName?.Value ?? "");
      return columnItem(column, isLookup ? `_${column.LogicalName}_value` : column.LogicalName);
    }),
  );
}

function columnItem({ DisplayName, LogicalName }: Column, key: string): LabeledItem {
  return { key, label: labelWithName(labelTexts(DisplayName)[0], LogicalName) };
}

const fieldInput = "Field";

/** Value: entity set name of a table that the lookup column can refer to. */
export async function pickLookupTargets(
  client: DataverseClient,
  table: TableReference,
  field: string,
): Promise<LabeledItem[]> {
  const definition = await readFreshDefinition(client, table);
  const column = await findColumn(client, definition, field);
  const targets = new Set(targetsOf(column).map(({ target }) => target));
  if (targets.size === 0) rejectField(definition, column, "lookup");
  return sortByLabel(
    (await listTables(client)).filter(({ LogicalName }) => targets.has(LogicalName)).map(entitySetItem),
  );
}

const choiceTypes = new Set(["Picklist", "MultiSelectPicklist", "State", "Status", "Boolean"]);

/** Value: the choice's number, or true and false. */
export async function pickChoices(
  client: DataverseClient,
  table: TableReference,
  field: string,
): Promise<LabeledItem[]> {
  const definition = await readFreshDefinition(client, table);
  const column = await findColumn(client, definition, field);
  if (!choiceTypes.has(column.type)) rejectField(definition, column, "choice");
  forgetChoices(client, definition.logicalName, column);
  const options = await getChoices(client, definition.logicalName, column);
  return sortByLabel(
    options.map(({ value, labels }) => {
      const key = column.type === "Boolean" ? String(value === 1) : String(value);
      return { key, label: labelWithName(labels[0], key) };
    }),
  );
}

function readFreshDefinition(client: DataverseClient, table: TableReference): Promise<TableDefinition> {
  forgetDefinition(client, table);
  return getDefinition(client, table);
}

/** A lookup may be given by its name in records. */
async function findColumn(client: DataverseClient, table: TableDefinition, field: string): Promise<ColumnDefinition> {
  const logicalName = field.toLowerCase().replace(/^_(.+)_value$/, "$1");
  const column = table.columns.get(logicalName);
  if (column) return column;
  const hint = suggestion(logicalName, await columnCandidates(client, table));
  throw new InvalidInputError(fieldInput, `${table.entitySetName} has no column "${field}".${hint}`);
}

function rejectField(table: TableDefinition, { logicalName, type }: ColumnDefinition, wanted: string): never {
  throw new InvalidInputError(
    fieldInput,
    `${table.entitySetName}.${logicalName} is not a ${wanted} column; its type is ${type}.`,
  );
}
