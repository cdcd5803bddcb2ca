import type { BatchContext } from "../batch";
import type { QueryOptions } from "../odata/ast";
import type { Caller } from "../query";
import type { WriteContext } from "../records";
import type { Store } from "../organization/store/store";
import type { WebApiRequest } from "./webApiMessage";
import type { Preferences } from "./preferences";

/** One request on its way: the message, what was parsed from it, and who asks. */
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
  batch: Pick<BatchContext, "answerPart" | "newBoundaryId">;
}
