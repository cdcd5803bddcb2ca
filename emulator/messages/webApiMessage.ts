import type { ResourcePath } from "../odata";
import type { Caller } from "../query";
import type { Pipeline, PipelineRequest } from "../records";
import type { Store } from "../organization/store/store";

/** A request to the Web API, free of sockets: what HTTP carried, or one part of a batch. */
export interface WebApiRequest {
  method: string;
  /** Behind the service root, percent-encoded, without the query. */
  path: string;
  /** Behind the question mark, percent-encoded. */
  query: string;
  /** By lower-case name; repeated headers joined by commas. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** `http://127.0.0.1:1234/api/data/v9.2/`, with the version that was asked for. */
  serviceRoot: string;
  /** Names the server goes by in URLs, with their ports and in lower case; only the service root's when left out. */
  hosts?: readonly string[];
  /** The user the access token stands for. */
  caller: Caller;
  /** Written inside a `$batch` body, where longer URLs are taken. */
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
  /** Ids of requests and of a batch answer's boundaries; random when left out. */
  newMessageId?: (of: "request" | "batch" | "changeSet") => string;
  /** Told of each resource that is asked for, by a batch's parts too. */
  observe?: (method: string, resource: ResourcePath) => void;
}
