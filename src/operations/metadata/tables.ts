import { type DataverseClient, InvalidInputError, parseGuid, queryString, unexpectedResponse } from "../../client";
import type { Definition } from "./columnMerge";
import { withDefinitionPath } from "../tables/definitions";
import { compareLabels, distinguishLabels, type LabelDefinition, labelTexts, sortByLabel } from "../tables/labels";
import type { EntitySetName, LogicalName, SchemaName, TableReference } from "../tables/names";
import { readRows } from "../tables/rows";

const tableInput = "Entity Type";

/** The definition as Dataverse sends it. With `isName: false` only a MetadataId is accepted. */
export async function getTableMetadata(
  client: DataverseClient,
  table: TableReference,
  { isName = true }: { isName?: boolean } = {},
): Promise<Definition> {
  if (!isName && !parseGuid(table)) {
    throw new InvalidInputError(
      tableInput,
      `"${table}" is not a MetadataId; to enter a name, turn on Use Logical Name for Lookup.`,
    );
  }
  return withDefinitionPath(client, { table, input: tableInput }, async (path) => {
    const operation = `Get the definition of ${table}`;
    const response = await client.request<Definition>({ operation, method: "GET", path });
    if (typeof response.body?.["MetadataId"] === "string") return response.body;
    throw unexpectedResponse(response, "the definition is missing");
  });
}

export interface TableSelection {
  /** Names or labels of tables that are marked as selected. */
  defaultSelectedRecordTypes: string[];
  /** Names or labels of the tables to include; all when empty. */
  recordTypeFilter: string[];
  /** Also include custom tables that the filter does not name. */
  includeAllCustomRecordTypes: boolean;
  /** Only tables that are not a child of another one; takes precedence over the other choices. */
  includeOnlyTopLevelRecordTypes: boolean;
}

export interface TableFields {
  object: { key: string; label: string };
  defaultSelected: boolean;
  fields: { key: string; label: string }[];
}

interface TableRow {
  MetadataId: string;
  LogicalName: LogicalName;
  SchemaName: SchemaName;
  EntitySetName: EntitySetName | null;
  LogicalCollectionName: string | null;
  DisplayName: LabelDefinition | null;
  DisplayCollectionName: LabelDefinition | null;
  IsCustomEntity: boolean;
  IsChildEntity: boolean;
}

interface ColumnsRow {
  LogicalName: LogicalName;
  Attributes: { LogicalName: string; DisplayName: LabelDefinition | null; AttributeOf: string | null }[];
}

/**
 * Tables with their columns: one request for all tables, and one for all columns. Columns that only describe another
 * one (`createdbyname`) are left out, because no request accepts them.
 */
export async function listTablesWithFields(client: DataverseClient, selection: TableSelection): Promise<TableFields[]> {
  const chosen = chooseTables(await listDefinitions(client), selection);
  const columns = await readColumns(client, chosen);
  const isSelected = nameMatcher(selection.defaultSelectedRecordTypes);
  return chosen
    .map((table) => ({
      object: { key: table.MetadataId, label: table.SchemaName },
      defaultSelected: isSelected(table),
      fields: sortByLabel(
        distinguishLabels(
          (columns.get(table.LogicalName) ?? []).map((column) => ({
            key: column.LogicalName,
            label: labelTexts(column.DisplayName)[0] ?? column.LogicalName,
          })),
        ),
      ),
    }))
    .sort((a, b) => compareLabels(a.object, b.object));
}

async function listDefinitions(client: DataverseClient): Promise<TableRow[]> {
  return readRows<TableRow>(
    client,
    "List tables",
    "EntityDefinitions?$select=MetadataId,LogicalName,SchemaName,EntitySetName,LogicalCollectionName," +
      "DisplayName,DisplayCollectionName,IsCustomEntity,IsChildEntity",
    { texts: ["MetadataId", "LogicalName", "SchemaName"] },
  );
}

function chooseTables<Table extends TableRow>(tables: Table[], selection: TableSelection): Table[] {
  const isNamed = nameMatcher(selection.recordTypeFilter);
  const isEveryTable = selection.recordTypeFilter.length === 0;
  return tables.filter((table) => {
    if (selection.includeOnlyTopLevelRecordTypes && table.IsChildEntity) return false;
    return isEveryTable || isNamed(table) || (selection.includeAllCustomRecordTypes && table.IsCustomEntity);
  });
}

function nameMatcher(names: string[]): (table: TableRow) => boolean {
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

/** The names of more tables would make the URL too long; the columns of every table are read then. */
const maxTablesByName = 250;

async function readColumns(
  client: DataverseClient,
  tables: TableRow[],
): Promise<Map<LogicalName, ColumnsRow["Attributes"]>> {
  if (tables.length === 0) return new Map();
  const names = tables.map(({ LogicalName }) => `LogicalName eq '${LogicalName}'`);
  const query = queryString({
    $select: ["LogicalName"],
    $filter: names.length > maxTablesByName ? undefined : names.join(" or "),
    $expand: ["Attributes($select=LogicalName,DisplayName,AttributeOf)"],
  });
  const columns = new Map<LogicalName, ColumnsRow["Attributes"]>();
  const shape = { texts: ["LogicalName"], lists: { Attributes: { texts: ["LogicalName"] } } };
  const path = `EntityDefinitions${query}`;
  const rows = await readRows<ColumnsRow>(client, "List the columns of tables", path, shape);
  for (const { LogicalName, Attributes } of rows) {
    columns.set(
      LogicalName,
      Attributes.filter(({ AttributeOf }) => !AttributeOf),
    );
  }
  return columns;
}
