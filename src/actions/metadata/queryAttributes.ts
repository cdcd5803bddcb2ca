import { action, PerformSafety } from "@prismatic-io/spectral";
import { queryAttributesPayload } from "../../examplePayloads/columns";
import { connection } from "../../inputs/connection";
import {
  attributeType,
  definitionExpandPropertyNames,
  definitionFieldNames,
  definitionFilter,
  tableId,
} from "../../inputs/metadata";
import { queryColumns } from "../../operations/metadata/columns";
import { columnListOutput } from "./outputs";
import { createSession } from "../../session";

export const queryAttributes = action({
  display: {
    label: "[CRM] Query Attributes",
    description: "Query for CRM Attributes that satisfy the filter expression.",
  },
  inputs: {
    connection,
    entityId: tableId,
    attributeType,
    fieldNames: definitionFieldNames,
    filterExpression: definitionFilter,
    expandPropertyNames: definitionExpandPropertyNames,
  },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { data: await queryColumns(client, { ...params, table: params.entityId }) };
  },
  performSafety: PerformSafety.SAFE,
  examplePayload: queryAttributesPayload,
  outputSchema: columnListOutput,
});
