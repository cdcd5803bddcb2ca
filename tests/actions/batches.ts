import { cutBatch } from "../reliability/expectations";
import type { Row } from "../reliability/subjects";
import type { ActionCases } from "./actionCase";
import { accountsNamed, newAccount } from "./rows";

/** Two operations; half a batch shows as half a time. */
function batch(failureHandling: string, action: "create" | "update"): Row["prepare"] {
  return async (world, tag) => {
    const keys = action === "update" ? [await newAccount(world), await newAccount(world)] : [undefined, undefined];
    const actions = keys.map((key) => ({
      action,
      collection: "accounts",
      data: { name: tag },
      ...(key && { key: key.id }),
    }));
    return { params: { actions, failureHandling }, timesDone: async () => (await accountsNamed(world, tag)) / 2 };
  };
}

export const batches: ActionCases = {
  batchEntityActions: {
    example: {
      params: async (world) => ({
        actions: [
          {
            collection: "msevtmgt_events",
            action: "create",
            returnRepresentation: true,
            data: { msevtmgt_name: "Test Event 1", msevtmgt_eventtype: "100000002" },
          },
          {
            collection: "accounts",
            action: "update",
            key: (await newAccount(world)).id,
            data: { telephone1: "+1 425 555 0100" },
          },
          { collection: "accounts", action: "delete", key: (await newAccount(world)).id },
        ],
      }),
    },
    reliability: [
      {
        inputs: "all or nothing, creates",
        requestClass: "once",
        prepare: batch("allOrNothing", "create"),
        exceptions: { "cut batch": cutBatch.creatingChangeSet },
      },
      {
        inputs: "all or nothing, updates",
        requestClass: "repeatable",
        prepare: batch("allOrNothing", "update"),
        exceptions: { "cut batch": cutBatch.changeSet },
      },
      {
        inputs: "continue on error, creates",
        requestClass: "once",
        prepare: batch("continueOnError", "create"),
        exceptions: { "cut batch": cutBatch.independent },
      },
      {
        inputs: "continue on error, updates",
        requestClass: "repeatable",
        prepare: batch("continueOnError", "update"),
        exceptions: { "cut batch": cutBatch.independent },
      },
    ],
  },
};
