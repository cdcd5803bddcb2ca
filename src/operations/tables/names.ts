import { type DataverseClient, DataverseError, errorCode, InvalidInputError, rowsOf } from "../../client";
import { suggestion } from "./similarNames";

/**
 * The names of tables. A table has a logical name (account), an entity set name (accounts), a schema name (Account) and
 * display names (Account, Accounts); the Web API's URLs take the entity set name only, and it is no pluralization rule.
 */
export interface TableNames {
  logicalName: string;
  entitySetName: string;
  schemaName: string;
  /** Every display name, singular and plural, of every language that came along. */
  labels: string[];
}

interface EntityNames {
  LogicalName: string;
  EntitySetName: string | null;
  LogicalCollectionName: string | null;
  SchemaName: string | null;
  DisplayName?: LabelDefinition | null;
  DisplayCollectionName?: LabelDefinition | null;
}

export interface LabelDefinition {
  LocalizedLabels?: { Label: string; LanguageCode?: number }[] | null;
  UserLocalizedLabel?: { Label: string } | null;
}

/**
 * Runs a request with `entityType` as the entity set name. The right name costs nothing; when the service refuses the
 * segment, the text is looked up among all tables' names, remembered, and the request is made again with the right one.
 */
export async function withEntitySet<Result>(
  client: DataverseClient,
  entityType: string,
  run: (entitySetName: string) => Promise<Result>,
): Promise<Result> {
  const entitySetName = await knownEntitySet(client, entityType);
  try {
    const result = await run(entitySetName);
    client.cache.set(rememberedKey(entityType), entitySetName);
    return result;
  } catch (error) {
    if (!isRefusedSegment(error, entitySetName) || entitySetName !== entityType) throw error;
    return run(await findEntitySetName(client, entityType));
  }
}

/** What is remembered of a name, else the name itself: it is right until the service refuses it. */
export async function knownEntitySet(client: DataverseClient, name: string): Promise<string> {
  const remembered = client.cache.get<string>(rememberedKey(name));
  if (remembered !== undefined) return remembered;
  // A display name such as "Price List Item" can be no URL segment; asking for it would only waste a request.
  return /^[A-Za-z_]\w*$/.test(name) ? name : findEntitySetName(client, name);
}

/** The name has worked lately, or has been looked up. */
export function isRememberedEntitySet(client: DataverseClient, name: string): boolean {
  return client.cache.get(rememberedKey(name)) !== undefined;
}

/** The entity set name of a table given by any of its names, without waiting for a refusal. */
export async function findEntitySetName(client: DataverseClient, name: string): Promise<string> {
  const remembered = client.cache.get<string>(rememberedKey(name));
  if (remembered !== undefined) return remembered;
  const { entitySetName } = await findTable(client, name);
  client.cache.set(rememberedKey(name), entitySetName);
  return entitySetName;
}

/** The one table that has this name. Names listed earlier may not know a table made since: they are then listed again. */
export async function findTable(client: DataverseClient, name: string, input = "Entity Type"): Promise<TableNames> {
  const wereRemembered = client.cache.get(tableNamesKey) !== undefined;
  const found = matchTables(await listTableNames(client), name);
  if (found.length > 0 || !wereRemembered) return onlyTable(found, await listTableNames(client), name, input);
  client.cache.forget(tableNamesKey);
  const tables = await listTableNames(client);
  return onlyTable(matchTables(tables, name), tables, name, input);
}

const tableNamesKey = "table names";

function rememberedKey(entityType: string): string {
  return `entity set of ${entityType}`;
}

function isRefusedSegment(error: unknown, entityType: string): boolean {
  return (
    error instanceof DataverseError &&
    error.status === 404 &&
    error.code === errorCode.resourceNotFound &&
    (error.serverMessage ?? "").includes(`'${entityType}'`)
  );
}

/** One request for the whole organization, because a display name cannot be filtered for. */
function listTableNames(client: DataverseClient): Promise<TableNames[]> {
  return client.cache.remember(tableNamesKey, async () => {
    const operation = "List table names";
    const answer = await client.request({
      operation,
      method: "GET",
      path: "EntityDefinitions?$select=LogicalName,EntitySetName,LogicalCollectionName,SchemaName,DisplayName,DisplayCollectionName",
    });
    return rowsOf<EntityNames>(answer, operation, { texts: ["LogicalName"] }).flatMap((table) =>
      isText(table.EntitySetName) ? [namesOf(table, table.EntitySetName)] : [],
    );
  });
}

function namesOf(table: EntityNames, entitySetName: string): TableNames {
  return {
    logicalName: table.LogicalName,
    entitySetName,
    schemaName: isText(table.SchemaName) ? table.SchemaName : table.LogicalName,
    labels: [
      ...(isText(table.LogicalCollectionName) ? [table.LogicalCollectionName] : []),
      ...labelTexts(table.DisplayName),
      ...labelTexts(table.DisplayCollectionName),
    ],
  };
}

export function labelTexts(label: LabelDefinition | null | undefined): string[] {
  const localized: ({ Label: string } | null)[] = Array.isArray(label?.LocalizedLabels) ? label.LocalizedLabels : [];
  return [...new Set([label?.UserLocalizedLabel?.Label, ...localized.map((each) => each?.Label)].filter(isText))];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Names that identify a table win over labels, which several tables may share. */
function matchTables(tables: TableNames[], name: string): TableNames[] {
  const wanted = fold(name);
  const byName = tables.find((table) =>
    [table.entitySetName, table.logicalName, table.schemaName].some((known) => fold(known) === wanted),
  );
  return byName ? [byName] : tables.filter((table) => table.labels.some((label) => fold(label) === wanted));
}

function onlyTable(found: TableNames[], tables: TableNames[], name: string, input: string): TableNames {
  const [table, ...others] = found;
  if (!table) {
    const candidates = tables.map((each) => ({ name: each.entitySetName, labels: [each.logicalName, ...each.labels] }));
    const hint =
      suggestion(name, candidates) || " Enter an entity set name, usually a pluralized name such as accounts.";
    throw new InvalidInputError(input, `no table is called "${name}".${hint}`);
  }
  if (others.length === 0) return table;
  const candidates = found.map(({ entitySetName }) => entitySetName).join(", ");
  throw new InvalidInputError(input, `several tables are called "${name}": enter one of ${candidates}.`);
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
