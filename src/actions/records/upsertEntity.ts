import { action } from "@prismatic-io/spectral";
import { connection } from "../../inputs/connection";
import { dynamicValues, entityId, entityType, fieldValues, returnFieldNames, returnRecord } from "../../inputs/records";
import { upsertRecord } from "../../operations/records";
import { createSession } from "../../session";

export const upsertEntity = action({
  display: {
    label: "[CRM] Upsert Entity",
    description: "Upsert a Microsoft Dynamics 365 CRM entity record.",
  },
  inputs: { entityType, entityId, fieldValues, dynamicValues, connection, returnRecord, returnFieldNames },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const data = await upsertRecord(client, {
      entityType: params.entityType,
      key: params.entityId,
      values: { dynamicValues: params.dynamicValues, fieldValues: params.fieldValues },
      returnRecord: params.returnRecord,
      returnFieldNames: params.returnFieldNames,
    });
    return { data };
  },
});
