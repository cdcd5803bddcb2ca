import http from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { createCache, createDataverseClient, type DataverseClient, type DataverseError, pages } from "./index";
import type { DataverseClientOptions } from "./index";

/** A server of a few lines for each test: what the client does on the wire, against real sockets. */
type Answer = (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void;

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: http.IncomingHttpHeaders;
  body: string;
}

let server: http.Server | undefined;
let seen: Seen[] = [];

async function clientFor(answer: Answer, options: Partial<DataverseClientOptions> = {}): Promise<DataverseClient> {
  seen = [];
  const started = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString("utf8") });
      answer(request, response, seen.length);
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return createDataverseClient({
    organizationUrl: `http://127.0.0.1:${(started.address() as AddressInfo).port}`,
    accessToken: "secret-token-value",
    cache: createCache({ maxEntries: 10, maxAgeMs: 1_000, now: Date.now }),
    log: () => undefined,
    isDebug: false,
    random: () => 0,
    ...options,
  });
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

function json(response: http.ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  return response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
}

const read = { operation: "Get record", method: "GET", path: "accounts(1)" } as const;
const create = { operation: "Create record", method: "POST", path: "accounts", body: { name: "Larch" } } as const;

function failureOf(promise: Promise<unknown>): Promise<DataverseError> {
  return promise.then(
    () => Promise.reject(new Error("expected a failure")),
    (error: unknown) => error as DataverseError,
  );
}

describe("a request", () => {
  it("goes over the connection of the one before, unless that was idle for long", async () => {
    const client = await clientFor((_request, response) => json(response, 200, {}));
    let connections = 0;
    server?.on("connection", () => (connections += 1));
    await client.request(read);
    await client.request(read);
    expect(connections).toBe(1);
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 5_000);
    await client.request(read);
    clock.mockRestore();
    expect(connections).toBe(2);
  });

  it("carries the OData headers, the token and the body", async () => {
    const client = await clientFor((_request, response) => json(response, 201, { name: "Larch" }));
    await client.request({ ...create, options: { prefer: ["return=representation"] } });
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/api/data/v9.2/accounts",
      body: '{"name":"Larch"}',
      headers: {
        authorization: "Bearer secret-token-value",
        accept: "application/json",
        "content-type": "application/json",
        "odata-version": "4.0",
        "odata-maxversion": "4.0",
        prefer: "return=representation",
      },
    });
    expect(seen[0]?.headers["accept-encoding"]).toContain("gzip");
  });

  it("reads a compressed answer", async () => {
    const client = await clientFor((_request, response) =>
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync('{"name":"Zürich"}')),
    );
    expect((await client.request(read)).body).toEqual({ name: "Zürich" });
  });

  it("reuses its socket for the next request", async () => {
    const ports = new Set<number | undefined>();
    const client = await clientFor((request, response) => {
      ports.add(request.socket.remotePort);
      json(response, 200, {});
    });
    for (let request = 0; request < 3; request++) await client.request(read);
    expect(ports.size).toBe(1);
  });

  it("gives up an attempt whose body drips past the time limit", async () => {
    const client = await clientFor(
      (_request, response) => {
        response.writeHead(200, { "Content-Type": "application/json" });
        const drip = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(drip));
      },
      { timeoutMs: 100 },
    );
    const error = await failureOf(client.request(create));
    expect(error).toMatchObject({ networkCode: "ETIMEDOUT", isTransient: true, attempts: 1 });
    expect(error.message).toContain("no complete response arrived within 100 ms");
  });
});

describe("repeating", () => {
  it("repeats a throttled create, which did not run, and hides the first refusal", async () => {
    const client = await clientFor((_request, response, count) =>
      count === 1
        ? json(
            response,
            429,
            { error: { code: "0x80072322", message: "Number of requests exceeded" } },
            { "Retry-After": "0" },
          )
        : json(response, 201, { name: "Larch" }),
    );
    expect(await client.request(create)).toMatchObject({ status: 201, attempts: 2 });
    expect(seen.map(({ body }) => body)).toEqual(['{"name":"Larch"}', '{"name":"Larch"}']);
  });

  it("repeats a read whose answer broke off", async () => {
    const client = await clientFor((_request, response, count) => {
      if (count > 1) return void json(response, 200, { name: "Larch" });
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "100" });
      response.write('{"na');
      response.socket?.destroy();
    });
    expect(await client.request(read)).toMatchObject({ body: { name: "Larch" }, attempts: 2 });
  });

  it("does not repeat a create that may have run", async () => {
    const client = await clientFor((request) => request.socket.destroy());
    const error = await failureOf(client.request(create));
    expect(seen).toHaveLength(1);
    expect(error.message).toContain("unknown whether Dataverse carried the request out");
  });

  it("pauses every request of the client, also when the throttled one is not repeated", async () => {
    const arrivedMs: number[] = [];
    const client = await clientFor((_request, response, count) => {
      arrivedMs.push(Date.now());
      if (count > 1) return void json(response, 200, {});
      json(response, 429, { error: { code: "0x80072322", message: "Too many" } }, { "Retry-After": "0.3" });
    });
    const retryPolicy = { maxRetries: 0, isRetryable: () => false, delayMs: () => 0 };
    const raw = { operation: "Raw request", method: "GET", url: "x", relativeTo: "webApi", headers: {} } as const;
    const error = await failureOf(client.send({ ...raw, alwaysLog: false, retryPolicy }));
    expect(error).toMatchObject({ status: 429, retryAfterMs: 300 });
    await client.request(read);
    expect((arrivedMs[1] ?? 0) - (arrivedMs[0] ?? 0)).toBeGreaterThanOrEqual(300);
  });

  it("fails at once when the requested pause extends past the step's end", async () => {
    const refusal = { error: { code: "0x80072321", message: "Too much" } };
    const client = await clientFor((_request, response) => json(response, 429, refusal, { "Retry-After": "900" }), {
      deadlineMs: Date.now() + 60_000,
    });
    expect(await failureOf(client.request(read))).toMatchObject({ status: 429, attempts: 1 });
    const error = await failureOf(client.request(create));
    expect(error).toMatchObject({ isTransient: true, attempts: 0 });
    expect(error.message).toMatch(
      /^Create record was not sent: .* the wait of (899|900) s is longer than the time left/,
    );
    expect(seen).toHaveLength(1);
  });

  it("stops after the fifth repeat and says how often it tried", async () => {
    const client = await clientFor((_request, response) => response.writeHead(503, { "Retry-After": "0" }).end());
    const error = await failureOf(client.request(read));
    expect(seen).toHaveLength(6);
    expect(error).toMatchObject({ status: 503, attempts: 6 });
  });
});

describe("unexpected responses", () => {
  it.each([
    ["a web page", "text/html", "<html>maintenance</html>", "it is a web page"],
    ["half a JSON text", "application/json", '{"value":[', "its body is not JSON"],
  ])("are errors, not results: %s", async (_what, type, body, problem) => {
    const client = await clientFor((_request, response) => response.writeHead(200, { "Content-Type": type }).end(body));
    expect((await failureOf(client.request(read))).message).toContain(problem);
  });

  it("refuses a collection without its list", async () => {
    const client = await clientFor((_request, response) => json(response, 200, { name: "not a page" }));
    const reading = pages(client, { operation: "Query", method: "GET", path: "accounts" }, () => 10).next();
    expect((await failureOf(reading)).message).toContain("does not contain a list");
  });
});

describe("the token", () => {
  it("does not follow a redirect", async () => {
    const client = await clientFor((_request, response) =>
      response.writeHead(302, { Location: "http://127.0.0.2/" }).end(),
    );
    expect((await failureOf(client.request(read))).message).toContain("Redirects are not followed");
    expect(seen).toHaveLength(1);
  });

  it.each([
    "https://evil.example/api/data/v9.2/accounts",
    "//evil.example/accounts",
    "\\\\evil.example\\accounts",
    "http://127.0.0.1:1/accounts",
    "https://127.0.0.1@evil.example/",
  ])("goes nowhere when a raw request names %s", async (url) => {
    const client = await clientFor((_request, response) => json(response, 200, {}));
    const raw = {
      operation: "Raw request",
      method: "GET",
      url,
      relativeTo: "organization",
      headers: {},
      alwaysLog: false,
    } as const;
    const retryPolicy = { maxRetries: 0, isRetryable: () => false, delayMs: () => 0 };
    await expect((async () => client.send({ ...raw, retryPolicy }))()).rejects.toThrow(
      "the access token is sent nowhere else",
    );
    expect(seen).toHaveLength(0);
  });

  it("goes nowhere when a next link names another host", async () => {
    const client = await clientFor((_request, response) =>
      json(response, 200, { value: [{ id: 1 }], "@odata.nextLink": "https://evil.example/accounts?page=2" }),
    );
    const query = { operation: "Query", method: "GET", path: "accounts" } as const;
    await expect(pages(client, query, () => 10).next()).rejects.toThrow("does not lead to the organization");
    const link = "https://evil.example/accounts?page=2";
    await expect((async () => client.request({ operation: "Query", method: "GET", link }))()).rejects.toThrow(
      "the access token is sent nowhere else",
    );
  });

  it.each<[string, (token: string, response: http.ServerResponse) => unknown]>([
    ["a text", (token, response) => response.writeHead(500).end(`authorization=${token}`)],
    ["the message", (token, response) => json(response, 400, { error: { code: "0x1", message: `Bad ${token}` } })],
    ["the code", (token, response) => json(response, 400, { error: { code: token, message: "Bad" } })],
    ["a header", (token, response) => json(response, 400, {}, { REQ_ID: token })],
    ["the reason phrase", (token, response) => response.writeHead(400, token).end()],
    ["an error under 200", (token, response) => json(response, 200, { error: { code: "0x1", message: token } })],
    ["the body of a redirect", (token, response) => response.writeHead(303).end(token)],
  ])("is taken out of %s that a server repeats it in", async (_where, answer) => {
    const client = await clientFor((request, response) => answer(request.headers.authorization ?? "", response));
    const error = await failureOf(client.request(read));
    expect(error.name).toBe("DataverseError");
    expect(error.message + JSON.stringify(error) + String(error.stack)).not.toContain("secret-token-value");
  });

  it("leaves no piece behind where a long answer is cut", async () => {
    const accessToken = "eyJ".padEnd(700, "0123456789abcdef");
    const client = await clientFor(
      (request, response) => response.writeHead(400).end(`You sent: ${request.headers.authorization}`),
      { accessToken },
    );
    expect((await failureOf(client.request(read))).message).not.toContain(accessToken.slice(0, 20));
  });

  it("appears in no log line and no error", async () => {
    const lines: string[] = [];
    const client = await clientFor((request) => request.socket.destroy(), {
      isDebug: true,
      log: (line) => lines.push(line),
    });
    const error = await failureOf(client.request(create));
    expect(lines.join("\n")).toContain("POST http://127.0.0.1");
    expect(lines.join("\n") + JSON.stringify(error) + error.message + String(error.stack)).not.toContain(
      "secret-token-value",
    );
  });
});

describe("paging", () => {
  it("uses the next link as it is and repeats the page size with every page", async () => {
    const client = await clientFor((request, response, count) => {
      const link = `http://${request.headers.host}/api/data/v9.2/accounts?$skiptoken=%3Ccookie%20pagenumber=%22${count + 1}%22%20/%3E`;
      json(response, 200, { value: [{ count }], ...(count < 3 ? { "@odata.nextLink": link } : {}) });
    });
    const rows: unknown[] = [];
    for await (const page of pages(client, { operation: "Query", method: "GET", path: "accounts" }, () => 50)) {
      rows.push(...page.value);
    }
    expect(rows).toEqual([{ count: 1 }, { count: 2 }, { count: 3 }]);
    expect(seen.map(({ url }) => url)).toEqual([
      "/api/data/v9.2/accounts",
      "/api/data/v9.2/accounts?$skiptoken=%3Ccookie%20pagenumber=%222%22%20/%3E",
      "/api/data/v9.2/accounts?$skiptoken=%3Ccookie%20pagenumber=%223%22%20/%3E",
    ]);
    expect(seen.map(({ headers }) => headers["prefer"])).toEqual(Array(3).fill("odata.maxpagesize=50"));
  });

  it("ends when the links lead in a circle", async () => {
    const client = await clientFor((request, response, count) => {
      const link = `http://${request.headers.host}/api/data/v9.2/accounts?$skiptoken=${count % 7}`;
      json(response, 200, { value: [{ count }], "@odata.nextLink": link });
    });
    const query = { operation: "Query", method: "GET", path: "accounts" } as const;
    const readAll = async () => {
      for await (const page of pages(client, query, () => 50)) expect(page.value).toHaveLength(1);
    };
    await expect(readAll()).rejects.toThrow("its next page is one that was read before");
    expect(seen.length).toBeLessThan(30);
  });
});
