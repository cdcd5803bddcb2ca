import { connection } from "../../inputs/connection";
import { createColumn } from "../../operations/metadata/columns";
import { writeAction } from "../webApiAction";
import example from "./createAttribute.example.json";
import { attributeBody, exampleBody, publish, solutionUniqueName, tableId } from "./inputs";
import { id, text } from "./outputs";

const newAttribute = attributeBody({
  comments: "Attribute body payload to send: the definition of the new column, with its schema name, type and label.",
  example: exampleBody,
});

export const createAttribute = writeAction({
  label: "[CRM] Create Attribute",
  description: "Create a CRM Attribute on an Entity.",
  inputs: { connection, entityId: tableId, attributeBody: newAttribute, publish, solutionUniqueName },
  perform: (client, { entityId: table, attributeBody: body, ...change }) =>
    createColumn(client, { ...change, table, body }),
  example,
  output: {
    type: "object",
    properties: { MetadataId: id, LogicalName: text, SchemaName: text },
    required: ["MetadataId", "LogicalName", "SchemaName"],
    additionalProperties: false,
  },
});
