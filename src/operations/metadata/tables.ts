import {
  type DataverseClient,
  DataverseError,
  InvalidInputError,
  parseGuid,
  queryString,
  rowsOf,
  unexpectedAnswer,
} from "../../client";
import type { Definition } from "./columnMerge";
import { byLabel, compareLabels, distinct } from "../pickers/pickers";
import { findTable, labelTexts, type LabelDefinition } from "../tables/names";

/**
 * Runs a request for a table's definition, named by MetadataId, logical name, or, after the service has not found that, any
 * other name of the table.
 */
export async function withTableDefinition<Result>(
  client: DataverseClient,
  { table, input }: NamedTable,
  run: (address: string, logicalName: string | undefined) => Promise<Result>,
): Promise<Result> {
  const id = parseGuid(table);
  if (id) return run(`EntityDefinitions(${id})`, undefined);
  if (/^[A-Za-z_]\w*$/.test(table)) {
    try {
      return await run(byLogicalName(table), table);
    } catch (error) {
      if (!(error instanceof DataverseError && error.status === 404)) throw error;
      const { logicalName } = await findTable(client, table, input);
      if (logicalName === table) throw error;
      return run(byLogicalName(logicalName), logicalName);
    }
  }
  const { logicalName } = await findTable(client, table, input);
  return run(byLogicalName(logicalName), logicalName);
}

/** A table as it was entered, and the input it was entered in. */
export interface NamedTable {
  table: string;
  input: string;
}

function byLogicalName(logicalName: string): string {
  return `EntityDefinitions(LogicalName='${logicalName}')`;
}

const tableInput = "Entity Type";

/** The definition as Dataverse sends it. A text that is to be an id and is none would otherwise be looked for as a name. */
export async function getTableMetadata(
  client: DataverseClient,
  table: string,
  { isName = true }: { isName?: boolean } = {},
): Promise<Definition> {
  if (!isName && !parseGuid(table)) {
    throw new InvalidInputError(
      tableInput,
      `"${table}" is no MetadataId; turn Use Logical Name for Lookup on to look a name up.`,
    );
  }
  return withTableDefinition(client, { table, input: tableInput }, async (path) => {
    const operation = `Get the definition of ${table}`;
    const answer = await client.request<Definition>({ operation, method: "GET", path });
    if (typeof answer.body?.["MetadataId"] === "string") return answer.body;
    throw unexpectedAnswer({ ...answer, operation }, "the definition is missing");
  });
}

export interface TableSelection {
  /** Names or labels of tables that are marked as selected. */
  defaultSelectedRecordTypes: string[];
  /** Names or labels of the tables to include; all when empty. */
  recordTypeFilter: string[];
  /** Custom tables too, when the filter does not name them. */
  includeAllCustomRecordTypes: boolean;
  /** Only tables that are no child of another, whatever the other choices say. */
  includeOnlyTopLevelRecordTypes: boolean;
}

export interface TableFields {
  object: { key: string; label: string };
  defaultSelected: boolean;
  fields: { key: string; label: string }[];
}

interface EntityDefinition {
  MetadataId: string;
  LogicalName: string;
  SchemaName: string;
  EntitySetName: string | null;
  LogicalCollectionName: string | null;
  DisplayName: LabelDefinition | null;
  DisplayCollectionName: LabelDefinition | null;
  IsCustomEntity: boolean;
  IsChildEntity: boolean;
}

interface EntityColumns {
  LogicalName: string;
  Attributes: { LogicalName: string; DisplayName: LabelDefinition | null; AttributeOf: string | null }[];
}

/**
 * Tables with their columns: one request for the tables, and one for the columns, however many there are. Columns that only
 * explain another one (`createdbyname`) are left out: no request takes them.
 */
export async function listTablesWithFields(client: DataverseClient, selection: TableSelection): Promise<TableFields[]> {
  const chosen = chooseTables(await listDefinitions(client), selection);
  const columns = await readColumns(client, chosen);
  const isSelected = nameMatcher(selection.defaultSelectedRecordTypes);
  return chosen
    .map((table) => ({
      object: { key: table.MetadataId, label: table.SchemaName },
      defaultSelected: isSelected(table),
      fields: byLabel(
        distinct(
          (columns.get(table.LogicalName) ?? []).map((column) => ({
            key: column.LogicalName,
            label: labelTexts(column.DisplayName)[0] ?? column.LogicalName,
          })),
        ),
      ),
    }))
    .sort((a, b) => compareLabels(a.object, b.object));
}

async function listDefinitions(client: DataverseClient): Promise<EntityDefinition[]> {
  const operation = "List tables";
  const answer = await client.request({
    operation,
    method: "GET",
    path:
      "EntityDefinitions?$select=MetadataId,LogicalName,SchemaName,EntitySetName,LogicalCollectionName," +
      "DisplayName,DisplayCollectionName,IsCustomEntity,IsChildEntity",
  });
  return rowsOf<EntityDefinition>(answer, operation, { texts: ["MetadataId", "LogicalName", "SchemaName"] });
}

function chooseTables<Table extends EntityDefinition>(tables: Table[], selection: TableSelection): Table[] {
  const isNamed = nameMatcher(selection.recordTypeFilter);
  const isEveryTable = selection.recordTypeFilter.length === 0;
  return tables.filter((table) => {
    if (selection.includeOnlyTopLevelRecordTypes && table.IsChildEntity) return false;
    return isEveryTable || isNamed(table) || (selection.includeAllCustomRecordTypes && table.IsCustomEntity);
  });
}

function nameMatcher(names: string[]): (table: EntityDefinition) => boolean {
  const wanted = new Set(names.map((name) => name.trim().toLowerCase()));
  return (table) =>
    [
      table.LogicalName,
      table.SchemaName,
      table.EntitySetName,
      table.LogicalCollectionName,
      ...labelTexts(table.DisplayName),
      ...labelTexts(table.DisplayCollectionName),
    ].some((name) => typeof name === "string" && wanted.has(name.toLowerCase()));
}

/** Names of more would make the URL too long; the columns of every table are then read, and the chosen ones' kept. */
const mostTablesByName = 250;

async function readColumns(
  client: DataverseClient,
  tables: EntityDefinition[],
): Promise<Map<string, EntityColumns["Attributes"]>> {
  if (tables.length === 0) return new Map();
  const names = tables.map(({ LogicalName }) => `LogicalName eq '${LogicalName}'`);
  const operation = "List the columns of tables";
  const query = queryString({
    $select: ["LogicalName"],
    $filter: names.length > mostTablesByName ? undefined : names.join(" or "),
    $expand: ["Attributes($select=LogicalName,DisplayName,AttributeOf)"],
  });
  const answer = await client.request({ operation, method: "GET", path: `EntityDefinitions${query}` });
  const columns = new Map<string, EntityColumns["Attributes"]>();
  const shape = { texts: ["LogicalName"], lists: { Attributes: { texts: ["LogicalName"] } } };
  for (const { LogicalName, Attributes } of rowsOf<EntityColumns>(answer, operation, shape)) {
    columns.set(
      LogicalName,
      Attributes.filter(({ AttributeOf }) => !AttributeOf),
    );
  }
  return columns;
}
