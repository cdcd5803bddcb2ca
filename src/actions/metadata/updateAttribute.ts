import { action, PerformSafety } from "@prismatic-io/spectral";
import { updateAttributePayload } from "../../examplePayloads/columns";
import { connection } from "../../inputs/connection";
import { changedAttribute, publish, solutionUniqueName, tableId } from "../../inputs/metadata";
import { updateColumn } from "../../operations/metadata/columns";
import { columnOutput } from "./outputs";
import { createSession } from "../../session";

export const updateAttribute = action({
  display: {
    label: "[CRM] Update Attribute",
    description: "Update an existing CRM Attribute on an Entity.",
  },
  inputs: { connection, entityId: tableId, attributeBody: changedAttribute, publish, solutionUniqueName },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const data = await updateColumn(client, {
      table: params.entityId,
      body: params.attributeBody,
      publish: params.publish,
      solutionUniqueName: params.solutionUniqueName,
    });
    return { data };
  },
  performSafety: PerformSafety.NOT_ALLOWED,
  examplePayload: updateAttributePayload,
  outputSchema: columnOutput,
});
