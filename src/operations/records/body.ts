import { type DataverseClient, InvalidInputError } from "../../client";
import { type ConvertedField, type FieldValue, fieldValueInput } from "../fields/field";
import { convertFieldValue, findColumn, isAnnotation } from "../fields/values";
import { getDefinition } from "../tables/definitions";
import type { TableReference } from "../tables/names";

/** The values that a builder enters for a record: values in their own types, and fields as text. */
export interface RecordValues {
  dynamicValues: Record<string, unknown>;
  fieldValues: FieldValue[];
}

/**
 * The body of a write. Dynamic Values are sent unchanged; Field Value is converted to the columns' types and takes
 * precedence. The returned `entityType` is the entity set name when the conversion read the table's definition.
 */
export async function recordBody(
  client: DataverseClient,
  entityType: TableReference,
  { dynamicValues, fieldValues }: RecordValues,
): Promise<{ entityType: TableReference; body: Record<string, unknown> }> {
  // An unresolved reference is `undefined`, which JSON cannot represent, so the field is left out.
  const body = Object.fromEntries(Object.entries(dynamicValues).filter(([, value]) => value !== undefined));
  const fields = fieldValues.filter(({ value }) => value !== undefined);
  if (Object.keys(body).length === 0 && fields.length === 0) {
    throw new InvalidInputError(`${fieldValueInput} or Dynamic Values`, "at least one field with a value is needed.");
  }
  const plain = fields.filter(({ column }) => !isAnnotation(column));
  for (const { column, value } of fields) {
    if (isAnnotation(column)) body[column] = value;
  }
  if (plain.length === 0) return { entityType, body };
  const table = await getDefinition(client, entityType, (definition) =>
    plain.every(({ column }) => findColumn(definition, column)),
  );
  for (const field of plain) {
    merge(body, await convertFieldValue(client, table, field));
  }
  return { entityType: table.entitySetName, body };
}

function merge(body: Record<string, unknown>, { members, replaces }: ConvertedField): void {
  for (const name of replaces) delete body[name];
  Object.assign(body, members);
}
