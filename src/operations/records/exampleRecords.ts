import type { DataverseRecord, RecordKey } from "../../client";
import type { RecordValues } from "./body";
import type { RecordReference } from "./records";

/**
 * The expected result of a write, from its inputs alone: before the first run, later steps can refer to the fields that
 * a builder entered. Pure.
 */
const exampleId = "11111111-2222-3333-4444-555555555555";

export interface ExampleWrite {
  entityType: string;
  values: RecordValues;
  /** The record's id, when the inputs contain it. */
  id: string | undefined;
  returnRecord: boolean;
}

export function exampleWrite(write: ExampleWrite): DataverseRecord | RecordReference {
  if (!write.returnRecord) return { entitySetName: write.entityType, id: write.id ?? exampleId };
  return {
    "@odata.etag": 'W/"5001"',
    ...Object.fromEntries(Object.entries(write.values.dynamicValues).filter(([name]) => !name.includes("@"))),
    ...Object.fromEntries(
      write.values.fieldValues
        .filter(({ column }) => !column.includes("@"))
        .map(({ column, value }) => lookupMember(value, column) ?? [column, value]),
    ),
  };
}

/** A lookup is written as `table(id)` and read as `_<column>_value`. */
function lookupMember(value: unknown, column: string): [string, unknown] | undefined {
  const id = typeof value === "string" ? /^\/?[A-Za-z_]\w*\(([0-9a-f-]{36})\)$/i.exec(value.trim())?.[1] : undefined;
  return id === undefined ? undefined : [`_${column}_value`, id];
}

export function idOfKey(key: RecordKey): string | undefined {
  return key.kind === "id" ? key.id : undefined;
}

export function exampleDeletion(entitySetName: string, key: RecordKey): RecordReference & { deleted: true } {
  return { entitySetName, id: idOfKey(key) ?? exampleId, deleted: true };
}
