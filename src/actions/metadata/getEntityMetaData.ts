import { action, PerformSafety } from "@prismatic-io/spectral";
import { getEntityMetaDataPayload } from "../../examplePayloads/tables";
import { connection } from "../../inputs/connection";
import { lookupField, tableName } from "../../inputs/metadata";
import { getTableMetadata } from "../../operations/metadata/tables";
import { tableOutput } from "./outputs";
import { createSession } from "../../session";

export const getEntityMetaData = action({
  display: {
    label: "[CRM] Get Entity Metadata",
    description: "Get the definition of a Microsoft Dynamics 365 CRM entity.",
  },
  inputs: { entityType: tableName, connection, lookupField },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const result = await getTableMetadata(client, params.entityType, { isName: params.lookupField });
    return { data: { result } };
  },
  performSafety: PerformSafety.SAFE,
  examplePayload: getEntityMetaDataPayload,
  outputSchema: tableOutput,
});
