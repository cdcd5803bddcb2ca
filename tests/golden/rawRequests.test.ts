import { lines, startWire, type Wire } from "./wire";

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());
beforeEach(() => wire.sent());

const standard = [
  "Authorization: Bearer golden-token",
  "Accept: application/json",
  "OData-MaxVersion: 4.0",
  "OData-Version: 4.0",
];

/** A boundary is any text of RFC 2046, section 5.1.1; this one stands for the one that was drawn. */
function withoutBoundary(message: string): string {
  const boundary = /boundary=(\S+)/.exec(message)?.[1] ?? "no boundary";
  return message.replaceAll(boundary, "BOUNDARY");
}

it("writes form fields and files as multipart/form-data (RFC 7578)", async () => {
  wire.answer({ status: 200, body: "{}" });
  await wire.run("rawRequest", {
    url: "/api/data/v9.2/ImportThings",
    method: "POST",
    formData: [{ key: "title", value: "Übersicht" }],
    fileData: [
      { key: "report", value: { data: Buffer.from("a;b\r\n1;2\r\n"), contentType: "text/csv" } },
      { key: "contract", value: Buffer.from("%PDF") },
    ],
    fileDataFileNames: [
      { key: "report", value: "report 2024.csv" },
      { key: "contract", value: "contract.pdf" },
    ],
  });
  expect(wire.sent().map(withoutBoundary)).toEqual([
    lines(
      "POST /api/data/v9.2/ImportThings HTTP/1.1",
      ...standard,
      "Content-Type: multipart/form-data; boundary=BOUNDARY",
      // With the 50 characters of the drawn boundary.
      "Content-Length: 504",
      "",
      "--BOUNDARY",
      'Content-Disposition: form-data; name="title"',
      "",
      "Übersicht",
      "--BOUNDARY",
      'Content-Disposition: form-data; name="report"; filename="report 2024.csv"',
      "Content-Type: text/csv",
      "",
      "a;b",
      "1;2",
      "",
      "--BOUNDARY",
      'Content-Disposition: form-data; name="contract"; filename="contract.pdf"',
      "Content-Type: application/pdf",
      "",
      "%PDF",
      "--BOUNDARY--",
      "",
    ),
  ]);
});

it("adds own headers, and always sends the connection's token", async () => {
  wire.answer({ status: 200, body: '{"value":[]}' });
  const answer = await wire.run("rawRequestV2", {
    url: "/api/data/v9.2/accounts?$top=1",
    method: "GET",
    queryParams: [{ key: "$select", value: "name" }],
    headers: [
      { key: "prefer", value: 'odata.include-annotations="*"' },
      { key: "authorization", value: "Bearer stolen" },
    ],
  });
  expect(answer).toEqual({ value: [] });
  expect(wire.sent()).toEqual([
    lines(
      "GET /api/data/v9.2/accounts?$top=1&$select=name HTTP/1.1",
      ...standard,
      'Prefer: odata.include-annotations="*"',
      "",
      "",
    ),
  ]);
});

it("reads a number that begins with a byte order mark, as /$count answers it", async () => {
  wire.answer({ status: 200, headers: { "Content-Type": "text/plain" }, body: "\uFEFF41" });
  expect(await wire.run("rawRequest", { url: "accounts/$count", method: "GET" })).toBe(41);
});

it("asks who is calling", async () => {
  const body = {
    "@odata.context": "{origin}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse",
    BusinessUnitId: "11111111-2222-4333-8444-5555555555b1",
    UserId: "11111111-2222-4333-8444-5555555555a1",
    OrganizationId: "11111111-2222-4333-8444-5555555555c1",
  };
  wire.answer({ status: 200, body: JSON.stringify(body) });
  expect(await wire.run("getCurrentUser", {})).toMatchObject({ UserId: body.UserId });
  expect(wire.sent()).toEqual([lines("GET /api/data/v9.2/WhoAmI HTTP/1.1", ...standard, "", "")]);
});
