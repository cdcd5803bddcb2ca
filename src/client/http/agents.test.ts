import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { createAgents } from "./agents";

let server: http.Server;
let connections = 0;
let nowMs = 0;
const agents = createAgents(() => nowMs);

beforeAll(async () => {
  server = http.createServer((_request, response) => response.end("{}"));
  server.on("connection", () => (connections += 1));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  agents.httpAgent.destroy();
  server.close();
  await once(server, "close");
});

async function get(): Promise<void> {
  agents.closeLongIdle();
  const request = http.get({ port: (server.address() as AddressInfo).port, agent: agents.httpAgent });
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  response.resume();
  await once(response, "end");
  // The connection is given back after the answer has ended.
  await new Promise((resolve) => setImmediate(resolve));
}

it("uses a connection again that was idle for a short time, and no other", async () => {
  await get();
  nowMs += 4_000;
  await get();
  expect(connections).toBe(1);
  nowMs += 4_001;
  await get();
  expect(connections).toBe(2);
});
