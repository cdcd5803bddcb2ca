import { type DataverseClient, InvalidInputError } from "../client";
import { type ConvertedField, fieldValueInput } from "./fieldRefusal";
import { convertFieldValue, type FieldValue, isAnnotation } from "./fieldValues";
import { tableDefinition } from "./tableDefinitions";

/** What a builder gives for a record: values in their own types, and fields as text. */
export interface RecordValues {
  dynamicValues: Record<string, unknown>;
  fieldValues: FieldValue[];
}

/**
 * The body of a write. Dynamic Values go as they are; Field Value is converted to the columns' types and wins.
 * `entityType` comes back as the entity set name when the table's definition had to be read anyway.
 */
export async function recordBody(
  client: DataverseClient,
  entityType: string,
  { dynamicValues, fieldValues }: RecordValues,
): Promise<{ entityType: string; body: Record<string, unknown> }> {
  if (Object.keys(dynamicValues).length === 0 && fieldValues.length === 0) {
    throw new InvalidInputError(`${fieldValueInput} or Dynamic Values`, "at least one field is needed.");
  }
  const body = { ...dynamicValues };
  const plain = fieldValues.filter(({ column }) => !isAnnotation(column));
  for (const { column, value } of fieldValues) {
    if (isAnnotation(column)) body[column] = value;
  }
  if (plain.length === 0) return { entityType, body };
  const table = await tableDefinition(client, entityType);
  for (const field of plain) {
    merge(body, await convertFieldValue(client, table, field));
  }
  return { entityType: table.entitySetName, body };
}

function merge(body: Record<string, unknown>, { members, replaces }: ConvertedField): void {
  for (const name of replaces) delete body[name];
  Object.assign(body, members);
}
