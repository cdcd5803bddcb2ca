/** The output of several actions on single records. */
import type { JsonSchema } from "../../outputs/jsonSchema";
import { recordSchema } from "../../outputs/record";

export const entitySetName = { type: "string" as const, description: "The entity set name of the record's table." };

const id = { type: "string" as const, format: "uuid", description: "The ID of the record." };

export const writtenRecord = {
  ...recordSchema,
  description: "The record when Return Record is true, else its entity set name and ID.",
  properties: { ...recordSchema.properties, entitySetName, id },
} satisfies JsonSchema;
