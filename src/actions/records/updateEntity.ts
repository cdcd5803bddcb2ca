import { action } from "@prismatic-io/spectral";
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
import { updateRecord } from "../../operations/records";
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
});
