import type { OperationKind } from "../disturbance";
import type { Caller } from "../query";
import type { Pipeline, PipelineRequest } from "../records";
import type { Store } from "../organization/store/store";

/** A request to the Web API, free of sockets: what HTTP carried, or one part of a batch. */
export interface WebApiRequest {
  method: string;
  /** After the service root, percent-encoded, without the query. */
  path: string;
  /** After the question mark, percent-encoded. */
  query: string;
  /** By lower-case name; repeated headers joined by commas. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** `http://127.0.0.1:1234/api/data/v9.2/`, with the version of the request. */
  serviceRoot: string;
  /** Names of the server in URLs, with their ports and in lower case; only the service root's when left out. */
  hosts?: readonly string[];
  /** The user the access token stands for. */
  caller: Caller;
  /** Written inside a `$batch` body, where longer URLs are accepted. */
  isBatchPart?: boolean;
}

export interface WebApiResponse {
  status: number;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** The organization that requests are handled for. */
export interface Organization {
  store: Store;
  /** Ids of new rows. */
  newId: () => string;
  /** The steps that run with a request's writes; none when left out. */
  pipeline?: (request: PipelineRequest) => Pipeline;
  /** Ids of requests and of a batch response's boundaries; random when left out. */
  newMessageId?: (of: "request" | "batch" | "changeSet") => string;
  /** Receives what each request costs as, also each part of a batch. */
  observe?: (kind: OperationKind) => void;
}
