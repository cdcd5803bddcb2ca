import {
  checkConfirmed,
  type DataverseAnswer,
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  queryString,
  unexpectedAnswer,
} from "../client";
import { idOfRow } from "./recordKeys";
import { createRequest, type RecordRequest, type Representation } from "./recordRequests";

/** Writes whose answer may be lost: what a repeat finds, and what is certain afterwards. */

const repeatHint = "Record ID on a create, or an upsert, makes it safe to repeat.";

export async function send(
  client: DataverseClient,
  operation: string,
  request: RecordRequest,
): Promise<DataverseAnswer<DataverseRecord>> {
  const answer = await client.request<DataverseRecord>({ operation, ...request, repeatHint });
  if (request.headers["Prefer"] === undefined) checkConfirmed(answer, operation);
  return answer;
}

/** A record says what it is, in its context. */
export function recordOf(answer: DataverseAnswer<DataverseRecord>, operation: string): DataverseRecord {
  const context: unknown = answer.body?.["@odata.context"];
  if (answer.body && typeof context === "string") return answer.body;
  throw unexpectedAnswer({ ...answer, operation }, "the record is missing");
}

export interface Creation {
  entitySetName: string;
  body: Record<string, unknown>;
  recordId: string;
  representation: Representation | undefined;
}

/**
 * A create-only PATCH, which can be repeated. When a repeat finds the id taken, the record is read: made since this step
 * began and with its values, it is the one that an earlier attempt has made; for any other the refusal stands.
 */
export async function createUnderId(
  client: DataverseClient,
  operation: string,
  creation: Creation,
): Promise<DataverseAnswer<DataverseRecord>> {
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

const createdOn = "createdon";

/** Undefined where there is no such record, or it does not show that it is this step's own. */
async function readOwn(
  client: DataverseClient,
  operation: string,
  { entitySetName, body, recordId, representation }: Creation,
  startedMs: number,
): Promise<DataverseAnswer<DataverseRecord> | undefined> {
  const columns = representation?.columns ?? [];
  const isWhole = representation !== undefined && columns.length === 0;
  const compared = [createdOn, ...Object.keys(plainValues(body))].filter((name) => !columns.includes(name));
  try {
    const answer = await client.request<DataverseRecord>({
      operation,
      method: "GET",
      path: `${entitySetName}(${recordId})${queryString({ $select: isWhole ? [] : [...columns, ...compared] })}`,
    });
    const record = recordOf(answer, operation);
    if (ageMs(answer) > performance.now() - startedMs + clockStepMs || !hasValues(record, body)) return undefined;
    const extra = new Set(isWhole ? [] : compared.filter((name) => record[name] !== recordId));
    return { ...answer, body: Object.fromEntries(Object.entries(record).filter(([name]) => !extra.has(name))) };
  } catch (error) {
    if (error instanceof DataverseError) return undefined;
    throw error;
  }
}

/** Both times are whole seconds. */
const clockStepMs = 2_000;

/** By the service's own clock. */
function ageMs({ body, headers }: DataverseAnswer<DataverseRecord>): number {
  const serverMs = Date.parse(headers["date"] ?? "");
  const age = (Number.isNaN(serverMs) ? Date.now() : serverMs) - Date.parse(String(body?.[createdOn]));
  return Number.isNaN(age) ? Infinity : age;
}

function plainValues(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) => !name.includes("@") && (typeof value !== "object" || value === null),
    ),
  );
}

function hasValues(record: DataverseRecord, body: Record<string, unknown>): boolean {
  return Object.entries(plainValues(body)).every(([name, value]) => isSame(value, record[name]));
}

/** Dataverse writes numbers and dates in a form of its own. */
function isSame(sent: unknown, stored: unknown): boolean {
  const [given, found] = [textOf(sent), textOf(stored)];
  if (given === found) return true;
  if (given === "" || found === "") return false;
  return Number(given) === Number(found) || Date.parse(given) === Date.parse(found);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : JSON.stringify(value ?? "").replace(/^""$/, "");
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
    if (!(error instanceof DataverseError)) throw error;
    const message = `${operation} is done, but the record's ID could not be read: ${error.message}`;
    throw new DataverseError(message, { ...error, operation, isTransient: false, mayHaveRun: true });
  }
}
