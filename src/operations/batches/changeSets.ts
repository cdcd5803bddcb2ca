/** All-or-nothing batches. */
import {
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  InvalidInputError,
  keySegment,
  keyText,
  maxBatchRequests,
  queryString,
  type RecordKey,
} from "../../client";
import { assumeEntitySet, findEntitySet, isUnknownResource } from "../tables/names";
import {
  batchActionsInput,
  type BatchOperation,
  type NumberedOperation,
  parseBatchOperations,
  referencesOf,
  type ResolvedOperation,
} from "./operations";
import type { BatchSuccess } from "./outcomes";
import { idBesideKey, isRecordWith } from "./parts";
import { resolveReferences, withWritableData } from "./references";
import { batchRequest, isIdempotent, keyColumns, repeatHint, resolveTables } from "./requests";
import { readChangeSet } from "./responses";

/**
 * As the published connector returns it: the record where its representation was requested, else the record's id for a
 * create or upsert, and `true` for an update or delete. When the id is unknown or the record cannot be read after the
 * batch, it is the id or the key.
 */
export type BatchResult = DataverseRecord | string | true;

/** Sends one change set; the results have the order of the operations. */
export async function runChangeSet(client: DataverseClient, actions: unknown): Promise<BatchResult[]> {
  const operations = withWritableData(client, parseBatchOperations(actions));
  if (operations.length > maxBatchRequests) {
    throw new InvalidInputError(
      batchActionsInput,
      `${operations.length} operations cannot be all or nothing, because a transaction of Dataverse has at most ${maxBatchRequests}. Select another failure handling, or split the list.`,
    );
  }
  try {
    return await sendChangeSet(client, await resolveTables(client, operations, assumeEntitySet));
  } catch (error) {
    // Nothing ran when the service rejects a table's name, so the change set can be sent again with the right names.
    const isTableRejection = error instanceof DataverseError && !error.mayHaveRun && isUnknownResource(error);
    if (!isTableRejection) throw error;
    return sendChangeSet(client, await resolveTables(client, operations, findEntitySet));
  }
}

async function sendChangeSet(client: DataverseClient, named: ResolvedOperation[]): Promise<BatchResult[]> {
  const resolved = await resolveReferences(client, named);
  const missing = resolved.find((operation) => operation.missing)?.missing;
  if (missing) throw missing;
  const operations = numberOperations(resolved);
  const response = await client.batch({
    operation: `Batch of ${operations.length} operations`,
    requests: operations.map((operation) => batchRequest(operation, operation.contentId)),
    mode: "allOrNothing",
    repeat: { isSafe: operations.every(isIdempotent), hint: repeatHint(operations) },
  });
  const outcomes = readChangeSet(operations, response);
  return Promise.all(operations.map((operation, index) => resultOf(client, operation, outcomes[index])));
}

/** Content IDs that the builder entered are kept; the other operations get unused numbers. */
function numberOperations(operations: ResolvedOperation[]): NumberedOperation[] {
  const used = new Set(operations.flatMap(({ contentId }) => contentId ?? []));
  const referredTo = new Set(operations.flatMap(referencesOf));
  let next = 0;
  return operations.map((operation) => {
    const contentId = operation.contentId ?? unusedNumber();
    return { ...operation, contentId, isReferredTo: referredTo.has(contentId) };
  });

  function unusedNumber(): string {
    do next++;
    while (used.has(String(next)));
    return String(next);
  }
}

async function resultOf(
  client: DataverseClient,
  operation: NumberedOperation,
  { id, record }: Pick<BatchSuccess, "id" | "record"> = {},
): Promise<BatchResult> {
  const { action, key, isReferredTo, returnRepresentation } = operation;
  if (record) return record;
  if (action === "delete" || (action === "update" && !returnRepresentation)) return true;
  if (isReferredTo && (returnRepresentation || id === undefined)) return readAfterBatch(client, operation, id);
  return id ?? (key && key.kind !== "reference" ? keyText(key) : "");
}

/**
 * Reads what the response to a request that others refer to cannot contain. The batch is committed, so no failure of
 * this read may fail the step, not even a connection error. When the record cannot be read, for example because the
 * batch deleted it, the result is its id or key.
 */
async function readAfterBatch(
  client: DataverseClient,
  { collection, key, returnRepresentation }: ResolvedOperation,
  id: string | undefined,
): Promise<BatchResult> {
  const address = recordKeyOf(key, id);
  if (!address) return "";
  const $select = returnRepresentation ? [] : keyColumns(key);
  const path = `${collection}${keySegment(address)}${queryString({ $select })}`;
  try {
    const operation = "Read a record after the batch";
    const { body } = await client.request<DataverseRecord>({ operation, method: "GET", path });
    if (!isRecordWith(id, body)) return keyText(address);
    return returnRepresentation ? body : (idBesideKey(body, keyColumns(key)) ?? keyText(address));
  } catch {
    return keyText(address);
  }
}

function recordKeyOf(key: BatchOperation["key"], id: string | undefined): RecordKey | undefined {
  if (id !== undefined) return { kind: "id", id };
  return key?.kind === "reference" ? undefined : key;
}
