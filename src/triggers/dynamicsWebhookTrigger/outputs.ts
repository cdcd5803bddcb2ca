/** The output of the webhook trigger for its branches. */
import { recordSchema } from "../../outputs/record";

const text = { type: "string" };
const object = { type: "object", additionalProperties: true };

const request = {
  headers: { ...object, description: "The headers of the request." },
  queryParameters: object,
  rawBody: { ...object, description: "The body as text." },
  body: { ...object, description: "The body as it was received." },
};

const heartbeat = { type: "object", properties: request, required: Object.keys(request), additionalProperties: true };

const event = {
  ...heartbeat,
  properties: {
    ...request,
    messageName: { ...text, description: "The operation: Create, Update, Delete, Associate and so on." },
    entityName: { ...text, description: "The logical name of the table." },
    primaryEntityName: text,
    primaryEntityId: { ...text, description: "The ID of the record." },
    target: { ...recordSchema, description: "The record as it came: on an update, the changed columns only." },
    targets: { type: "array", items: recordSchema, description: "The records of a bulk message." },
    parameters: { ...object, description: "Every input parameter of the message as plain values, by name." },
    changedColumns: { type: "array", items: text },
    formattedValues: object,
    preImages: { ...object, description: "The record before the change, by the alias of the image." },
    postImages: { ...object, description: "The record after the change, by the alias of the image." },
    inputParameters: { description: "The parameters of the message as Dynamics sends them." },
    outputParameters: object,
    sharedVariables: object,
    depth: { type: "integer", description: "1 for a user's own change, more for changes that followed from others." },
    userId: text,
    initiatingUserId: text,
    correlationId: text,
    requestId: text,
    organization: { ...text, description: "The host name of the environment." },
    organizationId: text,
    organizationName: text,
    operationCreatedOn: { ...text, description: "When it happened." },
    operationId: text,
    isSizeExceeded: { type: "boolean", description: "True when Dynamics left out what was too large." },
    bodyData: { description: "The body as it was sent." },
  },
  required: [...heartbeat.required, "bodyData", "isSizeExceeded"],
};

/**
 * The SDK does not type a trigger's schema and converts only an action's, while the platform takes both in the same
 * form: the form in which they are published.
 */
export function webhookOutput(branches: { heartbeat: string; event: string }) {
  return {
    type: "branchingOutput",
    branchSchemas: [
      { name: branches.heartbeat, schema: JSON.stringify(heartbeat) },
      { name: branches.event, schema: JSON.stringify(event) },
    ],
  };
}
