import { connection } from "../../inputs/connection";
import { tableSelection } from "../../inputs/metadata";
import { listTablesWithFields } from "../../operations/metadata/tables";
import { readAction } from "../webApiAction";
import example from "./getEntitiesMetaData.example.json";
import { text } from "./outputs";

function element(description: string) {
  return {
    type: "object" as const,
    description,
    properties: { key: text, label: text },
    required: ["key", "label"],
    additionalProperties: false,
  };
}

export const getEntitiesMetaData = readAction({
  label: "[CRM] Get Entities Metadata",
  description: "Get a subset of the Dynamics CRM Entity Types with their fields.",
  inputs: { connection, ...tableSelection },
  perform: listTablesWithFields,
  example,
  output: {
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
