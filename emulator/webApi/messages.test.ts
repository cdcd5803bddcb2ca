/** Bodies and headers of requests that HTTP and OData have rules for, apart from what is in them. */
import { gzipSync } from "node:zlib";
import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

/** Bytes as they are, which `TestClient.call` cannot send. */
async function post(body: Uint8Array, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const authorization = `Bearer ${await client.emulator.connection.token()}`;
  const response = await fetch(`${client.emulator.url}/api/data/v9.2/accounts`, {
    method: "POST",
    headers: { Authorization: authorization, "Content-Type": "application/json", ...headers },
    body: Buffer.from(body),
  });
  return { status: response.status, text: await response.text() };
}

const account = Buffer.from('{"name":"Sent"}');

describe("a body", () => {
  it.each<[string, Uint8Array, Record<string, string>, number]>([
    ["in UTF-8 behind a byte-order mark", Buffer.concat([Buffer.from("\uFEFF"), account]), {}, 204],
    ["with its charset named", account, { "Content-Type": "application/json; charset=UTF-8" }, 204],
    ["with the coding 'identity'", account, { "Content-Encoding": "identity" }, 204],
    ["that is compressed", gzipSync(account), { "Content-Encoding": "gzip" }, 415],
    [
      "in another charset",
      Buffer.from('{"name":"x"}', "utf16le"),
      { "Content-Type": "application/json; charset=utf-16" },
      415,
    ],
    ["with bytes that are no UTF-8", Buffer.from('{"name":"caf\xe9"}', "latin1"), {}, 400],
    ["that says a name twice", Buffer.from('{"name":"a","name":"b"}'), {}, 400],
  ])("%s is answered as HTTP and OData have it", async (_what, body, headers, status) => {
    expect((await post(body, headers)).status).toBe(status);
  });

  it.each<[string, string | number, number]>([
    ["its own type", "#Microsoft.Dynamics.CRM.account", 204],
    ["its own type without the #", "Microsoft.Dynamics.CRM.account", 204],
    ["another type", "#Microsoft.Dynamics.CRM.contact", 400],
    ["something else", 1, 400],
  ])("may name %s as its type, or may not", async (_what, type, status) => {
    const answer = await client.call("POST", "accounts", { body: { "@odata.type": type, name: "Typed" } });
    expect(answer.status).toBe(status);
    expect(answer.code).toBe(status === 204 ? undefined : "0x80048d19");
  });
});

describe("Accept", () => {
  it.each<[string, number, boolean]>([
    ["", 200, true],
    ["application/json", 200, true],
    ["application/json;odata.metadata=minimal", 200, true],
    ["application/json;odata.metadata=none", 200, false],
    ['application/json; odata.metadata="none"', 200, false],
    ["application/atom+xml, */*;q=0.1", 200, true],
    ["application/json;odata.metadata=full", 501, false],
    ["application/atom+xml", 406, false],
    ["application/json;q=0", 406, false],
  ])("%s is answered with %d", async (accept, status, hasContext) => {
    const headers = { Accept: accept };
    for (const path of ["accounts?$select=name&$top=1", "WhoAmI"]) {
      const answer = await client.call("GET", path, { headers });
      expect(answer.status).toBe(status);
      expect(answer.body !== undefined && "@odata.context" in answer.body).toBe(hasContext);
    }
  });

  it("says which metadata there are", async () => {
    const answer = await client.call("GET", "WhoAmI", { headers: { Accept: "application/json;odata.metadata=none" } });
    expect(answer.headers.get("Content-Type")).toBe("application/json; odata.metadata=none");
    expect(Object.keys(answer.body ?? {})).toEqual(["BusinessUnitId", "UserId", "OrganizationId"]);
  });
});

describe("a reference", () => {
  const bind = async (url: string): Promise<[number, string | undefined]> => {
    const body = { lastname: "Bound", "parentcustomerid_account@odata.bind": url };
    const { status, code } = await client.call("POST", "contacts", { body });
    return [status, code];
  };

  it("leads to this server, by any of its names, or is refused", async () => {
    const path = `/api/data/v9.2/accounts(${await client.create("accounts", { name: "Target" })})`;
    const { port } = new URL(client.emulator.url);
    expect(await bind(`${client.emulator.url}${path}`)).toEqual([204, undefined]);
    expect(await bind(`http://LOCALHOST:${port}${path}`)).toEqual([204, undefined]);
    expect(await bind(`https://evil.example${path}`)).toEqual([400, "0x80048d19"]);
    expect(await bind(`http://127.0.0.1:1${path}`)).toEqual([400, "0x80048d19"]);
  });

  it("may name the tunnel a request came through", async () => {
    const path = `/api/data/v9.2/accounts(${await client.create("accounts", { name: "Target" })})`;
    const answer = await client.call("POST", "contacts", {
      body: { lastname: "Bound", "parentcustomerid_account@odata.bind": `https://Tunnel.example${path}` },
      headers: { "X-Forwarded-Host": "tunnel.example" },
    });
    expect(answer.status).toBe(204);
  });
});
