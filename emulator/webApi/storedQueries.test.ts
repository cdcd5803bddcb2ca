/** FetchXML and views over HTTP. */
import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

type Rows = Record<string, unknown>[];
function rowsOf(body: Record<string, unknown> | undefined): Rows {
  return (body?.["value"] ?? []) as Rows;
}
function idsIn(body: Record<string, unknown> | undefined): unknown[] {
  return rowsOf(body).map((row) => row["accountid"]);
}

const xml =
  '<fetch><entity name="account"><attribute name="name"/><filter><condition attribute="name" operator="like" value="%&amp;%"/></filter></entity></fetch>';

test("FetchXML comes percent-encoded, with blanks as plus signs or not", async () => {
  const expected = await client.get("accounts?$select=name&$filter=contains(name,'%26')");
  expect(idsIn(expected).length).toBeGreaterThan(0);
  const encoded = encodeURIComponent(xml);
  for (const text of [encoded, encoded.replaceAll("%20", "+")]) {
    expect(idsIn(await client.get(`accounts?fetchXml=${text}`))).toEqual(idsIn(expected));
  }
});

test("$count adds the number of rows, and annotations come by preference", async () => {
  const answer = await client.call(
    "GET",
    `accounts?fetchXml=${encodeURIComponent('<fetch count="3"><entity name="account"/></fetch>')}&$count=true`,
    {
      headers: { Prefer: 'odata.include-annotations="*"' },
    },
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("preference-applied")).toBe('odata.include-annotations="*"');
  expect(answer.body).toMatchObject({ "@odata.count": 40, "@Microsoft.Dynamics.CRM.morerecords": true });
});

test("a related collection is queried within its row", async () => {
  const [account] = rowsOf(
    await client.get("accounts?$select=accountid&$filter=contact_customer_accounts/any()&$top=1"),
  );
  const path = `accounts(${String(account?.["accountid"])})/contact_customer_accounts`;
  const fetchXml = encodeURIComponent('<fetch><entity name="contact"><attribute name="fullname"/></entity></fetch>');
  const expected = await client.get(`${path}?$select=fullname`);
  expect(rowsOf(await client.get(`${path}?fetchXml=${fetchXml}`))).toEqual(rowsOf(expected));
});

test("an error has the service's code", async () => {
  const answer = await client.call("GET", `contacts?fetchXml=${encodeURIComponent(xml)}`);
  expect([answer.status, answer.code]).toEqual([400, "0x80041128"]);
});

test("other query options beside FetchXML are not passed over in silence", async () => {
  const answer = await client.call("GET", `accounts?fetchXml=${encodeURIComponent(xml)}&$filter=statecode eq 0`);
  expect(answer.status).toBe(501);
});

describe("a view", () => {
  const viewId = async (name: string): Promise<string> => {
    const [view] = rowsOf(await client.get(`savedqueries?$select=savedqueryid&$filter=name eq '${name}'`));
    return String(view?.["savedqueryid"]);
  };

  it("gives its rows page by page", async () => {
    const expected = await client.get("accounts?$select=name&$filter=statecode eq 0&$orderby=name");
    const found: unknown[] = [];
    let pages = 0;
    for (
      let next: unknown = `accounts?savedQuery=${await viewId("Active Accounts")}`;
      typeof next === "string";
      pages++
    ) {
      const { body } = await client.call("GET", next, { headers: { Prefer: "odata.maxpagesize=10" } });
      found.push(...idsIn(body));
      next = body?.["@odata.nextLink"];
    }
    expect(found).toEqual(idsIn(expected));
    expect(pages).toBe(Math.ceil(found.length / 10));
  });

  it("that a user made is run by userQuery", async () => {
    const [view] = rowsOf(await client.get("userqueries?$select=userqueryid,name"));
    const tasks = rowsOf(await client.get(`tasks?userQuery=${String(view?.["userqueryid"])}`));
    const expected = await client.get("tasks?$select=subject&$filter=statecode eq 0");
    expect(tasks).toHaveLength(rowsOf(expected).length);
  });

  it("made through the API works as well", async () => {
    const fetchxml =
      '<fetch><entity name="contact"><attribute name="fullname"/><order attribute="fullname"/></entity></fetch>';
    const id = await client.create("userqueries", {
      name: "Everybody",
      returnedtypecode: "contact",
      querytype: 0,
      fetchxml,
    });
    expect(rowsOf(await client.get(`contacts?userQuery=${id}`))).toHaveLength(120);
  });

  it("of another table, or that is not there, is refused", async () => {
    const other = await client.call("GET", `contacts?savedQuery=${await viewId("Active Accounts")}`);
    expect([other.status, other.code]).toEqual([400, "0x80041128"]);
    const missing = await client.call("GET", "accounts?savedQuery=00000000-0000-4000-8000-00000000dead");
    expect([missing.status, missing.code]).toEqual([404, "0x80040217"]);
    expect((await client.call("GET", "accounts?savedQuery=x")).status).toBe(400);
  });
});
