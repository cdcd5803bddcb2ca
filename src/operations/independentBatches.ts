import {
  type BatchAnswer,
  type BatchPart,
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  errorCode,
  InvalidInputError,
  maxBatchRequests,
} from "../client";
import {
  type BatchAction,
  batchActionsInput,
  type BatchOperation,
  parseBatchOperations,
  references,
} from "./batchOperations";
import { batchRequest, describe, isIdempotent, named, partError, readResult } from "./batchParts";
import { findEntitySetName, isRememberedEntitySet, knownEntitySet } from "./tables";

/** How operations that are not all or nothing go on after a failure. */
export type FailureMode = "stopAtFirstError" | "continueOnError";

/** What became of one operation, in the modes that may carry out some and not others. */
export interface BatchOutcome {
  index: number;
  action: BatchAction;
  collection: string;
  success: boolean;
  /** HTTP status; absent when the operation was not run. */
  status?: number;
  id?: string;
  record?: DataverseRecord;
  error?: { message: string; code?: string; status?: number; requestId?: string };
}

export interface BatchOutcomes {
  succeeded: number;
  failed: number;
  results: BatchOutcome[];
}

/** Independent operations, run in order; more than 1,000 go in several batches. */
export async function runIndependently(
  client: DataverseClient,
  actions: unknown,
  mode: FailureMode,
): Promise<BatchOutcomes> {
  const operations = parseBatchOperations(actions);
  const referring = operations.find((operation) => references(operation).length > 0);
  if (referring) {
    throw new InvalidInputError(
      batchActionsInput,
      `the operation at index ${referring.index} refers to an earlier one, which works in an all-or-nothing batch only.`,
    );
  }
  const known = await named(client, operations, knownEntitySet);
  let results = await sendInChunks(
    client,
    mode === "continueOnError" ? await inOneOrder(client, known) : known,
    mode,
    [],
  );
  const refused = results.findIndex(
    (outcome) => outcome.status === 404 && outcome.error?.code === errorCode.resourceNotFound,
  );
  if (refused >= 0) {
    const again = mode === "stopAtFirstError" ? results.slice(refused) : results.filter(isRefusedOutcome);
    const renamed = await renamable(
      client,
      again.map(({ index }) => operations[index] as BatchOperation),
    );
    const repeated = await sendInChunks(client, renamed, mode, results);
    const byIndex = new Map(repeated.map((outcome) => [outcome.index, outcome]));
    results = results.map((outcome) => byIndex.get(outcome.index) ?? outcome);
  }
  const succeeded = results.filter(({ success }) => success).length;
  return { succeeded, failed: results.length - succeeded, results };
}

/**
 * With one name, all operations are refused or none is, and sending the refused ones again keeps their order. With several,
 * those of a refused name would run after the others: so doubtful names are looked up before anything is sent.
 */
async function inOneOrder(client: DataverseClient, operations: BatchOperation[]): Promise<BatchOperation[]> {
  const names = new Set(operations.map(({ collection }) => collection));
  const isDoubtful = names.size > 1 && [...names].some((name) => !isRememberedEntitySet(client, name));
  return isDoubtful ? renamable(client, operations) : operations;
}

function isRefusedOutcome({ status, error }: BatchOutcome): boolean {
  return status === 404 && error?.code === errorCode.resourceNotFound;
}

/** Operations whose table has another name; one that nothing is called keeps the service's refusal. */
async function renamable(client: DataverseClient, operations: BatchOperation[]): Promise<BatchOperation[]> {
  const renamed = operations.map(async (operation) => {
    try {
      return await named(client, [operation], findEntitySetName);
    } catch (error) {
      if (error instanceof InvalidInputError) return [operation];
      throw error;
    }
  });
  return (await Promise.all(renamed)).flat();
}

/** What `earlier` batches have done stays told: a later one that fails as a whole is an outcome like any other. */
async function sendInChunks(
  client: DataverseClient,
  operations: BatchOperation[],
  mode: FailureMode,
  earlier: BatchOutcome[],
): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = [];
  for (let start = 0; start < operations.length; start += maxBatchRequests) {
    const chunk = operations.slice(start, start + maxBatchRequests);
    const first = outcomes.find(({ success }) => !success);
    if (mode === "stopAtFirstError" && first) {
      outcomes.push(...chunk.map((operation) => notRun(operation, first.index)));
      continue;
    }
    try {
      outcomes.push(...(await sendChunk(client, chunk, mode)));
    } catch (error) {
      const hasDoneNothing = ![...earlier, ...outcomes].some(({ success }) => success);
      if (hasDoneNothing || !(error instanceof DataverseError)) throw error;
      outcomes.push(...chunk.map((operation) => failed(operation, error)));
    }
  }
  return outcomes;
}

function failed({ index, action, collection }: BatchOperation, failure: DataverseError): BatchOutcome {
  const { message, status, code, requestId } = failure;
  const error = { message, ...(code && { code }), ...(status && { status }), ...(requestId && { requestId }) };
  return { index, action, collection, success: false, error };
}

async function sendChunk(
  client: DataverseClient,
  operations: BatchOperation[],
  mode: FailureMode,
): Promise<BatchOutcome[]> {
  const operation = `Batch of ${operations.length} operations`;
  const answer = await client.batch({
    operation,
    requests: operations.map((each) => batchRequest(each, undefined)),
    mode,
    isSafeToRepeat: operations.every(isIdempotent),
  });
  const outcomes: BatchOutcome[] = [];
  for (const [index, each] of operations.entries()) {
    const part = answer.parts[index];
    const first = outcomes.find(({ success }) => !success);
    if (part) outcomes.push(await outcomeOf(client, each, part, answer));
    else if (mode === "stopAtFirstError" && first) outcomes.push(notRun(each, first.index));
    else outcomes.push(unanswered(each, answer, operations.length));
  }
  return outcomes;
}

function notRun({ index, action, collection }: BatchOperation, failedIndex: number): BatchOutcome {
  const message = `Not run, because the operation at index ${failedIndex} failed.`;
  return { index, action, collection, success: false, error: { message } };
}

/** A cut answer leaves it open what became of the rest. */
function unanswered(
  { index, action, collection }: BatchOperation,
  answer: BatchAnswer,
  expected: number,
): BatchOutcome {
  const message = `Unknown outcome: the answer has ${answer.parts.length} parts for ${expected} operations.`;
  return { index, action, collection, success: false, error: { message } };
}

async function outcomeOf(
  client: DataverseClient,
  operation: BatchOperation,
  part: BatchPart,
  answer: BatchAnswer,
): Promise<BatchOutcome> {
  const { index, action, collection } = operation;
  const { status } = part;
  if (status >= 400) return { ...failed(operation, partError(part, describe(operation), answer)), status };
  try {
    const { id, record } = await readResult(client, operation, part, () => undefined);
    return { index, action, collection, success: true, status, ...(id && { id }), ...(record && { record }) };
  } catch (error) {
    // One answer that cannot be read hides no other.
    if (error instanceof DataverseError) return { ...failed(operation, error), status };
    throw error;
  }
}
