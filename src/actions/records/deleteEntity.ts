import { action, PerformSafety } from "@prismatic-io/spectral";
import { deleteEntityPayload } from "../../examplePayloads/records";
import { connection } from "../../inputs/connection";
import { entityId, entityType, etag } from "../../inputs/records";
import { exampleDeletion } from "../../operations/records/exampleRecords";
import { deleteRecord } from "../../operations/records/records";
import { deletedRecordOutput } from "../../outputs/record";
import { createSession } from "../../session";

export const deleteEntity = action({
  display: {
    label: "[CRM] Delete Entity",
    description: "Delete the specified Microsoft Dynamics 365 CRM entity record.",
  },
  inputs: { entityType, entityId, connection, etag },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const data = await deleteRecord(client, { entityType: params.entityType, key: params.entityId, etag: params.etag });
    return { data };
  },
  examplePerform: async (_context, params) => ({ data: exampleDeletion(params.entityType, params.entityId) }),
  performSafety: PerformSafety.NOT_ALLOWED,
  examplePayload: deleteEntityPayload,
  outputSchema: deletedRecordOutput,
});
