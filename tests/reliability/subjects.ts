import type { Outcome } from "./outcomes";

/** A row of the table: a step as a builder configures it, and what its requests are like. */
export type RequestClass =
  /** Changes nothing. */
  | "read"
  /** Leaves the same state when it runs twice. */
  | "repeatable"
  /** A create with an id of the builder's choosing. */
  | "chosenId"
  /** An update that runs while the record has a certain ETag. */
  | "conditional"
  /** Would do its work twice. */
  | "once"
  /** A raw GET as it is preset, with no retries. */
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
  /** The step in the table: the key, and what is special about its inputs. */
  title: string;
  requestClass: RequestClass;
  /** Requests of the step before the one that meets the fault, and behind it. */
  before?: number;
  after?: number;
  prepare: (world: World, tag: string) => Prepared | Promise<Prepared>;
  /** Cells that differ from their class, by the fault's key. */
  exceptions?: Record<string, Outcome>;
}

/** What a row needs of the organization to get ready and to look at what was done; it meets no fault. */
export interface World {
  /** A Web API request; the body of the answer. */
  api<Body = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Body>;
}

export interface Prepared {
  params: Record<string, unknown>;
  /** How often the work was done; reads have none. */
  timesDone?: () => Promise<number>;
}
