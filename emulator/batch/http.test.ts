import { startTestClient, type TestClient } from "../testing/client";
import { batchOf, changeSet, part } from "../testing/batch";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

const headers = { "Content-Type": "multipart/mixed; boundary=b" };

it("records a batch of any size as one request in the journal", async () => {
  await client.emulator.control.clearRequests();
  const create = { method: "POST", url: "accounts", body: { name: "over HTTP" }, contentId: "1" };
  const body = batchOf(changeSet(create), part({ method: "GET", url: `${client.emulator.url}/api/data/v9.2/WhoAmI` }));
  const answer = await client.call("POST", "$batch", { body, headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("OData-Version")).toBe("4.0");
  expect(answer.headers.get("Content-Type")).toMatch(/^multipart\/mixed; boundary=batchresponse_[-0-9a-f]{36}$/);
  const journal = await client.emulator.control.requests();
  expect(journal.map(({ method, path, status }) => [method, path, status])).toEqual([
    ["POST", "/api/data/v9.2/$batch", 200],
  ]);
});

it("a batch without a token is refused as a whole", async () => {
  const body = batchOf(part({ method: "GET", url: "WhoAmI" }));
  const answer = await client.call("POST", "$batch", { body, headers, token: null });
  expect([answer.status, answer.text]).toEqual([401, ""]);
});

it("a token inside a part counts for nothing", async () => {
  const body = batchOf(part({ method: "GET", url: "WhoAmI", headers: { Authorization: "Bearer nonsense" } }));
  expect((await client.call("POST", "$batch", { body, headers })).status).toBe(200);
});
