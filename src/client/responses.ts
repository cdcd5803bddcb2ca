import { type BatchPart, readBatch } from "./batch/batchResponse";
import { isAnyErrorBody, isErrorBody } from "./errors/body";
import { errorInside, unexpectedResponse } from "./errors/messages";
import { isObject, parseJson } from "./json";
import { hideSecret } from "./redact";
import type { AnyRequest, BatchResponse, DataverseResponse } from "./request";

/**
 * Reading responses with a success status. Front doors, proxies and half-implemented services return 200 for anything,
 * so each reader accepts only the response that Dataverse documents for its request.
 */
export function readJson<Body>(response: DataverseResponse<Buffer>): DataverseResponse<Body | undefined> {
  const text = response.body.toString("utf8");
  if (text === "") return { ...response, body: undefined };
  const json = parseJson(text);
  if (json === undefined) {
    const isPage = /html/i.test(response.headers["content-type"] ?? "");
    throw unexpectedResponse(response, isPage ? "it is a web page" : "its body is not JSON");
  }
  if (isAnyErrorBody(json)) throw errorInside({ ...response, body: text });
  return { ...response, body: json as Body };
}

/** The access token is removed first, because parts become errors in other files. */
export function readBatchBody(response: DataverseResponse<Buffer>, accessToken: string): BatchResponse {
  const text = hideSecret(response.body.toString("utf8"), accessToken);
  const reading = readBatch(text, response.headers["content-type"]);
  if (reading.ok) return { ...response, body: { parts: reading.parts, isComplete: reading.isComplete } };
  // Not a batch: an error in OData's format, or a response that Dataverse does not send.
  throw isErrorBody(parseJson(text))
    ? errorInside({ ...response, body: text })
    : unexpectedResponse(response, reading.problem);
}

/** A part of a batch as the response to one request, so that the same functions read and report both. */
export function partResponse(batch: BatchResponse, part: BatchPart, request: AnyRequest): DataverseResponse<string> {
  return {
    request,
    status: part.status || batch.status,
    headers: { req_id: batch.headers["req_id"], ...part.headers },
    body: part.body,
    attempts: batch.attempts,
    mayHaveRun: false,
  };
}

/**
 * The members of a row that its reader relies on: texts, and lists of rows. Other members are checked where they are
 * read.
 */
export interface RowShape {
  texts?: readonly string[];
  lists?: Readonly<Record<string, RowShape>>;
}

/** The rows of a collection that is not paged: mostly definitions. */
export function rowsOf<Row extends object>(response: DataverseResponse<unknown>, shape: RowShape = {}): Row[] {
  const { body } = response;
  const rows = isObject(body) ? body["value"] : undefined;
  const problem = problemOfRows(rows, shape);
  if (problem === undefined) return rows as Row[];
  throw unexpectedResponse(response, problem);
}

function problemOfRows(rows: unknown, { texts = [], lists = {} }: RowShape): string | undefined {
  if (!Array.isArray(rows)) return "it does not contain a list";
  for (const row of rows as unknown[]) {
    if (!isObject(row)) return "its list contains an item that is not an object";
    const missing = texts.find((name) => typeof row[name] !== "string");
    if (missing !== undefined) return `an item of its list has no ${missing}`;
    for (const [name, shape] of Object.entries(lists)) {
      const problem = problemOfRows(row[name], shape);
      if (problem !== undefined) return `${problem} in ${name}`;
    }
  }
  return undefined;
}

/** 204 is the only confirmation of a write that returns nothing [Requests]. */
export function checkConfirmed(response: DataverseResponse<unknown>): void {
  if (response.status !== 204) throw unexpectedResponse(response, "it does not confirm that anything was done");
}
