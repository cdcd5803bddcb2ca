import {
  type BatchAnswer,
  type BatchPart,
  type BatchRequest,
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  errorCode,
  errorFromResponse,
  InvalidInputError,
  keySegment,
  maxBatchRequests,
  unexpectedAnswer,
} from "../client";
import {
  type BatchAction,
  batchActionsInput,
  type BatchOperation,
  parseBatchOperations,
  references,
} from "./batchOperations";
import { cheapColumn, createdId, idOfRow } from "./recordKeys";
import {
  createRequest,
  deleteRequest,
  type RecordRequest,
  type Representation,
  updateRequest,
  upsertRequest,
} from "./recordRequests";
import { findEntitySetName, knownEntitySet } from "./tables";

export type FailureHandling = "allOrNothing" | "stopAtFirstError" | "continueOnError";

/** What became of one operation, in the modes that may carry out some and not others. */
export interface BatchOutcome {
  index: number;
  action: BatchAction;
  collection: string;
  success: boolean;
  /** HTTP status; absent when the operation was not run. */
  status?: number;
  id?: string;
  record?: DataverseRecord;
  error?: { message: string; code?: string; status?: number; requestId?: string };
}

export interface BatchOutcomes {
  succeeded: number;
  failed: number;
  results: BatchOutcome[];
}

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

/** Independent operations, run in order; more than 1,000 go in several batches. */
export async function runIndependently(
  client: DataverseClient,
  actions: unknown,
  mode: Exclude<FailureHandling, "allOrNothing">,
): Promise<BatchOutcomes> {
  const operations = parseBatchOperations(actions);
  const referring = operations.find((operation) => references(operation).length > 0);
  if (referring) {
    throw new InvalidInputError(
      batchActionsInput,
      `the operation at index ${referring.index} refers to an earlier one, which works in an all-or-nothing batch only.`,
    );
  }
  let results = await sendInChunks(client, await named(client, operations, knownEntitySet), mode);
  const refused = results.findIndex(
    (outcome) => outcome.status === 404 && outcome.error?.code === errorCode.resourceNotFound,
  );
  if (refused >= 0) {
    const again = mode === "stopAtFirstError" ? results.slice(refused) : results.filter(isRefusedOutcome);
    const renamed = await renamable(
      client,
      again.map(({ index }) => operations[index] as BatchOperation),
    );
    const repeated = await sendInChunks(client, renamed, mode);
    const byIndex = new Map(repeated.map((outcome) => [outcome.index, outcome]));
    results = results.map((outcome) => byIndex.get(outcome.index) ?? outcome);
  }
  const succeeded = results.filter(({ success }) => success).length;
  return { succeeded, failed: results.length - succeeded, results };
}

function isRefusedSegment(error: unknown): boolean {
  return error instanceof DataverseError && error.status === 404 && error.code === errorCode.resourceNotFound;
}

function isRefusedOutcome({ status, error }: BatchOutcome): boolean {
  return status === 404 && error?.code === errorCode.resourceNotFound;
}

/** Operations whose table has another name; one that nothing is called keeps the service's refusal. */
async function renamable(client: DataverseClient, operations: BatchOperation[]): Promise<BatchOperation[]> {
  const renamed = operations.map(async (operation) => {
    try {
      return await named(client, [operation], findEntitySetName);
    } catch (error) {
      if (error instanceof InvalidInputError) return [operation];
      throw error;
    }
  });
  return (await Promise.all(renamed)).flat();
}

function named(
  client: DataverseClient,
  operations: BatchOperation[],
  find: (client: DataverseClient, name: string) => Promise<string>,
): Promise<BatchOperation[]> {
  return Promise.all(
    operations.map(async (operation) => ({ ...operation, collection: await find(client, operation.collection) })),
  );
}

async function sendChangeSet(client: DataverseClient, operations: BatchOperation[]): Promise<BatchResult[]> {
  const contentIds = assignContentIds(operations);
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
  return results;
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

async function sendInChunks(
  client: DataverseClient,
  operations: BatchOperation[],
  mode: Exclude<FailureHandling, "allOrNothing">,
): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = [];
  for (let start = 0; start < operations.length; start += maxBatchRequests) {
    const chunk = operations.slice(start, start + maxBatchRequests);
    const failed = outcomes.find(({ success }) => !success);
    if (mode === "stopAtFirstError" && failed) {
      outcomes.push(...chunk.map((operation) => notRun(operation, failed.index)));
      continue;
    }
    outcomes.push(...(await sendChunk(client, chunk, mode)));
  }
  return outcomes;
}

async function sendChunk(
  client: DataverseClient,
  operations: BatchOperation[],
  mode: Exclude<FailureHandling, "allOrNothing">,
): Promise<BatchOutcome[]> {
  const operation = `Batch of ${operations.length} operations`;
  const answer = await client.batch({
    operation,
    requests: operations.map((each) => batchRequest(each, undefined)),
    mode,
    isSafeToRepeat: operations.every(isIdempotent),
  });
  const outcomes: BatchOutcome[] = [];
  for (const [index, each] of operations.entries()) {
    const part = answer.parts[index];
    const failed = outcomes.find(({ success }) => !success);
    if (part) outcomes.push(await outcomeOf(client, each, part, answer));
    else if (mode === "stopAtFirstError" && failed) outcomes.push(notRun(each, failed.index));
    else outcomes.push(unanswered(each, answer, operations.length));
  }
  return outcomes;
}

function notRun({ index, action, collection }: BatchOperation, failedIndex: number): BatchOutcome {
  const message = `Not run, because the operation at index ${failedIndex} failed.`;
  return { index, action, collection, success: false, error: { message } };
}

/** A cut answer leaves it open what became of the rest. */
function unanswered(
  { index, action, collection }: BatchOperation,
  answer: BatchAnswer,
  expected: number,
): BatchOutcome {
  const message = `Unknown outcome: the answer has ${answer.parts.length} parts for ${expected} operations.`;
  return { index, action, collection, success: false, error: { message } };
}

async function outcomeOf(
  client: DataverseClient,
  operation: BatchOperation,
  part: BatchPart,
  answer: BatchAnswer,
): Promise<BatchOutcome> {
  const { index, action, collection } = operation;
  const { status } = part;
  if (status >= 400) {
    const { message, code, requestId } = partError(part, describe(operation), answer);
    const error = { message, status, ...(code && { code }), ...(requestId && { requestId }) };
    return { index, action, collection, success: false, status, error };
  }
  const { id, record } = await readResult(client, operation, part, () => undefined);
  return { index, action, collection, success: true, status, ...(id && { id }), ...(record && { record }) };
}

function describe(operation: BatchOperation | undefined): string {
  return `Batch operation at index ${operation?.index} (${operation?.action} ${operation?.collection})`;
}

function partError(part: BatchPart, operation: string, answer: BatchAnswer): DataverseError {
  const headers = { req_id: answer.headers["req_id"], ...part.headers };
  return errorFromResponse({ operation, status: part.status, headers, body: part.body, attempts: answer.attempts });
}

async function readResult(
  client: DataverseClient,
  operation: BatchOperation,
  part: BatchPart,
  idOfReference: (contentId: string) => string | undefined,
): Promise<{ id?: string; record?: DataverseRecord }> {
  const { action, key, collection } = operation;
  const body = part.body === "" ? undefined : readRecord(operation, part);
  if (operation.returnRepresentation && action !== "delete" && !body) {
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
function isIdempotent({ action, key }: BatchOperation): boolean {
  return (action === "update" || action === "upsert") && key?.kind !== "reference";
}

function batchRequest(operation: BatchOperation, contentId: string | undefined): BatchRequest {
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

/** A write by alternate key answers with that key again; one column of the record brings its id. */
function representationOf({ returnRepresentation, key, data }: BatchOperation): Representation | undefined {
  if (returnRepresentation) return { columns: [] };
  if (key?.kind !== "alternate") return undefined;
  const column = cheapColumn(data);
  return { columns: column === undefined ? [] : [column] };
}
