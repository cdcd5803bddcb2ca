import { type HttpResponse, trigger, type TriggerPayload } from "@prismatic-io/spectral";
import { dynamicsWebhookTriggerPayload } from "../../examplePayloads/webhooks";
import { webhookKey } from "./inputs";
import { receiveWebhook, type ReceivedEvent } from "../../operations/webhooks/requests";
import { dynamicsWebhookTriggerOutput } from "./outputs";

const heartbeat = "URL Validation / Heartbeat";
const event = "Event";
/** No branch of the flow has this name, so nothing of it runs. */
const refused = "Refused";

const answer = (statusCode: number, body: string, contentType = "text/plain"): HttpResponse => ({
  statusCode,
  contentType,
  body,
});

const definition = trigger({
  display: {
    label: "Webhook",
    description: "Receive and validate webhook requests from Microsoft Dynamics for webhooks the user configures.",
  },
  scheduleSupport: "invalid",
  synchronousResponseSupport: "valid",
  allowsBranching: true,
  staticBranchNames: [heartbeat, event],
  inputs: { webhookKey },
  perform: async (context, payload, params) => {
    // The designer's test run sends no key.
    const key = context.isSimulatedTestExecution ? undefined : params.webhookKey;
    const received = receiveWebhook(payload, key);
    switch (received.kind) {
      case "refused":
        return {
          payload: withoutContent(payload),
          branch: refused,
          response: answer(received.statusCode, received.problem),
        };
      case "heartbeat":
        return { payload, branch: heartbeat, response: answer(200, received.echo) };
      case "event":
        return { payload: eventPayload(payload, received.event), branch: event, response: answer(200, "") };
    }
  },
  examplePayload: dynamicsWebhookTriggerPayload,
});

export const dynamicsWebhookTrigger = {
  ...definition,
  outputSchema: dynamicsWebhookTriggerOutput({ heartbeat, event }),
};

/** Whatever of a flow might still run behind the branches gets nothing from a caller who is not known. */
function withoutContent(payload: TriggerPayload): TriggerPayload {
  return { ...payload, headers: {}, queryParameters: {}, body: { data: null }, rawBody: { data: null } };
}

function eventPayload(payload: TriggerPayload, received: ReceivedEvent): TriggerPayload & ReceivedEvent {
  return { ...payload, ...received };
}
