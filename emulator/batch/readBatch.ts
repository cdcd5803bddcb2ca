import { invalidODataRequest } from "../errors/rejections";
import type { ServiceError } from "../errors/serviceError";
import { streamNotReadable, unexpectedEnd } from "./batchErrors";
import { headerParameter, lineAt, mediaType, readHeaders, type Section, splitMultipart } from "./mime";

/** One request of a batch as it was written. */
export interface PartRequest {
  /** Of the part, to be referred to and echoed. */
  contentId?: string;
  method: string;
  /** As written: absolute, from the host's root, relative to the service root, or `$<Content-ID>...`. */
  url: string;
  /** By lower-case name. */
  headers: Record<string, string>;
  body: Buffer;
  /** The request is there, but its stream cannot be read, because lines do not end in CRLF. */
  unreadable?: ServiceError;
}

export type BatchItem = { kind: "request"; request: PartRequest } | { kind: "changeSet"; requests: PartRequest[] };

/** [Batch]: requests in one batch, those in change sets included. */
const mostRequests = 1_000;

/** RFC 2046 section 5.1.1. */
const longestBoundary = 70;

const methods = ["GET", "DELETE", "PUT", "POST", "PATCH"];

interface Payload {
  text: string;
  bytes: Buffer;
}

/**
 * Reads the whole batch before any of it runs, so that an invalid batch changes nothing.
 *
 * @throws ServiceError 400 0x80060888 for an invalid batch.
 */
export function readBatch(contentType: string | undefined, body: Uint8Array): BatchItem[] {
  const boundary = batchBoundary(contentType);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const payload = { text: bytes.toString("latin1"), bytes };
  const whole = { start: 0, end: payload.text.length, isStrict: true };
  const { parts, end } = splitMultipart(payload.text, whole, boundary);
  const items = parts.map((part) => readItem(payload, part));
  checkCount(items);
  judgeLineEnds(payload.text.slice(end), items);
  return items;
}

function batchBoundary(contentType: string | undefined): string {
  if (contentType === undefined) throw invalidODataRequest('The batch request must have a "Content-Type" header.');
  if (mediaType(contentType) !== "multipart/mixed") {
    throw invalidODataRequest(
      'The batch request must have a "Content-Type" header value starting with "multipart/mixed".',
    );
  }
  return boundaryIn(contentType);
}

function boundaryIn(contentType: string): string {
  const boundary = headerParameter(contentType, "boundary") ?? "";
  if (boundary === "") {
    throw invalidODataRequest('The batch request must have a boundary specification in the "Content-Type" header.');
  }
  if (boundary.length > longestBoundary) {
    throw invalidODataRequest(
      `The boundary delimiter '${boundary}' is invalid. A boundary delimiter must be non-null, be non-empty, and have a maximum of ${longestBoundary} characters.`,
    );
  }
  return boundary;
}

function readItem(payload: Payload, part: Section): BatchItem {
  const { headers, content } = readHeaders(payload.text, part);
  const contentType = partType(headers);
  if (mediaType(contentType) === "application/http") {
    return { kind: "request", request: readRequest(payload, headers, content) };
  }
  const requests = splitMultipart(payload.text, content, boundaryIn(contentType)).parts.map((member) => {
    const block = readHeaders(payload.text, member);
    if (mediaType(partType(block.headers)) !== "application/http") {
      throw invalidODataRequest("Nested change sets in a batch payload are not supported.");
    }
    return readRequest(payload, block.headers, block.content);
  });
  checkChangeSet(requests);
  return { kind: "changeSet", requests };
}

function partType(headers: Record<string, string>): string {
  const contentType = headers["content-type"];
  if (contentType === undefined) {
    throw invalidODataRequest(
      "The 'Content-Type' header is missing. The 'Content-Type' header must be specified for each MIME part of a batch message.",
    );
  }
  const type = mediaType(contentType);
  if (type !== "application/http" && type !== "multipart/mixed") {
    throw invalidODataRequest(
      `The 'Content-Type' header value '${contentType}' is invalid. When this is the start of the change set, the value must be 'multipart/mixed'; otherwise it must be 'application/http'.`,
    );
  }
  if (type === "application/http" && headers["content-transfer-encoding"]?.toLowerCase() !== "binary") {
    throw invalidODataRequest(
      "A missing or invalid 'Content-Transfer-Encoding' header was found. The 'Content-Transfer-Encoding' header must be specified for each batch operation, and its value must be 'binary'.",
    );
  }
  return contentType;
}

/** An HTTP request as the content of a part (RFC 9112 section 2.1): request line, headers, empty line, body. */
function readRequest({ text, bytes }: Payload, partHeaders: Record<string, string>, content: Section): PartRequest {
  let line = lineAt(text, content.start, content.end);
  while (line.text === "" && line.next < content.end) line = lineAt(text, line.next, content.end);
  if (line.text === "") throw unexpectedEnd();
  const { method, url } = requestLine(line.text);
  const rest = { start: line.next, end: content.end, isStrict: content.isStrict && line.isStrict };
  const block = readHeaders(text, rest);
  const contentId = partHeaders["content-id"];
  return {
    ...(contentId === undefined ? {} : { contentId }),
    method,
    url,
    headers: block.headers,
    body: withoutBlankLines(bytes.subarray(block.content.start, block.content.end)),
    ...(block.content.isStrict ? {} : { unreadable: streamNotReadable() }),
  };
}

/** The version may be left out, as some of Microsoft's samples do; blanks in the URL are the URL's. */
function requestLine(line: string): { method: string; url: string } {
  const { method, url, version } = wordsOf(line.trim());
  if (method === "" || url === "") {
    throw invalidODataRequest(
      `The request line '${line}' is invalid. The request line at the start of each operation must be of the format 'HttpMethod RequestUrl HttpVersion'.`,
    );
  }
  if (version !== undefined && version !== "HTTP/1.1") {
    throw invalidODataRequest(
      `The HTTP version '${version}' used in a batch operation request or response is not valid. The value must be 'HTTP/1.1'.`,
    );
  }
  if (!methods.includes(method)) {
    throw invalidODataRequest(
      `The string '${method}' cannot be converted into a supported HTTP method. The only supported HTTP methods are GET, DELETE, PUT, POST and PATCH.`,
    );
  }
  if (/^(?:[^?]*\/)?\$batch\/?(?:\?|$)/.test(url)) {
    throw invalidODataRequest("A batch request can't contain other batch requests.");
  }
  return { method, url };
}

function wordsOf(line: string): { method: string; url: string; version?: string } {
  const method = line.slice(0, Math.max(line.indexOf(" "), 0));
  const target = line.slice(method.length).trim();
  const version = /^HTTP\/\S*$/i.exec(target.slice(target.lastIndexOf(" ") + 1))?.[0];
  if (version === undefined) return { method, url: target };
  return { method, url: target.slice(0, -version.length).trim(), version };
}

/** Empty lines between a request without a body and the next delimiter are not a body. */
function withoutBlankLines(body: Buffer): Buffer {
  return body.every((byte) => byte === 0x0d || byte === 0x0a) ? Buffer.alloc(0) : body;
}

/** [ODataProtocol] section 11.7.3, and the service's exemption for a change set of one request. */
function checkChangeSet(requests: PartRequest[]): void {
  const seen = new Set<string>();
  for (const { method, contentId } of requests) {
    if (method === "GET") {
      throw invalidODataRequest(
        "An invalid HTTP method 'GET' was detected for a request in a change set. Requests in change sets only support the HTTP methods 'POST', 'PUT', 'DELETE', and 'PATCH'.",
      );
    }
    if (contentId === undefined || contentId === "") {
      if (requests.length === 1) continue;
      throw invalidODataRequest(
        "The header with name 'Content-ID' was not present in the header collection of the batch operation.",
      );
    }
    if (seen.has(contentId)) {
      throw invalidODataRequest(
        `The content ID '${contentId}' was found more than once in the same change set or same batch request. Content IDs have to be unique across all operations of a change set for OData V4.0 and have to be unique across all operations in the whole batch request for OData V4.01.`,
      );
    }
    seen.add(contentId);
  }
}

function checkCount(items: BatchItem[]): void {
  const count = items.reduce((sum, item) => sum + (item.kind === "request" ? 1 : item.requests.length), 0);
  if (count <= mostRequests) return;
  throw invalidODataRequest(
    `The current batch message contains too many parts. A maximum number of '${mostRequests}' query operations and change sets are allowed in a batch message.`,
  );
}

/**
 * [ClientErrors], Stream was not readable: lines must end in CRLF, the last one too;
 * two line ends of any kind at the end of the body make up for all of it.
 */
function judgeLineEnds(tail: string, items: BatchItem[]): void {
  const requests = items.flatMap((item) => (item.kind === "request" ? [item.request] : item.requests));
  if (/^[ \t]*(?:\r?\n){2}/.test(tail)) {
    for (const request of requests) delete request.unreadable;
    return;
  }
  const last = requests.at(-1);
  if (last !== undefined && !/^[ \t]*\r\n/.test(tail)) last.unreadable = streamNotReadable();
}
