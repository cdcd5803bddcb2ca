/** The output of several actions on definitions: the usual members of a definition, and any others. */
export const text = { type: "string" as const };
export const id = { type: "string" as const, format: "uuid" };

export const column = {
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
