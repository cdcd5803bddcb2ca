import {
  type BatchResponse,
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
  unexpectedResponse,
} from "../../client";
import { batchActionsInput, type BatchOperation, parseBatchOperations, references } from "./operations";
import { batchRequest, describe, isIdempotent, keyColumns, named, repeatHint } from "./requests";
import {
  idOfKeyed,
  isErrorInside,
  isRecordWith,
  isRefusal,
  openRefusal,
  readPart,
  refusal,
  type Written,
} from "./parts";
import { assumeEntitySet, findEntitySet } from "../tables/names";

/**
 * The record where it was asked for, else the record's id; `{}` for a delete. The id, or the key where the id is not known,
 * stands for what could not be read after the batch.
 */
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
    return await sendChangeSet(client, await named(client, operations, assumeEntitySet));
  } catch (error) {
    // Nothing has run when the service refuses a table's name, so the whole can be sent again with the right ones.
    if (!isRefusedSegment(error)) throw error;
    return sendChangeSet(client, await named(client, operations, findEntitySet));
  }
}

function isRefusedSegment(error: unknown): boolean {
  if (!(error instanceof DataverseError) || error.mayHaveRun) return false;
  return error.status === 404 && error.code === errorCode.resourceNotFound;
}

async function sendChangeSet(client: DataverseClient, given: BatchOperation[]): Promise<BatchResult[]> {
  const contentIds = assignContentIds(given);
  const referredTo = new Set(given.flatMap(references));
  const operations = given.map((each, index) => ({ ...each, isReferredTo: referredTo.has(contentIds[index] ?? "") }));
  const requests = operations.map((operation, index) => batchRequest(operation, contentIds[index]));
  const operation = `Batch of ${operations.length} operations`;
  const answer = await client.batch({
    operation,
    requests,
    mode: "allOrNothing",
    repeat: { isSafe: operations.every(isIdempotent), hint: repeatHint(operations) },
  });
  const read = readChangeSet(operations, contentIds, answer);
  return Promise.all(operations.map((each, index) => resultOf(client, each, read[index] ?? {})));
}

/**
 * What the parts say, in the order of the operations.
 *
 * @throws DataverseError when Dataverse has undone the change set, and with `mayHaveRun` when its outcome is open.
 */
export function readChangeSet(operations: BatchOperation[], contentIds: string[], answer: BatchResponse): Written[] {
  const operation = `Batch of ${operations.length} operations`;
  const { parts, isComplete } = answer.body;
  const operationOf = ({ contentId = "" }: BatchPart) => operations[contentIds.indexOf(contentId)];
  const failure = parts.find(isRefusal);
  if (failure) {
    const failed = operationOf(failure);
    // The one part of a change set that is undone; beside others, it does not say what became of those.
    if (!parts.every(isRefusal)) throw openRefusal(failure, failed ? describe(failed) : operation, answer);
    throw refusal(failure, failed ? `${describe(failed)}, all others undone,` : `${operation}, all undone,`, answer);
  }
  const inside = parts.find(isErrorInside);
  if (inside) {
    const failed = operationOf(inside);
    throw openRefusal(inside, failed ? describe(failed) : operation, answer);
  }
  if (parts.length !== operations.length || !isComplete) {
    const problem = `it has ${parts.length} parts for ${operations.length} operations`;
    throw unexpectedResponse(answer, isComplete ? problem : `${problem} and breaks off`);
  }
  const ordered = inOrder(parts, contentIds);
  if (!ordered) throw unexpectedResponse(answer, "its parts have other content ids than the operations");
  const read: Written[] = [];
  for (const [index, each] of operations.entries()) {
    const { key } = each;
    const referred = key?.kind === "reference" ? read[contentIds.indexOf(key.contentId)] : undefined;
    read.push(readPart(each, ordered[index] as BatchPart, answer, referred?.id));
  }
  return read;
}

async function resultOf(
  client: DataverseClient,
  operation: BatchOperation,
  { id, record }: Written,
): Promise<BatchResult> {
  const { action, key, isReferredTo, returnRepresentation } = operation;
  if (action === "delete") return {};
  if (record) return record;
  if (isReferredTo && (returnRepresentation || id === undefined)) return readBack(client, operation, id);
  return id ?? addressOf(key);
}

function addressOf(key: BatchOperation["key"]): string {
  return key && key.kind !== "reference" ? keyText(key) : "";
}

/**
 * What a request that others refer to could not answer itself. The batch is done, and no failure of this read may say
 * otherwise, not even a connection error: when the record cannot be read, because the batch itself has deleted it for
 * example, its id or key is the result.
 */
async function readBack(
  client: DataverseClient,
  { collection, key, returnRepresentation }: BatchOperation,
  id: string | undefined,
): Promise<BatchResult> {
  const address: RecordKey | undefined =
    id === undefined ? (key?.kind === "reference" ? undefined : key) : { kind: "id", id };
  if (!address) return "";
  const path = `${collection}${keySegment(address)}${queryString({ $select: returnRepresentation ? [] : keyColumns(key) })}`;
  const operation = "Read a record after the batch";
  try {
    const { body } = await client.request<DataverseRecord>({ operation, method: "GET", path });
    if (!isRecordWith(id, body)) return keyText(address);
    return returnRepresentation ? body : (idOfKeyed(body, keyColumns(key)) ?? keyText(address));
  } catch {
    return keyText(address);
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

/**
 * By the content ids that a change set's answer repeats, else by their places ("Execute batch operations using the Web API",
 * Microsoft Learn: the answers stand in the order of the requests). Undefined where the ids are others than were sent.
 */
function inOrder(parts: BatchPart[], contentIds: string[]): BatchPart[] | undefined {
  const byId = new Map(parts.map((part) => [part.contentId, part]));
  const named = contentIds.flatMap((id) => byId.get(id) ?? []);
  if (named.length === parts.length) return named;
  return parts.every(({ contentId }) => contentId === undefined) ? parts : undefined;
}
