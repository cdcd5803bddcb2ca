import { action, PerformSafety } from "@prismatic-io/spectral";
import { getEntityPayload } from "../../examplePayloads/records";
import { connection } from "../../inputs/connection";
import { entityId, entityType, expandPropertyNames, fieldNames } from "../../inputs/records";
import { getRecord } from "../../operations/records/records";
import { recordOutput } from "../../outputs/record";
import { createSession } from "../../session";

export const getEntity = action({
  display: {
    label: "[CRM] Get Entity",
    description: "Retrieve a single Microsoft Dynamics 365 CRM entity record.",
  },
  inputs: { entityType, entityId, fieldNames, expandPropertyNames, connection },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const data = await getRecord(client, {
      entityType: params.entityType,
      key: params.entityId,
      fieldNames: params.fieldNames,
      expandPropertyNames: params.expandPropertyNames,
    });
    return { data };
  },
  performSafety: PerformSafety.SAFE,
  examplePayload: getEntityPayload,
  outputSchema: recordOutput,
});
