import type { ActionOutputSchema } from "@prismatic-io/spectral";

/** The form of a result, in JSON Schema as the SDK types it. */
export type JsonSchema = ActionOutputSchema["schema"];
