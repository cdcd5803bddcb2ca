import { outputSchema } from "@prismatic-io/spectral";
import { recordSchema } from "../../outputs/record";

/** Pages of records. */

const value = { type: "array" as const, description: "The records.", items: recordSchema };
const count = { type: "integer" as const, description: "The number of matching records, up to 5000." };
const isComplete = { type: "boolean" as const, description: "True when no records are left to read." };

export const queryEntitiesOutput = outputSchema({
  type: "actionOutput",
  schema: {
    type: "object",
    properties: {
      value,
      "@odata.nextLink": { type: "string", description: "Leads to the records that follow." },
      oDataNextLink: { type: "string", description: "The same link, for the input Next Page Id." },
      "@odata.count": count,
      isComplete,
    },
    required: ["value", "isComplete"],
    additionalProperties: false,
  },
});

export const fetchXmlOutput = outputSchema({
  type: "actionOutput",
  schema: {
    type: "object",
    properties: {
      value,
      PagingInfo: {
        type: "object",
        description: "What the next call needs; absent when no records are left.",
        properties: {
          cookie: { type: "string", description: "For the input Next Page Id." },
          page: { type: "integer", description: "For the input Page Number." },
          nextPage: { type: "boolean" },
        },
        required: ["cookie", "page", "nextPage"],
        additionalProperties: false,
      },
      "@odata.count": count,
      isComplete,
    },
    required: ["value", "isComplete"],
    additionalProperties: false,
  },
});
