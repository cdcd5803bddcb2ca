import {
  checkConfirmed,
  type DataverseResponse,
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  parseGuid,
  unexpectedResponse,
} from "../../client";
import { idOfRow } from "./keys";
import { createRequest, type RecordRequest, type Representation } from "./requests";
import { holdsValues } from "./sentValues";

/** Writes whose answer may be lost: what a repeat finds, and what is certain afterwards. */

const repeatHint = "Record ID on a create, or an upsert, makes it safe to repeat.";

export async function send(
  client: DataverseClient,
  operation: string,
  request: RecordRequest,
): Promise<DataverseResponse<DataverseRecord | undefined>> {
  const answer = await client.request<DataverseRecord>({ operation, ...request, repeat: { hint: repeatHint } });
  if (request.options?.prefer === undefined) checkConfirmed(answer);
  else if (answer.status !== 200 && answer.status !== 201) throw unexpectedResponse(answer, noRecord);
  return answer;
}

const noRecord = "the record is missing";

/** A record says what it is in its context, or shows its version or an id. */
export function recordOf(answer: DataverseResponse<DataverseRecord | undefined>): DataverseRecord {
  const { body } = answer;
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  if (isObject && !Array.isArray(body["value"]) && Object.entries(body).some(marksRecord)) return body;
  throw unexpectedResponse(answer, noRecord);
}

function marksRecord([name, value]: [string, unknown]): boolean {
  if (typeof value !== "string") return false;
  return name === "@odata.context" || name === "@odata.etag" || parseGuid(value) !== undefined;
}

export interface Creation {
  entitySetName: string;
  body: Record<string, unknown>;
  recordId: string;
  /** The id was made for this step alone, so that a record that has it is the step's own. */
  isOwnId: boolean;
  representation: Representation | undefined;
}

/**
 * A create-only PATCH, which can be repeated. When a repeat finds the id taken, the record is read: if nothing shows that it
 * is another's, it is the one that an earlier attempt has made. For any other the refusal stands, which says that an earlier
 * attempt may have made the change.
 */
export async function createUnderId(
  client: DataverseClient,
  operation: string,
  creation: Creation,
): Promise<DataverseResponse<DataverseRecord | undefined>> {
  const { entitySetName, body, recordId, representation } = creation;
  const startedMs = performance.now();
  try {
    return await send(client, operation, createRequest(entitySetName, body, { recordId, representation }));
  } catch (error) {
    const mayBeOwn = error instanceof DataverseError && error.status === 412 && error.mayHaveRun === true;
    const found = mayBeOwn ? await readOwn(client, operation, creation, startedMs) : undefined;
    if (!found) throw error;
    return { ...found, status: 201 };
  }
}

/** Undefined where there is no such record, or it is another's, or it cannot be read. */
async function readOwn(
  client: DataverseClient,
  operation: string,
  { entitySetName, body, recordId, isOwnId, representation }: Creation,
  startedMs: number,
): Promise<DataverseResponse<DataverseRecord | undefined> | undefined> {
  try {
    const path = `${entitySetName}(${recordId})`;
    const answer = await client.request<DataverseRecord>({ operation, method: "GET", path });
    const record = recordOf(answer);
    const isOld = ageMs(answer) > performance.now() - startedMs + clockStepMs;
    if (!isOwnId && (isOld || !holdsValues(record, body))) return undefined;
    const columns = representation?.columns ?? [];
    if (columns.length === 0) return answer;
    const isWanted = ([name, value]: [string, unknown]) =>
      name.startsWith("@") || columns.includes(name) || value === recordId;
    return { ...answer, body: Object.fromEntries(Object.entries(record).filter(isWanted)) };
  } catch {
    // Whatever it is, the refusal tells more.
    return undefined;
  }
}

/** Both times are whole seconds. */
const clockStepMs = 2_000;

/** By the service's clock; `createdon` may be set to a time long ago. 0 where it is not told. */
function ageMs({ body, headers }: DataverseResponse<DataverseRecord | undefined>): number {
  const age = Date.parse(headers["date"] ?? "") - Date.parse(String(body?.["modifiedon"]));
  return Number.isNaN(age) ? 0 : age;
}

/** What fails after the write must not make it look undone. */
export async function idOfWritten(
  client: DataverseClient,
  operation: string,
  entitySetName: string,
  row: DataverseRecord,
): Promise<string> {
  try {
    return await idOfRow(client, entitySetName, row);
  } catch (error) {
    const message = `${operation} is done, but the record's ID could not be read: ${(error as Error).message}`;
    const details = error instanceof DataverseError ? error : { attempts: 1 };
    throw new DataverseError(message, { ...details, operation, isTransient: false, mayHaveRun: true });
  }
}
