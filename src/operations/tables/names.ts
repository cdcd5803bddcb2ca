/**
 * The names of tables. A table has a logical name (account), an entity set name (accounts), a schema name (Account) and
 * display names (Account, Accounts). URLs of the Web API take the entity set name only, which cannot be derived by
 * pluralizing. Everything that a builder may enter for a table is resolved here.
 */
import { type DataverseClient, DataverseError, errorCode, InvalidInputError } from "../../client";
import { type LabelDefinition, labelTexts } from "./labels";
import { rememberSufficient } from "./remember";
import { readRows } from "./rows";
import { suggestion } from "./similarNames";

declare const kind: unique symbol;

/** `account` */
export type LogicalName = string & { readonly [kind]: "logical name" };
/** `accounts` */
export type EntitySetName = string & { readonly [kind]: "entity set name" };
/** `Account` */
export type SchemaName = string & { readonly [kind]: "schema name" };
/** For a name that is known to be one, or that counts as one until the service rejects it. */
export function asLogicalName(name: string): LogicalName {
  return name as LogicalName;
}

/** As above. */
export function asEntitySetName(name: string): EntitySetName {
  return name as EntitySetName;
}

/** Any name of a table, as a builder entered it. */
export type TableReference = string;

export interface TableNames {
  logicalName: LogicalName;
  entitySetName: EntitySetName;
  schemaName: SchemaName | undefined;
  /** Every display name, singular and plural, in every language that the service returns. */
  labels: string[];
}

/**
 * True if a text can be a name of a table or column other than its label: `odataIdentifier`, of which Dataverse uses
 * ASCII.
 */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

/**
 * Runs a request with `table` as the entity set name. The right name costs no lookup. When the service rejects the
 * segment, the text is looked up among the names of all tables, and the request is sent again with the right name.
 */
export async function withEntitySet<Result>(
  client: DataverseClient,
  table: TableReference,
  run: (entitySetName: EntitySetName) => Promise<Result>,
): Promise<Result> {
  const entitySetName = await assumeEntitySet(client, table);
  try {
    const result = await run(entitySetName);
    client.cache.set(entitySetKey(table), entitySetName);
    return result;
  } catch (error) {
    if (!isRejectedSegment(error, entitySetName) || entitySetName !== table) throw error;
    return run(await findEntitySet(client, table));
  }
}

/** The remembered name, else the text itself, which counts as the entity set name until the service rejects it. */
export async function assumeEntitySet(client: DataverseClient, table: TableReference): Promise<EntitySetName> {
  const remembered = rememberedEntitySet(client, table);
  if (remembered !== undefined) return remembered;
  // A display name such as "Price List Item" cannot be a URL segment: a request with it would be wasted.
  return isIdentifier(table) ? asEntitySetName(table) : findEntitySet(client, table);
}

/** Defined when a request with the name has succeeded, or the name has been looked up. */
export function rememberedEntitySet(client: DataverseClient, table: TableReference): EntitySetName | undefined {
  return client.cache.get<EntitySetName>(entitySetKey(table));
}

/** The entity set name of a table given by any of its names, without waiting for the service to reject it. */
export async function findEntitySet(client: DataverseClient, table: TableReference): Promise<EntitySetName> {
  const remembered = rememberedEntitySet(client, table);
  if (remembered !== undefined) return remembered;
  const { entitySetName } = await findTable(client, table);
  client.cache.set(entitySetKey(table), entitySetName);
  return entitySetName;
}

function entitySetKey(table: TableReference): string {
  return `entity set of ${table}`;
}

/** The service knows no table with the entity set name in the URL, or another segment of it. Nothing has run. */
export function isUnknownResource({
  status,
  code,
}: {
  status?: number | undefined;
  code?: string | undefined;
}): boolean {
  return status === 404 && code === errorCode.resourceNotFound;
}

function isRejectedSegment(error: unknown, segment: string): boolean {
  return (
    error instanceof DataverseError && isUnknownResource(error) && (error.serverMessage ?? "").includes(`'${segment}'`)
  );
}

/** The one table that has this name. @throws InvalidInputError when there is none, or several share the label. */
export async function findTable(
  client: DataverseClient,
  name: TableReference,
  input = "Entity Type",
): Promise<TableNames> {
  const tables = await rememberSufficient(
    client,
    "table names",
    () => listTableNames(client),
    (known) => matchTables(known, name).length > 0,
  );
  const [table, ...others] = matchTables(tables, name);
  if (!table) throw new InvalidInputError(input, `no table is called "${name}".${suggestTable(tables, name)}`);
  if (others.length === 0) return table;
  const candidates = [table, ...others].map(({ entitySetName }) => entitySetName).join(", ");
  throw new InvalidInputError(input, `several tables are called "${name}": enter one of ${candidates}.`);
}

interface NamesRow {
  LogicalName: LogicalName;
  EntitySetName: EntitySetName | null;
  LogicalCollectionName: string | null;
  SchemaName: SchemaName | null;
  DisplayName?: LabelDefinition | null;
  DisplayCollectionName?: LabelDefinition | null;
}

/** One request for the whole organization, because the service cannot filter by display name. */
async function listTableNames(client: DataverseClient): Promise<TableNames[]> {
  const rows = await readRows<NamesRow>(
    client,
    "List table names",
    "EntityDefinitions?$select=LogicalName,EntitySetName,LogicalCollectionName,SchemaName,DisplayName,DisplayCollectionName",
    { texts: ["LogicalName"] },
  );
  return rows.flatMap((row) => (isText(row.EntitySetName) ? [namesOf(row, row.EntitySetName)] : []));
}

function namesOf(row: NamesRow, entitySetName: EntitySetName): TableNames {
  return {
    logicalName: row.LogicalName,
    entitySetName,
    schemaName: row.SchemaName ?? undefined,
    labels: [
      ...(isText(row.LogicalCollectionName) ? [row.LogicalCollectionName] : []),
      ...labelTexts(row.DisplayName),
      ...labelTexts(row.DisplayCollectionName),
    ],
  };
}

function isText<Text extends string>(value: Text | null | undefined): value is Text {
  return typeof value === "string" && value !== "";
}

/** Names that identify a table take precedence over labels, which several tables may share. */
function matchTables(tables: TableNames[], name: TableReference): TableNames[] {
  const wanted = fold(name);
  const byName = tables.find((table) =>
    [table.entitySetName, table.logicalName, table.schemaName ?? ""].some((known) => fold(known) === wanted),
  );
  return byName ? [byName] : tables.filter((table) => table.labels.some((label) => fold(label) === wanted));
}

function suggestTable(tables: TableNames[], name: TableReference): string {
  const candidates = tables.map((each) => ({ name: each.entitySetName, labels: [each.logicalName, ...each.labels] }));
  return suggestion(name, candidates) || " Enter an entity set name, usually a pluralized name such as accounts.";
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
