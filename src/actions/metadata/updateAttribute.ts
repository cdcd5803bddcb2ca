import { connection } from "../../inputs/connection";
import { updateColumn } from "../../operations/metadata/columns";
import { writeAction } from "../webApiAction";
import { attributeBody, publish, solutionUniqueName, tableId } from "./inputs";
import { column } from "./outputs";
import example from "./updateAttribute.example.json";

const changedAttribute = attributeBody({
  comments:
    "Attribute body payload to send: the members of the column's definition that change, and its schema name or logical name. Members that are left out keep their values.",
  example: { LogicalName: "revenue", RequiredLevel: { Value: "Recommended" } },
});

export const updateAttribute = writeAction({
  label: "[CRM] Update Attribute",
  description: "Update an existing CRM Attribute on an Entity.",
  inputs: { connection, entityId: tableId, attributeBody: changedAttribute, publish, solutionUniqueName },
  perform: (client, { entityId: table, attributeBody: body, ...change }) =>
    updateColumn(client, { ...change, table, body }),
  example,
  output: column,
});
