import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { watchPauses } from "./pauses";

it.each([
  [100, "a request that was under way", 0],
  [900, "a request within the pause", 1],
  [1_000, "a request after it", 0],
])("counts, %i ms after an answer that asked for a second's pause, %s: %i", async (afterMs, _what, early) => {
  const server = createServer((_request, response) => response.writeHead(429, { "Retry-After": "1" }).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const send = () =>
    new Promise((resolve, reject) => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      get(url, (response) => response.resume().once("end", resolve)).once("error", reject);
    });
  let now = 5_000;
  const watch = watchPauses(() => now);
  await send();
  now += afterMs;
  await send();
  expect(watch.report()).toBe(early);
  await new Promise((resolve) => server.close(resolve));
});
