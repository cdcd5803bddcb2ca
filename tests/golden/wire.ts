import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import component from "../../src";
import { clientCredentials } from "../../src/connections/clientCredentials";

/**
 * Records the bytes that the component sends, and responds with bytes from the test. The expected messages come from
 * Microsoft's published ones, never from our own emulator: two sides that agree with each other can both be wrong.
 */
export interface Wire {
  origin: string;
  /** Answers the next requests, in this order. `{origin}` in a body becomes the server's own. */
  answer(...answers: WireAnswer[]): void;
  /** Runs an action and gives its `data`. */
  run(action: string, inputs: Record<string, unknown>): Promise<unknown>;
  /** The requests since the last call: request line, headers in the order below, empty line, body. */
  sent(): string[];
  close(): Promise<void>;
}

export interface WireAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

const accessToken = "golden-token";

/** The headers that Dataverse evaluates; the HTTP library sets the others. */
const pinnedHeaders = [
  "Authorization",
  "Accept",
  "OData-MaxVersion",
  "OData-Version",
  "If-Match",
  "If-None-Match",
  "Prefer",
  "Content-Type",
  "Content-Length",
];

export async function startWire(): Promise<Wire> {
  const sent: string[] = [];
  const answers: WireAnswer[] = [];
  let origin = "";
  const server = createServer((request, response) => {
    messageOf(request)
      .then((message) => {
        sent.push(message.replaceAll(origin, "{origin}"));
        reply(response, answers.shift(), origin);
      })
      .catch((error: unknown) => response.destroy(error as Error));
  });
  origin = await listen(server);
  const connection = createConnection(clientCredentials, { webApiUrl: origin }, { access_token: accessToken });
  const harness = createHarness(component);
  return {
    origin,
    answer: (...next) => {
      answers.splice(0, answers.length, ...next);
    },
    run: async (action, inputs) => {
      const result = await harness.action(action, { connection, ...inputs });
      return (result as { data: unknown }).data;
    },
    sent: () => sent.splice(0, sent.length),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A message with its CRLFs, from its lines. */
export function lines(...text: string[]): string {
  return text.join("\r\n");
}

async function messageOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = pinnedHeaders.flatMap((name) => {
    const value = request.headers[name.toLowerCase()];
    return value === undefined ? [] : [`${name}: ${String(value)}`];
  });
  const requestLine = `${request.method} ${request.url} HTTP/${request.httpVersion}`;
  return lines(requestLine, ...headers, "", Buffer.concat(chunks).toString("utf8"));
}

function reply(response: ServerResponse, answer: WireAnswer | undefined, origin: string): void {
  const { status, headers = {}, body } = answer ?? { status: 500, body: "No answer was written down." };
  const own = (text: string): string => text.replaceAll("{origin}", origin);
  response.writeHead(status, {
    "OData-Version": "4.0",
    ...(body === undefined ? {} : { "Content-Type": "application/json; odata.metadata=minimal" }),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, own(value)])),
  });
  response.end(body === undefined ? undefined : own(body));
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
