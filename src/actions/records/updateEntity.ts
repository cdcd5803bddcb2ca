import { action, PerformSafety } from "@prismatic-io/spectral";
import { updateEntityPayload } from "../../examplePayloads/records";
import { connection } from "../../inputs/connection";
import {
  dynamicValues,
  entityId,
  entityType,
  etag,
  fieldValues,
  returnFieldNames,
  returnRecord,
} from "../../inputs/records";
import { exampleWrite, idOfKey } from "../../operations/records/exampleRecords";
import { updateRecord } from "../../operations/records/records";
import { writtenRecordOutput } from "../../outputs/record";
import { createSession } from "../../session";

export const updateEntity = action({
  display: {
    label: "[CRM] Update Entity",
    description: "Update a Microsoft Dynamics 365 CRM entity record.",
  },
  inputs: { entityType, entityId, fieldValues, dynamicValues, connection, returnRecord, returnFieldNames, etag },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const data = await updateRecord(client, {
      entityType: params.entityType,
      key: params.entityId,
      values: { dynamicValues: params.dynamicValues, fieldValues: params.fieldValues },
      returnRecord: params.returnRecord,
      returnFieldNames: params.returnFieldNames,
      etag: params.etag,
    });
    return { data };
  },
  examplePerform: async (_context, params) => ({
    data: exampleWrite({ ...params, values: params, id: idOfKey(params.entityId) }),
  }),
  performSafety: PerformSafety.NOT_ALLOWED,
  examplePayload: updateEntityPayload,
  outputSchema: writtenRecordOutput,
});
