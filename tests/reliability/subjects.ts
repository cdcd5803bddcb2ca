import type { World } from "../harness/openWorld";
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

/** A row as it is declared beside an action's example, in `tests/actions`. */
export interface Row {
  /** The special inputs of the step; left out for a step with no more than it needs. */
  inputs?: string;
  requestClass: RequestClass;
  /** Number of requests of the step before and after the one with the fault. */
  before?: number;
  after?: number;
  prepare: (world: World, tag: string) => Prepared | Promise<Prepared>;
  /** Cells that differ from their class, by the fault's key. */
  exceptions?: Record<string, Outcome>;
}

export interface Subject extends Omit<Row, "inputs"> {
  kind: "action" | "dataSource" | "trigger";
  key: string;
  /** The step in the table: the key, and its special inputs. */
  title: string;
}

export interface Prepared {
  params: Record<string, unknown>;
  /** Number of times the operation ran; reads have none. */
  timesDone?: () => Promise<number>;
}

export function subjectOf(kind: Subject["kind"], key: string, { inputs, ...row }: Row): Subject {
  return { kind, key, title: inputs === undefined ? key : `${key}, ${inputs}`, ...row };
}

/** A step that only reads: retries are harmless, and the result equals that without the fault. */
export function readRow(params: Record<string, unknown> = {}, { requests = 1, inputs }: ReadOptions = {}): Row {
  return {
    ...(inputs !== undefined && { inputs }),
    requestClass: "read",
    before: requests - 1,
    prepare: () => ({ params }),
  };
}

interface ReadOptions {
  /** Number of requests of the step; the fault hits the last one. */
  requests?: number;
  inputs?: string;
}
