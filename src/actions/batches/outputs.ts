/** Outcomes of the operations of a batch, whose form depends on Failure Handling. */
import type { JsonSchema } from "../../outputs/jsonSchema";
import { recordSchema } from "../../outputs/record";

const result = {
  description:
    "The record where it was asked for; else the ID of a created or upserted record, and true for an update or deletion. The ID or the alternate key of a record that could not be read after the batch.",
  anyOf: [recordSchema, { type: "string" as const }, { type: "boolean" as const, const: true }],
};

const outcome = {
  type: "object" as const,
  properties: {
    index: { type: "integer" as const, description: "The position of the operation in the list, starting at 0." },
    action: { type: "string" as const, enum: ["create", "update", "upsert", "delete"] },
    collection: { type: "string" as const },
    success: { type: "boolean" as const },
    status: { type: "integer" as const, description: "The HTTP status; absent when the response has none." },
    id: { type: "string" as const },
    record: recordSchema,
    error: {
      type: "object" as const,
      properties: {
        message: { type: "string" as const },
        code: { type: "string" as const },
        status: { type: "integer" as const },
        requestId: { type: "string" as const },
        mayHaveRun: {
          type: "boolean" as const,
          description: "True when it is unknown whether the operation was carried out; else absent.",
        },
      },
      required: ["message"],
    },
  },
  required: ["index", "action", "collection", "success"],
};

export const batchOutput: JsonSchema = {
  anyOf: [
    { type: "array", description: "All or nothing: one entry per operation.", items: result },
    {
      type: "object",
      description: "In the other modes: one outcome per operation, with counts.",
      properties: {
        succeeded: { type: "integer" },
        failed: { type: "integer" },
        results: { type: "array", items: outcome },
      },
      required: ["succeeded", "failed", "results"],
    },
  ],
};
