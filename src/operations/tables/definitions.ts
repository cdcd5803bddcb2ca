/**
 * The service's definition of a table. A write needs the columns' types and the navigation properties of lookups; they
 * are read in one request per table and remembered. Choices, date behaviors and the entity sets of lookup targets are
 * read only when a value needs them.
 */
import {
  type DataverseClient,
  DataverseError,
  encodeForUrl,
  parseGuid,
  queryString,
  type RowShape,
  rowsOf,
  unexpectedResponse,
} from "../../client";
import {
  asLogicalName,
  type EntitySetName,
  findEntitySet,
  findTable,
  isIdentifier,
  type LogicalName,
  type TableReference,
} from "./names";
import { rememberSufficient } from "./remember";
import { readRows } from "./rows";

export interface TableDefinition {
  logicalName: LogicalName;
  entitySetName: EntitySetName;
  primaryIdColumn: string;
  columns: Map<string, ColumnDefinition>;
}

export interface ColumnDefinition {
  logicalName: string;
  /** `AttributeTypeName.Value` without "Type": String, Money, MultiSelectPicklist. */
  type: string;
  /** A create or an update can set it; otherwise the service ignores the value. */
  isValidForCreate: boolean;
  isValidForUpdate: boolean;
  /** Lookup columns: one for each table that the column can refer to. */
  lookups: LookupTarget[];
}

export interface LookupTarget {
  target: LogicalName;
  navigationProperty: string;
}

interface AttributeRow {
  LogicalName: string;
  AttributeType: string | null;
  AttributeTypeName: { Value: string } | null;
  IsValidForCreate?: boolean | null;
  IsValidForUpdate?: boolean | null;
}

interface DefinitionRow {
  LogicalName: LogicalName;
  EntitySetName: EntitySetName;
  PrimaryIdAttribute: string;
  Attributes: AttributeRow[];
  ManyToOneRelationships: {
    ReferencingAttribute: string;
    ReferencedEntity: LogicalName;
    ReferencingEntityNavigationPropertyName: string;
  }[];
}

/**
 * The remembered definition, read once more when `suffices` rejects it. An entity set name or a logical name costs one
 * request, any other name of the table one more.
 */
export function getDefinition(
  client: DataverseClient,
  table: TableReference,
  suffices: (definition: TableDefinition) => boolean = () => true,
): Promise<TableDefinition> {
  return rememberSufficient(client, definitionKey(table), () => readTableDefinition(client, table), suffices);
}

export function forgetDefinition(client: DataverseClient, table: TableReference): void {
  client.cache.forget(definitionKey(table));
}

function definitionKey(table: TableReference): string {
  return `definition of ${table}`;
}

async function readTableDefinition(client: DataverseClient, table: TableReference): Promise<TableDefinition> {
  const row = await readDefinition<DefinitionRow>(client, {
    operation: `Read the columns of ${table}`,
    table,
    $select: ["LogicalName", "EntitySetName", "PrimaryIdAttribute"],
    $expand: {
      Attributes: ["LogicalName", "AttributeType", "AttributeTypeName", "IsValidForCreate", "IsValidForUpdate"],
      ManyToOneRelationships: ["ReferencingAttribute", "ReferencedEntity", "ReferencingEntityNavigationPropertyName"],
    },
  });
  return {
    logicalName: row.LogicalName,
    entitySetName: row.EntitySetName,
    primaryIdColumn: row.PrimaryIdAttribute,
    columns: new Map(row.Attributes.map((column) => [column.LogicalName, columnOf(column, row)])),
  };
}

function columnOf(column: AttributeRow, table: DefinitionRow): ColumnDefinition {
  return {
    logicalName: column.LogicalName,
    // Only AttributeTypeName distinguishes file, image and multi-select columns; their AttributeType is "Virtual".
    type: String(column.AttributeTypeName?.Value ?? column.AttributeType ?? "").replace(/Type$/, ""),
    isValidForCreate: column.IsValidForCreate !== false,
    isValidForUpdate: column.IsValidForUpdate !== false,
    lookups: table.ManyToOneRelationships.filter(
      ({ ReferencingAttribute }) => ReferencingAttribute === column.LogicalName,
    ).map((relationship) => ({
      target: relationship.ReferencedEntity,
      navigationProperty: relationship.ReferencingEntityNavigationPropertyName,
    })),
  };
}

export interface DefinitionRead {
  /** The operation, in words that complete "... failed". */
  operation: string;
  /** Any name of the table, or its MetadataId. */
  table: TableReference;
  $select: string[];
  /** Lists of the definition, each with the members to read of its items. */
  $expand?: Record<string, string[]>;
}

/** Members of one table's definition, in one request unless the table's name has to be looked up. */
export async function readDefinition<Row extends object>(client: DataverseClient, read: DefinitionRead): Promise<Row> {
  const { table } = read;
  const id = parseGuid(table);
  if (id !== undefined || isIdentifier(table)) {
    const filter =
      id === undefined ? `EntitySetName eq '${table}' or LogicalName eq '${table}'` : `MetadataId eq ${id}`;
    const { row } = await readFirst<Row>(client, read, filter);
    if (row) return row;
  }
  const entitySetName = await findEntitySet(client, table);
  const { row, response } = await readFirst<Row>(client, read, `EntitySetName eq '${entitySetName}'`);
  if (!row) throw unexpectedResponse(response, `it does not contain the definition of ${entitySetName}`);
  return row;
}

async function readFirst<Row extends object>(
  client: DataverseClient,
  { operation, $select, $expand = {} }: DefinitionRead,
  $filter: string,
) {
  const lists = Object.entries($expand).map(([list, members]) => `${list}($select=${members.join(",")})`);
  const path = `EntityDefinitions${queryString({ $select, $filter, $expand: lists })}`;
  const response = await client.request({ operation, method: "GET", path });
  const shapes = Object.entries($expand).map(([list, members]): [string, RowShape] => [list, shapeOf(members)]);
  const [row] = rowsOf<Row>(response, { ...shapeOf($select), lists: Object.fromEntries(shapes) });
  return { row, response };
}

/** Members of a definition that are never empty. */
const requiredTexts = new Set([
  "LogicalName",
  "EntitySetName",
  "PrimaryIdAttribute",
  "ReferencingAttribute",
  "ReferencedEntity",
]);

function shapeOf(members: string[]): RowShape {
  return { texts: members.filter((name) => requiredTexts.has(name)) };
}

/** A table as a builder entered it, and the label of the input. */
export interface EnteredTable {
  table: TableReference;
  input: string;
}

/**
 * Runs a request with the path of a table's definition. The table is given by its MetadataId, its logical name, or any
 * other name, which is looked up when the service does not find the logical name.
 */
export async function withDefinitionPath<Result>(
  client: DataverseClient,
  { table, input }: EnteredTable,
  run: (path: string, logicalName: LogicalName | undefined) => Promise<Result>,
): Promise<Result> {
  const id = parseGuid(table);
  if (id !== undefined) return run(`EntityDefinitions(${id})`, undefined);
  const runFor = (logicalName: LogicalName) => run(definitionPath(logicalName), logicalName);
  if (!isIdentifier(table)) return runFor((await findTable(client, table, input)).logicalName);
  try {
    // An identifier counts as the logical name until the service rejects it.
    return await runFor(asLogicalName(table));
  } catch (error) {
    if (!(error instanceof DataverseError && error.status === 404)) throw error;
    const { logicalName } = await findTable(client, table, input);
    if (logicalName === table) throw error;
    return runFor(logicalName);
  }
}

export function definitionPath(logicalName: LogicalName): string {
  return `EntityDefinitions(LogicalName='${logicalName}')`;
}

/** The entity sets of the tables that a lookup can refer to. */
export function getEntitySets(
  client: DataverseClient,
  logicalNames: LogicalName[],
): Promise<Map<LogicalName, EntitySetName>> {
  const wanted = [...new Set(logicalNames)].sort();
  return client.cache.remember(`entity sets of ${wanted.join(",")}`, async () => {
    const filter = wanted.map((name) => `LogicalName eq '${name}'`).join(" or ");
    const tables = await readRows<{ LogicalName: LogicalName; EntitySetName: EntitySetName }>(
      client,
      `Read the entity set names of ${wanted.join(", ")}`,
      `EntityDefinitions?$select=LogicalName,EntitySetName&$filter=${encodeForUrl(filter)}`,
      { texts: ["LogicalName", "EntitySetName"] },
    );
    return new Map(tables.map((table) => [table.LogicalName, table.EntitySetName]));
  });
}
