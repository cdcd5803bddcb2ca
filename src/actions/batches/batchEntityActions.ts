import { connection } from "../../inputs/connection";
import { runChangeSet } from "../../operations/batches/changeSets";
import { runIndependently } from "../../operations/batches/independent";
import { writeAction } from "../webApiAction";
import example from "./batchEntityActions.example.json";
import { batchActions, failureHandling } from "./inputs";
import { batchOutput } from "./outputs";

export const batchEntityActions = writeAction({
  label: "[CRM] Batch Entity Actions",
  description:
    "Perform multiple create, update, upsert or delete actions on Microsoft Dynamics 365 CRM entity records.",
  inputs: { connection, actions: batchActions, failureHandling },
  perform: async (client, { actions, failureHandling: mode }) =>
    mode === "allOrNothing" ? runChangeSet(client, actions) : runIndependently(client, actions, mode),
  example,
  output: batchOutput,
});
