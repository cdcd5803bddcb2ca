import { outputSchema } from "@prismatic-io/spectral";

/** Definitions of tables and columns: what nearly every definition has, and room for the rest. */

const text = { type: "string" as const };
const id = { type: "string" as const, format: "uuid" };

const column = {
  type: "object" as const,
  description: "The definition of a column; which members it has follows from its type and from Field Name.",
  properties: {
    "@odata.type": text,
    MetadataId: id,
    LogicalName: text,
    SchemaName: text,
    EntityLogicalName: text,
    AttributeType: text,
    IsCustomAttribute: { type: "boolean" as const },
    DisplayName: { type: "object" as const },
    Description: { type: "object" as const },
    RequiredLevel: { type: "object" as const },
  },
  required: ["MetadataId"],
  additionalProperties: true,
};

export const columnOutput = outputSchema({ type: "actionOutput", schema: column });

export const columnListOutput = outputSchema({
  type: "actionOutput",
  schema: {
    type: "object",
    properties: { value: { type: "array", items: column } },
    required: ["value"],
    additionalProperties: true,
  },
});

export const createdColumnOutput = outputSchema({
  type: "actionOutput",
  schema: {
    type: "object",
    properties: { MetadataId: id, LogicalName: text, SchemaName: text },
    required: ["MetadataId", "LogicalName", "SchemaName"],
    additionalProperties: false,
  },
});

export const tableOutput = outputSchema({
  type: "actionOutput",
  schema: {
    type: "object",
    properties: {
      result: {
        type: "object",
        description: "The definition of the table.",
        properties: {
          MetadataId: id,
          LogicalName: text,
          SchemaName: text,
          EntitySetName: text,
          PrimaryIdAttribute: text,
          PrimaryNameAttribute: { type: ["string", "null"] },
          ObjectTypeCode: { type: "integer" },
          OwnershipType: text,
          IsCustomEntity: { type: "boolean" },
          DisplayName: { type: "object" },
          DisplayCollectionName: { type: "object" },
        },
        required: ["MetadataId", "LogicalName"],
        additionalProperties: true,
      },
    },
    required: ["result"],
    additionalProperties: false,
  },
});

const element = (description: string) => ({
  type: "object" as const,
  description,
  properties: { key: text, label: text },
  required: ["key", "label"],
  additionalProperties: false,
});

export const tablesWithFieldsOutput = outputSchema({
  type: "actionOutput",
  schema: {
    type: "array",
    items: {
      type: "object",
      properties: {
        object: element("A table: MetadataId and schema name."),
        defaultSelected: { type: "boolean" },
        fields: { type: "array", items: element("A column: logical name and label.") },
      },
      required: ["object", "defaultSelected", "fields"],
      additionalProperties: false,
    },
  },
});
