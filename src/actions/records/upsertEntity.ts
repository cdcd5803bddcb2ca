import { action, PerformSafety } from "@prismatic-io/spectral";
import { upsertEntityPayload } from "../../examplePayloads/records";
import { connection } from "../../inputs/connection";
import { dynamicValues, entityId, entityType, fieldValues, returnFieldNames, returnRecord } from "../../inputs/records";
import { exampleWrite, idOfKey } from "../../operations/records/exampleRecords";
import { upsertRecord } from "../../operations/records/records";
import { upsertedRecordOutput } from "../../outputs/record";
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
  examplePerform: async (_context, params) => ({
    data: { ...exampleWrite({ ...params, values: params, id: idOfKey(params.entityId) }), "@created": true },
  }),
  performSafety: PerformSafety.NOT_ALLOWED,
  examplePayload: upsertEntityPayload,
  outputSchema: upsertedRecordOutput,
});
