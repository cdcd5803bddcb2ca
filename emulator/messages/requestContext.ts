import type { QueryOptions } from "../odata/ast";
import type { Caller } from "../query";
import type { WriteContext } from "../records";
import type { Store } from "../organization/store/store";
import type { WebApiRequest, WebApiResponse } from "./webApiMessage";
import type { Preferences } from "./preferences";

/** One request in progress: the message, what was parsed from it, and the user it runs as. */
export interface RequestContext {
  store: Store;
  request: WebApiRequest;
  serviceRoot: string;
  options: QueryOptions;
  preferences: Preferences;
  /** The user the request runs as; another than the token's when it impersonates. */
  caller: Caller;
  write: WriteContext;
  /** For the parts of a batch, which are requests of their own. */
  batch: PartHandler;
}

export interface PartHandler {
  /** Responds to one part as to a request of its own; an error that `prepare` throws is the error of that part. */
  respondToPart: (headers: WebApiRequest["headers"], prepare: () => WebApiRequest) => WebApiResponse;
  /** The unique part of a boundary. */
  newBoundaryId: (of: "batch" | "changeSet") => string;
}
