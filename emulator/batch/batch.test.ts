import { applicationUsers } from "../organization/seed/rows/applicationUsers";
import { batchOf, changeSet, crlf, part, serviceRoot, testOrganization } from "../testing/batch";

const organization = testOrganization();
afterEach(() => organization.store.database.exec(`DELETE FROM account; DELETE FROM contact; DELETE FROM task;`));
afterAll(() => organization.store.close());

function create(name: string, contentId?: string) {
  return {
    method: "POST",
    url: "accounts",
    body: { name },
    ...(contentId === undefined ? {} : { contentId }),
  };
}
const tooLong = create("x".repeat(161));
const continueOnError = { prefer: "odata.continue-on-error" };

/** The JSON bodies of an answer's parts. */
function bodies(text: string): Record<string, unknown>[] {
  return [...text.matchAll(/\r\n\r\n(\{.*\})\r\n--/g)].map(
    ([, json = ""]) => JSON.parse(json) as Record<string, unknown>,
  );
}

describe("requests outside change sets", () => {
  it("run in their order, each seeing what those before it did", () => {
    const answer = organization.batch(
      batchOf(
        part(create("first")),
        part({ method: "GET", url: "accounts?$select=name&$orderby=name" }),
        part(create("second")),
        part({ method: "GET", url: "accounts/$count" }),
      ),
    );
    expect([answer.status, answer.parts]).toEqual([200, ["204", "200", "204", "200"]]);
    expect(bodies(answer.text)[0]?.["value"]).toMatchObject([{ name: "first" }]);
    expect(answer.text).toContain("Content-Type: text/plain\r\nOData-Version: 4.0\r\n\r\n\uFEFF2\r\n");
  });

  it("stop at the first error, which is the last part of a 400; what ran before stays done", () => {
    const answer = organization.batch(batchOf(part(create("kept")), part(tooLong), part(create("never"))));
    expect([answer.status, answer.parts, answer.code]).toEqual([400, ["204", "400"], "0x80044331"]);
    expect(organization.accountNames()).toEqual(["kept"]);
  });

  it("all run with continue-on-error, and the batch answers 200", () => {
    const missing = { method: "GET", url: "accounts(00000000-0000-4000-8000-00000000dead)" };
    const answer = organization.batch(
      batchOf(part(create("one")), part(tooLong), part(missing), part(create("two"))),
      continueOnError,
    );
    expect([answer.status, answer.parts]).toEqual([200, ["204", "400", "404", "204"]]);
    expect(organization.accountNames()).toEqual(["one", "two"]);
  });

  it("answer 400 as a batch even where the failing part has another status", () => {
    const missing = { method: "DELETE", url: "accounts(00000000-0000-4000-8000-00000000dead)" };
    const answer = organization.batch(batchOf(part(missing)));
    expect([answer.status, answer.parts, answer.code]).toEqual([400, ["404"], "0x80040217"]);
  });

  it("echo a Content-ID that they have", () => {
    expect(organization.batch(batchOf(part(create("a", "7")))).parts).toEqual(["204 #7"]);
  });

  it("cannot refer to one another", () => {
    const answer = organization.batch(batchOf(part(create("a", "1")), part({ method: "DELETE", url: "$1" })));
    expect([answer.status, answer.parts]).toEqual([400, ["204 #1", "400"]]);
    expect(answer.message).toBe("Content-ID Reference: '$1' does not exist in the batch context.");
    expect(organization.accountNames()).toEqual(["a"]);
  });
});

describe("a change set", () => {
  it("answers each request under its Content-ID in a nested part", () => {
    const answer = organization.batch(batchOf(changeSet(create("a", "1"), create("b", "x2")), part(create("c"))));
    expect([answer.status, answer.parts]).toEqual([200, ["204 #1", "204 #x2", "204"]]);
    expect(answer.text).toMatch(/\r\n--changesetresponse_[-0-9a-f]{36}--\r\n--batchresponse_/);
  });

  it("that fails answers the failing request alone and leaves rows and their versions as they were", () => {
    organization.send("POST", "accounts", { name: "there", accountnumber: "A-1" });
    const before = organization.store.database.all("SELECT * FROM account");
    const answer = organization.batch(
      batchOf(
        changeSet(
          { method: "PATCH", url: "accounts(accountnumber='A-1')", body: { name: "changed" }, contentId: "1" },
          { ...create("new"), contentId: "2" },
          { method: "DELETE", url: "accounts(accountnumber='A-1')", contentId: "3" },
          { ...tooLong, contentId: "4" },
          { ...create("after"), contentId: "5" },
        ),
        part(create("never")),
      ),
    );
    expect([answer.status, answer.parts, answer.code]).toEqual([400, ["400 #4"], "0x80044331"]);
    expect(organization.store.database.all("SELECT * FROM account")).toEqual(before);
    expect(organization.store.database.all(`SELECT * FROM "#deleted"`)).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4])("is taken back whole when request %d of five fails", (bad) => {
    const requests = [0, 1, 2, 3, 4].map((index) => ({
      ...(index === bad ? tooLong : create(`row ${index}`)),
      contentId: String(index),
    }));
    const answer = organization.batch(batchOf(changeSet(...requests)));
    expect([answer.status, answer.parts]).toEqual([400, [`400 #${bad}`]]);
    expect(organization.accountNames()).toEqual([]);
  });

  it("that fails is passed over with continue-on-error; every change set stands alone", () => {
    const answer = organization.batch(
      batchOf(
        changeSet(create("a", "1")),
        changeSet(create("b", "1"), { ...tooLong, contentId: "2" }),
        changeSet(create("c", "1"), create("d", "2")),
      ),
      continueOnError,
    );
    expect([answer.status, answer.parts]).toEqual([200, ["204 #1", "400 #2", "204 #1", "204 #2"]]);
    expect(organization.accountNames()).toEqual(["a", "c", "d"]);
  });

  it("of one request needs no Content-ID", () => {
    expect(organization.batch(batchOf(changeSet(create("a")))).parts).toEqual(["204"]);
  });

  it("may be empty", () => {
    const answer = organization.batch(batchOf(changeSet()));
    expect([answer.status, answer.parts]).toEqual([200, []]);
  });
});

describe("references to a Content-ID", () => {
  const account = { ...create("Larch"), contentId: "1" };
  const contact = { method: "POST", url: "contacts", body: { lastname: "Okafor" }, contentId: "2" };

  /** The account with everything the requests may have set on it. */
  function larch(): Record<string, unknown> | undefined {
    const url = "accounts?$select=name&$expand=primarycontactid($select=lastname),Account_Tasks($select=subject)";
    const { value } = JSON.parse(String(organization.send("GET", url).body)) as { value: Record<string, unknown>[] };
    return value.find(({ name }) => name === "Larch");
  }

  it.each<[string, Parameters<typeof changeSet>]>([
    ["PATCH $1", [account, contact, patch("$1", { "primarycontactid@odata.bind": "$2" })]],
    ["an absolute $1", [account, contact, patch(`${serviceRoot}$1`, { "primarycontactid@odata.bind": "$2" })]],
    ["/$1", [account, contact, patch("/$1", { "primarycontactid@odata.bind": "$2" })]],
    [
      "PUT $1/nav/$ref",
      [account, contact, { ...patch("$1/primarycontactid/$ref", { "@odata.id": "$2" }), method: "PUT" }],
    ],
    ["a bind on create", [contact, { ...account, body: { name: "Larch", "primarycontactid@odata.bind": "$2" } }]],
  ])("link rows by %s", (_form, requests) => {
    const answer = organization.batch(batchOf(changeSet(...requests)));
    expect(answer.status).toBe(200);
    expect(larch()?.["primarycontactid"]).toMatchObject({ lastname: "Okafor" });
  });

  it("are understood as Microsoft writes them: bare boundaries, no blank behind colons, blank lines behind bodies", () => {
    const member = (id: number, line: string, body: string): string =>
      crlf(
        "--changeset_dd81",
        "Content-Type:application/http",
        "Content-Transfer-Encoding:binary",
        `Content-ID:${id}`,
      ) + crlf("", line, "Content-Type:application/json", "", body, "");
    const body =
      crlf("--batch_AAA123", "Content-Type: multipart/mixed; boundary=changeset_dd81", "") +
      member(1, `POST ${serviceRoot}accounts HTTP/1.1`, '{ "name":"Larch"}') +
      member(2, `POST ${serviceRoot}contacts HTTP/1.1`, '{ "lastname":"Okafor"}') +
      member(3, "PUT $1/primarycontactid/$ref HTTP/1.1", '{"@odata.id":"$2"}') +
      crlf("--changeset_dd81--", "--batch_AAA123--");
    const answer = organization.batch(body, { "content-type": "multipart/mixed;boundary=batch_AAA123" });
    expect([answer.status, answer.parts]).toEqual([200, ["204 #1", "204 #2", "204 #3"]]);
    expect(larch()?.["primarycontactid"]).toMatchObject({ lastname: "Okafor" });
  });

  it("stand in the URL of a property, of a collection's $ref and of a row to delete", () => {
    const answer = organization.batch(
      batchOf(
        changeSet(
          { ...create("Elm"), contentId: "1" },
          { method: "POST", url: "tasks", body: { subject: "call" }, contentId: "2" },
          { ...contact, contentId: "3" },
          { ...write("PUT", "$1/name", { value: "Larch" }), contentId: "4" },
          { ...write("POST", "$1/Account_Tasks/$ref", { "@odata.id": "$2" }), contentId: "5" },
          { method: "DELETE", url: "$3", contentId: "6" },
        ),
      ),
    );
    expect([answer.status, answer.parts.length]).toEqual([200, 6]);
    expect(larch()?.["Account_Tasks"]).toMatchObject([{ subject: "call" }]);
    expect(organization.store.database.all("SELECT * FROM contact")).toEqual([]);
  });

  it("are found in nested rows and lists, and nowhere but in bindings", () => {
    const task = { subject: "$2", "regardingobjectid_contact_task@odata.bind": "$2" };
    const body = { name: "$2", Account_Tasks: [{ subject: "plain" }], primarycontactid: { lastname: "$2" } };
    const answer = organization.batch(
      batchOf(
        changeSet(
          contact,
          { method: "POST", url: "tasks", body: task, contentId: "3" },
          { method: "POST", url: "accounts", body, contentId: "4" },
          {
            method: "POST",
            url: "accounts",
            body: { name: "nested", primarycontactid: { lastname: "x", "parentcustomerid_account@odata.bind": "$4" } },
            contentId: "5",
          },
        ),
      ),
    );
    expect(answer.status).toBe(200);
    expect(organization.accountNames().sort()).toEqual(["$2", "nested"]);
  });

  it("mean a row that was updated or upserted as well as a created one", () => {
    organization.send("POST", "accounts", { name: "Larch", accountnumber: "A-1" });
    const answer = organization.batch(
      batchOf(
        changeSet(
          { ...write("PATCH", "accounts(accountnumber='A-1')", { revenue: 1 }), contentId: "a" },
          { ...contact, body: { lastname: "Okafor", "parentcustomerid_account@odata.bind": "$a" } },
          patch("$a", { "primarycontactid@odata.bind": "$2" }),
        ),
      ),
    );
    expect(answer.status).toBe(200);
    expect(larch()?.["primarycontactid"]).toMatchObject({ lastname: "Okafor" });
  });

  it.each<[string, Parameters<typeof changeSet>, string]>([
    ["that come later", [{ ...contact, body: bound("$1") }, account], "$1"],
    ["that nothing has", [account, { ...contact, body: bound("$9") }], "$9"],
    ["in a URL", [account, patch("$8/primarycontactid", {})], "$8"],
    [
      "whose request answered with the row instead of its URL",
      [
        { ...account, headers: { Prefer: "return=representation" } },
        { ...contact, body: bound("$1") },
      ],
      "$1",
    ],
  ])("to requests %s fail the change set", (_what, requests, name) => {
    const answer = organization.batch(batchOf(changeSet(...requests)));
    expect([answer.status, answer.parts.length]).toEqual([400, 1]);
    expect(answer.message).toBe(`Content-ID Reference: '${name}' does not exist in the batch context.`);
    expect(organization.accountNames()).toEqual([]);
  });

  it("do not reach from one change set into another", () => {
    const answer = organization.batch(batchOf(changeSet(account), changeSet({ ...contact, body: bound("$1") })));
    expect([answer.status, answer.parts]).toEqual([400, ["204 #1", "400 #2"]]);
  });

  function write(method: string, url: string, body: object): { method: string; url: string; body: object } {
    return { method, url, body };
  }
  function patch(url: string, body: object): { method: string; url: string; body: object; contentId: string } {
    return { ...write("PATCH", url, body), contentId: "3" };
  }
  function bound(reference: string): object {
    return { lastname: "Okafor", "parentcustomerid_account@odata.bind": reference };
  }
});

describe("headers", () => {
  it("of the batch do not reach its parts", () => {
    const answer = organization.batch(batchOf(part(create("a"))), { prefer: "return=representation", "if-match": "*" });
    expect(answer.parts).toEqual(["204"]);
  });

  it("of a part count for that part", () => {
    const asked = { Prefer: 'return=representation,odata.include-annotations="*"' };
    const answer = organization.batch(
      batchOf(
        part({ method: "POST", url: "accounts", body: { accountnumber: "A-1" }, headers: asked }),
        part({
          method: "PATCH",
          url: "accounts(accountnumber='A-1')",
          body: {},
          headers: { "If-None-Match": "*" },
        }),
      ),
    );
    expect(answer.parts).toEqual(["201", "412"]);
    expect(answer.text).toContain('\r\nPreference-Applied: return=representation,odata.include-annotations="*"\r\n');
    expect(answer.text).toMatch(/\r\nETag: W\/"\d+"\r\n/);
  });

  it("of a part say who it is done as", () => {
    const { integration, withoutRole: other } = applicationUsers;
    const role = organization.store.database.get("SELECT roleid FROM systemuserroles WHERE systemuserid = ?", [
      integration.userId,
    ]);
    organization.send("POST", `systemusers(${other.userId})/systemuserroles_association/$ref`, {
      "@odata.id": `roles(${String(role?.["roleid"])})`,
    });
    organization.batch(
      batchOf(part({ ...create("as other"), headers: { MSCRMCallerID: other.userId } }), part(create("as self"))),
    );
    const rows = organization.store.database.all("SELECT createdby, createdonbehalfby FROM account ORDER BY name");
    expect(rows).toEqual([
      { createdby: other.userId, createdonbehalfby: integration.userId },
      { createdby: integration.userId, createdonbehalfby: null },
    ]);
  });

  it("of error parts name the request; those of others do not", () => {
    const { text } = organization.batch(batchOf(part(create("a")), part(tooLong)), continueOnError);
    expect(text.match(/REQ_ID: [-0-9a-f]{36}\r\nContent-Type/g)).toHaveLength(1);
    expect(text).not.toContain("x-ms-service-request-id");
  });
});

it("runs a query longer than a URL may be on its own, up to 65,536 characters", () => {
  const query = (length: number) => `accounts?$filter=name eq '${"x".repeat(length - 27)}'`.replaceAll(" ", "%20");
  const longest = 65_536 - serviceRoot.length - 4;
  expect(organization.send("GET", query(40_000)).status).toBe(414);
  expect(organization.batch(batchOf(part({ method: "GET", url: query(longest) }))).parts).toEqual(["200"]);
  expect(organization.batch(batchOf(part({ method: "GET", url: query(65_537) }))).parts).toEqual(["414"]);
});

it("takes 1,000 requests, those in change sets counted, and refuses one more before any of them runs", () => {
  const writes = Array.from({ length: 500 }, (_each, index) => create(`row ${index}`, String(index)));
  const reads = Array.from({ length: 500 }, () => part({ method: "GET", url: "WhoAmI" }));
  const most = organization.batch(batchOf(changeSet(...writes), ...reads));
  expect([most.status, most.parts.length]).toEqual([200, 1_000]);
  const tooMany = organization.batch(batchOf(changeSet(...writes), ...reads, part(create("one more"))));
  expect([tooMany.status, tooMany.code, tooMany.parts]).toEqual([400, "0x80060888", []]);
  expect(organization.accountNames()).toHaveLength(500);
});
