import {
  type DataverseAnswer,
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  type DataverseRequest,
  errorCode,
  keyText,
  keySegment,
  queryString,
  type RecordKey,
  unexpectedAnswer,
} from "../client";
import { recordBody, type RecordValues } from "./recordBody";
import { alternateKeyValues, cheapColumn, findRecords, idOfRow, isAddressable } from "./recordKeys";
import { withEntitySet } from "./tables";

export interface RecordReference {
  entitySetName: string;
  id: string;
}

export interface RecordShape {
  fieldNames: string[];
  expandPropertyNames: string[];
}

export interface ReturnChoice {
  returnRecord: boolean;
  returnFieldNames: string[];
}

export interface CreateRecord extends ReturnChoice {
  entityType: string;
  values: RecordValues;
  /** A GUID chosen by the caller: the create can then be repeated without creating twice. */
  recordId: string | undefined;
}

/** One POST; with a chosen id a create-only PATCH, which Dataverse refuses when the record exists. */
export async function createRecord(
  client: DataverseClient,
  create: CreateRecord,
): Promise<DataverseRecord | RecordReference> {
  const { entityType, body } = await recordBody(client, create.entityType, create.values);
  return withEntitySet(client, entityType, async (entitySetName) => {
    const { recordId } = create;
    const write = {
      operation: `Create record in ${entitySetName}`,
      body,
      choice: create,
    };
    const answer = await (recordId === undefined
      ? sendWrite(client, { ...write, method: "POST", path: entitySetName })
      : sendWrite(client, {
          ...write,
          method: "PATCH",
          path: `${entitySetName}(${recordId})`,
          headers: { "If-None-Match": "*" },
        }));
    if (create.returnRecord) return recordOf(answer, write.operation);
    return { entitySetName, id: recordId ?? createdId(answer, write.operation) };
  });
}

export interface AddressedRecord {
  entityType: string;
  key: RecordKey;
}

/** The record as Dataverse sends it. */
export function getRecord(client: DataverseClient, get: AddressedRecord & RecordShape): Promise<DataverseRecord> {
  const shape = { $select: get.fieldNames, $expand: get.expandPropertyNames };
  return withEntitySet(client, get.entityType, async (entitySetName) => {
    const operation = `Get record ${keyText(get.key)} of ${entitySetName}`;
    if (!isAddressable(get.key)) return getByFilter(client, operation, entitySetName, get.key, shape);
    const path = `${entitySetName}${keySegment(get.key)}${queryString(shape)}`;
    return recordOf(await client.request<DataverseRecord>({ operation, method: "GET", path }), operation);
  });
}

async function getByFilter(
  client: DataverseClient,
  operation: string,
  entitySetName: string,
  key: RecordKey,
  shape: { $select: string[]; $expand: string[] },
): Promise<DataverseRecord> {
  const rows = await findRecords(client, operation, entitySetName, key, shape);
  const row = rows[0];
  if (!row) throw missing(operation, keyText(key));
  return row;
}

/** The same words and code as the service's own, for a record that was looked for by `$filter`. */
function missing(operation: string, key: string): DataverseError {
  return new DataverseError(`${operation} failed: no record has the alternate key ${key} (HTTP 404)`, {
    operation,
    status: 404,
    code: errorCode.recordNotFoundByEntityKey,
    serverMessage: `No record has the alternate key ${key}.`,
    isTransient: false,
    attempts: 1,
  });
}

export interface UpdateRecord extends AddressedRecord, ReturnChoice {
  values: RecordValues;
  /** Change the record only while it still has this ETag. */
  etag: string | undefined;
}

/** Never creates: `If-Match: *` makes the service answer 404 for a missing record. */
export async function updateRecord(
  client: DataverseClient,
  update: UpdateRecord,
): Promise<DataverseRecord | RecordReference> {
  const { entityType, body } = await recordBody(client, update.entityType, update.values);
  return withEntitySet(client, entityType, async (entitySetName) => {
    const operation = `Update record ${keyText(update.key)} of ${entitySetName}`;
    const key = await addressableKey(client, operation, entitySetName, update.key);
    if (!key) throw missing(operation, keyText(update.key));
    const answer = await sendWrite(client, {
      operation,
      method: "PATCH",
      path: `${entitySetName}${keySegment(key)}`,
      headers: { "If-Match": update.etag ?? "*" },
      body,
      choice: update,
      needsId: key.kind === "alternate",
    });
    if (update.returnRecord) return recordOf(answer, operation);
    const id = key.kind === "id" ? key.id : await idOfRow(client, entitySetName, recordOf(answer, operation));
    return { entitySetName, id };
  });
}

export interface UpsertRecord extends AddressedRecord, ReturnChoice {
  values: RecordValues;
}

/** Only the representation tells created (201) from updated (200): without it both are 204. */
export async function upsertRecord(
  client: DataverseClient,
  upsert: UpsertRecord,
): Promise<(DataverseRecord | RecordReference) & { "@created": boolean }> {
  const { entityType, body } = await recordBody(client, upsert.entityType, upsert.values);
  return withEntitySet(client, entityType, async (entitySetName) => {
    const operation = `Upsert record ${keyText(upsert.key)} of ${entitySetName}`;
    const key = await addressableKey(client, operation, entitySetName, upsert.key);
    const write = { operation, choice: upsert, needsId: true };
    const answer = await (key
      ? sendWrite(client, { ...write, method: "PATCH", path: `${entitySetName}${keySegment(key)}`, body })
      : sendWrite(client, {
          ...write,
          method: "POST",
          path: entitySetName,
          body: { ...alternateKeyValues(upsert.key), ...body },
        }));
    const record = recordOf(answer, operation);
    const created = { "@created": answer.status === 201 };
    if (upsert.returnRecord) return { ...record, ...created };
    const id = key?.kind === "id" ? key.id : await idOfRow(client, entitySetName, record);
    return { entitySetName, id, ...created };
  });
}

export interface DeleteRecord extends AddressedRecord {
  etag: string | undefined;
}

export function deleteRecord(
  client: DataverseClient,
  remove: DeleteRecord,
): Promise<RecordReference & { deleted: true }> {
  return withEntitySet(client, remove.entityType, async (entitySetName) => {
    const operation = `Delete record ${keyText(remove.key)} of ${entitySetName}`;
    const key = await addressableKey(client, operation, entitySetName, remove.key);
    if (!key) throw missing(operation, keyText(remove.key));
    try {
      await client.request({
        operation,
        method: "DELETE",
        path: `${entitySetName}${keySegment(key)}`,
        headers: remove.etag === undefined ? {} : { "If-Match": remove.etag },
      });
    } catch (error) {
      // An earlier attempt whose answer was lost has deleted it.
      const isGone =
        error instanceof DataverseError && error.status === 404 && error.code !== errorCode.resourceNotFound;
      if (!isGone || error.attempts === 1) throw error;
    }
    return { entitySetName, id: keyText(key), deleted: true };
  });
}

/** A key that cannot stand in a URL is exchanged for the record's id; undefined when there is no such record. */
async function addressableKey(
  client: DataverseClient,
  operation: string,
  entitySetName: string,
  key: RecordKey,
): Promise<RecordKey | undefined> {
  if (isAddressable(key)) return key;
  const rows = await findRecords(client, operation, entitySetName, key, {});
  return rows[0] && { kind: "id", id: await idOfRow(client, entitySetName, rows[0]) };
}

interface Write extends Pick<DataverseRequest, "operation" | "method" | "headers"> {
  path: string;
  body: Record<string, unknown>;
  choice: ReturnChoice;
  /** Ask for a representation even when the record is not wanted, because it tells the id or the outcome. */
  needsId?: boolean;
}

function sendWrite(client: DataverseClient, write: Write): Promise<DataverseAnswer<DataverseRecord>> {
  const { operation, method, headers = {}, body } = write;
  const wantsBody = write.choice.returnRecord || write.needsId === true;
  const $select = write.choice.returnRecord ? write.choice.returnFieldNames : [cheapColumn(body) ?? ""];
  return client.request<DataverseRecord>({
    operation,
    method,
    path: wantsBody ? `${write.path}${queryString({ $select })}` : write.path,
    prefer: wantsBody ? ["return=representation"] : [],
    headers,
    body,
  });
}

function recordOf(answer: DataverseAnswer<DataverseRecord>, operation: string): DataverseRecord {
  if (answer.body && typeof answer.body === "object" && !Array.isArray(answer.body)) return answer.body;
  throw unexpectedAnswer({ ...answer, operation }, "the record is missing");
}

/** `OData-EntityId: .../accounts(<guid>)` is the only thing a create without representation answers with. */
function createdId(answer: DataverseAnswer<unknown>, operation: string): string {
  const id = /\(([0-9a-f-]{36})\)$/i.exec(answer.headers["odata-entityid"] ?? "")?.[1];
  if (id === undefined) throw unexpectedAnswer({ ...answer, operation }, "the OData-EntityId header is missing");
  return id.toLowerCase();
}
