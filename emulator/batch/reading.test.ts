import { batchOf, changeSet, crlf, multipart, part, testOrganization } from "../testing/batch";

const organization = testOrganization();
afterEach(() => organization.store.database.run("DELETE FROM account"));
afterAll(() => organization.store.close());

function create(name: string) {
  return part({ method: "POST", url: "accounts", body: { name } });
}
function inChangeSet(...names: string[]) {
  return changeSet(
    ...names.map((name, at) => ({ method: "POST", url: "accounts", body: { name }, contentId: String(at) })),
  );
}
const read = part({ method: "GET", url: "accounts?$select=name" });

/** A part with these header lines around one request line. */
function lines(...headers: string[]): string {
  return `${crlf(...headers)}\r\nPOST WhoAmI HTTP/1.1\r\n\r\n\r\n`;
}
function request(line: string): string {
  return crlf("Content-Type: application/http", "Content-Transfer-Encoding: binary", "", line, "", "");
}

describe("an invalid batch is rejected completely, as plain JSON, and no part of it runs", () => {
  it.each<[string, string, string | undefined]>([
    ["no content type", batchOf(create("a")), ""],
    ["JSON", "{}", "application/json"],
    ["another multipart type", batchOf(create("a")), "multipart/form-data; boundary=b"],
    ["no boundary", batchOf(create("a")), "multipart/mixed"],
    ["an empty boundary", batchOf(create("a")), 'multipart/mixed; boundary=""'],
    ["a boundary of more than 70 characters", batchOf(create("a")), `multipart/mixed; boundary=${"b".repeat(71)}`],
    ["another boundary than the body's", batchOf(create("a")), "multipart/mixed; boundary=c"],
    ["a boundary that only begins like the body's", batchOf(create("a")), "multipart/mixed; boundary=bb"],
    ["an empty body", "", undefined],
    ["no closing delimiter", batchOf(create("a")).replace("--b--", ""), undefined],
    ["a part without headers", multipart("b", [create("a"), "\r\n"]), undefined],
    ["a part of JSON", batchOf(create("a"), lines("Content-Type: application/json")), undefined],
    ["no transfer encoding", batchOf(create("a"), lines("Content-Type: application/http")), undefined],
    [
      "base64",
      batchOf(create("a"), lines("Content-Type: application/http", "Content-Transfer-Encoding: base64")),
      undefined,
    ],
    ["a line that is no header", batchOf(create("a"), lines("Content-Type: application/http", "binary")), undefined],
    ["a part without a request", batchOf(create("a"), request("")), undefined],
    ["a request line of one word", batchOf(create("a"), request("accounts")), undefined],
    ["another HTTP version", batchOf(create("a"), request("GET accounts HTTP/1.0")), undefined],
    ["an unknown method", batchOf(create("a"), request("MERGE accounts HTTP/1.1")), undefined],
    ["a batch in the batch", batchOf(create("a"), request("POST /api/data/v9.2/$batch HTTP/1.1")), undefined],
    ["a relative batch in the batch", batchOf(create("a"), request("POST $batch HTTP/1.1")), undefined],
    ["a change set in a change set", batchOf(create("a"), nested()), undefined],
    ["a change set that is not closed", batchOf(create("a"), inChangeSet("b").replace("--c--", "")), undefined],
    [
      "a GET in a change set",
      batchOf(create("a"), changeSet({ method: "GET", url: "accounts", contentId: "1" })),
      undefined,
    ],
    ["a missing Content-ID", batchOf(create("a"), inChangeSet("b", "c").replace("Content-ID: 1\r\n", "")), undefined],
    ["a repeated Content-ID", batchOf(create("a"), inChangeSet("b", "c").replace("ID: 1", "ID: 0")), undefined],
  ])("%s", (_what, body, contentType) => {
    const headers = contentType === undefined ? {} : { "content-type": contentType };
    const answer = organization.batch(body, headers);
    expect([answer.status, answer.code, answer.parts]).toEqual([400, "0x80060888", []]);
    expect(answer.contentType).toBe("application/json; odata.metadata=minimal");
    expect(organization.accountNames()).toEqual([]);
  });

  function nested(): string {
    return `${crlf("Content-Type: multipart/mixed; boundary=d", "")}--d\r\n${inChangeSet("b")}--d--\r\n`;
  }
});

describe("line ends", () => {
  const unreadable = "0x80048d19";

  it("other than CRLF make a request unreadable", () => {
    const answer = organization.batch(batchOf(create("a"), create("b")).replaceAll("\r\n", "\n"));
    expect([answer.status, answer.parts, answer.code]).toEqual([400, ["400"], unreadable]);
    expect(answer.contentType).toMatch(/^multipart\/mixed; boundary=batchresponse_/);
    expect(organization.accountNames()).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ["a request", batchOf(create("a"), create("b")), ["204", "400"]],
    ["a query", batchOf(create("a"), read), ["204", "400"]],
    ["a change set", batchOf(create("a"), inChangeSet("b", "c")), ["204", "400 #1"]],
  ])("missing behind the last delimiter make %s in front of it unreadable", (_what, body, parts) => {
    for (const end of ["", "\n"]) {
      const answer = organization.batch(body.slice(0, -2) + end);
      expect([answer.status, answer.parts, answer.code]).toEqual([400, parts, unreadable]);
    }
    expect(organization.accountNames()).toEqual(["a", "a"]);
  });

  it.each([
    ["--b\r\n", "--b\n"],
    ["binary\r\n", "binary\n"],
    ["HTTP/1.1\r\n", "HTTP/1.1\n"],
    ["json\r\n\r\n", "json\r\n\n"],
    ['"}\r\n', '"}\n'],
  ])("of structure are strict: %j as %j", (strict, loose) => {
    const answer = organization.batch(batchOf(create("a")).replace(strict, loose));
    expect([answer.status, answer.parts, answer.code]).toEqual([400, ["400"], unreadable]);
  });

  it("inside a JSON body are the body's own", () => {
    const body = batchOf(create("a")).replace('{"name":"a"}', '{\n  "name": "a"\n}');
    expect(organization.batch(body).parts).toEqual(["204"]);
  });

  it.each(["\n\n", "\r\n\r\n", "\r\n\n"])("of any kind do when the body ends in two of them: %j", (end) => {
    const body = `${batchOf(create("a")).trimEnd().replaceAll("\r\n", "\n")}${end}`;
    expect(organization.batch(body).parts).toEqual(["204"]);
  });
});

describe("a batch is also read", () => {
  it.each([
    ["b", 'Multipart/Mixed;charset=utf-8; boundary="b"'],
    ["b", "multipart/mixed;boundary=b;charset=utf-8"],
    ["b c", 'multipart/mixed; boundary="b c"'],
  ])("with the boundary %j in %s", (boundary, contentType) => {
    const answer = organization.batch(multipart(boundary, [create("a")]), { "content-type": contentType });
    expect([answer.status, answer.parts]).toEqual([200, ["204"]]);
  });

  it.each<[string, string]>([
    ["with text in front and behind", `preamble\r\n${batchOf(create("a"))}epilogue\r\n--b\r\n`],
    ["with an empty line in front", `\r\n${batchOf(create("a"))}`],
    ["with blanks behind the delimiters", batchOf(create("a")).replaceAll(/--b(--)?\r/g, "--b$1 \t\r")],
    [
      "with folded headers",
      batchOf(create("a")).replace("Content-Type: application/json", "Content-Type:\r\n application/json"),
    ],
    ["with headers in any case and spacing", batchOf(create("a").replace("Content-Type: ", "CONTENT-TYPE :"))],
    [
      "with further part headers",
      batchOf(create("a").replace("\r\n", "\r\nContent-Length: 99\r\nMIME-Version: 1.0\r\n")),
    ],
    ["with a message type", batchOf(create("a").replace("application/http", "application/http; msgtype=request"))],
    ["with an empty line before the request", batchOf(create("a").replace("\r\n\r\nPOST", "\r\n\r\n\r\nPOST"))],
    ["without HTTP version", batchOf(create("a").replace(" HTTP/1.1", ""))],
    [
      "with an absolute URL",
      batchOf(create("a").replace("accounts", "https://other.crm4.dynamics.com/api/data/v9.2/accounts")),
    ],
    ["with an absolute path", batchOf(create("a").replace("accounts", "/api/data/v9.0/accounts"))],
    [
      "with an inner delimiter that continues the outer one",
      batchOf(inChangeSet("a").replaceAll("--c", "--bc").replace("=c", "=bc")),
    ],
    ["with blank lines between the change set's parts", batchOf(inChangeSet("a").replaceAll("--c", "\r\n--c"))],
  ])("%s", (_form, body) => {
    const answer = organization.batch(body);
    expect([answer.status, answer.parts.length]).toEqual([200, 1]);
    expect(organization.accountNames()).toEqual(["a"]);
  });

  it("without the empty line that ends the headers of a request without body", () => {
    organization.batch(batchOf(create("a")));
    const text = request("GET accounts?$filter=name eq 'a' and contains(name, 'a')&$select=name HTTP/1.1");
    const answer = organization.batch(batchOf(text.replace("HTTP/1.1\r\n\r\n", "HTTP/1.1\r\n")));
    expect(answer.parts).toEqual(["200"]);
    expect(answer.text).toContain('"name":"a"');
  });

  it("with text of any alphabet in URLs and bodies, and with what looks like a delimiter inside a line", () => {
    const name = "Zoë – 日本 --b--";
    const url = `accounts?$select=name&$filter=name eq '${name}'`;
    const answer = organization.batch(batchOf(create(name), part({ method: "GET", url })));
    expect(answer.parts).toEqual(["204", "200"]);
    expect(answer.text).toContain(`"name":"${name}"`);
  });
});

it("refuses a part outside the Web API alone", () => {
  const outside = part({ method: "GET", url: "/api/discovery/v9.2/Instances" });
  const answer = organization.batch(batchOf(outside, create("a")), { prefer: "odata.continue-on-error" });
  expect([answer.status, answer.parts]).toEqual([200, ["404", "204"]]);
});

it("answers a part under the version its URL names", () => {
  const answer = organization.batch(batchOf(create("a").replace("accounts", "/api/data/v9.1/accounts")));
  expect(answer.text).toContain("Location: https://demo.crm.dynamics.com/api/data/v9.1/accounts(");
});
