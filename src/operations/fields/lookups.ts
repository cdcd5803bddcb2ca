import { type DataverseClient, keySegment, parseGuid, parseRecordKey, type RecordKey } from "../../client";
import { type ConvertedField, fieldValueInput, refuseValue } from "./refusal";
import { type ColumnDefinition, getEntitySets, type LookupTarget, type TableDefinition } from "../tables/definitions";
import { asLogicalName, type EntitySetName, type LogicalName } from "../tables/names";

/**
 * A lookup is written as `<navigation property>@odata.bind`, and a column that can point to several tables has one
 * navigation property for each ("Associate table rows on create", Microsoft Learn).
 *
 *   value = guid | table "(" key ")" | { id, logicalName }
 */
export async function fieldLookup(
  client: DataverseClient,
  table: TableDefinition,
  column: ColumnDefinition,
  value: unknown,
): Promise<ConvertedField> {
  const targets = targetsOf(column);
  const replaces = [...new Set(column.lookups.map(({ navigationProperty }) => `${navigationProperty}@odata.bind`))];
  if (value === null) {
    // Emptying one of the navigation properties empties the column they share.
    const navigationProperty = targets[0]?.navigationProperty ?? column.logicalName;
    return { members: { [`${navigationProperty}@odata.bind`]: null }, replaces };
  }
  const reference = referenceOf(value);
  const expected = example(targets);
  if (!reference) return refuseValue(table, column, value, expected);
  const sets = await getEntitySets(
    client,
    targets.map(({ target }) => target),
  );
  const target =
    reference.table === undefined
      ? onlyTarget(column, targets)
      : targets.find(({ target: name }) => isNameOf(name, sets.get(name), reference.table ?? ""));
  if (!target) return refuseValue(table, column, value, expected);
  const key = keyOf(reference.key) ?? refuseValue(table, column, value, expected);
  const bind = `/${sets.get(target.target) ?? target.target}${keySegment(key)}`;
  return { members: { [`${target.navigationProperty}@odata.bind`]: bind }, replaces };
}

function keyOf(text: string): RecordKey | undefined {
  try {
    return parseRecordKey(text, fieldValueInput);
  } catch {
    return undefined;
  }
}

const ownerTables = ["systemuser", "team"].map(asLogicalName);

/** An owner is a user or a team behind the one navigation property `ownerid`, whose relationship names neither. */
export function targetsOf(column: ColumnDefinition): LookupTarget[] {
  if (column.type !== "Owner") return column.lookups;
  const navigationProperty = column.lookups[0]?.navigationProperty ?? column.logicalName;
  return ownerTables.map((target) => ({ target, navigationProperty }));
}

/** An id alone says enough where only one table is possible; an owner's id alone is a user's. */
function onlyTarget(column: ColumnDefinition, targets: LookupTarget[]): LookupTarget | undefined {
  return targets.length === 1 || column.type === "Owner" ? targets[0] : undefined;
}

function example(targets: LookupTarget[]): string {
  const forms = targets.slice(0, 5).map(({ target }) => `${target}(<id>)`);
  const last = forms.pop();
  const list = forms.length > 0 ? `${forms.join(", ")} or ${last}` : (last ?? "table(<id>)");
  return targets.length === 1 ? `an id or ${list}` : list;
}

function referenceOf(value: unknown): { table?: string; key: string } | undefined {
  if (typeof value === "object" && value !== null && "id" in value && typeof value.id === "string") {
    const { id } = value;
    return "logicalName" in value && typeof value.logicalName === "string"
      ? { table: value.logicalName, key: id }
      : { key: id };
  }
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (parseGuid(text)) return { key: text };
  const parts = /^\/?([A-Za-z_]\w*)\((.+)\)$/s.exec(text);
  return parts ? { table: parts[1] as string, key: parts[2] as string } : undefined;
}

function isNameOf(logicalName: LogicalName, entitySetName: EntitySetName | undefined, text: string): boolean {
  return [logicalName as string, entitySetName].includes(text.toLowerCase());
}
