import type { World } from "../harness/openWorld";
import type { Row } from "../reliability/subjects";

/** Everything that the guards need to know of an action: one declaration for each. */
export interface ActionCase {
  /** The call whose result is the action's example. */
  example: ExampleCall;
  /** Rows of the reliability table: one for each way in which inputs change what the requests are like. */
  reliability: [Row, ...Row[]];
}

export interface ExampleCall {
  /** Actions whose example calls run earlier, because this one meets their records. */
  after?: string[];
  params: (world: World) => Params | Promise<Params>;
}

type Params = Record<string, unknown>;

/** By the action's key. */
export type ActionCases = Record<string, ActionCase>;
