import { type HttpResponse, trigger, type TriggerPayload } from "@prismatic-io/spectral";
import { receiveWebhook, type ReceivedEvent } from "../../operations/webhooks/requests";
import example from "./trigger.example.json";
import { webhookKey } from "./inputs";
import { webhookOutput } from "./outputs";

const heartbeat = "URL Validation / Heartbeat";
const event = "Event";

function textResponse(statusCode: number, body: string): HttpResponse {
  return { statusCode, contentType: "text/plain", body };
}

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
      case "heartbeat":
        return { payload, branch: heartbeat, response: textResponse(200, received.echo) };
      case "event":
        return { payload: eventPayload(payload, received.event), branch: event, response: textResponse(200, "") };
    }
  },
  examplePayload: example as unknown as { payload: TriggerPayload; branch: string; response: HttpResponse },
});

export const dynamicsWebhookTrigger = { ...definition, outputSchema: webhookOutput({ heartbeat, event }) };

function eventPayload(payload: TriggerPayload, received: ReceivedEvent): TriggerPayload & ReceivedEvent {
  return { ...payload, ...received };
}
