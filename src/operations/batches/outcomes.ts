import { type BatchResponse, type BatchPart, DataverseError, type DataverseRecord } from "../../client";
import type { BatchAction, BatchOperation } from "./operations";
import { isRefusal, readPart } from "./parts";

/** What became of independent operations, read from the answer to them. Pure. */

/** How operations that are not all or nothing go on after a failure. */
export type FailureMode = "stopAtFirstError" | "continueOnError";

/** What became of one operation, in the modes that may carry out some and not others. */
export interface BatchOutcome {
  index: number;
  action: BatchAction;
  collection: string;
  success: boolean;
  /** HTTP status; absent when the operation was not run, or its outcome is not told. */
  status?: number;
  id?: string;
  record?: DataverseRecord;
  error?: BatchOutcomeError;
}

export interface BatchOutcomeError {
  message: string;
  code?: string;
  status?: number;
  requestId?: string;
  /** It is unknown whether the operation was carried out. */
  mayHaveRun?: true;
}

/** One for each operation. */
export function readOutcomes(operations: BatchOperation[], answer: BatchResponse, mode: FailureMode): BatchOutcome[] {
  const outcomes: BatchOutcome[] = [];
  const { parts, isStopped, problem } = assignedParts(operations.length, answer.body, mode);
  for (const [index, operation] of operations.entries()) {
    const part = parts[index];
    // Where parts are missing, a place is certain only as long as nothing before it is in doubt.
    const isInDoubt = problem !== undefined && outcomes.some(isOpen);
    const first = outcomes.find(({ success }) => !success);
    if (part && !isInDoubt) outcomes.push(outcomeOf(operation, part, answer));
    else if (isStopped && first && !isInDoubt) outcomes.push(notRun(operation, first));
    else outcomes.push(unknown(operation, problem ?? "", answer));
  }
  return outcomes;
}

interface AssignedParts {
  /** Each at the place of its operation. */
  parts: BatchPart[];
  /** The last one is the refusal after which nothing was run. */
  isStopped: boolean;
  /** Why there is not one part for each operation. */
  problem?: string;
}

/**
 * An independent request's answer is known by its place alone, as only change sets repeat content ids ("Execute batch
 * operations using the Web API", Microsoft Learn). So the number of parts has to fit, unless the answer breaks off, or
 * Dataverse has stopped at an error.
 */
function assignedParts(
  expected: number,
  { parts, isComplete }: BatchResponse["body"],
  mode: FailureMode,
): AssignedParts {
  const isStopped = mode === "stopAtFirstError" && parts.length > 0 && parts.findIndex(isRefusal) === parts.length - 1;
  const hasChangeSet = parts.some(({ isInChangeSet }) => isInChangeSet);
  if (parts.length === expected && !hasChangeSet) return { parts, isStopped };
  const problem = hasChangeSet
    ? "the answer holds a change set"
    : `the answer has ${parts.length} parts for ${expected} operations`;
  const isBeginning = parts.length < expected && !hasChangeSet && (isStopped || !isComplete);
  return { parts: isBeginning ? parts : [], isStopped: isBeginning && isStopped, problem };
}

function outcomeOf(operation: BatchOperation, part: BatchPart, answer: BatchResponse): BatchOutcome {
  const { index, action, collection } = operation;
  const status = part.status === 0 ? {} : { status: part.status };
  try {
    const { id, record } = readPart(operation, part, answer, undefined);
    return { index, action, collection, success: true, ...status, ...(id && { id }), ...(record && { record }) };
  } catch (error) {
    // One answer that cannot be read hides no other.
    if (error instanceof DataverseError) return { ...failed(operation, error), ...status };
    throw error;
  }
}

/** The batch of the operation has failed as a whole, or its own part tells of a failure. */
export function failed({ index, action, collection }: BatchOperation, failure: Error): BatchOutcome {
  const { message } = failure;
  if (!(failure instanceof DataverseError)) return { index, action, collection, success: false, error: { message } };
  const { status, code, requestId, mayHaveRun } = failure;
  const error: BatchOutcomeError = {
    message,
    ...(code && { code }),
    ...(status && { status }),
    ...(requestId && { requestId }),
    // A success status with an answer that nobody can read leaves open what was done.
    ...((mayHaveRun || (status !== undefined && status < 400)) && { mayHaveRun: true as const }),
  };
  return { index, action, collection, success: false, error };
}

/** `first` is the earlier operation after which nothing was run. */
export function notRun({ index, action, collection }: BatchOperation, first: BatchOutcome): BatchOutcome {
  const cause = isOpen(first)
    ? `it is unknown what became of the operation at index ${first.index}`
    : `the operation at index ${first.index} failed`;
  return { index, action, collection, success: false, error: { message: `Not run, because ${cause}.` } };
}

function unknown(
  { index, action, collection }: BatchOperation,
  problem: string,
  { request }: BatchResponse,
): BatchOutcome {
  const message = [`Unknown outcome: ${problem}.`, request.repeat?.hint].filter(Boolean).join(" ");
  return { index, action, collection, success: false, error: { message, mayHaveRun: true } };
}

/** It is unknown whether the operation was carried out. */
export function isOpen({ error }: BatchOutcome): boolean {
  return error?.mayHaveRun === true;
}

/** Nothing was tried, or nothing arrived. */
export function wasNotRun({ success, status, error }: BatchOutcome): boolean {
  return !success && status === undefined && error?.status === undefined && !error?.mayHaveRun;
}
