/**
 * The seam at which others learn of writes: the event pipeline that steps are registered in [EventFramework]. The
 * write side says what is about to happen and does it inside; it does not know who listens.
 */
import type { Table } from "../metadata/model";
import type { Caller } from "../query";
import type { StoredRow } from "./rows";

export interface RowReferenceByName {
  logicalName: string;
  id: string;
}

export type Operation =
  /** `values` are the given ones, in stored form; the pipeline may add to them. */
  | { message: "Create" | "Update"; table: Table; id: string; values: StoredRow }
  | { message: "Delete"; table: Table; id: string }
  | {
      message: "Associate" | "Disassociate";
      target: RowReferenceByName;
      relationship: string;
      related: RowReferenceByName;
    }
  /** Around the rows of one bulk message. */
  | { message: "CreateMultiple" | "UpdateMultiple"; table: Table };

/** The properties of the writing request that a pipeline uses. */
export interface PipelineRequest {
  /** The user the rows are written as. */
  caller: Caller;
  /** By lower-case name. */
  headers: Record<string, string>;
  /** The query option `tag`: text for the steps [OptionalParameters]. */
  tag?: string;
}

export interface Pipeline {
  /**
   * Does the work between what comes before and what comes after it; operations inside are its children.
   *
   * @param work gives back the columns it stored, where the operation is an update
   * @throws ServiceError what a listener refuses, which takes the whole operation back
   * @throws Interruption
   */
  run<T extends StoredRow | undefined>(operation: Operation, work: () => T): T;
}

/** Not an error of the request: it has to wait for something outside, and begins again then. */
export abstract class Interruption extends Error {}

export function inPipeline<T extends StoredRow | undefined>(
  { pipeline }: { pipeline?: Pipeline },
  operation: Operation,
  work: () => T,
): T {
  return pipeline === undefined ? work() : pipeline.run(operation, work);
}
