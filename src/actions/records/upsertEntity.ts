import { connection } from "../../inputs/connection";
import { dynamicValues, entityId, entityType, fieldValues, returnFieldNames, returnRecord } from "../../inputs/records";
import { exampleWrite, idOfKey } from "../../operations/records/exampleRecords";
import { upsertRecord } from "../../operations/records/records";
import { writeAction } from "../webApiAction";
import { writtenRecord } from "./outputs";
import example from "./upsertEntity.example.json";

export const upsertEntity = writeAction({
  label: "[CRM] Upsert Entity",
  description: "Upsert a Microsoft Dynamics 365 CRM entity record.",
  inputs: { entityType, entityId, fieldValues, dynamicValues, connection, returnRecord, returnFieldNames },
  perform: (client, params) => upsertRecord(client, { ...params, key: params.entityId, values: params }),
  examplePerform: (params) => ({
    ...exampleWrite({ ...params, values: params, id: idOfKey(params.entityId) }),
    "@created": true,
  }),
  example,
  output: {
    ...writtenRecord,
    properties: {
      ...writtenRecord.properties,
      "@created": { type: "boolean", description: "True when the record did not exist before." },
    },
    required: ["@created"],
  },
});
