import { connection } from "../../inputs/connection";
import { entityId, entityType, expandPropertyNames, fieldNames } from "../../inputs/records";
import { getRecord } from "../../operations/records/records";
import { recordSchema } from "../../outputs/record";
import { readAction } from "../webApiAction";
import example from "./getEntity.example.json";

export const getEntity = readAction({
  label: "[CRM] Get Entity",
  description: "Retrieve a single Microsoft Dynamics 365 CRM entity record.",
  inputs: { entityType, entityId, fieldNames, expandPropertyNames, connection },
  perform: (client, params) => getRecord(client, { ...params, key: params.entityId }),
  example,
  output: recordSchema,
});
