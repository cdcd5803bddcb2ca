import { connection } from "../../inputs/connection";
import { dynamicValues, entityType, fieldValues, recordId, returnFieldNames, returnRecord } from "../../inputs/records";
import { exampleWrite } from "../../operations/records/exampleRecords";
import { createRecord } from "../../operations/records/records";
import { writeAction } from "../webApiAction";
import example from "./createEntity.example.json";
import { writtenRecord } from "./outputs";

export const createEntity = writeAction({
  label: "[CRM] Create Entity",
  description: "Create a new Microsoft Dynamics 365 CRM entity record.",
  inputs: { entityType, dynamicValues, fieldValues, connection, returnRecord, returnFieldNames, recordId },
  perform: (client, params) => createRecord(client, { ...params, values: params }),
  examplePerform: (params) => exampleWrite({ ...params, values: params, id: params.recordId }),
  example,
  output: writtenRecord,
});
