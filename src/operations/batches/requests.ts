import { type DataverseClient, defined, InvalidInputError, keySegment, type PartRequest } from "../../client";
import { type BatchOperation, refuse } from "./operations";
import {
  createRequest,
  deleteRequest,
  type RecordRequest,
  type Representation,
  updateRequest,
  upsertRequest,
} from "../records/requests";

/** One operation of a batch and the request it becomes. */

export function describe(operation: BatchOperation | undefined): string {
  return `Batch operation at index ${operation?.index} (${operation?.action} ${operation?.collection})`;
}

/** Deleting twice fails the second time, and would undo a change set that has run already. */
export function isIdempotent({ action }: BatchOperation): boolean {
  return action === "update" || action === "upsert";
}

/** What helps when it is unknown whether these operations were carried out; a sentence. */
export function repeatHint(operations: BatchOperation[]): string {
  if (operations.every(isIdempotent)) return "To repeat it does no harm.";
  const creates = operations.some(({ action }) => action === "create");
  const deletes = operations.some(({ action }) => action === "delete");
  if (!creates) return "Look whether it did before the step is repeated.";
  return deletes
    ? "Look whether it did before the step is repeated; upsert instead of create, with a key, makes no record twice."
    : "Upsert instead of create, with a key for each record, makes the step safe to repeat.";
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

export function batchRequest(operation: BatchOperation, contentId: string | undefined): PartRequest {
  return { ...recordRequest(operation), ...defined({ contentId }) };
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
 * A write by alternate key answers with that key again; the columns of the key bring the record's id, since the primary key
 * comes along unasked ("Retrieve a table row", Microsoft Learn). But an answer that brings anything names no location, and
 * then no later request of the change set can refer to it.
 */
export function representationOf({
  returnRepresentation,
  isReferredTo,
  action,
  key,
}: BatchOperation): Representation | undefined {
  if (isReferredTo || action === "delete") return undefined;
  if (returnRepresentation) return { columns: [] };
  return key?.kind === "alternate" ? { columns: keyColumns(key) } : undefined;
}

export function keyColumns(key: BatchOperation["key"]): string[] {
  return key?.kind === "alternate" ? key.parts.map(({ column }) => column) : [];
}
