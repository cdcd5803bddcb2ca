import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { type BatchRequest, writeBatch, writeChangeSet } from "./batchRequest";
import { readBatch } from "./batchResponse";
import { headerParameter, parseMultipart } from "./mime";

const json = { Accept: "application/json" };

describe("a batch request, byte for byte", () => {
  it("holds a change set with content ids", () => {
    const requests: BatchRequest[] = [
      { method: "POST", url: "/api/data/v9.2/accounts", headers: json, body: '{"name":"Larch Ltd"}', contentId: "1" },
      { method: "DELETE", url: "/api/data/v9.2/contacts(2)", headers: {}, contentId: "2" },
    ];
    expect(writeChangeSet(requests, "batch_b", "changeset_c")).toEqual({
      contentType: 'multipart/mixed; boundary="batch_b"',
      body: [
        "--batch_b",
        'Content-Type: multipart/mixed; boundary="changeset_c"',
        "",
        "--changeset_c",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 1",
        "",
        "POST /api/data/v9.2/accounts HTTP/1.1",
        "Accept: application/json",
        "Content-Type: application/json",
        "",
        '{"name":"Larch Ltd"}',
        "--changeset_c",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 2",
        "",
        "DELETE /api/data/v9.2/contacts(2) HTTP/1.1",
        "",
        "",
        "--changeset_c--",
        "",
        "--batch_b--",
        "",
      ].join("\r\n"),
    });
  });

  it("holds single requests one after the other", () => {
    const { body } = writeBatch([{ method: "GET", url: "/api/data/v9.2/accounts?$top=1", headers: json }], "batch_b");
    expect(body).toBe(
      "--batch_b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n" +
        "GET /api/data/v9.2/accounts?$top=1 HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n--batch_b--\r\n",
    );
  });
});

describe("a batch answer", () => {
  const answer = [
    "--batchresponse_b",
    "Content-Type: multipart/mixed; boundary=changesetresponse_c",
    "",
    "--changesetresponse_c",
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    "Content-ID: 1",
    "",
    "HTTP/1.1 204 No Content",
    "OData-Version: 4.0",
    "OData-EntityId: https://demo.example/api/data/v9.2/accounts(11111111-2222-4333-8444-555555555501)",
    "",
    "",
    "--changesetresponse_c--",
    "--batchresponse_b",
    "Content-Type: application/http",
    "",
    "HTTP/1.1 200 OK",
    "Content-Type: application/json; odata.metadata=minimal",
    "",
    '{"value":[{"name":"--batchresponse_b is only text\\n--batchresponse_b"}]}',
    "--batchresponse_b--",
    "",
  ];
  const type = "multipart/mixed; boundary=batchresponse_b";
  const parts = [
    { status: 204, contentId: "1", isInChangeSet: true, body: "" },
    { status: 200, isInChangeSet: false, body: expect.stringMatching(/^\{"value".*\}$/) as string },
  ];

  it.each<[string, string, string]>([
    ["as the service writes it", answer.join("\r\n"), type],
    ["with LF alone", answer.join("\n"), type],
    [
      "with a quoted boundary and odd spacing",
      answer.join("\r\n"),
      'Multipart/Mixed ;  BOUNDARY = "batchresponse_b" ; x=y',
    ],
    [
      "with blanks behind the delimiters",
      answer.map((line) => (line.startsWith("--") ? `${line}  ` : line)).join("\r\n"),
      type,
    ],
    [
      "with headers in capitals and without blanks",
      answer.map((line) => line.replace(/^([\w-]+): /, (_m, name: string) => `${name.toUpperCase()}:`)).join("\r\n"),
      type,
    ],
    ["with a preamble and an epilogue", `hello\r\n${answer.join("\r\n")}bye`, type],
  ])("is read %s", (_case, text, contentType) => {
    expect(readBatch(text, contentType)).toMatchObject({ ok: true, isComplete: true, parts });
  });

  it("that breaks off is read as far as it goes, and is not whole", () => {
    const text = answer.slice(0, -3).join("\r\n");
    expect(readBatch(text, type)).toMatchObject({
      ok: true,
      isComplete: false,
      parts: [{ status: 204 }, { status: 200 }],
    });
  });

  const open = "--batchresponse_b\r\nContent-Type: application/http\r\n\r\n";
  const done = `${open}HTTP/1.1 204 No Content\r\n\r\n\r\n`;
  const innerType = "Content-Type: multipart/mixed; boundary=changesetresponse_c";
  it.each<[string, string]>([
    ["no HTTP message", `${open}<html>\r\n`],
    ["an HTTP message without a status", `${open}HTTP/1.1 OK\r\n\r\n`],
    ["a status of four digits", `${open}HTTP/1.1 2040 No Content\r\n\r\n`],
    ["nothing", "--batchresponse_b\r\n"],
    ["a change set without a part", `--batchresponse_b\r\n${innerType}\r\n\r\n--changesetresponse_c--\r\n`],
  ])("keeps the place of a part that is %s", (_case, part) => {
    const reading = readBatch(`${done}${part}${done}--batchresponse_b--`, type);
    expect(reading).toMatchObject({ ok: true, isComplete: true, parts: [{ status: 204 }, {}, { status: 204 }] });
    expect(reading.ok && reading.parts[1]).toMatchObject({ status: 0, headers: {}, body: "" });
  });

  it("finds a part by its content ID even if it is not an HTTP message", () => {
    const part = "--changesetresponse_c\r\nContent-ID: 7\r\n\r\n<html>\r\n--changesetresponse_c--\r\n";
    expect(readBatch(`--batchresponse_b\r\n${innerType}\r\n\r\n${part}--batchresponse_b--`, type)).toMatchObject({
      isComplete: true,
      parts: [{ status: 0, contentId: "7", isInChangeSet: true }],
    });
  });

  it.each([
    ["application/json", "{}"],
    ["multipart/mixed", "--x--"],
    [undefined, ""],
  ])("is none with the type %p", (contentType, text) => {
    expect(readBatch(text, contentType)).toMatchObject({ ok: false });
  });

  const vectors = path.resolve(__dirname, "../../../../shared/vectors/batch");
  const published = existsSync(vectors) || process.env["CI"] ? it : it.skip;
  published("is read from the independently composed bytes", () => {
    const response = readFileSync(path.join(vectors, "batch-response.bin"), "utf8");
    expect(readBatch(response, "multipart/mixed; boundary=batchresponse_0c9e")).toMatchObject({
      ok: true,
      isComplete: true,
      parts: [
        { status: 204, contentId: "1" },
        { status: 204, contentId: "2" },
        { status: 200, body: expect.stringContaining("Larch Ltd") as string },
      ],
    });
    const failure = readFileSync(path.join(vectors, "batch-changeset-failure.bin"), "utf8");
    expect(readBatch(failure, "multipart/mixed; boundary=batchresponse_0c9e")).toMatchObject({
      ok: true,
      parts: [{ status: 400, contentId: "2", body: expect.stringContaining("0x80044331") as string }],
    });
  });
});

it("reads back any lines of a part", () => {
  const line = fc.string().filter((text) => !text.startsWith("--b"));
  fc.assert(
    fc.property(fc.array(fc.array(line), { minLength: 1 }), (contents) => {
      const texts = contents.map((lines) => lines.join("\r\n"));
      const body = texts.map((text) => `--b\r\nA: 1\r\n\r\n${text}\r\n`).join("") + "--b--";
      expect(parseMultipart(body, "b")).toEqual({
        isClosed: true,
        parts: texts.map((content) => ({ headers: { a: "1" }, content })),
      });
    }),
  );
});

it.each([
  ['multipart/mixed; boundary="a;b"', "a;b"],
  ["multipart/mixed;boundary=ab;charset=x", "ab"],
  ['multipart/mixed; boundary="a\\"b"', 'a"b'],
  ["multipart/mixed", undefined],
])("reads the boundary of %s", (value, boundary) => {
  expect(headerParameter(value, "boundary")).toBe(boundary);
});
