import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { authenticate } from "./authentication";
import { answerControl, type Control, isControlPath } from "./control";
import { type HttpRequest, readRequest } from "./httpRequest";
import type { Journal } from "./journal";
import type { OAuthServer } from "./oauth";
import { affinityCookies, frontEndHeaders } from "./serverHeaders";
import { answerFault, handle, type Organization, type WebApiResponse } from "./webApi";
import type { Webhooks } from "./webhooks";

/** Bodies from this size on are compressed for clients that accept it. */
const GZIP_FROM_BYTES = 1_024;

/** Room for the longest URL the Web API takes and the headers beside it; Node's own limit is 16 KB. */
const MAX_HEADER_BYTES = 131_072;

/** How long requests under way may take when the server is told to end. */
const LAST_REQUESTS_MS = 5_000;

/** The journal is of the Web API alone: tokens and control are left out. */
const JOURNALED_PATH = "/api/data";

const WEB_API_PATH = /^\/api\/data\/(v9\.[0-2])(?:\/|$)/;

/** What the server serves from. `organization` is asked for each request, because a reset replaces it. */
export interface Served {
  organization: () => Organization;
  webhooks: Webhooks;
  oauth: OAuthServer;
  control: Control;
  journal: Journal;
}

interface HttpResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body?: string | Uint8Array;
}

/** Listens on the loopback interface only. */
export async function listen(served: Served, port: number): Promise<Server> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    respond(served, request, response).catch((error: unknown) => {
      // A client that breaks off its own request is nothing to report.
      if (request.complete) console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Answers what is under way, then ends; idle keep-alive connections are cut at once. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS).unref();
  });
}

async function respond(served: Served, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedMs = Date.now();
  const request = await readRequest(incoming);
  const answer = request === undefined ? { status: 413, headers: {} } : await answerRequest(served, request);
  if (request?.path.startsWith(JOURNALED_PATH)) {
    served.journal.record({
      method: request.method,
      path: request.query === "" ? request.path : `${request.path}?${request.query}`,
      headers: request.headers,
      status: answer.status,
      startedMs,
      endedMs: Date.now(),
    });
  }
  send(request, answer, response);
}

async function answerRequest(served: Served, request: HttpRequest): Promise<HttpResponse> {
  if (isControlPath(request.path)) return answerControl(served.control, request.method, request.path);
  if (WEB_API_PATH.test(request.path)) return answerWebApi(served, request);
  const oauth = served.oauth.handle({ ...request, body: request.body.toString("utf8") });
  return oauth ?? { status: 404, headers: { "Content-Type": "text/plain" }, body: "Not found" };
}

async function answerWebApi(served: Served, request: HttpRequest): Promise<HttpResponse> {
  const organization = served.organization();
  const [matched = "", version = ""] = WEB_API_PATH.exec(request.path) ?? [];
  const webApiRequest = {
    ...request,
    path: request.path.slice(matched.length),
    serviceRoot: `${request.origin}/api/data/${version}/`,
  };
  try {
    const { store } = organization;
    const caller = authenticate(store, served.oauth, request.headers["authorization"], request.origin);
    const attempt = (each: Organization): WebApiResponse => handle(each, { ...webApiRequest, caller });
    const isRead = request.method === "GET";
    const answer = isRead ? attempt(organization) : await served.webhooks.handle(organization, attempt);
    const isWrite = !isRead && answer.status < 400;
    return withFrontEnd(answer, affinityCookies(caller.organizationId, isWrite, store.now()));
  } catch (error) {
    return withFrontEnd(answerFault(request.headers, error), []);
  }
}

function withFrontEnd({ status, headers, body }: WebApiResponse, cookies: string[]): HttpResponse {
  return {
    status,
    headers: { ...frontEndHeaders(), ...headers, ...(cookies.length === 0 ? {} : { "Set-Cookie": cookies }) },
    ...(body === undefined ? {} : { body }),
  };
}

function send(request: HttpRequest | undefined, answer: HttpResponse, response: ServerResponse): void {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.statusCode = answer.status;
  // A body that was not read to its end cannot be followed by another request.
  if (request === undefined) response.setHeader("Connection", "close");
  if (answer.body === undefined) {
    if (answer.status !== 204 && answer.status !== 304) response.setHeader("Content-Length", 0);
    response.end();
    return;
  }
  const bytes = typeof answer.body === "string" ? Buffer.from(answer.body) : Buffer.from(answer.body);
  const isCompressed = bytes.length >= GZIP_FROM_BYTES && acceptsGzip(request?.headers["accept-encoding"]);
  const sent = isCompressed ? gzipSync(bytes) : bytes;
  if (isCompressed) response.setHeader("Content-Encoding", "gzip");
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("Content-Length", sent.length);
  response.end(sent);
}

/** RFC 9110 section 12.5.3, as far as gzip is concerned. */
function acceptsGzip(header: string | undefined): boolean {
  return (header ?? "").split(",").some((coding) => {
    const [name = "", ...parameters] = coding.split(";").map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return (name === "gzip" || name === "*") && !isRefused;
  });
}
