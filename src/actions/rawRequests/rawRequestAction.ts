import { action, PerformSafety } from "@prismatic-io/spectral";
import { connection } from "../../inputs/connection";
import { type RawRequestInputs, type RawResult, sendRawRequest } from "../../operations/rawRequests";
import { createSession } from "../../session";
import { rawRequestInputs } from "./inputs";

interface RawRequest {
  label: string;
  description: string;
  relativeTo: RawRequestInputs["relativeTo"];
  example: unknown;
}

/** Both raw requests; they differ only in where a relative path begins. The result also has a content type. */
export function rawRequestAction({ label, description, relativeTo, example }: RawRequest) {
  return action({
    display: { label, description },
    inputs: { connection, ...rawRequestInputs },
    perform: async (context, { connection: given, timeout, retryDelayMS, ...request }): Promise<RawResult> =>
      sendRawRequest(createSession(context, given), {
        ...request,
        relativeTo,
        timeoutMs: timeout,
        retryDelayMs: retryDelayMS,
      }),
    performSafety: PerformSafety.NOT_ALLOWED,
    examplePayload: { data: example },
    outputSchema: {
      type: "actionOutput",
      schema: { description: "The body of the response: parsed JSON, text or bytes, or null when it is empty." },
    },
  });
}
