import {
  type BatchResponse,
  type BatchPart,
  type DataverseError,
  type DataverseRecord,
  type DataverseResponse,
  errorFromResponse,
  errorInside,
  isAnyErrorBody,
  parseGuid,
  partResponse,
  unexpectedResponse,
} from "../../client";
import type { BatchAction, BatchOperation } from "./operations";
import { describe, keyColumns, representationOf } from "./requests";
import { createdId } from "../records/keys";

/**
 * What the part of an operation says of it. Pure, and all that is learned of an operation: a request after the batch could
 * fail, and what is committed must not look failed. Only what Dataverse promises is a success; anything else below 400
 * leaves it open whether the operation was carried out.
 */
export interface Written {
  /** Absent where the operation has an alternate key and its part does not tell the id. */
  id?: string;
  /** Where it was asked for. */
  record?: DataverseRecord;
}

/** "Compose HTTP requests and handle errors" and "Create a table row", Microsoft Learn; without a record it is 204. */
const statusesWithRecord: Readonly<Record<BatchAction, readonly number[]>> = {
  create: [201],
  update: [200],
  upsert: [200, 201],
  delete: [],
};

/**
 * `referredId` is the id of the record that the operation's key refers to, where it is known.
 *
 * @throws DataverseError when Dataverse has refused the operation, and with `mayHaveRun` when the outcome is open.
 */
export function readPart(
  operation: BatchOperation,
  part: BatchPart,
  answer: BatchResponse,
  referredId: string | undefined,
): Written {
  if (isRefusal(part)) throw refusal(part, describe(operation), answer);
  const json = parsed(part.body);
  if (isAnyErrorBody(json)) throw openRefusal(part, describe(operation), answer);
  const wrong = (problem: string): DataverseError =>
    unexpectedResponse(responseTo(describe(operation), part, answer), problem);
  if (part.status === 0) throw wrong("its part is no HTTP message");
  const { key } = operation;
  const knownId = key?.kind === "id" ? key.id : referredId;
  if (!representationOf(operation)) {
    if (part.status !== 204 || part.body !== "") throw wrong("it does not confirm that anything was done");
    return written(confirmedId(operation, part, knownId, wrong));
  }
  if (!statusesWithRecord[operation.action].includes(part.status)) throw wrong("the record is missing");
  if (json === undefined) throw wrong("its body is not JSON");
  if (!isRecordWith(knownId, json)) throw wrong("the record is missing");
  if (operation.returnRepresentation) return written(knownId, json);
  return written(knownId ?? idOfKeyed(json, keyColumns(key)));
}

/** Dataverse says that it has not carried the operation out. A server error that is not its own says nothing about that. */
export function isRefusal({ status, body }: BatchPart): boolean {
  return status >= 400 && status < 600 && (status < 500 || isAnyErrorBody(parsed(body)));
}

/** A refusal under a success status: what was done before it is not told. */
export function isErrorInside(part: BatchPart): boolean {
  return !isRefusal(part) && isAnyErrorBody(parsed(part.body));
}

export function refusal(part: BatchPart, operation: string, answer: BatchResponse): DataverseError {
  return errorFromResponse(responseTo(operation, part, answer));
}

/** Dataverse refuses, but in a form that leaves it open what was done before. */
export function openRefusal(part: BatchPart, operation: string, answer: BatchResponse): DataverseError {
  return errorInside(responseTo(operation, part, answer));
}

/** An unsafe request also for an update, because it is unknown whether it ran. */
function responseTo(operation: string, part: BatchPart, answer: BatchResponse): DataverseResponse<string> {
  const repeat = { ...answer.request.repeat, isSafe: false };
  return partResponse(answer, part, { operation, method: "POST", repeat });
}

function written(id: string | undefined, record?: DataverseRecord): Written {
  return { ...(id !== undefined && { id }), ...(record && { record }) };
}

/** `OData-EntityId` is all that names a new record. Where it names a known one, it must be that one. */
function confirmedId(
  { action, key }: BatchOperation,
  part: BatchPart,
  knownId: string | undefined,
  wrong: (problem: string) => DataverseError,
): string | undefined {
  const namedId = createdId(part.headers);
  if (knownId !== undefined && namedId !== undefined && namedId !== knownId) throw wrong("it names another record");
  if (action === "create" && key === undefined && namedId === undefined) {
    throw wrong("the OData-EntityId header is missing");
  }
  return knownId ?? namedId;
}

/** Every row brings its primary key, which is a GUID; lookups are named `_..._value`. */
export function isRecordWith(id: string | undefined, value: unknown): value is DataverseRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const ids = [...guidsOf(value as DataverseRecord).values()];
  return id === undefined ? ids.length > 0 : ids.includes(id);
}

/**
 * The id of a row that was read with the columns of its alternate key: the one GUID among the other columns (users and teams
 * show it twice, as `ownerid` too). Undefined where there are several.
 */
export function idOfKeyed(row: DataverseRecord, columns: string[]): string | undefined {
  const guids = [...guidsOf(row)];
  const others = guids.filter(([name]) => !columns.includes(name));
  // The primary key can be written like an alternate one.
  const [id, ...further] = new Set((others.length > 0 ? others : guids).map(([, guid]) => guid));
  return further.length === 0 ? id : undefined;
}

function guidsOf(row: DataverseRecord): Map<string, string> {
  return new Map(
    Object.entries(row).flatMap(([name, value]) => {
      const guid = typeof value === "string" && !/^_|@/.test(name) ? parseGuid(value) : undefined;
      return guid === undefined ? [] : [[name, guid] as const];
    }),
  );
}

/** Undefined is no JSON value. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
