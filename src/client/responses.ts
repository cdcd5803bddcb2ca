import { type DataverseError, errorFromResponse, isAnyErrorBody, isErrorBody, unexpectedAnswer } from "./errors/errors";
import type { TransportResponse } from "./http/transport";

/**
 * Reading answers with a success status. Front doors, proxies and half-done services answer 200 to anything, so each
 * reader takes what Dataverse promises for its request and nothing else.
 */
export function readJson<Body>(operation: string, response: TransportResponse): Body | undefined {
  const text = response.bytes.toString("utf8");
  if (text === "") return undefined;
  const json = parsed(text);
  if (json === undefined) {
    const isPage = /html/i.test(response.headers["content-type"] ?? "");
    throw unexpectedAnswer({ ...response, operation }, isPage ? "it is a web page" : "its body is not JSON");
  }
  if (isAnyErrorBody(json)) throw errorInside(operation, response, text);
  return json as Body;
}

/** An answer that is no batch: an error in OData's form, or nothing that Dataverse sends. */
export function notABatch(operation: string, response: TransportResponse, problem: string): DataverseError {
  const text = response.bytes.toString("utf8");
  return isErrorBody(parsed(text))
    ? errorInside(operation, response, text)
    : unexpectedAnswer({ ...response, operation }, problem);
}

/** `{"error":{...}}` under a success status. What was done before the error is not told. */
export function errorInside(operation: string, response: TransportResponse, body: string): DataverseError {
  return errorFromResponse({ ...response, operation, body, mayHaveRun: true });
}

type Answered = Omit<Parameters<typeof unexpectedAnswer>[0], "operation"> & { body?: unknown };

/** What its reader relies on in a row: members that are text, and lists of rows. The others are looked at when they are read. */
export interface RowShape {
  texts?: readonly string[];
  lists?: Readonly<Record<string, RowShape>>;
}

/** The rows of a collection that is not paged: definitions, for the most part. */
export function rowsOf<Row extends object>(answer: Answered, operation: string, shape: RowShape = {}): Row[] {
  const { body } = answer;
  const rows = isObject(body) ? body["value"] : undefined;
  const problem = problemOfRows(rows, shape);
  if (problem === undefined) return rows as Row[];
  throw unexpectedAnswer({ ...answer, operation }, problem);
}

function problemOfRows(rows: unknown, { texts = [], lists = {} }: RowShape): string | undefined {
  if (!Array.isArray(rows)) return "it holds no list";
  for (const row of rows as unknown[]) {
    if (!isObject(row)) return "its list holds something else than objects";
    const missing = texts.find((name) => typeof row[name] !== "string");
    if (missing !== undefined) return `an item of its list has no ${missing}`;
    for (const [name, shape] of Object.entries(lists)) {
      const problem = problemOfRows(row[name], shape);
      if (problem !== undefined) return `${problem} in ${name}`;
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A write that brings nothing back is confirmed by 204 alone ("Compose HTTP requests", Microsoft Learn). */
export function checkConfirmed(answer: Answered, operation: string): void {
  if (answer.status === 204) return;
  throw unexpectedAnswer({ ...answer, operation }, "it does not confirm that anything was done");
}

/** Undefined is no JSON value. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
