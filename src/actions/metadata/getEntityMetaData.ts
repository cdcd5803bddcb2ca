import { booleanInput, textInput } from "../../inputs/cleanedInput";
import { requiredText } from "../../inputs/clean/text";
import { connection } from "../../inputs/connection";
import { getTableMetadata } from "../../operations/metadata/tables";
import { readAction } from "../webApiAction";
import example from "./getEntityMetaData.example.json";
import { id, text } from "./outputs";

const entityType = textInput({
  label: "Entity Type",
  required: true,
  placeholder: "Enter entity type",
  comments:
    "The type of Entity to retrieve metadata for: the logical name, which is the singular name, the entity set name, or the MetadataId.",
  example: "account",
  dataSource: "tables",
  clean: (label) => requiredText(label, "for example account"),
});

const lookupField = booleanInput({
  label: "Use Logical Name for Lookup",
  required: false,
  default: true,
  comments: "When true, Entity Type is a name of the table. When false, it is the table's MetadataId.",
});

export const getEntityMetaData = readAction({
  label: "[CRM] Get Entity Metadata",
  description: "Get the definition of a Microsoft Dynamics 365 CRM entity.",
  inputs: { entityType, connection, lookupField },
  perform: async (client, params) => ({
    result: await getTableMetadata(client, params.entityType, { isName: params.lookupField }),
  }),
  example,
  output: {
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
