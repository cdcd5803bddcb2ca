import { STATUS_CODES, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Cut, Fault, LimitKind } from "../disturbance";
import type { HttpRequest } from "./request";

/** Bodies from this size on are compressed for clients that accept it. */
const gzipFromBytes = 1_024;

export interface HttpResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body?: string | Uint8Array;
}

/** An answer with what happens to it on its way, and why. Without `answer` there is only a connection to cut. */
export interface Reply {
  answer?: HttpResponse;
  cut?: Cut;
  fault?: Fault["kind"];
  limit?: LimitKind;
  /** To be called when the answer was handed to the network, or the connection cut. */
  answered?: () => void;
}

/** @param request `undefined` when its body was not read to its end */
export function send(request: HttpRequest | undefined, reply: Reply, response: ServerResponse): void {
  const { answer, cut, answered } = reply;
  if (response.destroyed) answered?.();
  else if (answered !== undefined) response.once("close", answered);
  // A reset, not an orderly end: what a peer that crashed or a firewall sends.
  if (answer === undefined || cut?.kind === "reset") return void response.socket?.resetAndDestroy();
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.statusCode = answer.status;
  // Another request cannot follow unread data.
  if (request === undefined) response.setHeader("Connection", "close");
  const body = encodedBody(request, answer, response);
  if (cut === undefined) response.end(body);
  else sendPart(response, body, cut.bytes);
}

/** Sets the headers that describe the body. */
function encodedBody(
  request: HttpRequest | undefined,
  { status, body }: HttpResponse,
  response: ServerResponse,
): Buffer | undefined {
  if (body === undefined || status === 204 || status === 304) {
    if (status !== 204 && status !== 304) response.setHeader("Content-Length", 0);
    return undefined;
  }
  const bytes = Buffer.from(body);
  const isCompressed = bytes.length >= gzipFromBytes && acceptsGzip(request?.headers["accept-encoding"]);
  const sent = isCompressed ? gzipSync(bytes) : bytes;
  if (isCompressed) response.setHeader("Content-Encoding", "gzip");
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("Content-Length", sent.length);
  return sent;
}

/** Ends the connection within the body; an answer without one is cut within its head. */
function sendPart(response: ServerResponse, body: Buffer | undefined, bytes: number): void {
  const { socket } = response;
  if (socket === null) return;
  if (body === undefined || body.length === 0) {
    socket.write(`HTTP/1.1 ${response.statusCode} ${STATUS_CODES[response.statusCode] ?? ""}\r\n`);
  } else {
    response.flushHeaders();
    response.write(body.subarray(0, Math.min(bytes, body.length - 1)));
  }
  socket.destroySoon();
}

/** RFC 9110 section 12.5.3, as far as gzip is concerned. */
function acceptsGzip(header: string | undefined): boolean {
  return (header ?? "").split(",").some((coding) => {
    const [name = "", ...parameters] = coding.split(";").map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return (name === "gzip" || name === "*") && !isRefused;
  });
}
