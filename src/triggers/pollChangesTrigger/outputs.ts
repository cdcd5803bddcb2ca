import { recordSchema } from "../../outputs/record";

/** The result of a poll of a flow that does not batch. A batching flow receives items of `changeType` and `record`. */
const records = { type: "array", items: recordSchema };

const changes = {
  type: "object",
  properties: {
    created: { ...records, description: "Records created since the previous poll." },
    updated: { ...records, description: "Records updated since the previous poll." },
    deleted: {
      type: "array",
      description: "Records deleted since the previous poll, when Show Deleted Records is true.",
      items: { type: "object", properties: { id: { type: "string" } }, required: ["id"], additionalProperties: false },
    },
    resynchronized: {
      type: "boolean",
      description:
        "True when Dynamics no longer knew the position of the previous poll, so that deletes may be missing.",
    },
    hasMore: { type: "boolean", description: "True when further changes come with the next polls." },
  },
  required: ["created", "updated"],
  additionalProperties: false,
};

const schema = {
  type: "object",
  properties: {
    body: { type: "object", properties: { data: changes }, required: ["data"], additionalProperties: true },
    readingMethod: { type: "string", description: "How the changes were read: changeTracking or modifiedDate." },
    notes: {
      type: "array",
      items: { type: "string" },
      description: "The messages that the log contains about the poll.",
    },
  },
  required: ["body"],
  additionalProperties: true,
};

/** In the form in which schemas are published, because the SDK does not convert a trigger's. */
export const changesOutput = { type: "actionOutput", schema: JSON.stringify(schema) };
