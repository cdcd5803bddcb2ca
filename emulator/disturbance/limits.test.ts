import { startTestClient, type Answer, type TestClient } from "../testing/client";
import type { LimitsInput, UserReport } from "./limits";

let nowMs = Date.UTC(2026, 0, 1);
let client: TestClient;
beforeAll(async () => {
  client = await startTestClient({ now: () => new Date(nowMs) });
});
afterAll(() => client.emulator.close());
afterEach(async () => {
  await client.emulator.control.liftLimits();
  await client.emulator.control.clearCosts();
  await client.emulator.control.clearFaults();
});

function limit(limits: LimitsInput): Promise<void> {
  return client.emulator.control.setLimits(limits);
}
function ask(): Promise<Answer> {
  return client.call("GET", "accounts?$top=1&$select=name");
}
function pass(ms: number): void {
  return void (nowMs += ms);
}

async function askTimes(count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push((await ask()).status);
  return statuses;
}

/** The seed's one user that these tests work as. */
async function use(): Promise<UserReport> {
  const { users } = await client.emulator.control.limits();
  const [user] = users;
  if (user === undefined || users.length !== 1) throw new Error(`${users.length} users`);
  return user;
}

/** Reads in one batch. */
function batch(urls: string[]): Promise<Answer> {
  const head = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
  const body = urls.map((url) => `${head}GET ${url} HTTP/1.1\r\n\r\n\r\n`).join("");
  const headers = { "Content-Type": "multipart/mixed; boundary=b" };
  return client.call("POST", "$batch", { body: `${body}--b--\r\n`, headers });
}

function waitOf(answer: Answer): string | null {
  return answer.headers.get("Retry-After");
}

describe("the limit of requests", () => {
  it("refuses what is more within the window, with the documented answer, and nothing is done", async () => {
    await limit({ requests: 2, windowMs: 10_000 });
    expect(await askTimes(2)).toEqual([200, 200]);
    pass(3_200);
    const refused = await client.call("POST", "accounts", { body: { name: "Refused by a limit" } });
    expect([refused.status, refused.code, refused.message, waitOf(refused)]).toEqual([
      429,
      "0x80072322",
      "Number of requests exceeded the limit of 2 over time window of 10 seconds.",
      "7",
    ]);
    expect(refused.headers.get("OData-Version")).toBe("4.0");
    pass(10_000);
    const { value } = await client.get("accounts?$filter=name eq 'Refused by a limit'");
    expect(value).toEqual([]);
  });

  it("slides: each request makes room when it leaves the window", async () => {
    await limit({ requests: 2, windowMs: 10_000 });
    await ask();
    pass(6_000);
    await ask();
    pass(3_000);
    expect(waitOf(await ask())).toBe("1");
    pass(1_000);
    expect(await askTimes(1)).toEqual([200]);
    expect(waitOf(await ask())).toBe("6");
    expect(await use()).toMatchObject({ requests: 2, refused: { requests: 2 }, earlyRetries: 0 });
  });

  it("counts a batch once", async () => {
    await limit({ requests: 2 });
    const answer = await batch(["WhoAmI", "WhoAmI", "WhoAmI"]);
    expect([answer.status, (await use()).requests]).toEqual([200, 1]);
  });

  it("is each user's own", async () => {
    await limit({ requests: 1 });
    await ask();
    const { connection, url } = client.emulator;
    const userToken = await delegatedToken(url, connection);
    expect((await client.call("GET", "WhoAmI", { token: userToken })).status).toBe(200);
    expect((await ask()).status).toBe(429);
    const { users } = await client.emulator.control.limits();
    expect(users.map(({ requests, refused }) => [requests, refused.requests])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it("leaves requests without a valid token out", async () => {
    await limit({ requests: 1 });
    expect((await client.call("GET", "WhoAmI", { token: "none" })).status).toBe(401);
    expect((await client.emulator.control.limits()).users).toEqual([]);
  });
});

describe("the limit of execution time", () => {
  it("refuses when what was done cost too much, with thousands separators", async () => {
    await limit({ executionMs: 1_200_000, windowMs: 300_000 });
    await client.emulator.control.setCosts({ executionMs: { query: 600_000 } });
    expect(await askTimes(2)).toEqual([200, 200]);
    const refused = await ask();
    expect([refused.status, refused.code, waitOf(refused)]).toEqual([429, "0x80072321", "300"]);
    expect(refused.message).toBe(
      "Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds over time window of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.",
    );
    pass(300_000);
    expect(await askTimes(1)).toEqual([200]);
    expect(await use()).toMatchObject({ executionMs: 600_000, refused: { executionMs: 1 } });
  });

  it("charges a batch with its parts", async () => {
    await limit({ executionMs: 10_000 });
    await client.emulator.control.setCosts({ executionMs: { batch: 5, action: 100, query: 20, read: 1 } });
    await batch(["WhoAmI", "accounts?$top=1", "accounts/$count"]);
    expect(await use()).toMatchObject({ requests: 1, executionMs: 145 });
  });

  it("takes the time that really passes where no cost is set", async () => {
    await limit({ executionMs: 1_000_000 });
    await client.emulator.control.setCosts({ latencyMs: { query: 30 } });
    await ask();
    expect((await use()).executionMs).toBeGreaterThanOrEqual(29);
  });
});

describe("the limit of concurrent requests", () => {
  it("rejects requests above the limit while the others are in flight", async () => {
    await limit({ concurrent: 2 });
    await client.emulator.control.setCosts({ latencyMs: { query: 150 } });
    const answers = await Promise.all(Array.from({ length: 5 }, ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect([refused?.code, refused?.message, refused && waitOf(refused)]).toEqual([
      "0x80072326",
      "Number of concurrent requests exceeded the limit of 2.",
      "1",
    ]);
    // All were sent before any response could request a wait.
    expect(await use()).toMatchObject({ concurrent: 0, maxConcurrent: 2, refused: { concurrent: 3 }, earlyRetries: 0 });
    pass(1_000);
    expect(await askTimes(1)).toEqual([200]);
  });

  it("holds a request as long as its answer is delayed", async () => {
    await limit({ concurrent: 1 });
    await client.emulator.control.addFaults([{ fault: { kind: "delay", ms: 150 } }]);
    const statuses = (await Promise.all([ask(), ask()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 429]);
  });
});

describe("an early retry", () => {
  it("is refused, counted and makes the wait longer each time", async () => {
    await limit({ requests: 1, windowMs: 4_000 });
    await ask();
    expect(waitOf(await ask())).toBe("4");
    pass(2_000);
    expect(waitOf(await ask())).toBe("8");
    pass(7_000);
    expect(waitOf(await ask())).toBe("12");
    expect(await client.emulator.control.limits()).toMatchObject({ earlyRetries: 2, refused: 3 });
    pass(12_000);
    expect(await askTimes(1)).toEqual([200]);
    expect(waitOf(await ask())).toBe("4");
    expect(await use()).toMatchObject({ earlyRetries: 2, refused: { requests: 4 } });
  });

  it("is any request of that user, for any resource", async () => {
    await limit({ requests: 1 });
    await askTimes(2);
    expect((await client.call("GET", "WhoAmI")).status).toBe(429);
    expect((await use()).earlyRetries).toBe(1);
  });

  it("does not make the wait longer than ten windows", async () => {
    await limit({ requests: 1, windowMs: 2_000 });
    await askTimes(15);
    expect(waitOf(await ask())).toBe("20");
  });

  it("is none when a window of the limit has just passed", async () => {
    await limit({ requests: 1, windowMs: 1_000 });
    await askTimes(2);
    pass(1_000);
    expect(await askTimes(2)).toEqual([200, 429]);
    expect((await use()).earlyRetries).toBe(0);
  });
});

describe("the headers", () => {
  const headersOf = ({ headers }: Answer): (string | null)[] =>
    ["burst-remaining-xrm-requests", "time-remaining-xrm-requests"].map((name) =>
      headers.get(`x-ms-ratelimit-${name}`),
    );

  it("say what is left, in the service's formats", async () => {
    await limit({ requests: 2, executionMs: 2_000_500, dopHint: 48 });
    await client.emulator.control.setCosts({ executionMs: { query: 1_000_000 } });
    const [first, second, refused] = [await ask(), await ask(), await ask()];
    expect([first, second, refused].map(headersOf)).toEqual([
      ["1", "2,000.50"],
      ["0", "1,000.50"],
      ["0", "0.50"],
    ]);
    expect(first.headers.get("x-ms-dop-hint")).toBe("48");
  });
});

describe("the endpoint", () => {
  const put = (body: string): Promise<Response> =>
    fetch(`${client.emulator.url}/_emulator/v1/limits`, { method: "PUT", body });
  const get = async (): Promise<unknown> => (await fetch(`${client.emulator.url}/_emulator/v1/limits`)).json();

  it("sets, shows and lifts limits", async () => {
    expect((await put(`{"requests":1,"windowMs":2500}`)).status).toBe(204);
    await askTimes(2);
    const userId = (await use()).userId;
    const user = { userId, requests: 1, executionMs: expect.any(Number) as number, concurrent: 0, maxConcurrent: 1 };
    const counts = { refused: { requests: 1, executionMs: 0, concurrent: 0 }, earlyRetries: 0 };
    expect(await get()).toEqual({
      limits: { requests: 1, windowMs: 2_500, dopHint: 4 },
      users: [{ ...user, ...counts }],
      earlyRetries: 0,
      refused: 1,
    });
    await fetch(`${client.emulator.url}/_emulator/v1/limits`, { method: "DELETE" });
    expect(await askTimes(3)).toEqual([200, 200, 200]);
    expect(await get()).toMatchObject({ limits: { windowMs: 300_000, dopHint: 4 }, refused: 1 });
  });

  it.each([
    ["{", "The input must be JSON"],
    ["[]", "The input must be an object."],
    [`{"requests":0}`, "requests must be a whole number from 1 on."],
    [`{"windowMs":"5"}`, "windowMs must be a whole number from 1 on."],
    [`{"executionMS":5}`, "executionMS is not known"],
  ])("refuses %s", async (body, message) => {
    const answer = await put(body);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect([answer.status, error.message]).toEqual([400, expect.stringContaining(message)]);
  });

  it("refuses the same in process", async () => {
    await expect(limit({ concurrent: -1 })).rejects.toThrow("concurrent must be");
  });
});

it("shows refused requests in the journal", async () => {
  await limit({ requests: 1 });
  await client.emulator.control.clearRequests();
  await askTimes(2);
  const entries = await client.emulator.control.requests();
  expect(entries.map(({ status, limit: refusedBy }) => [status, refusedBy])).toEqual([
    [200, undefined],
    [429, "requests"],
  ]);
});

/** By authorization code, as the interactive user. */
async function delegatedToken(url: string, connection: TestClient["emulator"]["connection"]): Promise<string> {
  const { authorizeUrl, tokenUrl, clientId, clientSecret } = connection;
  const redirectUri = "http://localhost/callback";
  const scope = `${url}/user_impersonation`;
  const query = new URLSearchParams({ client_id: clientId, response_type: "code", redirect_uri: redirectUri, scope });
  const authorized = await fetch(`${authorizeUrl}?${query.toString()}`, { redirect: "manual" });
  const code = new URL(authorized.headers.get("Location") ?? "").searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, scope };
  const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret });
  const answer = (await (await fetch(tokenUrl, { method: "POST", body })).json()) as { access_token: string };
  return answer.access_token;
}
