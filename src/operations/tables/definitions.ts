import { type DataverseClient, encodeForUrl, type RowShape, rowsOf, unexpectedAnswer } from "../../client";
import { findEntitySetName, labelTexts, type LabelDefinition } from "./names";
import { type Candidate } from "./similarNames";

/**
 * What a write needs to know of a table: the columns' types, and which navigation property a lookup is written through.
 * Read in one request per table and remembered. Choices, date behaviors and the names of lookup targets are read only
 * when a value needs them.
 */
export interface TableDefinition {
  logicalName: string;
  entitySetName: string;
  primaryIdColumn: string;
  columns: Map<string, ColumnDefinition>;
}

export interface ColumnDefinition {
  logicalName: string;
  /** `AttributeTypeName.Value` without "Type": String, Money, MultiSelectPicklist. */
  type: string;
  /** Lookup columns: one per table it can point to. */
  lookups: LookupTarget[];
}

export interface LookupTarget {
  /** Logical name of the table that is pointed to. */
  target: string;
  navigationProperty: string;
}

interface EntityDefinition {
  LogicalName: string;
  EntitySetName: string;
  PrimaryIdAttribute: string;
  Attributes: { LogicalName: string; AttributeType: string | null; AttributeTypeName: { Value: string } | null }[];
  ManyToOneRelationships: {
    ReferencingAttribute: string;
    ReferencedEntity: string;
    ReferencingEntityNavigationPropertyName: string;
  }[];
}

/** `name` is an entity set name or a logical name; any other name of the table costs one request more. */
export function tableDefinition(client: DataverseClient, name: string): Promise<TableDefinition> {
  return client.cache.remember(definitionKey(name), async () => {
    const direct = /^[A-Za-z_]\w*$/.test(name) ? await readDefinition(client, name) : undefined;
    if (direct) return direct;
    const entitySetName = await findEntitySetName(client, name);
    const found = await readDefinition(client, entitySetName);
    if (found) return found;
    throw unexpectedAnswer(
      { operation: `Read the columns of ${name}`, status: 200, headers: {}, attempts: 1 },
      `it holds no definition of ${entitySetName}`,
    );
  });
}

function definitionKey(name: string): string {
  return `definition of ${name}`;
}

export function isDefinitionRemembered(client: DataverseClient, name: string): boolean {
  return client.cache.get(definitionKey(name)) !== undefined;
}

export function forgetDefinition(client: DataverseClient, name: string): void {
  client.cache.forget(definitionKey(name));
}

const definitionShape: RowShape = {
  texts: ["LogicalName", "EntitySetName", "PrimaryIdAttribute"],
  lists: {
    Attributes: { texts: ["LogicalName"] },
    ManyToOneRelationships: { texts: ["ReferencingAttribute", "ReferencedEntity"] },
  },
};

async function readDefinition(client: DataverseClient, name: string): Promise<TableDefinition | undefined> {
  const filter = encodeForUrl(`EntitySetName eq '${name}' or LogicalName eq '${name}'`);
  const operation = `Read the columns of ${name}`;
  const answer = await client.request({
    operation,
    method: "GET",
    path:
      `EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute&$filter=${filter}` +
      "&$expand=Attributes($select=LogicalName,AttributeType,AttributeTypeName)," +
      "ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName)",
  });
  const [definition] = rowsOf<EntityDefinition>(answer, operation, definitionShape);
  if (!definition) return undefined;
  return {
    logicalName: definition.LogicalName,
    entitySetName: definition.EntitySetName,
    primaryIdColumn: definition.PrimaryIdAttribute,
    columns: new Map(definition.Attributes.map((column) => [column.LogicalName, columnOf(column, definition)])),
  };
}

function columnOf(column: EntityDefinition["Attributes"][number], definition: EntityDefinition): ColumnDefinition {
  return {
    logicalName: column.LogicalName,
    // File, image and multi-select columns show only in AttributeTypeName; AttributeType says "Virtual" for them.
    type: String(column.AttributeTypeName?.Value ?? column.AttributeType ?? "").replace(/Type$/, ""),
    lookups: definition.ManyToOneRelationships.filter(
      ({ ReferencingAttribute }) => ReferencingAttribute === column.LogicalName,
    ).map((relationship) => ({
      target: relationship.ReferencedEntity,
      navigationProperty: relationship.ReferencingEntityNavigationPropertyName,
    })),
  };
}

/** What a mistyped column can have meant. Display names are read only now, because a right name does not need them. */
export async function columnCandidates(client: DataverseClient, table: TableDefinition): Promise<Candidate[]> {
  // Without display names the suggestions are fewer. The mistake in the input is still what the caller must see.
  const labels = await columnLabels(client, table.logicalName).catch(() => new Map<string, string[]>());
  return [...table.columns.keys()].map((name) => ({ name, labels: labels.get(name) ?? [] }));
}

function columnLabels(client: DataverseClient, table: string): Promise<Map<string, string[]>> {
  return client.cache.remember(`column labels of ${table}`, async () => {
    const operation = `Read the column labels of ${table}`;
    const answer = await client.request({
      operation,
      method: "GET",
      path: `EntityDefinitions(LogicalName='${table}')/Attributes?$select=LogicalName,DisplayName`,
    });
    const shape = { texts: ["LogicalName"] };
    const columns = rowsOf<{ LogicalName: string; DisplayName?: LabelDefinition | null }>(answer, operation, shape);
    return new Map(columns.map(({ LogicalName, DisplayName }) => [LogicalName, labelTexts(DisplayName)]));
  });
}

/** Logical name to entity set name, for the tables a lookup can point to. */
export function entitySetNames(client: DataverseClient, logicalNames: string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(logicalNames)].sort();
  return client.cache.remember(`entity sets of ${wanted.join(",")}`, async () => {
    const filter = wanted.map((name) => `LogicalName eq '${name}'`).join(" or ");
    const operation = `Read the entity set names of ${wanted.join(", ")}`;
    const answer = await client.request({
      operation,
      method: "GET",
      path: `EntityDefinitions?$select=LogicalName,EntitySetName&$filter=${encodeForUrl(filter)}`,
    });
    const shape = { texts: ["LogicalName", "EntitySetName"] };
    const tables = rowsOf<{ LogicalName: string; EntitySetName: string }>(answer, operation, shape);
    return new Map(tables.map((table) => [table.LogicalName, table.EntitySetName]));
  });
}

export interface ChoiceOption {
  value: number;
  labels: string[];
}

interface OptionDefinition {
  Value: number;
  Label: LabelDefinition;
}

interface OptionSetDefinition {
  Options?: OptionDefinition[];
  TrueOption?: OptionDefinition;
  FalseOption?: OptionDefinition;
}

function choicesKey(table: string, { logicalName }: ColumnDefinition): string {
  return `choices of ${table}.${logicalName}`;
}

export function forgetChoices(client: DataverseClient, table: string, column: ColumnDefinition): void {
  client.cache.forget(choicesKey(table, column));
}

/** Where what was remembered is not enough, a maker may have added a choice since: it is read once more. */
export async function choicesWith(
  client: DataverseClient,
  table: string,
  column: ColumnDefinition,
  isEnough: (options: ChoiceOption[]) => boolean,
): Promise<ChoiceOption[]> {
  const wasRemembered = client.cache.get(choicesKey(table, column)) !== undefined;
  const options = await choiceOptions(client, table, column);
  if (isEnough(options) || !wasRemembered) return options;
  forgetChoices(client, table, column);
  return choiceOptions(client, table, column);
}

/** The choices of a column with their labels in every language. The cast is needed to reach `OptionSet`. */
export function choiceOptions(
  client: DataverseClient,
  table: string,
  column: ColumnDefinition,
): Promise<ChoiceOption[]> {
  return client.cache.remember(choicesKey(table, column), async () => {
    const operation = `Read the choices of ${table}.${column.logicalName}`;
    const answer = await client.request<{
      OptionSet?: OptionSetDefinition | null;
      GlobalOptionSet?: OptionSetDefinition | null;
    }>({
      operation,
      method: "GET",
      path:
        `EntityDefinitions(LogicalName='${table}')/Attributes(LogicalName='${column.logicalName}')` +
        `/Microsoft.Dynamics.CRM.${column.type}AttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`,
    });
    const set = answer.body?.OptionSet ?? answer.body?.GlobalOptionSet;
    if (!set) throw unexpectedAnswer({ ...answer, operation }, "it holds no choices");
    const options: unknown = set.Options ?? [set.FalseOption, set.TrueOption];
    if (!Array.isArray(options)) throw unexpectedAnswer({ ...answer, operation }, "its choices are no list");
    return (options as (OptionDefinition | null | undefined)[]).flatMap((option) =>
      typeof option?.Value === "number" ? [{ value: option.Value, labels: labelTexts(option.Label) }] : [],
    );
  });
}

/** Logical names of the date columns that hold a date without a time. */
export function dateOnlyColumns(client: DataverseClient, table: string): Promise<Set<string>> {
  return client.cache.remember(`date behaviors of ${table}`, async () => {
    const operation = `Read the date columns of ${table}`;
    const answer = await client.request({
      operation,
      method: "GET",
      path:
        `EntityDefinitions(LogicalName='${table}')/Attributes` +
        "/Microsoft.Dynamics.CRM.DateTimeAttributeMetadata?$select=LogicalName,DateTimeBehavior",
    });
    const columns = rowsOf<{ LogicalName: string; DateTimeBehavior: { Value: string } | null }>(answer, operation);
    const dateOnly = columns.filter(({ DateTimeBehavior }) => DateTimeBehavior?.Value === "DateOnly");
    return new Set(dateOnly.map(({ LogicalName }) => LogicalName));
  });
}
