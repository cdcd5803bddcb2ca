/**
 * The outcome of one operation of a batch, in every mode: all or nothing, stop at the first error, and continue. Pure.
 */
import { DataverseError, type DataverseRecord, defined } from "../../client";
import { isUnknownResource } from "../tables/names";
import type { BatchAction, BatchOperation } from "./operations";

export type BatchOutcome = BatchSuccess | BatchFailure;

interface AnyOutcome {
  index: number;
  action: BatchAction;
  collection: string;
  /** HTTP status; absent when the operation did not run, or its outcome is unknown. */
  status?: number;
}

export interface BatchSuccess extends AnyOutcome {
  success: true;
  /** Absent when the operation has an alternate key and its part does not contain the id. */
  id?: string;
  /** Present when the operation returns the record. */
  record?: DataverseRecord;
}

export interface BatchFailure extends AnyOutcome {
  success: false;
  error: BatchOutcomeError;
}

export interface BatchOutcomeError {
  message: string;
  code?: string;
  status?: number;
  requestId?: string;
  /** It is unknown whether the operation ran. */
  mayHaveRun?: true;
}

/** The operation, or the batch that contains it, failed with this error. */
export function failureFrom({ index, action, collection }: BatchOperation, cause: Error): BatchFailure {
  const { message } = cause;
  if (!(cause instanceof DataverseError)) return { index, action, collection, success: false, error: { message } };
  const { status, code, requestId, mayHaveRun } = cause;
  // After an unexpected response with a success status, it is also unknown whether the operation ran.
  const isUnknown = mayHaveRun === true || (status !== undefined && status < 400);
  const error = {
    message,
    ...defined({ code, status, requestId, mayHaveRun: isUnknown ? (true as const) : undefined }),
  };
  return { index, action, collection, success: false, error };
}

/** The operation did not run because of the `earlier` one. */
export function skippedAfter({ index, action, collection }: BatchOperation, earlier: BatchFailure): BatchFailure {
  const cause = mayHaveRun(earlier)
    ? `the outcome of the operation at index ${earlier.index} is unknown`
    : `the operation at index ${earlier.index} failed`;
  return { index, action, collection, success: false, error: { message: `Not run, because ${cause}.` } };
}

export function unknownOutcome(
  { index, action, collection }: BatchOperation,
  problem: string,
  hint: string | undefined,
): BatchFailure {
  const message = [`Unknown outcome: ${problem}.`, hint].filter(Boolean).join(" ");
  return { index, action, collection, success: false, error: { message, mayHaveRun: true } };
}

export function isFailure(outcome: BatchOutcome): outcome is BatchFailure {
  return !outcome.success;
}

/** The operation ran, or it is unknown whether it ran. */
export function mayHaveRun(outcome: BatchOutcome): boolean {
  return outcome.success || outcome.error.mayHaveRun === true;
}

/** The operation was not sent, or the service skipped it. */
export function isSkipped(outcome: BatchOutcome): boolean {
  return (
    !mayHaveRun(outcome) && isFailure(outcome) && outcome.status === undefined && outcome.error.status === undefined
  );
}

/** The service rejected the name of the operation's table. */
export function isTableRejection(outcome: BatchOutcome): boolean {
  return isFailure(outcome) && isUnknownResource({ status: outcome.status, code: outcome.error.code });
}
