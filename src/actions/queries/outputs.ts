import { recordSchema } from "../../outputs/record";

/** The members of every page of records. */
export const value = { type: "array" as const, description: "The records.", items: recordSchema };
export const count = { type: "integer" as const, description: "The number of matching records, up to 5000." };
export const isComplete = { type: "boolean" as const, description: "True when no records are left to read." };
