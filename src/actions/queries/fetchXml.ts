import { action, PerformSafety } from "@prismatic-io/spectral";
import { fetchXmlPayload } from "../../examplePayloads/queries";
import { connection } from "../../inputs/connection";
import {
  fetchAllPages,
  fetchEntityType,
  impersonateUserId,
  includeAnnotations,
  nextPageCookie,
  pageNumber,
  xmlQuery,
} from "./fetchXmlInputs";
import { runFetchXml } from "../../operations/queries/fetchXml";
import { fetchXmlOutput } from "./outputs";
import { createSession } from "../../session";

export const fetchXml = action({
  display: {
    label: "[CRM] Run Fetch XML Query",
    description: "Execute a fetch XML query against a Microsoft Dynamics 365 CRM instance.",
  },
  inputs: {
    entityType: fetchEntityType,
    xmlQuery,
    includeAnnotations,
    pageNumber,
    nextPageId: nextPageCookie,
    impersonateUserId,
    connection,
    fetchAll: fetchAllPages,
  },
  perform: async (context, { connection: given, ...query }) => ({
    data: await runFetchXml(createSession(context, given), query),
  }),
  performSafety: PerformSafety.SAFE,
  examplePayload: fetchXmlPayload,
  outputSchema: fetchXmlOutput,
});
