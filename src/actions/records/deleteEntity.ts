import { connection } from "../../inputs/connection";
import { entityId, entityType, etag } from "../../inputs/records";
import { exampleDeletion } from "../../operations/records/exampleRecords";
import { deleteRecord } from "../../operations/records/records";
import { writeAction } from "../webApiAction";
import example from "./deleteEntity.example.json";
import { entitySetName } from "./outputs";

export const deleteEntity = writeAction({
  label: "[CRM] Delete Entity",
  description: "Delete the specified Microsoft Dynamics 365 CRM entity record.",
  inputs: { entityType, entityId, connection, etag },
  perform: (client, params) => deleteRecord(client, { ...params, key: params.entityId }),
  examplePerform: (params) => exampleDeletion(params.entityType, params.entityId),
  example,
  output: {
    type: "object",
    properties: {
      entitySetName,
      id: { type: "string", description: "The ID of the record, or the alternate key that it was named by." },
      deleted: { type: "boolean", const: true },
    },
    required: ["entitySetName", "id", "deleted"],
    additionalProperties: false,
  },
});
