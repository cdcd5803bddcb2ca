import type { Outcome } from "./outcomes";

/** The kind of request that a step sends. */
export type RequestClass =
  /** Changes nothing. */
  | "read"
  /** Leaves the same state when it runs twice. */
  | "repeatable"
  /** A create with an ID that the builder chooses. */
  | "chosenId"
  /** An update that runs only if the record has a given ETag. */
  | "conditional"
  /** Has a second effect when it runs twice. */
  | "once"
  /** A raw GET with the default inputs, without retries. */
  | "raw"
  /** A raw GET with Max Retry Count 3. */
  | "rawRetried"
  /** A raw POST with Max Retry Count 3. */
  | "rawPost"
  /** A raw GET with Max Retry Count 3 and Retry On All Errors. */
  | "rawAllErrors";

export interface Subject {
  kind: "action" | "dataSource";
  key: string;
  /** The step in the table: the key, and its special inputs. */
  title: string;
  requestClass: RequestClass;
  /** Number of requests of the step before and after the one with the fault. */
  before?: number;
  after?: number;
  prepare: (world: World, tag: string) => Prepared | Promise<Prepared>;
  /** Cells that differ from their class, by the fault's key. */
  exceptions?: Record<string, Outcome>;
}

/** Access to the organization for preparing a row and checking its effect; not subject to faults. */
export interface World {
  /** Sends a Web API request and returns the response body. */
  api<Body = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Body>;
}

export interface Prepared {
  params: Record<string, unknown>;
  /** Number of times the operation ran; reads have none. */
  timesDone?: () => Promise<number>;
}
