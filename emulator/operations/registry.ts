/**
 * All functions and actions that a request can name: those the emulator runs, and those of the service it knows by
 * name only. The routes, `$metadata` and the costs read this list and no other.
 */
import type { OperationKind } from "../disturbance";
import type { Store } from "../organization/store/store";
import { bulkDelete } from "./bulkDelete";
import { createMultiple } from "./createMultiple";
import { deleteMultiple } from "./deleteMultiple";
import { knownOperations, type KnownOperation } from "./knownOperations";
import type { Operation } from "./operation";
import { optionValueActions } from "./optionValues";
import { publishAllXml, publishXml } from "./publishing";
import { relationshipOperations } from "./relationships";
import { retrieveCurrentOrganization } from "./retrieveCurrentOrganization";
import { retrieveMetadataChanges } from "./retrieveMetadataChanges";
import { retrieveTotalRecordCount } from "./retrieveTotalRecordCount";
import { retrieveVersion } from "./retrieveVersion";
import { updateMultiple } from "./updateMultiple";
import { upsertMultiple } from "./upsertMultiple";
import { whoAmI } from "./whoAmI";

export type RegisteredOperation = Operation | KnownOperation;

const operations: readonly Operation[] = [
  whoAmI,
  retrieveVersion,
  retrieveCurrentOrganization,
  retrieveTotalRecordCount,
  createMultiple,
  updateMultiple,
  upsertMultiple,
  deleteMultiple,
  bulkDelete,
  ...optionValueActions,
  ...relationshipOperations,
  publishXml,
  publishAllXml,
  retrieveMetadataChanges,
];

/** An operation that runs replaces the mere name. */
const registered: ReadonlyMap<string, RegisteredOperation> = new Map(
  [...knownOperations, ...operations].map((entry) => [entry.name, entry]),
);

/** By name. Of an organization, because its makers can add operations [CustomApi]. */
function operationsOf(_store: Store): ReadonlyMap<string, RegisteredOperation> {
  return registered;
}

export function findOperation(store: Store, name: string): RegisteredOperation | undefined {
  return operationsOf(store).get(name);
}

export function isOffered(entry: RegisteredOperation): entry is Operation {
  return "run" in entry;
}

export function offeredOperations(store: Store): Operation[] {
  return [...operationsOf(store).values()].filter(isOffered);
}

/** A name that is not registered also costs as an action: the request names no table. */
export function costOf(store: Store, name: string): OperationKind {
  const found = findOperation(store, name);
  return found !== undefined && isOffered(found) ? found.cost : "action";
}

/** True if a path that ends in this name needs its namespace. */
export function needsNamespace(store: Store, name: string): boolean {
  const found = findOperation(store, name);
  return found !== undefined && (!isOffered(found) || found.boundTo !== undefined);
}
