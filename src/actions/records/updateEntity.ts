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
import { writeAction } from "../webApiAction";
import { writtenRecord } from "./outputs";
import example from "./updateEntity.example.json";

export const updateEntity = writeAction({
  label: "[CRM] Update Entity",
  description: "Update a Microsoft Dynamics 365 CRM entity record.",
  inputs: { entityType, entityId, fieldValues, dynamicValues, connection, returnRecord, returnFieldNames, etag },
  perform: (client, params) => updateRecord(client, { ...params, key: params.entityId, values: params }),
  examplePerform: (params) => exampleWrite({ ...params, values: params, id: idOfKey(params.entityId) }),
  example,
  output: writtenRecord,
});
