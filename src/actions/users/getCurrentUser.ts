import { action, PerformSafety } from "@prismatic-io/spectral";
import { getCurrentUserPayload } from "../../examplePayloads/users";
import { connection } from "../../inputs/connection";
import { whoAmI } from "../../operations/users";
import { currentUserOutput } from "./outputs";
import { createSession } from "../../session";

export const getCurrentUser = action({
  display: {
    label: "[CRM] Get Current User",
    description: "Get information about the currently logged in CRM user.",
  },
  inputs: { connection },
  perform: async (context, params) => ({ data: await whoAmI(createSession(context, params.connection)) }),
  performSafety: PerformSafety.SAFE,
  examplePayload: getCurrentUserPayload,
  outputSchema: currentUserOutput,
});
