/** Writes whose response can be lost: what a repeat finds, and what is certain afterwards. */
import {
  checkConfirmed,
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  type DataverseResponse,
  isObject,
  parseGuid,
  unexpectedResponse,
} from "../../client";
import type { EntitySetName } from "../tables/names";
import { getDefinition } from "../tables/definitions";
import { idOfRow } from "./ids";
import { createRequest, hasNestedRecords, type RecordRequest, type Representation } from "./requests";
import { withAdvice, writeAdvice } from "./writeAdvice";
import { holdsValues } from "./sentValues";

const repeatHint = "A create with Record ID, or an upsert, is safe to run again.";

export type RecordResponse = DataverseResponse<DataverseRecord | undefined>;

export async function sendWrite(
  client: DataverseClient,
  operation: string,
  request: RecordRequest,
  repeat: { isSafe?: boolean } = {},
): Promise<RecordResponse> {
  const response = await client
    .request<DataverseRecord>({ operation, ...request, repeat: { ...repeat, hint: repeatHint } })
    .catch(async (error: unknown) => {
      throw withAdvice(error, await writeAdvice(client, request, error));
    });
  if (request.options?.prefer === undefined) checkConfirmed(response);
  else if (response.status !== 200 && response.status !== 201) throw unexpectedResponse(response, missingRecord);
  return response;
}

const missingRecord = "the record is missing";

/** A record has a context or an ETag, or at least an id. */
export function recordOf(response: RecordResponse): DataverseRecord {
  const { body } = response;
  if (isObject(body) && !Array.isArray(body["value"]) && Object.entries(body).some(marksRecord)) return body;
  throw unexpectedResponse(response, missingRecord);
}

function marksRecord([name, value]: [string, unknown]): boolean {
  if (typeof value !== "string") return false;
  return name === "@odata.context" || name === "@odata.etag" || parseGuid(value) !== undefined;
}

export interface Creation {
  /** In words that complete "... failed". */
  operation: string;
  entitySetName: EntitySetName;
  body: Record<string, unknown>;
  recordId: string;
  /** This step generated the id, so that a record with the id was created by this step. */
  isGeneratedId: boolean;
  representation: Representation | undefined;
}

/**
 * Sends a create-only PATCH or, with nested records, a POST with the id as a column. Both are safe to repeat, because a
 * repeat is rejected with 412. When a repeat finds that the id exists, the record is read: unless
 * something shows that it is another record, an earlier attempt created it. For another record the rejection is thrown;
 * it reports that an earlier attempt may have made the change.
 */
export async function createWithId(client: DataverseClient, creation: Creation): Promise<RecordResponse> {
  const { operation, entitySetName, body, recordId, representation } = creation;
  const startedMs = performance.now();
  try {
    const primaryIdColumn = hasNestedRecords(body)
      ? (await getDefinition(client, entitySetName)).primaryIdColumn
      : undefined;
    const request = createRequest(entitySetName, body, { recordId, primaryIdColumn, representation });
    return await sendWrite(client, operation, request, { isSafe: true });
  } catch (error) {
    const mayBeCreated = error instanceof DataverseError && error.status === 412 && error.mayHaveRun === true;
    const found = mayBeCreated ? await readCreated(client, creation, startedMs) : undefined;
    if (!found) throw error;
    return { ...found, status: 201 };
  }
}

/** Undefined when there is no such record, it is another record, or it cannot be read. */
async function readCreated(
  client: DataverseClient,
  { operation, entitySetName, body, recordId, isGeneratedId, representation }: Creation,
  startedMs: number,
): Promise<RecordResponse | undefined> {
  try {
    const path = `${entitySetName}(${recordId})`;
    const response = await client.request<DataverseRecord>({ operation, method: "GET", path });
    const record = recordOf(response);
    const isOld = ageMs(response) > performance.now() - startedMs + clockStepMs;
    if (!isGeneratedId && (isOld || !holdsValues(record, body))) return undefined;
    const columns = representation?.columns ?? [];
    if (columns.length === 0) return response;
    const isSelected = ([name, value]: [string, unknown]) =>
      name.startsWith("@") || columns.includes(name) || value === recordId;
    return { ...response, body: Object.fromEntries(Object.entries(record).filter(isSelected)) };
  } catch {
    // Ignore this failure: the original 412 is more useful.
    return undefined;
  }
}

/** Both times have a resolution of one second. */
const clockStepMs = 2_000;

/** Age by the service's clock, from `modifiedon`, because `createdon` can be backdated. 0 when unknown. */
function ageMs({ body, headers }: RecordResponse): number {
  const age = Date.parse(headers["date"] ?? "") - Date.parse(String(body?.["modifiedon"]));
  return Number.isNaN(age) ? 0 : age;
}

/** The id in the response to a write. A failure to read it reports that the write is done. */
export async function idOfWritten(
  client: DataverseClient,
  entitySetName: EntitySetName,
  response: RecordResponse,
): Promise<string> {
  const row = recordOf(response);
  const { operation } = response.request;
  try {
    return await idOfRow(client, entitySetName, row);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const message = `${operation} is done, but the record's ID could not be read: ${cause}`;
    const details = error instanceof DataverseError ? error : { attempts: 1 };
    throw new DataverseError(message, { ...details, operation, isTransient: false, mayHaveRun: true });
  }
}
