import fc from "fast-check";
import { DataverseError, errorFromResponse } from "../../src/client";
import { anyText, elapsedMs, longestMs, longTexts, mutated, runs } from "./arbitraries";

const bodies = [
  '{"error":{"code":"0x80040217","message":"account With Id = 1 Does Not Exist","innererror":{"message":"inner","type":"x","stacktrace":"at y"}}}',
  '{"error":{"code":"","message":"text","@Microsoft.PowerApps.CDS.InnerError.Message":"inner"}}',
  '{"Message":"An error has occurred.","ExceptionMessage":"text","ErrorCode":-2147164125}',
  "<html><head><title>502</title></head><body>Bad Gateway</body></html>",
  "",
];

const tokens = ["null", "[]", "{}", '"', '"error":', '"code":', '"__proto__":', "-99999999999", "0x"];

const headers = fc.record(
  { "content-type": anyText, req_id: anyText, "retry-after": anyText, "x-ms-service-request-id": anyText },
  { requiredKeys: [] },
);

const request = { operation: "Get record", method: "GET" } as const;
const ending = { request, attempts: 1, mayHaveRun: false };

function expectError(status: number, body: string, given: Record<string, string | undefined>): void {
  const error = errorFromResponse({ ...ending, status, headers: given, body });
  expect(error).toBeInstanceOf(DataverseError);
  expect(error.message).toMatch(/^Get record failed: [^]+ \(HTTP /);
  if (error.code?.startsWith("0x")) expect(error.code).toMatch(/^0x[0-9a-f]*$/);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: "DataverseError", status, message: error.message });
}

it("makes an error that can be read and written of any body", () => {
  const body = fc.oneof(mutated(bodies, tokens), anyText, fc.json());
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 599 }), body, headers, (status, text, given) => {
      expectError(status, text, given);
    }),
    runs(3_000),
  );
});

it("makes one of any members of an error", () => {
  const member = fc.jsonValue();
  const error = fc.record(
    { code: member, message: member, innererror: fc.oneof(member, fc.record({ message: member })) },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    fc.record({ error: fc.oneof(error, member) }),
    fc.record({
      Message: member,
      ExceptionMessage: member,
      ErrorCode: fc.oneof(member, fc.integer(), fc.bigInt().map(Number)),
    }),
  );
  fc.assert(
    fc.property(body, (given) => expectError(400, JSON.stringify(given), {})),
    runs(2_000),
  );
});

it.each(longTexts(["<p>", " ", "{", '{"error":', "\u00e9"]))(
  "reads half a megabyte of %s in one pass",
  (_piece, text) => {
    expect(elapsedMs(() => expectError(502, text, {}))).toBeLessThan(longestMs);
  },
);

it("keeps a foreign body out of the message but for its beginning", () => {
  const error = errorFromResponse({
    ...ending,
    status: 502,
    headers: {},
    body: "x".repeat(1e6),
  });
  expect(error.message.length).toBeLessThan(1_000);
});
