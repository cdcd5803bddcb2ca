import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.requests();
});

function crm<Data>(params: Record<string, unknown>) {
  return harness.run<Data>("rawRequest", params);
}
function org<Data>(params: Record<string, unknown>) {
  return harness.run<Data>("rawRequestV2", params);
}

describe("the URL", () => {
  const expected = "GET accounts?$select=name&$top=1 -> 200";
  it.each<[string, "rawRequest" | "rawRequestV2", (root: string) => string]>([
    ["a bare path under the Web API root", "rawRequest", () => "accounts?$select=name&$top=1"],
    ["a path with a leading slash", "rawRequest", () => "/accounts?$select=name&$top=1"],
    ["the full path in the CRM form", "rawRequest", () => "/api/data/v9.2/accounts?$select=name&$top=1"],
    ["the full path", "rawRequestV2", () => "/api/data/v9.2/accounts?$select=name&$top=1"],
    ["the full path without a slash", "rawRequestV2", () => "api/data/v9.2/accounts?$select=name&$top=1"],
    [
      "the organization's whole address",
      "rawRequestV2",
      (root) => `${root}/api/data/v9.2/accounts?$select=name&$top=1`,
    ],
  ])("may be %s", async (_form, action, url) => {
    await harness.run(action, { url: url(harness.emulator.url), method: "get" });
    expect(await harness.requests()).toEqual([expected]);
  });

  it.each(["https://evil.example/accounts", "//evil.example/accounts", "http://127.0.0.1:1/", "ftp://x", ""])(
    "%p is refused before any request",
    async (url) => {
      await expect(crm({ url, method: "GET" })).rejects.toThrow(/^URL: /);
      await expect(org({ url, method: "GET" })).rejects.toThrow(/^URL: /);
      expect(await harness.requests()).toEqual([]);
    },
  );

  it("takes query parameters, joined to those it already has", async () => {
    const params = [
      { key: "$filter", value: "name eq 'A & B'" },
      { key: "$top", value: "1" },
    ];
    await crm({ url: "accounts?$select=name", method: "GET", queryParams: params });
    expect(await harness.requests()).toEqual(["GET accounts?$select=name&$filter=name eq 'A & B'&$top=1 -> 200"]);
  });
});

describe("a body", () => {
  it.each([
    ["JSON text", JSON.stringify({ name: "Raw" })],
    ["an object", { name: "Raw" }],
    ["bytes with their type", { data: Buffer.from('{"name":"Raw"}'), contentType: "application/json" }],
  ])("may be %s", async (_form, data) => {
    const created = await crm({
      url: "accounts?$select=name",
      method: "POST",
      data,
      headers: [{ key: "Prefer", value: "return=representation" }],
    });
    expect(created).toMatchObject({ name: "Raw" });
  });

  it("is either data or a form", async () => {
    const both = { url: "accounts", method: "POST", data: "{}", formData: [{ key: "a", value: "1" }] };
    await expect(crm(both)).rejects.toThrow("Data: a request has either a body or form data and files, not both.");
  });

  it("knows every file that has a name", async () => {
    const named = { url: "accounts", method: "POST", fileDataFileNames: [{ key: "other", value: "a.pdf" }] };
    await expect(crm(named)).rejects.toThrow('File Data File Names: "other" is not a key of File Data.');
  });
});

describe("the answer", () => {
  it("is parsed when it is JSON, text when it is not, null when there is none", async () => {
    expect(await crm({ url: "accounts?$select=name&$top=1", method: "GET" })).toMatchObject({ value: [{}] });
    expect(await crm<number>({ url: "accounts/$count", method: "GET" })).toBeGreaterThan(1);
    expect(await crm({ url: "$metadata", method: "GET" })).toMatch(/^<\?xml/);
    expect(await crm({ url: "accounts", method: "POST", data: { name: "x" } })).toBeNull();
  });

  it("is text or bytes when asked for", async () => {
    expect(await crm({ url: "accounts?$select=name&$top=1", method: "GET", responseType: "text" })).toMatch(
      /^\{"@odata.context"/,
    );
    const bytes = await crm<Buffer>({ url: "accounts?$select=name&$top=1", method: "GET", responseType: "binary" });
    expect(Buffer.isBuffer(bytes)).toBe(true);
    expect(JSON.parse(bytes.toString("utf8"))).toHaveProperty("value");
  });

  it("shows Dataverse's refusal", async () => {
    await expect(crm({ url: "accounts(11111111-2222-3333-4444-555555555555)", method: "GET" })).rejects.toMatchObject({
      status: 404,
      code: "0x80040217",
    });
  });
});

it.each<[Record<string, unknown>, string]>([
  [{ method: "FETCH" }, 'Method: "FETCH" is none of GET'],
  [{ method: "" }, "Method: a value is needed"],
  [{ method: "constructor" }, "Method:"],
  [{ headers: [{ key: "bad name", value: "x" }] }, 'Header: "bad name" is not a header name.'],
  [{ headers: [{ key: "x", value: "a\r\nb: c" }] }, 'Header: the value of "x" has line ends'],
  [{ method: "POST", fileData: [{ key: "a" }] }, 'File Data: "a" has no content.'],
  [{ responseType: "__proto__" }, "Response Type:"],
  [{ url: "accounts?$filter=name eq '\ud83d'" }, "URL: the text breaks off inside a character."],
  [{ method: "POST", data: { size: 1n } }, "Data: the value cannot be written as JSON"],
  [{ responseType: "xml" }, "Response Type:"],
  [{ timeout: "soon" }, "Timeout:"],
  [{ maxRetries: "-1" }, "Max Retry Count:"],
  [{ retryDelayMS: "1.5" }, "Retry Delay (ms):"],
])("refuses %p before any request", async (params, problem) => {
  await expect(crm({ url: "accounts", method: "GET", ...params })).rejects.toThrow(problem);
  expect(await harness.requests()).toEqual([]);
});

it("sends its own token even if the builder sets the header", async () => {
  await crm({ url: "WhoAmI", method: "GET", headers: [{ key: "authorization", value: "Bearer other" }] });
  expect(await harness.requests()).toEqual(["GET WhoAmI -> 200"]);
});
