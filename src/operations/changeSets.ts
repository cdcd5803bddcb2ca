import {
  type BatchPart,
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  errorCode,
  InvalidInputError,
  keySegment,
  keyText,
  maxBatchRequests,
  queryString,
  type RecordKey,
  unexpectedAnswer,
} from "../client";
import { batchActionsInput, type BatchOperation, parseBatchOperations, references } from "./batchOperations";
import { batchRequest, describe, isIdempotent, named, partError, readResult } from "./batchParts";
import { cheapColumn, idOfRow } from "./recordKeys";
import { findEntitySetName, knownEntitySet } from "./tables";

/** The record where it was asked for, else the record's id; `{}` for a delete. */
export type BatchResult = DataverseRecord | string;

/** All or nothing: one change set, whose results stand in the order of the operations. */
export async function runChangeSet(client: DataverseClient, actions: unknown): Promise<BatchResult[]> {
  const operations = parseBatchOperations(actions);
  if (operations.length > maxBatchRequests) {
    throw new InvalidInputError(
      batchActionsInput,
      `${operations.length} operations cannot be all or nothing, because Dataverse takes at most ${maxBatchRequests} in one transaction. Choose another failure handling or split the list.`,
    );
  }
  try {
    return await sendChangeSet(client, await named(client, operations, knownEntitySet));
  } catch (error) {
    // Nothing has run when the service refuses a table's name, so the whole can be sent again with the right ones.
    if (!isRefusedSegment(error)) throw error;
    return sendChangeSet(client, await named(client, operations, findEntitySetName));
  }
}

function isRefusedSegment(error: unknown): boolean {
  return error instanceof DataverseError && error.status === 404 && error.code === errorCode.resourceNotFound;
}

async function sendChangeSet(client: DataverseClient, given: BatchOperation[]): Promise<BatchResult[]> {
  const contentIds = assignContentIds(given);
  const referredTo = new Set(given.flatMap(references));
  const operations = given.map((each, index) => ({ ...each, isReferredTo: referredTo.has(contentIds[index] ?? "") }));
  const requests = operations.map((operation, index) => batchRequest(operation, contentIds[index]));
  const operation = `Batch of ${operations.length} operations`;
  const isSafeToRepeat = operations.every(isIdempotent);
  const answer = await client.batch({ operation, requests, mode: "allOrNothing", isSafeToRepeat });
  const failure = answer.parts.find(({ status }) => status >= 400);
  if (failure) {
    const at = contentIds.indexOf(failure.contentId ?? "");
    throw partError(
      failure,
      at < 0 ? `${operation}, all undone,` : `${describe(operations[at])}, all others undone,`,
      answer,
    );
  }
  if (answer.parts.length !== operations.length || !answer.isWhole) {
    throw unexpectedAnswer(
      { ...answer, operation },
      `it has ${answer.parts.length} parts for ${operations.length} operations`,
    );
  }
  const parts = inOrder(answer.parts, contentIds);
  const ids: string[] = [];
  const results: BatchResult[] = [];
  for (const [index, each] of operations.entries()) {
    const outcome = await readResult(client, each, parts[index] as BatchPart, (id) => ids[contentIds.indexOf(id)]);
    ids.push(outcome.id ?? "");
    results.push(each.action === "delete" ? {} : (outcome.record ?? outcome.id ?? ""));
  }
  for (const [index, each] of operations.entries()) {
    const isOpen = each.returnRepresentation || ids[index] === "";
    if (each.isReferredTo && each.action !== "delete" && isOpen)
      results[index] = await readBack(client, each, ids[index]);
  }
  return results;
}

/**
 * What a request that others refer to could not answer itself. The batch is done: when the record cannot be read, because
 * the batch itself has deleted it for example, its id or key is the result.
 */
async function readBack(
  client: DataverseClient,
  operation: BatchOperation,
  id: string | undefined,
): Promise<BatchResult> {
  const { collection, key, returnRepresentation, data } = operation;
  const address: RecordKey | undefined = id ? { kind: "id", id } : key?.kind === "alternate" ? key : undefined;
  if (!address) return id ?? "";
  const column = returnRepresentation ? undefined : cheapColumn(data);
  const path = `${collection}${keySegment(address)}${queryString({ $select: column === undefined ? [] : [column] })}`;
  try {
    const answer = await client.request<DataverseRecord>({
      operation: "Read a record after the batch",
      method: "GET",
      path,
    });
    if (!answer.body) return keyText(address);
    return returnRepresentation ? answer.body : await idOfRow(client, collection, answer.body);
  } catch (error) {
    if (error instanceof DataverseError) return keyText(address);
    throw error;
  }
}

/** Given ones stay; the others get numbers that nobody has. */
function assignContentIds(operations: BatchOperation[]): string[] {
  const taken = new Set(operations.flatMap(({ contentId }) => contentId ?? []));
  let next = 0;
  return operations.map(({ contentId }) => {
    if (contentId !== undefined) return contentId;
    do next++;
    while (taken.has(String(next)));
    return String(next);
  });
}

function inOrder(parts: BatchPart[], contentIds: string[]): BatchPart[] {
  const byId = new Map(parts.map((part) => [part.contentId, part]));
  return byId.size === parts.length
    ? contentIds.map((id, index) => byId.get(id) ?? (parts[index] as BatchPart))
    : parts;
}
