import { action, PerformSafety } from "@prismatic-io/spectral";
import { createEntityPayload } from "../../examplePayloads/records";
import { connection } from "../../inputs/connection";
import { dynamicValues, entityType, fieldValues, recordId, returnFieldNames, returnRecord } from "../../inputs/records";
import { exampleWrite } from "../../operations/records/exampleRecords";
import { createRecord } from "../../operations/records/records";
import { writtenRecordOutput } from "../../outputs/record";
import { createSession } from "../../session";

export const createEntity = action({
  display: {
    label: "[CRM] Create Entity",
    description: "Create a new Microsoft Dynamics 365 CRM entity record.",
  },
  inputs: { entityType, dynamicValues, fieldValues, connection, returnRecord, returnFieldNames, recordId },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const data = await createRecord(client, {
      entityType: params.entityType,
      values: { dynamicValues: params.dynamicValues, fieldValues: params.fieldValues },
      returnRecord: params.returnRecord,
      returnFieldNames: params.returnFieldNames,
      recordId: params.recordId,
    });
    return { data };
  },
  examplePerform: async (_context, params) => ({
    data: exampleWrite({ ...params, values: params, id: params.recordId }),
  }),
  performSafety: PerformSafety.NOT_ALLOWED,
  examplePayload: createEntityPayload,
  outputSchema: writtenRecordOutput,
});
