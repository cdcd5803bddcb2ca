import { mkdtempSync, rmSync } from "node:fs";
import { get, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "..";
import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

/** Without fetch, which decompresses and hides it. */
function rawGet(
  path: string,
  headers: Record<string, string>,
): Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    get(`${client.emulator.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, bytes: Buffer.concat(chunks) }));
    }).on("error", reject);
  });
}

describe("every Web API answer", () => {
  it("carries the service's headers", async () => {
    const answer = await client.call("GET", "WhoAmI");
    const requestId = answer.headers.get("REQ_ID");
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get("x-ms-service-request-id")).toBe(requestId);
    expect(answer.headers.get("OData-Version")).toBe("4.0");
    expect(answer.headers.get("Content-Type")).toBe("application/json; odata.metadata=minimal");
    expect(answer.headers.get("x-ms-ratelimit-time-remaining-xrm-requests")).toMatch(/^1,(200|199)\.\d\d$/);
    expect(answer.headers.getSetCookie().some((cookie) => cookie.startsWith("ARRAffinity="))).toBe(true);
  });

  it("has the protocol headers also when it is an error", async () => {
    const answer = await client.call("GET", "nosuchset");
    expect([answer.headers.get("OData-Version"), answer.headers.get("REQ_ID")]).toEqual(["4.0", expect.any(String)]);
  });

  it("is compressed when that is accepted and worth it", async () => {
    const headers = { Authorization: `Bearer ${await client.emulator.connection.token()}` };
    const path = "/api/data/v9.2/EntityDefinitions?$select=LogicalName";
    const plain = await rawGet(path, headers);
    const zipped = await rawGet(path, { ...headers, "Accept-Encoding": "br, gzip;q=0.5" });
    const refused = await rawGet(path, { ...headers, "Accept-Encoding": "gzip;q=0" });
    const small = await rawGet("/api/data/v9.2/WhoAmI", { ...headers, "Accept-Encoding": "gzip" });
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(zipped.bytes.length).toBeLessThan(plain.bytes.length);
    expect([plain, refused, small].map((answer) => answer.headers["content-encoding"])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("names the host the client used, if it is this machine", async () => {
    const headers = { Authorization: `Bearer ${await client.emulator.connection.token()}` };
    const port = new URL(client.emulator.url).port;
    const local = await rawGet("/api/data/v9.2/WhoAmI", { ...headers, Host: `localhost:${port}` });
    expect(local.bytes.toString()).toContain(`http://localhost:${port}/api/data/v9.2/$metadata`);
    const foreign = await rawGet("/api/data/v9.2/WhoAmI", { ...headers, Host: "evil.example" });
    expect(foreign.bytes.toString()).toContain(`${client.emulator.url}/api/data/v9.2/$metadata`);
  });
});

/** Sends text as it is; gives back all that comes before the connection ends. */
function exchange(text: string, leavesAtOnce = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(client.emulator.url).port), "127.0.0.1", () => {
      socket.write(text, () => {
        if (leavesAtOnce) socket.destroy();
      });
    });
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
    socket.on("error", reject);
  });
}

describe("a request", () => {
  it("may have its target in absolute form, which replaces the Host header (RFC 9112 section 3.2.2)", async () => {
    const { port } = new URL(client.emulator.url);
    const token = await client.emulator.connection.token();
    const answer = await exchange(
      `GET http://localhost:${port}/api/data/v9.2/WhoAmI?tag=x HTTP/1.1\r\nHost: proxy.example\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain(`http://localhost:${port}/api/data/v9.2/$metadata`);
  });

  it("a client that disconnects does not fail the server", async () => {
    const errors = jest.spyOn(console, "error").mockImplementation(() => undefined);
    await exchange(
      `POST /api/data/v9.2/accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na`,
      true,
    );
    expect((await client.call("GET", "WhoAmI")).status).toBe(200);
    expect(errors).not.toHaveBeenCalled();
    errors.mockRestore();
  });
});

describe("the journal", () => {
  const requests = async (): Promise<Record<string, unknown>[]> => {
    const answer = await fetch(`${client.emulator.url}/_emulator/v1/requests`);
    return (await answer.json()) as Record<string, unknown>[];
  };

  it("has every Web API request in order, with the query and without secrets", async () => {
    await fetch(`${client.emulator.url}/_emulator/v1/requests`, { method: "DELETE" });
    await client.call("GET", "WhoAmI", { headers: { Cookie: "ARRAffinity=1", Prefer: "x" } });
    await client.call("GET", "nosuch?$top=1");
    await client.emulator.connection.token();
    const entries = await requests();
    expect(entries).toMatchObject([
      {
        method: "GET",
        path: "/api/data/v9.2/WhoAmI",
        status: 200,
        headers: { prefer: "x", authorization: "[redacted]", cookie: "[redacted]" },
      },
      { method: "GET", path: "/api/data/v9.2/nosuch?$top=1", status: 404 },
    ]);
    const [first, second] = entries as { seq: number; startedMs: number; endedMs: number }[];
    expect(second?.seq).toBe((first?.seq ?? 0) + 1);
    expect(first?.endedMs).toBeGreaterThanOrEqual(first?.startedMs ?? Infinity);
    expect(await client.emulator.control.requests()).toEqual(entries);
  });

  it("is emptied on demand", async () => {
    await client.call("GET", "WhoAmI");
    await client.emulator.control.clearRequests();
    expect(await requests()).toEqual([]);
  });
});

describe("control endpoints", () => {
  it("bring the seed back, and tokens stay good", async () => {
    const { value: before } = (await client.get("accounts?$select=name&$orderby=accountid")) as { value: object[] };
    await client.create("accounts", { name: "Gone after reset" });
    expect((await fetch(`${client.emulator.url}/_emulator/v1/reset`, { method: "POST" })).status).toBe(204);
    const { value: after } = (await client.get("accounts?$select=name&$orderby=accountid")) as { value: object[] };
    expect(after).toEqual(before);
  });

  it.each([
    ["GET", "/_emulator/v1/reset", 405],
    ["GET", "/_emulator/v1/nosuch", 404],
    ["GET", "/_emulator/v1/constructor", 404],
    ["GET", "/elsewhere", 404],
    ["GET", "/api/data/v8.2/accounts", 404],
    ["POST", "/%ZZ/oauth2/v2.0/token", 400],
  ])("%s %s is %d", async (method, path, status) => {
    expect((await fetch(`${client.emulator.url}${path}`, { method })).status).toBe(status);
  });
});

describe("a data file", () => {
  it("keeps rows from one start to the next, and reset empties it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dataverse-emulator-"));
    const file = join(folder, "org.sqlite");
    try {
      const first = await startTestClient({ file });
      const id = await first.create("accounts", { name: "Kept" });
      await first.emulator.close();
      const second = await startTestClient({ file });
      expect(await second.get(`accounts(${id})?$select=name`)).toMatchObject({ name: "Kept" });
      await second.emulator.control.reset();
      expect((await second.call("GET", `accounts(${id})`)).status).toBe(404);
      await second.emulator.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it("refuses a port that is taken", async () => {
  const port = Number(new URL(client.emulator.url).port);
  await expect(createEmulator({ port })).rejects.toThrow("EADDRINUSE");
});

test.each(["v1.0/query", "v2.0/suggest"])(
  "a search by /api/search/%s returns 501 in the Web API's form",
  async (path) => {
    const answer = await client.call("POST", `${client.emulator.url}/api/search/${path}`, { body: { search: "x" } });
    expect([answer.status, answer.code]).toEqual([501, "0x80040203"]);
    expect(answer.message).toContain('See the chapter "Search" of documentation/emulator.md.');
    const anonymous = await client.call("POST", `${client.emulator.url}/api/search/${path}`, { token: null });
    expect(anonymous.status).toBe(401);
  },
);
