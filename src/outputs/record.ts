import { outputSchema } from "@prismatic-io/spectral";

/** What a step's `data` looks like, so that later steps can refer to it before it has run. */

/** Columns differ from table to table, so that only what every record has is named. */
export const recordSchema = {
  type: "object" as const,
  description: "A record: its columns by name, a lookup's ID as _<column>_value.",
  properties: {
    "@odata.context": { type: "string" as const, description: "What the members of the record are." },
    "@odata.etag": { type: "string" as const, description: "The version of the record, for the input ETag." },
  },
  additionalProperties: true,
};

const id = { type: "string" as const, format: "uuid", description: "The ID of the record." };
const idOrKey = {
  type: "string" as const,
  description: "The ID of the record, or the alternate key that it was named by.",
};
const entitySetName = { type: "string" as const, description: "The entity set name of the record's table." };

const writtenRecord = {
  ...recordSchema,
  description: "The record when Return Record is true, else its entity set name and ID.",
  properties: { ...recordSchema.properties, entitySetName, id },
};

export const recordOutput = outputSchema({ type: "actionOutput", schema: recordSchema });

export const writtenRecordOutput = outputSchema({ type: "actionOutput", schema: writtenRecord });

export const upsertedRecordOutput = outputSchema({
  type: "actionOutput",
  schema: {
    ...writtenRecord,
    properties: {
      ...writtenRecord.properties,
      "@created": { type: "boolean", description: "True when the record did not exist before." },
    },
    required: ["@created"],
  },
});

export const deletedRecordOutput = outputSchema({
  type: "actionOutput",
  schema: {
    type: "object",
    properties: { entitySetName, id: idOrKey, deleted: { type: "boolean", const: true } },
    required: ["entitySetName", "id", "deleted"],
    additionalProperties: false,
  },
});
