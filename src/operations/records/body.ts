import type { DataverseClient } from "../../client";
import { type ConvertedField, type FieldValue, fieldValueInput } from "../fields/field";
import { convertFieldValue, findColumn, isAnnotation } from "../fields/values";
import { getDefinition, type TableDefinition } from "../tables/definitions";
import type { TableReference } from "../tables/names";
import { resolveBindings } from "./bindings";
import { logOmitted, withoutReadMembers } from "./readMembers";
import { type ClearedLookup, clearedLookups, emptyLookups, rejectEmptyOwner } from "./clearedLookups";

/** The values that a builder enters for a record: values in their own types, and fields as text. */
export interface RecordValues {
  dynamicValues: Record<string, unknown>;
  fieldValues: FieldValue[];
}

export interface RecordBody {
  /** The entity set name when the table's definition was read. */
  entityType: TableReference;
  body: Record<string, unknown>;
  /** Lookups that an update or upsert empties. */
  cleared: ClearedLookup[];
}

const valuesInput = `${fieldValueInput} or Dynamic Values`;

/**
 * The body of a write. Dynamic Values are sent unchanged, except for
 * what only a read returns; Field Value is converted to the columns' types and takes
 * precedence.
 */
export async function recordBody(
  client: DataverseClient,
  entityType: TableReference,
  { dynamicValues, fieldValues }: RecordValues,
  write: Write,
): Promise<RecordBody> {
  // An unresolved reference is `undefined`, which JSON cannot represent, so the field is left out.
  const given = Object.fromEntries(Object.entries(dynamicValues).filter(([, value]) => value !== undefined));
  const { values: body, omitted } = withoutReadMembers(given, write === "create" ? "create" : "change");
  logOmitted(client, "Dynamic Values", omitted);
  const fields = fieldValues.filter(({ value }) => value !== undefined);
  if (Object.keys(body).length === 0 && fields.length === 0) {
    client.warn(`${valuesInput}: no field has a value, so ${nothingWritten[write]}.`);
  }
  const plain = fields.filter(({ column }) => !isAnnotation(column));
  for (const { column, value } of fields) {
    if (isAnnotation(column)) body[column] = value;
  }
  const clears = write !== "create" && emptyLookups(body).length > 0;
  const table = plain.length > 0 || clears ? await definitionFor(client, entityType, plain) : undefined;
  if (table) {
    logIgnored(client, table, plain, write);
    await mergeFields(client, table, plain, body);
  }
  if (write !== "create") rejectEmptyOwner(body, valuesInput);
  const cleared = table && write !== "create" ? clearedLookups(table, body) : [];
  const resolved = await resolveBindings(client, valuesInput, body);
  return { entityType: table?.entitySetName ?? entityType, body: resolved, cleared };
}

const nothingWritten = {
  create: "an empty record is created",
  update: "nothing is written",
  upsert: "an existing record is not changed",
};

function definitionFor(client: DataverseClient, entityType: TableReference, fields: FieldValue[]) {
  return getDefinition(client, entityType, (definition) =>
    fields.every(({ column }) => findColumn(definition, column)),
  );
}

async function mergeFields(
  client: DataverseClient,
  table: TableDefinition,
  fields: FieldValue[],
  body: Record<string, unknown>,
): Promise<void> {
  for (const field of fields) merge(body, await convertFieldValue(client, table, field));
}

/** Dataverse ignores the values of columns that it sets itself, such as `createdon` in an update. */
function logIgnored(client: DataverseClient, table: TableDefinition, fields: FieldValue[], write: Write): void {
  const ignored = fields.filter(({ column: name }) => {
    const column = findColumn(table, name);
    if (!column) return false;
    const { isValidForCreate, isValidForUpdate } = column;
    return !((isValidForCreate && write !== "update") || (isValidForUpdate && write !== "create"));
  });
  if (ignored.length === 0) return;
  const names = ignored.map(({ column }) => column).join(", ");
  client.warn(
    `${fieldValueInput}: ${write === "create" ? "a create" : `an ${write}`} does not set these columns: ${names}.`,
  );
}

type Write = "create" | "update" | "upsert";

function merge(body: Record<string, unknown>, { members, replaces }: ConvertedField): void {
  for (const name of replaces) delete body[name];
  Object.assign(body, members);
}
