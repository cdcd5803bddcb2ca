import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { respondToWebApi, isWebApiPath, type ServedWebApi } from "./respondToWebApi";
import { answerControl, type Control, isControlPath } from "./control";
import { type RespondingFault, carryOut, rawResponse, tokenErrorResponse, type Visit } from "../disturbance";
import { type HttpRequest, readRequest, urlOf } from "./request";
import { type HttpResponse, type Reply, send } from "./response";
import type { Journal } from "./journal";

/** Room for the longest URL the Web API takes and the headers beside it; Node's own limit is 16 KB. */
const maxHeaderBytes = 131_072;

/** Time that requests in flight can take after the server was asked to stop. */
const lastRequestsMs = 5_000;

/** The journal is of the Web API alone: tokens and control are left out. */
const journaledPath = "/api/data";

const tooLarge: Reply = { answer: { status: 413, headers: {} } };
const notFound: HttpResponse = { status: 404, headers: { "Content-Type": "text/plain" }, body: "Not found" };

export interface Served extends ServedWebApi {
  control: Control;
  journal: Journal;
}

/** Listens on the loopback interface only. */
export async function listen(served: Served, port: number): Promise<Server> {
  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (request, response) => {
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

/** Completes the requests in flight, then stops; idle keep-alive connections are closed immediately. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), lastRequestsMs).unref();
  });
}

async function respond(served: Served, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedMs = Date.now();
  const visit: Visit = { connection: incoming.socket, arrivedMs: performance.now() };
  const request = await readRequest(incoming);
  const reply = request === undefined ? tooLarge : await replyTo(served, request, visit);
  if (request?.path.startsWith(journaledPath)) {
    const { answer, cut, fault, limit } = reply;
    served.journal.record({
      method: request.method,
      path: urlOf(request),
      headers: request.headers,
      status: cut?.kind === "reset" ? null : (answer?.status ?? null),
      ...(fault === undefined ? {} : { fault }),
      ...(limit === undefined ? {} : { limit }),
      startedMs,
      endedMs: Date.now(),
    });
  }
  send(request, reply, response);
}

async function replyTo(served: Served, request: HttpRequest, visit: Visit): Promise<Reply> {
  const { method, path, body } = request;
  if (isControlPath(path)) return { answer: await answerControl(served.control, method, path, body.toString("utf8")) };
  if (isWebApiPath(path)) return respondToWebApi(served, request, visit);
  return replyWithToken(served, request);
}

/** The token endpoints, which faults reach that name their path. */
async function replyWithToken({ oauth, disturbance }: Served, request: HttpRequest): Promise<Reply> {
  const fault = disturbance.faults.next({ method: request.method, url: urlOf(request), isWebApi: false });
  const answerTo = (each: RespondingFault): HttpResponse => {
    if (each.kind === "status") return tokenErrorResponse(each);
    return each.kind === "body" ? rawResponse(each) : notFound;
  };
  const work = async (): Promise<HttpResponse> =>
    oauth.handle({ ...request, body: request.body.toString("utf8") }) ?? notFound;
  return carryOut(fault, { work, answerTo });
}
