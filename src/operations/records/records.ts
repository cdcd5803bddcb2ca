/** Single records: one action, one request. */
import { randomUUID } from "node:crypto";
import {
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  keyText,
  queryString,
  type RecordKey,
  unexpectedResponse,
} from "../../client";
import {
  type EntitySetName,
  findEntitySet,
  isUnknownResource,
  type TableReference,
  withEntitySet,
} from "../tables/names";
import {
  alternateKeyValues,
  findRecord,
  isAddressable,
  recordPath,
  rejectMissingRecord,
  resolveAddress,
} from "./addresses";
import { recordBody, type RecordValues } from "./body";
import { sendClearing } from "./clearedLookups";
import { columnBesideId, createdId, idOfRow } from "./ids";
import { createRequest, deleteRequest, type Representation, updateRequest, upsertRequest } from "./requests";
import { withKeyAdvice } from "./writeAdvice";
import { createWithId, idOfWritten, recordOf, type RecordResponse, sendWrite } from "./writes";

export interface RecordReference {
  entitySetName: string;
  id: string;
}

function withAddress<Result>(
  client: DataverseClient,
  table: TableReference,
  key: RecordKey,
  run: (entitySetName: EntitySetName) => Promise<Result>,
): Promise<Result> {
  return withKeyAdvice(key, () => withEntitySet(client, table, run));
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
  entityType: TableReference;
  values: RecordValues;
  /** A GUID that the caller selects: repeating the create then does not create a second record. */
  recordId: string | undefined;
}

export async function createRecord(
  client: DataverseClient,
  create: CreateRecord,
): Promise<DataverseRecord | RecordReference> {
  const { entityType, body } = await recordBody(client, create.entityType, create.values, "create");
  return withEntitySet(client, entityType, async (entitySetName) => {
    const { recordId } = create;
    const operation = `Create record in ${entitySetName}`;
    const representation = requestedColumns(create);
    const creation = { operation, entitySetName, body, representation };
    const response =
      recordId === undefined
        ? await sendWrite(client, operation, createRequest(entitySetName, body, { representation }))
        : await createWithId(client, { ...creation, recordId, isGeneratedId: false });
    if (create.returnRecord) return recordOf(response);
    return { entitySetName, id: recordId ?? idOfCreated(response) };
  });
}

export interface AddressedRecord {
  entityType: TableReference;
  key: RecordKey;
}

/** The record as Dataverse sends it. */
export function getRecord(client: DataverseClient, get: AddressedRecord & RecordShape): Promise<DataverseRecord> {
  const shape = { $select: get.fieldNames, $expand: get.expandPropertyNames };
  return withAddress(client, get.entityType, get.key, async (entitySetName) => {
    const address = { entitySetName, key: get.key };
    const operation = `Get record ${keyText(get.key)} of ${entitySetName}`;
    if (!isAddressable(address)) {
      return (await findRecord(client, operation, address, shape)) ?? rejectMissingRecord(operation, get.key);
    }
    const path = `${recordPath(address)}${queryString(shape)}`;
    return recordOf(await client.request<DataverseRecord>({ operation, method: "GET", path }));
  });
}

export interface UpdateRecord extends AddressedRecord, ReturnChoice {
  values: RecordValues;
  /** Change the record only while it still has this ETag. */
  etag: string | undefined;
}

/** Does not create a record: the service returns 404 when it is missing. */
export async function updateRecord(
  client: DataverseClient,
  update: UpdateRecord,
): Promise<DataverseRecord | RecordReference> {
  const { entityType, body, cleared } = await recordBody(client, update.entityType, update.values, "update");
  if (Object.keys(body).length === 0) return readUnchanged(client, update);
  return withAddress(client, entityType, update.key, async (entitySetName) => {
    const operation = `Update record ${keyText(update.key)} of ${entitySetName}`;
    const address =
      (await resolveAddress(client, operation, { entitySetName, key: update.key })) ??
      rejectMissingRecord(operation, update.key);
    const { key } = address;
    const representation = requestedColumns(update) ?? (key.kind === "id" ? undefined : leastColumns(body, key));
    const response = await sendClearing(client, {
      ...{ operation, entitySetName, body, cleared, representation },
      request: (values, shape) =>
        updateRequest(recordPath(address), values, { etag: update.etag, representation: shape }),
    });
    if (update.returnRecord) return recordOf(response);
    return { entitySetName, id: key.kind === "id" ? key.id : await idOfWritten(client, entitySetName, response) };
  });
}

/** Nothing is written when no field has a value, as with the published connector. A missing record is an error. */
async function readUnchanged(client: DataverseClient, { entityType, key, ...choice }: UpdateRecord) {
  const { returnRecord, returnFieldNames } = choice;
  const shape = { fieldNames: returnRecord ? returnFieldNames : [], expandPropertyNames: [] };
  const record = await getRecord(client, { entityType, key, ...shape });
  if (returnRecord) return record;
  const entitySetName = await findEntitySet(client, entityType);
  return { entitySetName, id: key.kind === "id" ? key.id : await idOfRow(client, entitySetName, record) };
}

export interface UpsertRecord extends AddressedRecord, ReturnChoice {
  values: RecordValues;
}

/** Only with a representation does the status distinguish created (201) from updated (200); without it both are 204. */
export async function upsertRecord(
  client: DataverseClient,
  upsert: UpsertRecord,
): Promise<(DataverseRecord | RecordReference) & { "@created": boolean }> {
  const { entityType, body, cleared } = await recordBody(client, upsert.entityType, upsert.values, "upsert");
  return withAddress(client, entityType, upsert.key, async (entitySetName) => {
    const operation = `Upsert record ${keyText(upsert.key)} of ${entitySetName}`;
    const address = await resolveAddress(client, operation, { entitySetName, key: upsert.key });
    const representation = requestedColumns(upsert) ?? leastColumns(body, upsert.key);
    const keyedBody = address ? body : { ...alternateKeyValues(upsert.key), ...body };
    const response = address
      ? await sendClearing(client, {
          ...{ operation, entitySetName, body, cleared, representation },
          request: (values, shape) => upsertRequest(recordPath(address), values, { representation: shape }),
        })
      : await createWithId(client, {
          ...{ operation, entitySetName, body: keyedBody, representation },
          // A generated id lets the create be repeated like an upsert.
          ...{ recordId: randomUUID(), isGeneratedId: true },
        });
    const created = { "@created": response.status === 201 };
    const record = recordOf(response);
    if (upsert.returnRecord) return { ...record, ...created };
    const id = address?.key.kind === "id" ? address.key.id : await idOfWritten(client, entitySetName, response);
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
  return withAddress(client, remove.entityType, remove.key, async (entitySetName) => {
    const operation = `Delete record ${keyText(remove.key)} of ${entitySetName}`;
    const address =
      (await resolveAddress(client, operation, { entitySetName, key: remove.key })) ??
      rejectMissingRecord(operation, remove.key);
    try {
      await sendWrite(client, operation, deleteRequest(recordPath(address), { etag: remove.etag }));
    } catch (error) {
      // An earlier attempt, whose response was lost, may have deleted the record.
      const isGone = error instanceof DataverseError && error.status === 404 && !isUnknownResource(error);
      if (!isGone || !error.mayHaveRun) throw error;
    }
    return { entitySetName, id: keyText(address.key), deleted: true };
  });
}

function requestedColumns({ returnRecord, returnFieldNames }: ReturnChoice): Representation | undefined {
  return returnRecord ? { columns: returnFieldNames } : undefined;
}

/** The smallest `$select` that still returns the record's id. */
function leastColumns(body: Record<string, unknown>, key: RecordKey): Representation {
  const column = columnBesideId(body) ?? (key.kind === "id" ? undefined : key.parts[0]?.column);
  return { columns: column === undefined ? [] : [column] };
}

function idOfCreated(response: RecordResponse): string {
  const id = createdId(response.headers);
  if (id === undefined) throw unexpectedResponse(response, "the OData-EntityId header is missing");
  return id;
}
