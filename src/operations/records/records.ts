import { randomUUID } from "node:crypto";
import {
  type DataverseResponse,
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  errorCode,
  keySegment,
  keyText,
  queryString,
  type RecordKey,
  unexpectedResponse,
} from "../../client";
import { recordBody, type RecordValues } from "./body";
import { alternateKeyValues, cheapColumn, createdId, findRecords, idOfRow, isAddressable } from "./keys";
import { createRequest, deleteRequest, type Representation, updateRequest, upsertRequest } from "./requests";
import { createUnderId, type Creation, idOfWritten, recordOf, send } from "./writes";
import { withEntitySet } from "../tables/names";

/** Single records: one action, one request. */

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

export async function createRecord(
  client: DataverseClient,
  create: CreateRecord,
): Promise<DataverseRecord | RecordReference> {
  const { entityType, body } = await recordBody(client, create.entityType, create.values);
  return withEntitySet(client, entityType, async (entitySetName) => {
    const { recordId } = create;
    const operation = `Create record in ${entitySetName}`;
    const representation = whole(create);
    const answer =
      recordId === undefined
        ? await send(client, operation, createRequest(entitySetName, body, { representation }))
        : await createUnderId(client, operation, { entitySetName, body, recordId, isOwnId: false, representation });
    if (create.returnRecord) return recordOf(answer);
    return { entitySetName, id: recordId ?? idOfCreated(answer) };
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
    if (!isAddressable(get.key)) {
      const [row] = await findRecords(client, operation, entitySetName, get.key, shape);
      return row ?? notFound(operation, get.key);
    }
    const path = `${entitySetName}${keySegment(get.key)}${queryString(shape)}`;
    return recordOf(await client.request<DataverseRecord>({ operation, method: "GET", path }));
  });
}

export interface UpdateRecord extends AddressedRecord, ReturnChoice {
  values: RecordValues;
  /** Change the record only while it still has this ETag. */
  etag: string | undefined;
}

/** Never creates: the service answers 404 for a missing record. */
export async function updateRecord(
  client: DataverseClient,
  update: UpdateRecord,
): Promise<DataverseRecord | RecordReference> {
  const { entityType, body } = await recordBody(client, update.entityType, update.values);
  return withEntitySet(client, entityType, async (entitySetName) => {
    const operation = `Update record ${keyText(update.key)} of ${entitySetName}`;
    const key = (await addressableKey(client, operation, entitySetName, update.key)) ?? notFound(operation, update.key);
    const representation = whole(update) ?? (key.kind === "id" ? undefined : identity(body, key));
    const request = updateRequest(`${entitySetName}${keySegment(key)}`, body, { etag: update.etag, representation });
    const answer = await send(client, operation, request);
    if (update.returnRecord) return recordOf(answer);
    if (key.kind === "id") return { entitySetName, id: key.id };
    return { entitySetName, id: await idOfWritten(client, operation, entitySetName, recordOf(answer)) };
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
    const representation = whole(upsert) ?? identity(body, upsert.key);
    const answer = key
      ? await send(client, operation, upsertRequest(`${entitySetName}${keySegment(key)}`, body, { representation }))
      : await createKeyed(client, operation, {
          entitySetName,
          body: { ...alternateKeyValues(upsert.key), ...body },
          representation,
        });
    const record = recordOf(answer);
    const created = { "@created": answer.status === 201 };
    if (upsert.returnRecord) return { ...record, ...created };
    const id = key?.kind === "id" ? key.id : await idOfWritten(client, operation, entitySetName, record);
    return { entitySetName, id, ...created };
  });
}

/**
 * Under an id that is chosen here, so that the create can be repeated as an upsert can. Related records are created along by
 * a POST alone ("Create related table rows in one operation", Microsoft Learn).
 */
function createKeyed(
  client: DataverseClient,
  operation: string,
  creation: Pick<Creation, "entitySetName" | "body" | "representation">,
): Promise<DataverseResponse<DataverseRecord | undefined>> {
  const { entitySetName, body, representation } = creation;
  const hasRelated = Object.values(body).some((value) => typeof value === "object" && value !== null);
  if (hasRelated) return send(client, operation, createRequest(entitySetName, body, { representation }));
  return createUnderId(client, operation, { ...creation, recordId: randomUUID(), isOwnId: true });
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
    const key = (await addressableKey(client, operation, entitySetName, remove.key)) ?? notFound(operation, remove.key);
    try {
      await send(client, operation, deleteRequest(`${entitySetName}${keySegment(key)}`, { etag: remove.etag }));
    } catch (error) {
      // An earlier attempt whose answer was lost may have deleted it, and it is gone.
      const isGone =
        error instanceof DataverseError && error.status === 404 && error.code !== errorCode.resourceNotFound;
      if (!isGone || !error.mayHaveRun) throw error;
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
  const [row] = await findRecords(client, operation, entitySetName, key, {});
  return row && { kind: "id", id: await idOfRow(client, entitySetName, row) };
}

/** The same code as the service's own, for a record that was looked for by `$filter`. */
function notFound(operation: string, key: RecordKey): never {
  const serverMessage = `No record has the alternate key ${keyText(key)}.`;
  throw new DataverseError(`${operation} failed: ${serverMessage} (HTTP 404)`, {
    operation,
    status: 404,
    code: errorCode.recordNotFoundByEntityKey,
    serverMessage,
    isTransient: false,
    attempts: 1,
  });
}

function whole({ returnRecord, returnFieldNames }: ReturnChoice): Representation | undefined {
  return returnRecord ? { columns: returnFieldNames } : undefined;
}

/** As little as tells the record's id. */
function identity(body: Record<string, unknown>, key: RecordKey): Representation {
  const column = cheapColumn(body) ?? (key.kind === "id" ? undefined : key.parts[0]?.column);
  return { columns: column === undefined ? [] : [column] };
}

function idOfCreated(answer: DataverseResponse<unknown>): string {
  const id = createdId(answer.headers);
  if (id === undefined) throw unexpectedResponse(answer, "the OData-EntityId header is missing");
  return id;
}
