/** Reads the response to a batch: one outcome for each operation, in the order of the operations. Pure. */
import { type BatchPart, type BatchResponse, DataverseError, defined, unexpectedResponse } from "../../client";
import type { BatchOperation, NumberedOperation } from "./operations";
import {
  type BatchOutcome,
  type BatchSuccess,
  failureFrom,
  isFailure,
  mayHaveRun,
  skippedAfter,
  unknownOutcome,
} from "./outcomes";
import { errorFromRejection, errorFromUnclearRejection, isErrorInside, isRejection, readPart } from "./parts";
import { describeOperation } from "./requests";

/** How independent operations continue after a failure. */
export type FailureMode = "stopAtFirstError" | "continueOnError";

/** Independent operations: some may have run and others not. */
export function readIndependent(operations: BatchOperation[], batch: BatchResponse, mode: FailureMode): BatchOutcome[] {
  const outcomes: BatchOutcome[] = [];
  const { parts, isStopped, problem } = assignParts(operations.length, batch.body, mode);
  for (const [index, operation] of operations.entries()) {
    const part = parts[index];
    const failure = outcomes.find(isFailure);
    // When parts are missing, positions are certain only up to the first unknown outcome.
    const isInDoubt = problem !== undefined && outcomes.some((outcome) => isFailure(outcome) && mayHaveRun(outcome));
    if (part && !isInDoubt) outcomes.push(readOutcome(operation, part, batch));
    else if (isStopped && failure && !isInDoubt) outcomes.push(skippedAfter(operation, failure));
    else outcomes.push(unknownOutcome(operation, problem ?? "", batch.request.repeat?.hint));
  }
  return outcomes;
}

interface AssignedParts {
  /** Each at the position of its operation. */
  parts: BatchPart[];
  /** The last part is a rejection, after which nothing ran. */
  isStopped: boolean;
  /** Why there is not one part for each operation. */
  problem?: string;
}

/**
 * Only the position identifies the response to an independent request, because only change sets repeat content ids
 * [Batch]. So the number of parts must match, unless the response breaks off or Dataverse stopped at an error.
 */
function assignParts(expected: number, { parts, isComplete }: BatchResponse["body"], mode: FailureMode): AssignedParts {
  const last = parts.at(-1);
  // A response that continued after an error did not stop at an error, of any form.
  const isFirstError = parts.findIndex((part) => part.status >= 400 || isRejection(part)) === parts.length - 1;
  const isStopped = mode === "stopAtFirstError" && last !== undefined && isFirstError && isRejection(last);
  const hasChangeSet = parts.some(({ isInChangeSet }) => isInChangeSet);
  if (parts.length === expected && !hasChangeSet) return { parts, isStopped };
  const problem = hasChangeSet
    ? "the response contains a change set"
    : `the response has ${parts.length} parts for ${expected} operations`;
  const isBeginning = parts.length < expected && !hasChangeSet && (isStopped || !isComplete);
  return { parts: isBeginning ? parts : [], isStopped: isBeginning && isStopped, problem };
}

function readOutcome(operation: BatchOperation, part: BatchPart, batch: BatchResponse): BatchOutcome {
  try {
    return readPart(operation, part, batch);
  } catch (error) {
    // An unreadable part does not hide the others.
    if (!(error instanceof DataverseError)) throw error;
    return { ...failureFrom(operation, error), ...defined({ status: part.status || undefined }) };
  }
}

/**
 * A change set: all operations ran or none.
 *
 * @throws DataverseError when Dataverse undid the change set, and with `mayHaveRun` when its outcome is unknown.
 */
export function readChangeSet(operations: NumberedOperation[], batch: BatchResponse): BatchSuccess[] {
  const { parts, isComplete } = batch.body;
  checkRejections(operations, batch);
  if (parts.length !== operations.length || !isComplete) {
    const problem = `it has ${parts.length} parts for ${operations.length} operations`;
    throw unexpectedResponse(batch, isComplete ? problem : `${problem} and breaks off`);
  }
  const pairs = pairParts(operations, parts);
  if (!pairs) throw unexpectedResponse(batch, "its parts have other content ids than the operations");
  const ids = new Map<string, string | undefined>();
  return pairs.map(([operation, part]) => {
    const { key } = operation;
    const success = readPart(operation, part, batch, key?.kind === "reference" ? ids.get(key.contentId) : undefined);
    ids.set(operation.contentId, success.id);
    return success;
  });
}

function checkRejections(operations: NumberedOperation[], batch: BatchResponse): void {
  const { parts } = batch.body;
  const describe = ({ contentId }: BatchPart) => {
    const operation = operations.find((each) => each.contentId === contentId);
    return operation && describeOperation(operation);
  };
  const rejection = parts.find(isRejection);
  // A rejection is the only part of a change set that was undone; with other parts it does not show whether those ran.
  if (rejection && parts.every(isRejection)) {
    const named = describe(rejection);
    const operation = named === undefined ? `${batch.request.operation}, all undone,` : `${named}, all others undone,`;
    throw errorFromRejection(rejection, operation, batch);
  }
  const unclear = rejection ?? parts.find(isErrorInside);
  if (unclear) throw errorFromUnclearRejection(unclear, describe(unclear) ?? batch.request.operation, batch);
}

/**
 * By the content ids that a change set's response repeats, else by position ([Batch]: responses have the order of the
 * requests). Undefined when the ids differ from the sent ones.
 */
function pairParts(operations: NumberedOperation[], parts: BatchPart[]): [NumberedOperation, BatchPart][] | undefined {
  const byId = new Map(parts.map((part) => [part.contentId, part]));
  const pairWith = (find: (operation: NumberedOperation, index: number) => BatchPart | undefined) =>
    operations.flatMap((operation, index): [NumberedOperation, BatchPart][] => {
      const part = find(operation, index);
      return part ? [[operation, part]] : [];
    });
  const pairs = pairWith(({ contentId }) => byId.get(contentId));
  if (pairs.length === parts.length) return pairs;
  return parts.every(({ contentId }) => contentId === undefined)
    ? pairWith((_operation, index) => parts[index])
    : undefined;
}
