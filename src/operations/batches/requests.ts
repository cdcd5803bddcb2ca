/** Batch operations and the requests that they become. */
import { type DataverseClient, defined, InvalidInputError, keySegment, type PartRequest } from "../../client";
import {
  createRequest,
  deleteRequest,
  type RecordRequest,
  type Representation,
  updateRequest,
  upsertRequest,
} from "../records/requests";
import type { EntitySetName, TableReference } from "../tables/names";
import { type BatchOperation, rejectOperation, type ResolvedOperation } from "./operations";

export function describeOperation({ index, action, collection }: BatchOperation): string {
  return `Batch operation at index ${index} (${action} ${collection})`;
}

/** A delete is not: repeated, it fails and undoes its change set. */
export function isIdempotent({ action, etag }: BatchOperation): boolean {
  // A repeated update with an ETag fails, because the update has changed it.
  return etag === undefined && (action === "update" || action === "upsert");
}

/** Advice for the case that it is unknown whether these operations ran, as a sentence. */
export function repeatHint(operations: BatchOperation[]): string {
  if (operations.every(isIdempotent)) return "It is safe to run again.";
  const creates = operations.some(({ action }) => action === "create");
  const deletes = operations.some(({ action }) => action === "delete");
  if (!creates) return "Check the records before running the step again.";
  return deletes
    ? "Check the records before running the step again; use upsert with a key instead of create to avoid duplicates."
    : "Use upsert with a key instead of create to make the step safe to run again.";
}

/** The operations with the entity set names that `find` returns for their tables. */
export function resolveTables(
  client: DataverseClient,
  operations: BatchOperation[],
  find: (client: DataverseClient, table: TableReference) => Promise<EntitySetName>,
): Promise<ResolvedOperation[]> {
  return Promise.all(
    operations.map(async (operation) => {
      try {
        return { ...operation, collection: await find(client, operation.collection) };
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        return rejectOperation(operation.index, `"collection": ${error.problem.replace(/\.$/, "")}`);
      }
    }),
  );
}

export function batchRequest(operation: ResolvedOperation, contentId: string | undefined): PartRequest {
  return { ...recordRequest(operation), ...defined({ contentId }) };
}

function recordRequest(operation: ResolvedOperation): RecordRequest {
  const { action, collection, key, data, etag } = operation;
  const representation = representationOf(operation);
  if (action === "create") {
    return createRequest(collection, data, {
      recordId: key?.kind === "id" ? key.id : undefined,
      primaryIdColumn: operation.primaryIdColumn,
      representation,
    });
  }
  const address = key?.kind === "reference" ? `$${key.contentId}` : `${collection}${key ? keySegment(key) : ""}`;
  if (action === "delete") return deleteRequest(address, { etag });
  return action === "update"
    ? updateRequest(address, data, { etag, representation })
    : upsertRequest(address, data, { representation });
}

/**
 * The response to a write by alternate key names the record by that key. With the columns of the key as representation
 * it contains the record's id, because every row contains its primary key [RetrieveRow]. But a response with a
 * representation has no location, and later requests of the change set could not refer to it.
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
