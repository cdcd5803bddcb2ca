/**
 * Reads the part of the response that belongs to one operation. Nothing else is known of the operation: a request after
 * the batch could fail, and committed work must not look failed. Only the response that Dataverse documents is a
 * success; after any other response below 400 it is unknown whether the operation ran. Pure.
 */
import {
  type BatchPart,
  type BatchResponse,
  type DataverseError,
  type DataverseRecord,
  type DataverseResponse,
  defined,
  errorFromResponse,
  errorInside,
  isAnyErrorBody,
  isObject,
  parseJson,
  partResponse,
  unexpectedResponse,
} from "../../client";
import { createdId, guidColumns } from "../records/ids";
import type { BatchAction, BatchOperation } from "./operations";
import type { BatchSuccess } from "./outcomes";
import { describeOperation, keyColumns, representationOf } from "./requests";

/** [Requests] and [CreateRow]; without a record it is 204. */
const statusesWithRecord: Readonly<Record<BatchAction, readonly number[]>> = {
  create: [201],
  update: [200],
  upsert: [200, 201],
  delete: [],
};

/**
 * `referredId` is the id of the record that the operation's key refers to, when it is known.
 *
 * @throws DataverseError when Dataverse rejected the operation, and with `mayHaveRun` when the outcome is unknown.
 */
export function readPart(
  operation: BatchOperation,
  part: BatchPart,
  batch: BatchResponse,
  referredId?: string,
): BatchSuccess {
  const { index, action, collection, key } = operation;
  const response = responseOf(part, describeOperation(operation), batch);
  if (isRejection(part)) throw errorFromResponse(response);
  const json = parseJson(part.body);
  if (isAnyErrorBody(json)) throw errorInside(response);
  if (part.status === 0) throw unexpectedResponse(response, "its part is not an HTTP message");
  const knownId = key?.kind === "id" ? key.id : referredId;
  const success = { index, action, collection, success: true, status: part.status } as const;
  if (!representationOf(operation)) {
    return { ...success, ...defined({ id: confirmedId(operation, response, knownId) }) };
  }
  if (!statusesWithRecord[action].includes(part.status)) throw unexpectedResponse(response, "the record is missing");
  if (json === undefined) throw unexpectedResponse(response, "its body is not JSON");
  if (!isRecordWith(knownId, json)) throw unexpectedResponse(response, "the record is missing");
  if (operation.returnRepresentation) return { ...success, ...defined({ id: knownId, record: json }) };
  return { ...success, ...defined({ id: knownId ?? idBesideKey(json, keyColumns(key)) }) };
}

/** Dataverse reports that the operation did not run. A server error from another source does not report anything. */
export function isRejection({ status, body }: BatchPart): boolean {
  return status >= 400 && status < 600 && (status < 500 || isAnyErrorBody(parseJson(body)));
}

/** An error under a success status. It is unknown what ran before it. */
export function isErrorInside(part: BatchPart): boolean {
  return !isRejection(part) && isAnyErrorBody(parseJson(part.body));
}

/** `operation` names the rejected one and what became of the others. */
export function errorFromRejection(part: BatchPart, operation: string, batch: BatchResponse): DataverseError {
  return errorFromResponse(responseOf(part, operation, batch));
}

/** Dataverse reports an error, but not what ran before it. */
export function errorFromUnclearRejection(part: BatchPart, operation: string, batch: BatchResponse): DataverseError {
  return errorInside(responseOf(part, operation, batch));
}

/** The request counts as unsafe, also for an update, because it is unknown whether it ran. */
function responseOf(part: BatchPart, operation: string, batch: BatchResponse): DataverseResponse<string> {
  const repeat = { ...batch.request.repeat, isSafe: false };
  return partResponse(batch, part, { operation, method: "POST", repeat });
}

/** Only `OData-EntityId` names a new record. When it names a known record, it must be the same. */
function confirmedId(
  { action, key }: BatchOperation,
  response: DataverseResponse<string>,
  knownId: string | undefined,
): string | undefined {
  if (response.status !== 204 || response.body !== "") {
    throw unexpectedResponse(response, "it does not confirm that anything was done");
  }
  const id = createdId(response.headers);
  if (knownId !== undefined && id !== undefined && id !== knownId) {
    throw unexpectedResponse(response, "it names another record");
  }
  if (action === "create" && key === undefined && id === undefined) {
    throw unexpectedResponse(response, "the OData-EntityId header is missing");
  }
  return knownId ?? id;
}

export function isRecordWith(id: string | undefined, value: unknown): value is DataverseRecord {
  if (!isObject(value)) return false;
  const ids = [...guidColumns(value).values()];
  return id === undefined ? ids.length > 0 : ids.includes(id);
}

/**
 * The id of a row that was read with the columns of its alternate key: the one GUID among the other columns (users and
 * teams have it twice, also as `ownerid`). Undefined when there are several.
 */
export function idBesideKey(row: DataverseRecord, columns: string[]): string | undefined {
  const guids = [...guidColumns(row)];
  const others = guids.filter(([name]) => !columns.includes(name));
  // The primary key can be entered in the form of an alternate key.
  const [id, ...further] = new Set((others.length > 0 ? others : guids).map(([, guid]) => guid));
  return further.length === 0 ? id : undefined;
}
