import { InvalidInputError, needsFilterLookup, parseGuid, parseRecordKey, type RecordKey } from "../../client";

/**
 * The operations of a batch as a builder writes them, checked one by one before anything is sent. Pure. An error names the
 * operation by its index, which is where it stands in the list, counted from 0.
 */
export const batchActionsInput = "Batch Actions";

export type BatchAction = "create" | "update" | "upsert" | "delete";

export interface BatchOperation {
  index: number;
  action: BatchAction;
  /** Entity set name, or another name of the table. */
  collection: string;
  /** Of a create: the chosen id. */
  key?: RecordKey | ContentReference;
  data: Record<string, unknown>;
  returnRepresentation: boolean;
  /** Later operations refer to this one as `$<contentId>`. */
  contentId?: string;
  /** A later operation does. */
  isReferredTo?: boolean;
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
    for (const reference of references(operation)) {
      if (!earlier.has(reference)) {
        refuse(index, `"$${reference}" refers to no earlier operation with "contentId": "${reference}"`);
      }
    }
    if (operation.contentId !== undefined) {
      if (earlier.has(operation.contentId)) refuse(index, `the contentId "${operation.contentId}" is taken already`);
      earlier.add(operation.contentId);
    }
    return operation;
  });
}

export function refuse(index: number, problem: string): never {
  throw new InvalidInputError(batchActionsInput, `the operation at index ${index} is wrong: ${problem}.`);
}

function parseOperation(item: unknown, index: number): BatchOperation {
  if (!isObject(item)) refuse(index, "it is not an object");
  const action = actions.find((known) => known === textOf(item["action"])?.toLowerCase());
  if (!action) refuse(index, `"action" must be create, update, upsert or delete`);
  const collection = textOf(item["collection"]);
  if (collection === undefined) refuse(index, `"collection" is missing: an entity set name such as accounts`);
  const contentId = contentIdOf(item["contentId"], index);
  const key = keyOf(item["key"], action, index);
  return {
    index,
    action,
    collection,
    data: action === "delete" ? {} : dataOf(item["data"], action, index),
    returnRepresentation: booleanOf(item["returnRepresentation"], index),
    ...(key && { key }),
    ...(contentId !== undefined && { contentId }),
  };
}

function keyOf(value: unknown, action: BatchAction, index: number): BatchOperation["key"] {
  const text = textOf(value);
  if (text === undefined) {
    if (action === "create") return undefined;
    return refuse(index, `"key" is missing: ${action} needs a record's GUID or an alternate key`);
  }
  const reference = /^\$([\w-]+)$/.exec(text)?.[1];
  if (reference !== undefined && action !== "create") return { kind: "reference", contentId: reference };
  if (action === "create") {
    const id = parseGuid(text);
    return id ? { kind: "id", id } : refuse(index, `the "key" of a create must be a GUID for the new record`);
  }
  const key = parseRecordKey(text, `${batchActionsInput}, "key" of the operation at index ${index}`);
  if (needsFilterLookup(key)) {
    refuse(index, `a URL cannot carry the characters / < > * % & : \\ ? + of its "key"; use the record's GUID`);
  }
  return key;
}

function dataOf(value: unknown, action: BatchAction, index: number): Record<string, unknown> {
  if (!isObject(value)) refuse(index, `"data" is missing: ${action} needs an object of columns and values`);
  if (Object.keys(value).length === 0) refuse(index, `"data" is empty`);
  try {
    JSON.stringify(value);
    boundReferences(value);
  } catch (error) {
    // A circle of references, a bigint, or thousands of levels.
    refuse(index, `"data" cannot be written as JSON: ${(error as Error).message}`);
  }
  return value;
}

function contentIdOf(value: unknown, index: number): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const text = typeof value === "number" ? String(value) : textOf(value);
  if (text === undefined || !/^[\w-]+$/.test(text)) refuse(index, `"contentId" must be a number or a word`);
  return text;
}

function booleanOf(value: unknown, index: number): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  return refuse(index, `"returnRepresentation" must be true or false`);
}

/** Content ids that an operation needs: its key, and `@odata.bind` anywhere in its data. */
export function references(operation: BatchOperation): string[] {
  const keys = operation.key?.kind === "reference" ? [operation.key.contentId] : [];
  return [...keys, ...boundReferences(operation.data)];
}

function boundReferences(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(boundReferences);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (!name.endsWith("@odata.bind")) return boundReferences(member);
    const texts: unknown[] = Array.isArray(member) ? member : [member];
    return texts.flatMap((text) => (typeof text === "string" ? (/^\$([\w-]+)$/.exec(text)?.[1] ?? []) : []));
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
