import { outputSchema } from "@prismatic-io/spectral";

/** Anything at all: what the address answers. */
export const rawRequestOutput = outputSchema({
  type: "actionOutput",
  schema: { description: "The body of the answer: parsed JSON, text or bytes, or null when it is empty." },
});
