import { action, PerformSafety } from "@prismatic-io/spectral";
import { createAttributePayload } from "../../examplePayloads/columns";
import { connection } from "../../inputs/connection";
import { newAttribute, publish, solutionUniqueName, tableId } from "../../inputs/metadata";
import { createColumn } from "../../operations/metadata/columns";
import { createdColumnOutput } from "./outputs";
import { createSession } from "../../session";

export const createAttribute = action({
  display: {
    label: "[CRM] Create Attribute",
    description: "Create a CRM Attribute on an Entity.",
  },
  inputs: { connection, entityId: tableId, attributeBody: newAttribute, publish, solutionUniqueName },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const data = await createColumn(client, {
      table: params.entityId,
      body: params.attributeBody,
      publish: params.publish,
      solutionUniqueName: params.solutionUniqueName,
    });
    return { data };
  },
  performSafety: PerformSafety.NOT_ALLOWED,
  examplePayload: createAttributePayload,
  outputSchema: createdColumnOutput,
});
