import { action, PerformSafety } from "@prismatic-io/spectral";
import { queryEntitiesPayload } from "../../examplePayloads/queries";
import { connection } from "../../inputs/connection";
import { pageSizeFor } from "../../inputs/clean/queries";
import {
  fetchAll,
  filterExpression,
  includeCount,
  maxRecords,
  nextPageId,
  orderByFieldNames,
  recordsPerPage,
} from "./inputs";
import { entityType, expandPropertyNames, fieldNames } from "../../inputs/records";
import { queryRecords } from "../../operations/queries/odata";
import { queryEntitiesOutput } from "./outputs";
import { createSession } from "../../session";

export const queryEntities = action({
  display: {
    label: "[CRM] Query Entities",
    description: "Query for Microsoft Dynamics 365 CRM entity records that satisfy the filter expression.",
  },
  inputs: {
    entityType,
    fieldNames,
    filterExpression,
    orderByFieldNames,
    expandPropertyNames,
    recordsPerPage,
    nextPageId,
    connection,
    fetchAll,
    maxRecords,
    includeCount,
  },
  perform: async (context, { connection: given, ...query }) => {
    const client = createSession(context, given);
    const data = await queryRecords(client, {
      ...query,
      recordsPerPage: pageSizeFor(query.fetchAll, query.recordsPerPage),
    });
    return { data };
  },
  performSafety: PerformSafety.SAFE,
  examplePayload: queryEntitiesPayload,
  outputSchema: queryEntitiesOutput,
});
