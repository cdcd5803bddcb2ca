import {
  type BatchAnswer,
  type BatchPart,
  type BatchRequest,
  type DataverseClient,
  type DataverseError,
  type DataverseRecord,
  errorFromResponse,
  InvalidInputError,
  keySegment,
  unexpectedAnswer,
} from "../client";
import { type BatchOperation, refuse } from "./batchOperations";
import { cheapColumn, createdId, idOfRow } from "./recordKeys";
import {
  createRequest,
  deleteRequest,
  type RecordRequest,
  type Representation,
  updateRequest,
  upsertRequest,
} from "./recordRequests";

/** One operation of a batch: the request it becomes, and what its part of the answer says. */

export function describe(operation: BatchOperation | undefined): string {
  return `Batch operation at index ${operation?.index} (${operation?.action} ${operation?.collection})`;
}

export function partError(part: BatchPart, operation: string, answer: BatchAnswer): DataverseError {
  const headers = { req_id: answer.headers["req_id"], ...part.headers };
  return errorFromResponse({ operation, status: part.status, headers, body: part.body, attempts: answer.attempts });
}

export async function readResult(
  client: DataverseClient,
  operation: BatchOperation,
  part: BatchPart,
  idOfReference: (contentId: string) => string | undefined,
): Promise<{ id?: string; record?: DataverseRecord }> {
  const { action, key, collection } = operation;
  const body = part.body === "" ? undefined : readRecord(operation, part);
  if (operation.returnRepresentation && !operation.isReferredTo && action !== "delete" && !body) {
    throw unexpectedAnswer({ operation: describe(operation), ...part, attempts: 1 }, "the record is missing");
  }
  const keyId = key?.kind === "id" ? key.id : key?.kind === "reference" ? idOfReference(key.contentId) : undefined;
  const id =
    keyId ??
    createdId(part.headers) ??
    (body && !operation.returnRepresentation ? await idOfRow(client, collection, body) : undefined);
  return { ...(id && { id }), ...(operation.returnRepresentation && body && { record: body }) };
}

function readRecord(operation: BatchOperation, part: BatchPart): DataverseRecord {
  try {
    return JSON.parse(part.body) as DataverseRecord;
  } catch {
    throw unexpectedAnswer({ operation: describe(operation), ...part, attempts: 1 }, "its body is not JSON");
  }
}

/** Deleting twice fails the second time, and would undo a change set that has run already. */
export function isIdempotent({ action, key }: BatchOperation): boolean {
  return (action === "update" || action === "upsert") && key?.kind !== "reference";
}

/** The operations with their tables' names as `find` knows them. */
export function named(
  client: DataverseClient,
  operations: BatchOperation[],
  find: (client: DataverseClient, name: string) => Promise<string>,
): Promise<BatchOperation[]> {
  return Promise.all(
    operations.map(async (operation) => {
      try {
        return { ...operation, collection: await find(client, operation.collection) };
      } catch (error) {
        if (error instanceof InvalidInputError)
          refuse(operation.index, `"collection": ${error.problem.replace(/\.$/, "")}`);
        throw error;
      }
    }),
  );
}

export function batchRequest(operation: BatchOperation, contentId: string | undefined): BatchRequest {
  const { method, path, headers, body } = recordRequest(operation);
  return {
    method,
    url: path,
    headers: { Accept: "application/json", ...headers },
    ...(body && { body: JSON.stringify(body) }),
    ...(contentId !== undefined && { contentId }),
  };
}

function recordRequest(operation: BatchOperation): RecordRequest {
  const { action, collection, key, data } = operation;
  const representation = representationOf(operation);
  if (action === "create") {
    return createRequest(collection, data, { recordId: key?.kind === "id" ? key.id : undefined, representation });
  }
  const address = key?.kind === "reference" ? `$${key.contentId}` : `${collection}${key ? keySegment(key) : ""}`;
  if (action === "delete") return deleteRequest(address);
  return action === "update"
    ? updateRequest(address, data, { representation })
    : upsertRequest(address, data, { representation });
}

/**
 * A write by alternate key answers with that key again; one column of the record brings its id. But an answer that brings
 * anything names no location, and then no later request of the change set can refer to it.
 */
function representationOf({
  returnRepresentation,
  isReferredTo,
  key,
  data,
}: BatchOperation): Representation | undefined {
  if (isReferredTo) return undefined;
  if (returnRepresentation) return { columns: [] };
  if (key?.kind !== "alternate") return undefined;
  const column = cheapColumn(data);
  return { columns: column === undefined ? [] : [column] };
}
