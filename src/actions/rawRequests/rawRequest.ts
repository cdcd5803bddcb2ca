import { action, PerformSafety } from "@prismatic-io/spectral";
import { rawRequestPayload } from "../../examplePayloads/rawRequests";
import { connection } from "../../inputs/connection";
import { rawRequestInputs } from "./inputs";
import { sendRawRequest } from "../../operations/rawRequests";
import { rawRequestOutput } from "./outputs";
import { createSession } from "../../session";

export const rawRequest = action({
  display: {
    label: "[CRM] Raw Request",
    description: "Send a raw HTTP request to Microsoft Dynamics 365 CRM.",
  },
  inputs: { connection, ...rawRequestInputs },
  perform: async (context, { connection: given, timeout, retryDelayMS, ...request }) => {
    const client = createSession(context, given);
    return sendRawRequest(client, { ...request, relativeTo: "webApi", timeoutMs: timeout, retryDelayMs: retryDelayMS });
  },
  performSafety: PerformSafety.NOT_ALLOWED,
  examplePayload: rawRequestPayload,
  outputSchema: rawRequestOutput,
});
