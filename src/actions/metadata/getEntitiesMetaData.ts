import { action, PerformSafety } from "@prismatic-io/spectral";
import { getEntitiesMetaDataPayload } from "../../examplePayloads/tables";
import { connection } from "../../inputs/connection";
import {
  defaultSelectedRecordTypes,
  includeAllCustomRecordTypes,
  includeOnlyTopLevelRecordTypes,
  recordTypeFilter,
} from "../../inputs/metadata";
import { listTablesWithFields } from "../../operations/metadata/tables";
import { tablesWithFieldsOutput } from "./outputs";
import { createSession } from "../../session";

export const getEntitiesMetaData = action({
  display: {
    label: "[CRM] Get Entities Metadata",
    description: "Get a subset of the Dynamics CRM Entity Types with their fields.",
  },
  inputs: {
    connection,
    defaultSelectedRecordTypes,
    recordTypeFilter,
    includeAllCustomRecordTypes,
    includeOnlyTopLevelRecordTypes,
  },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { data: await listTablesWithFields(client, params) };
  },
  performSafety: PerformSafety.SAFE,
  examplePayload: getEntitiesMetaDataPayload,
  outputSchema: tablesWithFieldsOutput,
});
