/** Batches of independent operations, run in order; more than 1,000 are sent in several batches. */
import { type DataverseClient, type DataverseError, InvalidInputError, maxBatchRequests } from "../../client";
import { asEntitySetName, assumeEntitySet, findEntitySet, rememberedEntitySet } from "../tables/names";
import {
  batchActionsInput,
  type BatchOperation,
  parseBatchOperations,
  referencesOf,
  type ResolvedOperation,
} from "./operations";
import {
  type BatchOutcome,
  failureFrom,
  isFailure,
  isSkipped,
  isTableRejection,
  mayHaveRun,
  skippedAfter,
} from "./outcomes";
import { resolveReferences, withWritableData } from "./references";
import { batchRequest, isIdempotent, repeatHint, resolveTables } from "./requests";
import { type FailureMode, readIndependent } from "./responses";

export interface BatchOutcomes {
  succeeded: number;
  failed: number;
  results: BatchOutcome[];
}

export async function runIndependently(
  client: DataverseClient,
  actions: unknown,
  mode: FailureMode,
): Promise<BatchOutcomes> {
  const operations = withWritableData(client, parseBatchOperations(actions));
  const referring = operations.find((operation) => referencesOf(operation).length > 0);
  if (referring) {
    throw new InvalidInputError(
      batchActionsInput,
      `the operation at index ${referring.index} refers to an earlier one, which works in an all-or-nothing batch only.`,
    );
  }
  const assumed = await resolveTables(client, operations, assumeEntitySet);
  const resolved = mode === "continueOnError" ? await resolveDoubtful(client, assumed) : assumed;
  const outcomes = await sendInChunks(client, await resolveReferences(client, resolved), mode, []);
  const results = await repeatTableRejections(client, operations, outcomes, mode);
  const succeeded = results.filter(({ success }) => success).length;
  return { succeeded, failed: results.length - succeeded, results };
}

/**
 * When all operations have one table, the service rejects all of them or none, and repeating keeps their order. With
 * several tables, the repeated operations would run after the others, so doubtful names are looked up in advance.
 */
async function resolveDoubtful(client: DataverseClient, operations: ResolvedOperation[]): Promise<ResolvedOperation[]> {
  const names = new Set(operations.map(({ collection }) => collection));
  const isDoubtful = names.size > 1 && [...names].some((name) => rememberedEntitySet(client, name) === undefined);
  return isDoubtful ? resolveKnownTables(client, operations) : operations;
}

/** Sends the operations whose table's name was rejected again, with the right names. */
async function repeatTableRejections(
  client: DataverseClient,
  operations: BatchOperation[],
  outcomes: BatchOutcome[],
  mode: FailureMode,
): Promise<BatchOutcome[]> {
  const indexes = new Set(selectTableRejections(outcomes, mode).map(({ index }) => index));
  if (indexes.size === 0) return outcomes;
  const rejected = operations.filter(({ index }) => indexes.has(index));
  const resolved = await resolveAfterBatch(client, rejected, outcomes);
  const repeated = await sendInChunks(client, await resolveReferences(client, resolved), mode, outcomes);
  const byIndex = new Map(repeated.map((outcome) => [outcome.index, outcome]));
  return outcomes.map((outcome) => byIndex.get(outcome.index) ?? outcome);
}

/** When the batch stopped at the error: the rejected operation and all that were skipped after it. */
function selectTableRejections(outcomes: BatchOutcome[], mode: FailureMode): BatchOutcome[] {
  if (mode === "continueOnError") return outcomes.filter(isTableRejection);
  const first = outcomes.findIndex(isTableRejection);
  return first >= 0 && outcomes.slice(first + 1).every(isSkipped) ? outcomes.slice(first) : [];
}

/** Other operations may have run by now: a lookup that fails then keeps the rejection as the outcome. */
async function resolveAfterBatch(
  client: DataverseClient,
  operations: BatchOperation[],
  outcomes: BatchOutcome[],
): Promise<ResolvedOperation[]> {
  try {
    return await resolveKnownTables(client, operations);
  } catch (error) {
    if (outcomes.some(mayHaveRun)) return [];
    throw error;
  }
}

/** An operation whose table does not exist keeps its name, so that the service's own rejection is its outcome. */
async function resolveKnownTables(client: DataverseClient, operations: BatchOperation[]): Promise<ResolvedOperation[]> {
  const resolved = operations.map(async (operation) => {
    try {
      return await resolveTables(client, [operation], findEntitySet);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return [{ ...operation, collection: asEntitySetName(operation.collection) }];
    }
  });
  return (await Promise.all(resolved)).flat();
}

/** Outcomes of `earlier` batches are kept: a later batch that fails as a whole is reported, not thrown. */
async function sendInChunks(
  client: DataverseClient,
  operations: ResolvedOperation[],
  mode: FailureMode,
  earlier: BatchOutcome[],
): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = [];
  for (let start = 0; start < operations.length; start += maxBatchRequests) {
    const chunk = operations.slice(start, start + maxBatchRequests);
    const failure = outcomes.find(isFailure);
    if (mode === "stopAtFirstError" && failure) {
      outcomes.push(...chunk.map((operation) => skippedAfter(operation, failure)));
      continue;
    }
    try {
      outcomes.push(...(await sendChunk(client, chunk, mode)));
    } catch (error) {
      if (!(error instanceof Error) || ![...earlier, ...outcomes].some(mayHaveRun)) throw error;
      outcomes.push(...chunk.map((operation) => failureFrom(operation, error)));
    }
  }
  return outcomes;
}

/**
 * Operations without a record are not sent: they fail, and in the order of the list when the batch stops at an error.
 */
async function sendChunk(
  client: DataverseClient,
  operations: ResolvedOperation[],
  mode: FailureMode,
): Promise<BatchOutcome[]> {
  const first = operations.findIndex(({ missing }) => missing);
  const sent = first < 0 || mode === "continueOnError" ? operations : operations.slice(0, first);
  const outcomes = await sendFound(
    client,
    sent.filter(({ missing }) => !missing),
    mode,
  );
  const byIndex = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
  let failure = mode === "stopAtFirstError" ? outcomes.find(isFailure) : undefined;
  return operations.map((operation) => {
    const outcome = byIndex.get(operation.index);
    if (outcome) return outcome;
    if (failure) return skippedAfter(operation, failure);
    const missing = failureFrom(operation, operation.missing as DataverseError);
    if (mode === "stopAtFirstError") failure = missing;
    return missing;
  });
}

async function sendFound(
  client: DataverseClient,
  operations: ResolvedOperation[],
  mode: FailureMode,
): Promise<BatchOutcome[]> {
  if (operations.length === 0) return [];
  const response = await client.batch({
    operation: `Batch of ${operations.length} operations`,
    requests: operations.map((operation) => batchRequest(operation, undefined)),
    mode,
    repeat: { isSafe: operations.every(isIdempotent), hint: repeatHint(operations) },
  });
  return readIndependent(operations, response, mode);
}
