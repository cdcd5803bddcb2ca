/** Columns differ from table to table, so only what every record has is named. */
export const recordSchema = {
  type: "object" as const,
  description: "A record: its columns by name, a lookup's ID as _<column>_value.",
  properties: {
    "@odata.context": { type: "string" as const, description: "The URL that describes the members of the record." },
    "@odata.etag": { type: "string" as const, description: "The version of the record, for the input ETag." },
  },
  additionalProperties: true,
};
