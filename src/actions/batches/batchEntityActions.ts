import { action, PerformSafety } from "@prismatic-io/spectral";
import { batchEntityActionsPayload } from "../../examplePayloads/batches";
import { batchActions, failureHandling } from "./inputs";
import { connection } from "../../inputs/connection";
import { runChangeSet } from "../../operations/batches/changeSets";
import { runIndependently } from "../../operations/batches/independent";
import { batchEntityActionsOutput } from "./outputs";
import { createSession } from "../../session";

export const batchEntityActions = action({
  display: {
    label: "[CRM] Batch Entity Actions",
    description:
      "Perform multiple create, update, upsert or delete actions on Microsoft Dynamics 365 CRM entity records.",
  },
  inputs: { connection, actions: batchActions, failureHandling },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const data =
      params.failureHandling === "allOrNothing"
        ? await runChangeSet(client, params.actions)
        : await runIndependently(client, params.actions, params.failureHandling);
    return { data };
  },
  performSafety: PerformSafety.NOT_ALLOWED,
  examplePayload: batchEntityActionsPayload,
  outputSchema: batchEntityActionsOutput,
});
