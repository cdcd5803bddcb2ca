import { action, PerformSafety } from "@prismatic-io/spectral";
import { getAttributePayload } from "../../examplePayloads/columns";
import { connection } from "../../inputs/connection";
import { attributeName, definitionExpandPropertyNames, definitionFieldNames, tableId } from "../../inputs/metadata";
import { getColumn } from "../../operations/metadata/columns";
import { columnOutput } from "./outputs";
import { createSession } from "../../session";

export const getAttribute = action({
  display: {
    label: "[CRM] Get Attribute",
    description: "Retrieve a single CRM Attribute.",
  },
  inputs: {
    connection,
    entityId: tableId,
    attributeType: attributeName,
    fieldNames: definitionFieldNames,
    expandPropertyNames: definitionExpandPropertyNames,
  },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { data: await getColumn(client, { ...params, table: params.entityId }) };
  },
  performSafety: PerformSafety.SAFE,
  examplePayload: getAttributePayload,
  outputSchema: columnOutput,
});
