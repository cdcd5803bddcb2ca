/**
 * A lookup is written as `<navigation property>@odata.bind`, and a column that can refer to several tables has one
 * navigation property for each ("Associate table rows on create", Microsoft Learn).
 *
 *   value = guid | table "(" key ")" | { id, logicalName }
 */
import {
  type DataverseClient,
  InvalidInputError,
  isObject,
  keySegment,
  parseGuid,
  parseRecordKey,
  type RecordKey,
} from "../../client";
import { type ColumnDefinition, getEntitySets, type LookupTarget } from "../tables/definitions";
import { asLogicalName, type EntitySetName, type LogicalName, type TableReference } from "../tables/names";
import { type ConvertedField, type EnteredValue, fieldValueInput } from "./field";

export async function convertLookup(
  client: DataverseClient,
  { column, value, reject }: EnteredValue,
): Promise<ConvertedField> {
  const targets = targetsOf(column);
  const replaces = [...new Set(column.lookups.map(({ navigationProperty }) => `${navigationProperty}@odata.bind`))];
  if (value === null) {
    // Emptying one of the navigation properties empties the column they share.
    const navigationProperty = targets[0]?.navigationProperty ?? column.logicalName;
    return { members: { [`${navigationProperty}@odata.bind`]: null }, replaces };
  }
  const expected = describeForms(targets);
  const reference = parseReference(value) ?? reject(expected);
  const entitySets = await getEntitySets(
    client,
    targets.map(({ target }) => target),
  );
  const { table } = reference;
  const target =
    table === undefined
      ? defaultTarget(column, targets)
      : targets.find(({ target: name }) => isNameOf(name, entitySets.get(name), table));
  if (!target) return reject(expected);
  const key = tryParseKey(reference.key) ?? reject(expected);
  const bind = `/${entitySets.get(target.target) ?? target.target}${keySegment(key)}`;
  return { members: { [`${target.navigationProperty}@odata.bind`]: bind }, replaces };
}

function isNameOf(logicalName: LogicalName, entitySetName: EntitySetName | undefined, text: TableReference): boolean {
  const name = text.toLowerCase();
  return name === logicalName || name === entitySetName;
}

function tryParseKey(text: string): RecordKey | undefined {
  try {
    return parseRecordKey(text, fieldValueInput);
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
}

const ownerTables = ["systemuser", "team"].map(asLogicalName);

/**
 * An owner is a user or a team. Both are written by the navigation property `ownerid`, whose relationship names
 * neither.
 */
export function targetsOf(column: ColumnDefinition): LookupTarget[] {
  if (column.type !== "Owner") return column.lookups;
  const navigationProperty = column.lookups[0]?.navigationProperty ?? column.logicalName;
  return ownerTables.map((target) => ({ target, navigationProperty }));
}

/** The table of an id alone: the only target, or for an owner the user. */
function defaultTarget(column: ColumnDefinition, targets: LookupTarget[]): LookupTarget | undefined {
  return targets.length === 1 || column.type === "Owner" ? targets[0] : undefined;
}

function describeForms(targets: LookupTarget[]): string {
  const forms = targets.slice(0, 5).map(({ target }) => `${target}(<id>)`);
  const last = forms.pop();
  const list = forms.length > 0 ? `${forms.join(", ")} or ${last}` : (last ?? "table(<id>)");
  return targets.length === 1 ? `an id or ${list}` : list;
}

interface Reference {
  table?: TableReference;
  key: string;
}

export function parseReference(value: unknown): Reference | undefined {
  if (isObject(value)) {
    const { id, logicalName } = value;
    if (typeof id !== "string") return undefined;
    return typeof logicalName === "string" ? { table: logicalName, key: id } : { key: id };
  }
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (parseGuid(text)) return { key: text };
  const [, table, key] = /^\/?([A-Za-z_]\w*)\((.+)\)$/s.exec(text) ?? [];
  return table === undefined || key === undefined ? undefined : { table, key };
}
