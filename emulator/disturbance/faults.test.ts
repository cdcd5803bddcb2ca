import { get, type IncomingHttpHeaders } from "node:http";
import { startTestClient, type TestClient } from "../testing/client";
import type { FaultRuleInput } from "./faults";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());
beforeEach(() => client.emulator.control.clearRequests());
afterEach(() => client.emulator.control.clearFaults());

function disturb(...rules: FaultRuleInput[]): Promise<void> {
  return client.emulator.control.addFaults(rules);
}
async function status(path = "WhoAmI"): Promise<number> {
  return (await client.call("GET", path)).status;
}
function code(error: unknown): unknown {
  return (error as { cause?: { code?: unknown } }).cause?.code;
}

/** How often there is an account of this name. */
async function count(name: string): Promise<number> {
  const { value } = await client.get(`accounts?$select=name&$filter=name eq '${name}'`);
  return (value as unknown[]).length;
}

function create(name: string): ReturnType<TestClient["call"]> {
  return client.call("POST", "accounts", { body: { name } });
}

async function journal(): Promise<(string | number | null)[]> {
  const entries = await client.emulator.control.requests();
  return entries.map((entry) => `${entry.method} ${String(entry.status)} ${entry.fault ?? ""}`.trim());
}

describe("an error status", () => {
  it("has Dataverse's form and the Retry-After that was asked for, and nothing is done", async () => {
    const fault = { kind: "status", status: 503, code: "0x80044150", message: "Deadlock", retryAfter: 0.5 } as const;
    await disturb({ fault });
    const answer = await create("Refused by a fault");
    expect([answer.status, answer.code, answer.message]).toEqual([503, "0x80044150", "Deadlock"]);
    expect([answer.headers.get("Retry-After"), answer.headers.get("OData-Version")]).toEqual(["0.5", "4.0"]);
    expect([await count("Refused by a fault"), await journal()]).toEqual([0, ["POST 503 status", "GET 200"]]);
  });

  it("may come after the work was done", async () => {
    await disturb({ match: { method: "POST" }, fault: { kind: "status", status: 502, afterCommit: true } });
    const answer = await create("Done before 502");
    expect([answer.status, answer.message, await count("Done before 502")]).toEqual([502, "Bad Gateway", 1]);
  });

  it("401 carries the challenge and no body", async () => {
    await disturb({ fault: { kind: "status", status: 401 } });
    const answer = await client.call("GET", "WhoAmI");
    expect([answer.status, answer.text]).toEqual([401, ""]);
    expect(answer.headers.get("WWW-Authenticate")).toContain("authorization_uri=");
  });

  it("401 has the body that is asked for", async () => {
    await disturb({ fault: { kind: "status", status: 401, code: "0x80040204", message: "Mine", retryAfter: 3 } });
    const answer = await client.call("GET", "WhoAmI");
    expect([answer.status, answer.code, answer.message]).toEqual([401, "0x80040204", "Mine"]);
    expect(answer.headers.get("Retry-After")).toBe("3");
  });

  it("takes a date for Retry-After", async () => {
    const retryAfter = "Wed, 21 Oct 2026 07:28:00 GMT";
    await disturb({ fault: { kind: "status", status: 429, retryAfter } });
    expect((await client.call("GET", "WhoAmI")).headers.get("Retry-After")).toBe(retryAfter);
  });
});

describe("a reset connection", () => {
  it("before the work leaves nothing behind", async () => {
    await disturb({ match: { method: "POST" }, fault: { kind: "reset" } });
    const error: unknown = await create("Never arrived").catch((reason: unknown) => reason);
    expect(code(error)).toBe("ECONNRESET");
    expect([await count("Never arrived"), await journal()]).toEqual([0, ["POST null reset", "GET 200"]]);
  });

  it("after the commit leaves the row behind", async () => {
    await disturb({ match: { method: "POST" }, fault: { kind: "reset-after-commit" } });
    const error: unknown = await create("Arrived unseen").catch((reason: unknown) => reason);
    expect(code(error)).toBe("ECONNRESET");
    expect([await count("Arrived unseen"), await journal()]).toEqual([1, ["POST null reset-after-commit", "GET 200"]]);
  });
});

describe("a truncated answer", () => {
  it.each([
    [0, 0],
    [10, 10],
    [1_000_000, -1],
  ])("cut at %d bytes announces its full length", async (bytes, received) => {
    await disturb({ fault: { kind: "truncate", bytes } });
    const answer = await rawGet("WhoAmI");
    const length = Number(answer.headers["content-length"]);
    expect(length).toBeGreaterThan(100);
    expect([answer.isComplete, answer.bytes]).toEqual([false, received < 0 ? length - 1 : received]);
  });

  it("of a write has done its work, and without a body is cut in its head", async () => {
    await disturb({ match: { method: "POST" }, fault: { kind: "truncate", bytes: 10 } });
    await expect(create("Half an answer")).rejects.toThrow("fetch failed");
    expect([await count("Half an answer"), await journal()]).toEqual([1, ["POST 204 truncate", "GET 200"]]);
  });
});

describe("a foreign body", () => {
  it("is sent as it stands, without the service's headers", async () => {
    const html = "<html><body>Bad gateway</body></html>";
    await disturb({ fault: { kind: "body", status: 200, contentType: "text/html", body: html } });
    const answer = await client.call("GET", "WhoAmI");
    expect([answer.status, answer.text, answer.headers.get("Content-Type")]).toEqual([200, html, "text/html"]);
    expect(answer.headers.get("OData-Version")).toBeNull();
  });

  it("may be empty and hide that the work was done", async () => {
    const fault = { kind: "body", status: 204, body: "", afterCommit: true } as const;
    await disturb({ match: { method: "POST" }, fault });
    const answer = await create("Without a location");
    expect([answer.status, answer.headers.get("OData-EntityId")]).toEqual([204, null]);
    expect(await count("Without a location")).toBe(1);
  });
});

it("delays the answer, not the work", async () => {
  await disturb({ match: { method: "POST" }, fault: { kind: "delay", ms: 300 } });
  let isAnswered = false;
  const creating = create("Slowly answered").finally(() => (isAnswered = true));
  while ((await count("Slowly answered")) === 0) continue;
  expect(isAnswered).toBe(false);
  expect((await creating).status).toBe(204);
});

describe("an expired token", () => {
  it("is refused from then on, and another one is good", async () => {
    await disturb({ match: { path: "\\$skiptoken|contacts" }, fault: { kind: "expire-token" } });
    const token = await client.emulator.connection.token();
    const call = async (path: string): Promise<number> => (await client.call("GET", path, { token })).status;
    expect([await call("WhoAmI"), await call("contacts?$top=1"), await call("WhoAmI")]).toEqual([200, 401, 401]);
    expect(await status()).toBe(200);
    expect(await journal()).toEqual(["GET 200", "GET 401 expire-token", "GET 401", "GET 200"]);
  });
});

describe("an expired delta token", () => {
  it("answers the next delta link and nothing else", async () => {
    await disturb({ fault: { kind: "expire-delta-token" } });
    expect(await status()).toBe(200);
    const answer = await client.call("GET", "accounts?$select=name&$deltatoken=919042%2108%2f22%2f2017%2008%3a10%3a44");
    expect([answer.status, answer.code]).toEqual([400, "0x80044352"]);
    expect(answer.message).toBe("Version stamp associated with the client has expired. Please perform a full sync.");
  });
});

it("returns all rows and a new delta link when the delta token is ignored", async () => {
  const track = { headers: { Prefer: "odata.track-changes" } };
  const first = await client.call("GET", "accounts?$select=name", track);
  await disturb({ fault: { kind: "ignore-delta-token" } });
  expect(await status()).toBe(200);
  const complete = await client.call("GET", String(first.body?.["@odata.deltaLink"]));
  expect(complete.body).toEqual(first.body);
});

describe("rules", () => {
  const error = (errorStatus: number): FaultRuleInput["fault"] => ({ kind: "status", status: errorStatus });

  it("skip, happen and end", async () => {
    await disturb({ after: 1, times: 2, fault: error(503) });
    expect([await status(), await status(), await status(), await status()]).toEqual([200, 503, 503, 200]);
  });

  it("happen once when nothing else is said, the first that fits before the others", async () => {
    await disturb({ fault: error(503) }, { fault: error(502) });
    expect([await status(), await status(), await status()]).toEqual([503, 502, 200]);
  });

  it("are found by method and by path and query as sent", async () => {
    await disturb(
      { match: { method: "patch" }, fault: error(500) },
      { match: { path: "/accounts\\?.*top=1$" }, fault: error(503) },
    );
    expect([await status("accounts?$top=2"), await status("accounts?$top=1")]).toEqual([200, 503]);
  });

  it("reach the token endpoint only by its path", async () => {
    await disturb(
      { fault: error(500) },
      { match: { path: "/oauth2/" }, fault: { kind: "status", status: 503, message: "Busy" } },
    );
    const { connection } = client.emulator;
    const answer = await fetch(connection.tokenUrl, { method: "POST" });
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { error: "temporarily_unavailable", error_description: "Busy" },
    ]);
    expect(await connection.token()).not.toBe("");
    expect(await status()).toBe(500);
  });

  it("leave alone what a limit refuses", async () => {
    await client.emulator.control.setLimits({ requests: 1 });
    await status();
    await disturb({ fault: error(503) });
    expect(await status()).toBe(429);
    expect(await client.emulator.control.faults()).toMatchObject([{ fired: 0 }]);
    await client.emulator.control.liftLimits();
    expect(await status()).toBe(503);
  });

  it("happen to requests without a valid token as well", async () => {
    await disturb({ fault: error(503) });
    expect((await client.call("GET", "WhoAmI", { token: null })).status).toBe(503);
  });
});

describe("the endpoint", () => {
  const url = (): string => `${client.emulator.url}/_emulator/v1/faults`;
  const post = (body: unknown): Promise<Response> => fetch(url(), { method: "POST", body: JSON.stringify(body) });
  const list = async (): Promise<unknown> => (await fetch(url())).json();

  it("adds, counts and clears", async () => {
    expect((await post([{ match: { method: "get" }, fault: { kind: "reset" } }])).status).toBe(204);
    await post([{ times: 3, fault: { kind: "status", status: 500 } }]);
    await expect(status()).rejects.toThrow();
    await status();
    expect(await list()).toEqual([
      { match: { method: "GET" }, after: 0, times: 1, fault: { kind: "reset" }, fired: 1 },
      { match: {}, after: 0, times: 3, fault: { kind: "status", status: 500 }, fired: 1 },
    ]);
    expect((await fetch(url(), { method: "DELETE" })).status).toBe(204);
    expect([await list(), await status()]).toEqual([[], 200]);
  });

  it.each<[unknown, string]>([
    [{}, "The input must be a list of faults."],
    [[{ fault: { kind: "rest" } }], "[0].fault.kind must be one of status, reset, "],
    [[{}], "[0].fault.kind must be one of"],
    [[{ fault: { kind: "reset", ms: 1 } }], "[0].fault.ms is not known"],
    [[{ times: 0, fault: { kind: "reset" } }], "[0].times must be a whole number from 1 on."],
    [[{ after: -1, fault: { kind: "reset" } }], "[0].after must be a whole number from 0 on."],
    [[{ match: { path: "(" }, fault: { kind: "reset" } }], "[0].match.path must be a regular expression"],
    [[{ match: { url: "x" }, fault: { kind: "reset" } }], "[0].match.url is not known; there are method, path."],
    [[{ fault: { kind: "status" } }], "[0].fault.status must be a whole number from 200 to 599."],
    [[{ fault: { kind: "status", status: 429, retryAfter: -1 } }], "[0].fault.retryAfter must be seconds"],
    [[{ fault: { kind: "status", status: 429, retryAfter: "1\r\nX: y" } }], "[0].fault.retryAfter must be text"],
    [[{ fault: { kind: "delay" } }], "[0].fault.ms must be a whole number"],
    [[{ fault: { kind: "truncate", bytes: 1.5 } }], "[0].fault.bytes must be a whole number"],
    [
      [{ fault: { kind: "reset" } }, { fault: { kind: "body", status: 200, body: {} } }],
      "[1].fault.body must be text.",
    ],
  ])("refuses %j and adds nothing", async (body, message) => {
    const answer = await post(body);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect([answer.status, error.message]).toEqual([400, expect.stringContaining(message)]);
    expect(await list()).toEqual([]);
  });
});

/** Without fetch, which gives no part of a body that broke off. */
async function rawGet(path: string): Promise<{ headers: IncomingHttpHeaders; bytes: number; isComplete: boolean }> {
  const headers = { Authorization: `Bearer ${await client.emulator.connection.token()}` };
  return new Promise((resolve, reject) => {
    get(`${client.emulator.url}/api/data/v9.2/${path}`, { headers }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("error", () => undefined);
      response.on("close", () => resolve({ headers: response.headers, bytes, isComplete: response.complete }));
    }).on("error", reject);
  });
}
