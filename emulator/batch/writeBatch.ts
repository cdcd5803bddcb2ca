import { STATUS_CODES } from "node:http";
import type { PartHandler } from "../messages/requestContext";
import type { WebApiResponse } from "../messages/webApiMessage";

/** The answer to one request of a batch. */
export interface PartAnswer {
  contentId?: string;
  method: string;
  response: WebApiResponse;
}

export type AnsweredItem = { kind: "request"; answer: PartAnswer } | { kind: "changeSet"; answers: PartAnswer[] };

const crlf = "\r\n";

/** The body of a batch's answer and its boundary, laid out as Microsoft's published answers are. */
export function writeBatch(
  items: AnsweredItem[],
  newId: PartHandler["newBoundaryId"],
): { boundary: string; body: Buffer } {
  const boundary = `batchresponse_${newId("batch")}`;
  const chunks: (string | Uint8Array)[] = [];
  for (const item of items) {
    chunks.push(`--${boundary}${crlf}`);
    if (item.kind === "request") writePart(chunks, item.answer);
    else writeChangeSet(chunks, item.answers, `changesetresponse_${newId("changeSet")}`);
  }
  chunks.push(`--${boundary}--${crlf}`);
  return { boundary, body: Buffer.concat(chunks.map(bytesOf)) };
}

function bytesOf(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

function writeChangeSet(chunks: (string | Uint8Array)[], answers: PartAnswer[], boundary: string): void {
  chunks.push(`Content-Type: multipart/mixed; boundary=${boundary}${crlf}${crlf}`);
  for (const answer of answers) {
    chunks.push(`--${boundary}${crlf}`);
    writePart(chunks, answer);
  }
  chunks.push(`--${boundary}--${crlf}`);
}

/** The last line end belongs to the delimiter that follows; a part without body so ends in two empty lines. */
function writePart(chunks: (string | Uint8Array)[], { contentId, method, response }: PartAnswer): void {
  const lines = [
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    "",
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ""}`,
    ...Object.entries(partHeaders(method, response)).map(([name, value]) => `${name}: ${value}`),
    "",
    "",
  ];
  chunks.push(lines.join(crlf), response.body ?? "", crlf);
}

/** Request ids are of the batch as a whole, and only errors repeat theirs. */
function partHeaders(method: string, { status, headers }: WebApiResponse): Record<string, string> {
  const { "Content-Type": contentType, "OData-EntityId": entityId, ...others } = headers;
  const { REQ_ID, "x-ms-service-request-id": _sameId, "OData-Version": version = "4.0", Location, ...rest } = others;
  const location = Location ?? entityId;
  return {
    ...(status < 400 || REQ_ID === undefined ? {} : { REQ_ID }),
    ...(contentType === undefined ? {} : { "Content-Type": streamed(method, status, contentType) }),
    "OData-Version": version,
    ...rest,
    ...(location === undefined ? {} : { Location: location }),
    ...(entityId === undefined ? {} : { "OData-EntityId": entityId }),
  };
}

/** Reads return a stream ([Batch], batch responses). */
function streamed(method: string, status: number, contentType: string): string {
  const isRead = method === "GET" && status === 200 && contentType.startsWith("application/json;");
  return isRead ? `${contentType}; odata.streaming=true` : contentType;
}
