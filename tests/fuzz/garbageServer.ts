import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { anyText } from "./arbitraries";

/**
 * A server that responds with nonsense: front doors, proxies, captive portals and responses that are not HTTP. It uses
 * TCP, so it can send any bytes, and closes every connection after its response, so that no client waits for more.
 */
export interface GarbageServer {
  url: string;
  /** The next requests get these answers, in turn and over again. */
  answer(answers: Buffer[]): void;
  /** Requests that were answered. */
  readonly answered: number;
  close(): Promise<void>;
}

export async function startGarbageServer(): Promise<GarbageServer> {
  const open = new Set<Socket>();
  let answers: Buffer[] = [];
  let answered = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // The client may be gone before the answer is written.
    socket.on("error", () => socket.destroy());
    socket.once("data", () => {
      socket.end(answers[answered % answers.length] ?? "");
      answered += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (next) => {
      answers = next;
      answered = 0;
    },
    get answered() {
      return answered;
    },
    close: () => closeAll(server, open),
  };
}

function closeAll(server: Server, open: Set<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** The bytes of a response. `Content-Length` is the actual length unless a header sets it. */
export function httpAnswer(status: number, headers: Record<string, string>, body: string | Buffer): Buffer {
  const all = { "Content-Length": String(Buffer.byteLength(body)), Connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Said\r\n${lines.join("")}\r\n`), Buffer.from(body)]);
}

const guid = "11111111-2222-3333-4444-555555555555";

/** JSON that has something of what the component looks for, and something wrong. */
const nearlyRight = fc.constantFrom<unknown>(
  null,
  5,
  "text",
  [],
  [null],
  {},
  { value: null },
  { value: 5 },
  { value: {} },
  { value: [null, 5, "text", []] },
  { value: [{}], "@odata.nextLink": 5 },
  { value: [{}], "@odata.nextLink": "not a link" },
  { value: [{}], "@odata.nextLink": "https://evil.example/next" },
  { value: [{ LogicalName: 5, EntitySetName: {}, Attributes: null, DisplayName: "x" }] },
  {
    value: [
      { LogicalName: "account", EntitySetName: "accounts", SchemaName: null, DisplayName: { LocalizedLabels: [null] } },
    ],
  },
  { value: [{ LogicalName: "account", EntitySetName: "accounts", Attributes: [null, {}], Keys: null }] },
  { value: [], "@Microsoft.Dynamics.CRM.morerecords": true, "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie": "%" },
  { accountid: 5, UserId: null },
  { LogicalName: "account", EntitySetName: "accounts", PrimaryIdAttribute: null, Attributes: {} },
  { MetadataId: guid, LogicalName: "account", Attributes: [{ LogicalName: null }], OptionSet: { Options: 5 } },
  { error: null },
  { error: { code: 5, message: {} } },
  { error: { code: "0x80060888", message: "Resource not found for the segment 'accounts'." } },
);

const bodies: fc.Arbitrary<string | Buffer> = fc.oneof(
  { weight: 4, arbitrary: nearlyRight.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.json() },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "",
      "<html><body>Sign in</body></html>",
      '{"value":[{"name":"La',
      "\ufeff{}",
      "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n--b--\r\n",
      '--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{"a\r\n--b\r\n',
      "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 999 What\r\n\r\nnull\r\n--b--\r\n",
      "--b--",
    ),
  },
  anyText,
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);

const contentTypes = fc.constantFrom(
  "application/json; odata.metadata=minimal",
  "application/json",
  "text/html",
  "multipart/mixed; boundary=b",
  "multipart/mixed",
  "application/octet-stream",
  ";;;",
);

const oddHeaders = fc.record(
  {
    "OData-EntityId": fc.constantFrom("", "accounts", `https://x/accounts(${guid})`, "https://x/accounts(name='a')"),
    "Content-Encoding": fc.constantFrom("gzip", "deflate", "br", "unheard"),
    "Content-Length": fc.constantFrom("0", "3", "100000"),
    "Transfer-Encoding": fc.constantFrom("chunked"),
    "Retry-After": fc.constantFrom("0", "soon", "-1", "1e9", "Wed, 21 Oct 2015 07:28:00 GMT", "99999999"),
    Location: fc.constantFrom("https://evil.example/", "/"),
    REQ_ID: fc.constantFrom("", "x".repeat(1_000)),
  },
  { requiredKeys: [] },
);

const finalStatuses = fc.constantFrom(200, 200, 200, 200, 201, 206, 301, 400, 401, 403, 404, 404, 412, 418, 500, 501);

/** Whole answers with a status that is final for the client: no repeats, no waits. */
export const finalAnswers = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(finalStatuses, contentTypes, bodies)
      .map(([status, type, body]) => httpAnswer(status, { "Content-Type": type }, body)),
  },
  { weight: 1, arbitrary: fc.constantFrom(200, 204, 304).map((status) => httpAnswer(status, {}, "")) },
);

export const anyAnswers: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: finalAnswers },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: 100, max: 599 }), contentTypes, oddHeaders, bodies)
      .map(([status, type, headers, body]) => httpAnswer(status, { "Content-Type": type, ...headers }, body)),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        "",
        "HTTP/1.1",
        "HTTP/1.1 200\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n{}",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        `HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}\r\n\r\n`,
      )
      .map((text) => Buffer.from(text)),
  },
);
