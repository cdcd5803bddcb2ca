import type { Table } from "../metadata/model";
import type { JsonObject } from "../records";
import type { RequestContext } from "../messages/requestContext";

/**
 * A function or an action the emulator offers ("Use Web API functions", "Use Web API actions"). One entry of the
 * registry holds all there is to know of it; the service's rules about verbs and binding are applied from here.
 */
export interface Operation {
  name: string;
  kind: "function" | "action";
  /** What its URL stands on; unbound operations have none. */
  boundTo?: "row" | "collection";
  /** By name; a function's come from the URL, an action's from the body. */
  parameters: Record<string, { optional?: boolean }>;
  run(context: RequestContext, parameters: JsonObject, bound?: { table: Table; id?: string }): OperationResult;
}

/** `undefined` answers 204; an object is one of the operation's response type, without its context. */
export type OperationResult = JsonObject | undefined;
