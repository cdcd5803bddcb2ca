import { action } from "@prismatic-io/spectral";
import { connection } from "../../inputs/connection";
import { attributeName, tableId } from "../../inputs/metadata";
import { expandPropertyNames, fieldNames } from "../../inputs/records";
import { getColumn } from "../../operations/columnMetadata";
import { createSession } from "../../session";

export const getAttribute = action({
  display: {
    label: "[CRM] Get Attribute",
    description: "Retrieve a single CRM Attribute.",
  },
  inputs: { connection, entityId: tableId, attributeType: attributeName, fieldNames, expandPropertyNames },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { data: await getColumn(client, { ...params, table: params.entityId }) };
  },
});
