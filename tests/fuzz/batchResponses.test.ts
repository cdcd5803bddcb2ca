import fc from "fast-check";
import { readBatch } from "../../src/client/batch/batchResponse";
import { anyText, elapsedMs, longestMs, longTexts, mutated, runs } from "./arbitraries";

const contentType = "multipart/mixed; boundary=batchresponse_1";

/** As Dataverse answers: two operations, a change set of two, a failure. */
const answer = [
  "--batchresponse_1",
  "Content-Type: application/http",
  "Content-Transfer-Encoding: binary",
  "",
  "HTTP/1.1 204 No Content",
  "OData-Version: 4.0",
  "OData-EntityId: https://contoso.crm.dynamics.com/api/data/v9.2/accounts(11111111-2222-3333-4444-555555555555)",
  "",
  "",
  "--batchresponse_1",
  'Content-Type: multipart/mixed; boundary="changesetresponse_2"',
  "",
  "--changesetresponse_2",
  "Content-Type: application/http",
  "Content-ID: 1",
  "",
  "HTTP/1.1 201 Created",
  "Content-Type: application/json",
  "",
  '{"name":"--batchresponse_1 is only a text"}',
  "--changesetresponse_2",
  "Content-Type: application/http",
  "Content-ID: 2",
  "",
  "HTTP/1.1 204 No Content",
  "",
  "",
  "--changesetresponse_2--",
  "--batchresponse_1",
  "Content-Type: application/http",
  "",
  "HTTP/1.1 404 Not Found",
  "Content-Type: application/json; odata.metadata=minimal",
  "",
  '{"error":{"code":"0x80040217","message":"Does Not Exist"}}',
  "--batchresponse_1--",
  "",
].join("\r\n");

const tokens = [
  "--batchresponse_1",
  "--batchresponse_1--",
  "--changesetresponse_2",
  "\r\n\r\n",
  "\n",
  "HTTP/1.1 ",
  "\0",
];

/** Whatever was read, every part is one that a caller can work with. */
function expectParts(reading: ReturnType<typeof readBatch>): void {
  if (!reading.ok) return void expect(reading.problem).not.toBe("");
  for (const part of reading.parts) {
    expect(part.status).toBeGreaterThanOrEqual(0);
    expect(part.status).toBeLessThan(1_000);
    expect(Object.values(part.headers).every((value) => typeof value === "string")).toBe(true);
    expect(typeof part.body).toBe("string");
  }
}

it("reads four parts where nothing was done to the answer", () => {
  const reading = readBatch(answer, contentType);
  expect(reading.ok && [reading.isWhole, ...reading.parts.map(({ status }) => status)]).toEqual([
    true,
    204,
    201,
    204,
    404,
  ]);
});

it("reads a mutated answer, or says what is wrong with it", () => {
  fc.assert(
    fc.property(mutated([answer, answer.replaceAll("\r\n", "\n")], tokens), (text) => {
      expectParts(readBatch(text, contentType));
    }),
    runs(2_000),
  );
});

it("reads any text under any content type", () => {
  const type = fc.option(fc.oneof(anyText, mutated([contentType], ['"', ";", "=", "\\", "boundary="])), {
    nil: undefined,
  });
  fc.assert(
    fc.property(anyText, type, (text, header) => expectParts(readBatch(text, header))),
    runs(2_000),
  );
});

it("takes an answer that was cut anywhere for its first parts, and for no whole one", () => {
  const whole = readBatch(answer, contentType);
  const statuses = whole.ok ? whole.parts.map(({ status }) => status) : [];
  // Behind the closing delimiter there is nothing to lose.
  for (let end = 0; end < answer.lastIndexOf("--"); end++) {
    const reading = readBatch(answer.slice(0, end), contentType);
    if (!reading.ok) throw new Error(reading.problem);
    expect(reading.isWhole).toBe(false);
    expect(statuses.slice(0, reading.parts.length)).toEqual(reading.parts.map(({ status }) => status));
  }
});

const part = "Content-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n";

it.each(
  longTexts([
    `--batchresponse_1\r\n${part}`,
    "--batchresponse_1\r\n",
    "--batchresponse_1",
    "--batchresponse_1 ",
    "--batchresponse_1\r\n\r\n\r\n",
    "\r\n",
    "a: b\r\n",
    "a\r\n ",
    " \t",
  ]),
)("reads half a megabyte of %s in one pass", (_piece, text) => {
  expect(elapsedMs(() => readBatch(text, contentType))).toBeLessThan(longestMs);
  expect(elapsedMs(() => readBatch(`--batchresponse_1\r\n${text}`, contentType))).toBeLessThan(longestMs);
  expect(elapsedMs(() => readBatch(`--batchresponse_1\r\n\r\nHTTP/1.1 200 ${text}`, contentType))).toBeLessThan(
    longestMs,
  );
});

it.each(longTexts([";", '; a="', "; a ", ';a="\\"', "=", "; boundary=", "\\"]))(
  "reads a header of half a megabyte of %s in one pass",
  (_piece, header) => {
    expect(elapsedMs(() => readBatch("", `multipart/mixed${header}`))).toBeLessThan(longestMs);
    const inner = `--batchresponse_1\r\nContent-Type: multipart/mixed${header}\r\n\r\n`;
    expect(elapsedMs(() => readBatch(inner, contentType))).toBeLessThan(longestMs);
  },
);
