import {
  type DataverseError,
  InvalidInputError,
  isObject,
  jsonText,
  parseETag,
  parseGuid,
  parseRecordKey,
  type RecordKey,
} from "../../client";
import { rejectEmptyOwner } from "../records/clearedLookups";
import type { EntitySetName, TableReference } from "../tables/names";

/**
 * The operations of a batch as a builder enters them, checked one by one before any request. Pure. An error names the
 * operation by its index in the list, counted from 0.
 */
export const batchActionsInput = "Batch Actions";

export type BatchAction = "create" | "update" | "upsert" | "delete";

export interface BatchOperation {
  index: number;
  action: BatchAction;
  collection: TableReference;
  /** For a create: the ID of the new record. */
  key?: RecordKey | ContentReference;
  data: Record<string, unknown>;
  returnRepresentation: boolean;
  /** Update or delete the record only while it has this ETag. */
  etag?: string;
  /** Later operations refer to this one as `$<contentId>`. */
  contentId?: string;
  /** A later operation refers to this one. */
  isReferredTo?: boolean;
}

/** An operation with the name of its table that goes into the URL. */
export interface ResolvedOperation extends BatchOperation {
  collection: EntitySetName;
  /** For a create with nested records and an id, which is sent as this column. */
  primaryIdColumn?: string;
  /** Why the operation cannot be sent: no record has its key. */
  missing?: DataverseError;
}

/** An operation of a change set, in which every request needs a content ID. */
export interface NumberedOperation extends ResolvedOperation {
  contentId: string;
}

export interface ContentReference {
  kind: "reference";
  contentId: string;
}

const actions: readonly BatchAction[] = ["create", "update", "upsert", "delete"];

export function parseBatchOperations(value: unknown): BatchOperation[] {
  if (!Array.isArray(value)) throw new InvalidInputError(batchActionsInput, "a list of operations is needed.");
  if (value.length === 0) throw new InvalidInputError(batchActionsInput, "at least one operation is needed.");
  const earlier = new Set<string>();
  return value.map((item: unknown, index) => {
    const operation = parseOperation(item, index);
    for (const reference of referencesOf(operation)) {
      if (!earlier.has(reference)) {
        rejectOperation(
          index,
          `"$${reference}" does not refer to an earlier operation with "contentId": "${reference}"`,
        );
      }
    }
    if (operation.contentId !== undefined) {
      if (earlier.has(operation.contentId)) {
        rejectOperation(index, `an earlier operation has the same contentId "${operation.contentId}"`);
      }
      earlier.add(operation.contentId);
    }
    return operation;
  });
}

export function rejectOperation(index: number, problem: string): never {
  throw new InvalidInputError(batchActionsInput, `the operation at index ${index} is not valid: ${problem}.`);
}

const members = ["action", "collection", "key", "data", "returnRepresentation", "contentId", "etag"];

function parseOperation(item: unknown, index: number): BatchOperation {
  if (!isObject(item)) rejectOperation(index, "it is not an object");
  const unknown = Object.keys(item).filter((name) => !members.includes(name) && item[name] !== undefined);
  if (unknown.length > 0) {
    const names = unknown.map((name) => `"${name}"`).join(", ");
    rejectOperation(index, `${names} is not a member of an operation; the members are ${members.join(", ")}`);
  }
  const action = actions.find((known) => known === trimmedText(item["action"])?.toLowerCase());
  if (!action) rejectOperation(index, `"action" must be create, update, upsert or delete`);
  const collection = trimmedText(item["collection"]);
  if (collection === undefined) rejectOperation(index, `"collection" is missing: an entity set name such as accounts`);
  const contentId = parseContentId(item["contentId"], index);
  const key = parseKey(item["key"], action, index);
  const etag = parseOperationETag(item["etag"], action, index);
  return {
    index,
    action,
    collection,
    data: action === "delete" ? {} : parseData(item["data"], action, index),
    returnRepresentation: parseFlag(item["returnRepresentation"], index),
    ...(key && { key }),
    ...(etag !== undefined && { etag }),
    ...(contentId !== undefined && { contentId }),
  };
}

function parseKey(value: unknown, action: BatchAction, index: number): BatchOperation["key"] {
  const text = trimmedText(value);
  if (text === undefined) {
    if (action === "create") return undefined;
    return rejectOperation(index, `"key" is missing: ${action} needs a record's GUID or an alternate key`);
  }
  const reference = /^\$([\w-]+)$/.exec(text)?.[1];
  if (reference !== undefined && action !== "create") return { kind: "reference", contentId: reference };
  if (action === "create") {
    const id = parseGuid(text);
    return id ? { kind: "id", id } : rejectOperation(index, `the "key" of a create must be a GUID for the new record`);
  }
  return parseRecordKey(text, `${batchActionsInput}, "key" of the operation at index ${index}`);
}

function parseOperationETag(value: unknown, action: BatchAction, index: number): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (action !== "update" && action !== "delete") {
    rejectOperation(index, `"etag" is for update and delete only: ${action} has no condition`);
  }
  const text = typeof value === "number" ? String(value) : trimmedText(value);
  return (
    (text === undefined ? undefined : parseETag(text)) ??
    rejectOperation(index, `"etag" must be an ETag such as W/"5001"`)
  );
}

function parseData(value: unknown, action: BatchAction, index: number): Record<string, unknown> {
  if (!isObject(value)) rejectOperation(index, `"data" is missing: ${action} needs an object of columns and values`);
  try {
    jsonText(value);
    boundReferencesOf(value);
  } catch (error) {
    // A circular reference, or thousands of levels.
    rejectOperation(index, `"data" cannot be written as JSON: ${problemOf(error)}`);
  }
  if (action !== "create") rejectEmptyOwner(value, `${batchActionsInput}, "data" of the operation at index ${index}`);
  return value;
}

function problemOf(error: unknown): string {
  return (error instanceof InvalidInputError ? error.problem : (error as Error).message).replace(/\.$/, "");
}

function parseContentId(value: unknown, index: number): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const text = typeof value === "number" ? String(value) : trimmedText(value);
  if (text === undefined || !/^[\w-]+$/.test(text)) rejectOperation(index, `"contentId" must be a number or a word`);
  return text;
}

function parseFlag(value: unknown, index: number): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  return rejectOperation(index, `"returnRepresentation" must be true or false`);
}

/** Content IDs that an operation refers to: by its key, and by `@odata.bind` anywhere in its data. */
export function referencesOf(operation: BatchOperation): string[] {
  const keys = operation.key?.kind === "reference" ? [operation.key.contentId] : [];
  return [...keys, ...boundReferencesOf(operation.data)];
}

function boundReferencesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(boundReferencesOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (!name.endsWith("@odata.bind")) return boundReferencesOf(member);
    const texts: unknown[] = Array.isArray(member) ? member : [member];
    return texts.flatMap((text) => (typeof text === "string" ? (/^\$([\w-]+)$/.exec(text)?.[1] ?? []) : []));
  });
}

function trimmedText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
