/**
 * The service's definitions of columns beyond their types: choices, labels and date behaviors. Read when it is needed.
 */
import { type DataverseClient, unexpectedResponse } from "../../client";
import { type ColumnDefinition, definitionPath, type TableDefinition } from "./definitions";
import { type LabelDefinition, labelTexts } from "./labels";
import type { LogicalName } from "./names";
import { rememberSufficient } from "./remember";
import { readRows } from "./rows";
import type { Candidate } from "./similarNames";

export interface ChoiceOption {
  value: number;
  labels: string[];
}

interface OptionRow {
  Value: number;
  Label: LabelDefinition;
}

interface OptionSetRow {
  Options?: OptionRow[];
  TrueOption?: OptionRow;
  FalseOption?: OptionRow;
}

/**
 * The choices of a column with their labels in every language, read once more when `suffice` rejects the remembered
 * ones.
 */
export function getChoices(
  client: DataverseClient,
  table: LogicalName,
  column: ColumnDefinition,
  suffice: (options: ChoiceOption[]) => boolean = () => true,
): Promise<ChoiceOption[]> {
  return rememberSufficient(client, choicesKey(table, column), () => readChoices(client, table, column), suffice);
}

export function forgetChoices(client: DataverseClient, table: LogicalName, column: ColumnDefinition): void {
  client.cache.forget(choicesKey(table, column));
}

function choicesKey(table: LogicalName, { logicalName }: ColumnDefinition): string {
  return `choices of ${table}.${logicalName}`;
}

/** Only the derived type of a column has `OptionSet`, hence the cast. */
async function readChoices(
  client: DataverseClient,
  table: LogicalName,
  column: ColumnDefinition,
): Promise<ChoiceOption[]> {
  const operation = `Read the choices of ${table}.${column.logicalName}`;
  const response = await client.request<{ OptionSet?: OptionSetRow | null; GlobalOptionSet?: OptionSetRow | null }>({
    operation,
    method: "GET",
    path:
      `${definitionPath(table)}/Attributes(LogicalName='${column.logicalName}')` +
      `/Microsoft.Dynamics.CRM.${column.type}AttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`,
  });
  const set = response.body?.OptionSet ?? response.body?.GlobalOptionSet;
  if (!set) throw unexpectedResponse(response, "it does not contain choices");
  const options: unknown = set.Options ?? [set.FalseOption, set.TrueOption];
  if (!Array.isArray(options)) throw unexpectedResponse(response, "its choices are not a list");
  return (options as (OptionRow | null | undefined)[]).flatMap((option) =>
    typeof option?.Value === "number" ? [{ value: option.Value, labels: labelTexts(option.Label) }] : [],
  );
}

/** Logical names of the date columns that hold a date without a time. */
export function getDateOnlyColumns(client: DataverseClient, table: LogicalName): Promise<Set<string>> {
  return client.cache.remember(`date behaviors of ${table}`, async () => {
    const columns = await readRows<{ LogicalName: string; DateTimeBehavior: { Value: string } | null }>(
      client,
      `Read the date columns of ${table}`,
      `${definitionPath(table)}/Attributes` +
        "/Microsoft.Dynamics.CRM.DateTimeAttributeMetadata?$select=LogicalName,DateTimeBehavior",
    );
    const dateOnly = columns.filter(({ DateTimeBehavior }) => DateTimeBehavior?.Value === "DateOnly");
    return new Set(dateOnly.map(({ LogicalName }) => LogicalName));
  });
}

/**
 * The columns that a mistyped name may mean. Display names are read only then, because a right name does not need them.
 */
export async function columnCandidates(client: DataverseClient, table: TableDefinition): Promise<Candidate[]> {
  // Without display names the suggestions are fewer. The mistake in the input is still what the caller must see.
  const labels = await getColumnLabels(client, table.logicalName).catch(() => new Map<string, string[]>());
  return [...table.columns.keys()].map((name) => ({ name, labels: labels.get(name) ?? [] }));
}

function getColumnLabels(client: DataverseClient, table: LogicalName): Promise<Map<string, string[]>> {
  return client.cache.remember(`column labels of ${table}`, async () => {
    const columns = await readRows<{ LogicalName: string; DisplayName?: LabelDefinition | null }>(
      client,
      `Read the column labels of ${table}`,
      `${definitionPath(table)}/Attributes?$select=LogicalName,DisplayName`,
      { texts: ["LogicalName"] },
    );
    return new Map(columns.map(({ LogicalName, DisplayName }) => [LogicalName, labelTexts(DisplayName)]));
  });
}
