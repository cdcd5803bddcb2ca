import { type DataverseClient, errorCode, InvalidInputError, maxBatchRequests } from "../../client";
import { batchActionsInput, type BatchOperation, parseBatchOperations, references } from "./operations";
import { type BatchOutcome, failed, type FailureMode, isOpen, notRun, readOutcomes, wasNotRun } from "./outcomes";
import { batchRequest, isIdempotent, named, repeatHint } from "./requests";
import { assumeEntitySet, findEntitySet, rememberedEntitySet } from "../tables/names";

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
  const known = await named(client, operations, assumeEntitySet);
  let results = await sendInChunks(
    client,
    mode === "continueOnError" ? await inOneOrder(client, known) : known,
    mode,
    [],
  );
  const again = refusedNames(results, mode).map(({ index }) => operations[index] as BatchOperation);
  if (again.length > 0) {
    const renamed = await renamedLater(client, again, results);
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
  const isDoubtful = names.size > 1 && [...names].some((name) => rememberedEntitySet(client, name) === undefined);
  return isDoubtful ? renamable(client, operations) : operations;
}

/** Outcomes that a table's name is the cause of. Where nothing runs after an error, they are the refused one and all behind it. */
function refusedNames(results: BatchOutcome[], mode: FailureMode): BatchOutcome[] {
  if (mode === "continueOnError") return results.filter(isRefusedName);
  const refused = results.findIndex(isRefusedName);
  const behind = results.slice(refused + 1);
  return refused >= 0 && behind.every(wasNotRun) ? results.slice(refused) : [];
}

function isRefusedName({ status, error }: BatchOutcome): boolean {
  return status === 404 && error?.code === errorCode.resourceNotFound;
}

/** Other operations may be done by now: then a name that cannot be looked up leaves the refusal as it is. */
async function renamedLater(
  client: DataverseClient,
  operations: BatchOperation[],
  results: BatchOutcome[],
): Promise<BatchOperation[]> {
  try {
    return await renamable(client, operations);
  } catch (error) {
    if (results.some(hasRun)) return [];
    throw error;
  }
}

/** Operations whose table has another name; one that nothing is called keeps the service's refusal. */
async function renamable(client: DataverseClient, operations: BatchOperation[]): Promise<BatchOperation[]> {
  const renamed = operations.map(async (operation) => {
    try {
      return await named(client, [operation], findEntitySet);
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
      outcomes.push(...chunk.map((operation) => notRun(operation, first)));
      continue;
    }
    try {
      outcomes.push(...(await sendChunk(client, chunk, mode)));
    } catch (error) {
      if (![...earlier, ...outcomes].some(hasRun)) throw error;
      outcomes.push(...chunk.map((operation) => failed(operation, error as Error)));
    }
  }
  return outcomes;
}

/** For certain or perhaps. */
function hasRun(outcome: BatchOutcome): boolean {
  return outcome.success || isOpen(outcome);
}

async function sendChunk(
  client: DataverseClient,
  operations: BatchOperation[],
  mode: FailureMode,
): Promise<BatchOutcome[]> {
  const answer = await client.batch({
    operation: `Batch of ${operations.length} operations`,
    requests: operations.map((each) => batchRequest(each, undefined)),
    mode,
    repeat: { isSafe: operations.every(isIdempotent), hint: repeatHint(operations) },
  });
  return readOutcomes(operations, answer, mode);
}
