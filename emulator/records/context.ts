import type { Caller } from "../query";
import type { Store } from "../organization/store/store";
import type { Pipeline } from "./pipeline";

/** Who writes, where, and where new ids come from. One per request; the parts of a batch may share it. */
export interface WriteContext {
  store: Store;
  /** The user the rows are written as: `createdby`, `modifiedby`, default owner. */
  caller: Caller;
  /** The user who sent the request while impersonating `caller`: `createdonbehalfby`, `modifiedonbehalfby`. */
  onBehalfBy?: string;
  newId: () => string;
  /** The server of absolute URLs in bodies; not checked if omitted. `hosts` are in lower case. */
  server?: { serviceRoot: string; hosts: readonly string[] };
  /** Steps that run with the writes; none when left out. */
  pipeline?: Pipeline;
}
