/**
 * Lookups before the batch is sent: one query for each referenced key with characters that a URL cannot carry, and the
 * service's definition for the primary key column of a create with an ID and nested records.
 */
import { randomUUID } from "node:crypto";
import { type DataverseClient, keyText, needsFilterLookup } from "../../client";
import { alternateKeyValues, missingRecord } from "../records/addresses";
import { findIdByKey, resolveBindings } from "../records/bindings";
import { logOmitted, withoutReadMembers } from "../records/readMembers";
import { hasNestedRecords } from "../records/requests";
import { getDefinition } from "../tables/definitions";
import { withEntitySet } from "../tables/names";
import { batchActionsInput, type BatchOperation, type ResolvedOperation } from "./operations";
import { describeOperation } from "./requests";

/** Leaves out what only a read returns, and names it in the log. */
export function withWritableData(client: DataverseClient, operations: BatchOperation[]): BatchOperation[] {
  const written = operations.map(({ action, data }) =>
    withoutReadMembers(data, action === "create" ? "create" : "change"),
  );
  const omitted = written.flatMap((each) => each.omitted);
  logOmitted(client, batchActionsInput, omitted);
  return operations.map((operation, index) => ({ ...operation, data: written[index]?.values ?? operation.data }));
}

/** In the order of the operations, because an upsert may create the record that a later operation has the key of. */
export async function resolveReferences(
  client: DataverseClient,
  operations: ResolvedOperation[],
): Promise<ResolvedOperation[]> {
  const ids = new Map<string, string>();
  const resolved: ResolvedOperation[] = [];
  for (const operation of operations) {
    const bound = await resolveData(client, operation);
    resolved.push(needsLookup(bound) ? await resolveKey(client, bound, ids) : bound);
  }
  return resolved;
}

async function resolveData(client: DataverseClient, operation: ResolvedOperation): Promise<ResolvedOperation> {
  const { index, action, key, collection } = operation;
  const input = `${batchActionsInput}, "data" of the operation at index ${index}`;
  const data = await resolveBindings(client, input, operation.data);
  if (action !== "create" || key === undefined || !hasNestedRecords(data)) return { ...operation, data };
  const { primaryIdColumn } = await getDefinition(client, collection);
  return { ...operation, data, primaryIdColumn };
}

function needsLookup({ key }: BatchOperation): boolean {
  return key?.kind === "alternate" && needsFilterLookup(key);
}

async function resolveKey(
  client: DataverseClient,
  operation: ResolvedOperation,
  ids: Map<string, string>,
): Promise<ResolvedOperation> {
  const { index, action, key, collection, data } = operation;
  if (key?.kind !== "alternate") return operation;
  const input = `${batchActionsInput}, "key" of the operation at index ${index}`;
  const name = `${collection}(${keyText(key)})`;
  const id =
    ids.get(name) ??
    (await withEntitySet(client, collection, (entitySetName) => findIdByKey(client, input, { entitySetName, key })));
  if (id !== undefined) {
    ids.set(name, id);
    return { ...operation, key: { kind: "id", id } };
  }
  if (action !== "upsert") return { ...operation, missing: missingRecord(describeOperation(operation), key) };
  const newId = randomUUID();
  ids.set(name, newId);
  return { ...operation, key: { kind: "id", id: newId }, data: { ...alternateKeyValues(key, input), ...data } };
}
