import fc from "fast-check";
import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { SqlRow } from "../../organization/store/database";
import { fetchXmlCookieText, innerCookie, readInnerCookie, readSkipToken, skipTokenText } from "./pagingCookie";
import { serviceRoot, TestOrganization } from "../../testing/organization";

let organization: TestOrganization;
beforeAll(() => {
  organization = new TestOrganization();
});
afterAll(() => organization.close());

const orderable = ["name", "revenue", "createdon", "statecode", "_ownerid_value", "_primarycontactid_value", "accountnumber", "creditonhold", "primarycontactid/fullname", "accountid"]; // prettier-ignore
const ordering = fc.uniqueArray(fc.record({ name: fc.constantFrom(...orderable), desc: fc.boolean() }), {
  selector: (each) => each.name,
  maxLength: 3,
});

test("the joined pages equal the complete result, for any size and order", () => {
  fc.assert(
    fc.property(ordering, fc.integer({ min: 1, max: 17 }), (items, pageSize) => {
      const orderby = items.map((each) => `${each.name}${each.desc ? " desc" : ""}`).join(",");
      const url = `accounts?$select=name${orderby === "" ? "" : `&$orderby=${orderby}`}`;
      const whole = organization.get(url);
      expect(whole["@odata.nextLink"]).toBeUndefined();
      const pages = organization.pages(url, { pageSize });
      expect(pages.flatMap((page) => page.value)).toEqual(whole.value);
      expect(pages.slice(0, -1).every((page) => page.value.length === pageSize)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("rows are in the order asked for, nulls first", () => {
  const revenue = (row: SqlRow): number => (row["revenue"] === null ? -Infinity : Number(row["revenue"]));
  const expected = organization
    .rows("account")
    .sort((a, b) => revenue(b) - revenue(a) || (String(a["accountid"]) < String(b["accountid"]) ? -1 : 1))
    .map((row) => row["accountid"]);
  const ids = (url: string): unknown[] => organization.get(url).value.map((row) => row["accountid"]);
  expect(ids("accounts?$select=accountid&$orderby=revenue desc")).toEqual(expected);
  expect(organization.get("accounts?$select=revenue&$orderby=revenue").value[0]?.["revenue"]).toBeNull();
});

test("a lookup sorts by the name of what it points at", () => {
  const names = organization
    .get("contacts?$select=_parentcustomerid_value&$orderby=_parentcustomerid_value", { annotations: true })
    .value.map((row) => row["_parentcustomerid_value@OData.Community.Display.V1.FormattedValue"])
    .map((name) => (typeof name === "string" ? name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : ""));
  expect(names).toEqual([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  expect(new Set(names).size).toBeGreaterThan(5);
});

test("no row is lost or seen twice when rows come in between the pages", () => {
  const fresh = new TestOrganization();
  const before = fresh.rows("account").map((row) => String(row["accountid"]));
  const first = fresh.get("accounts?$select=name&$orderby=name", { pageSize: 10 });
  for (const [index, name] of ["!", "Aaa", "Zzz"].entries()) {
    fresh.store.database.run("INSERT INTO account (accountid, name, versionnumber) VALUES (?, ?, 1)", [
      `00000000-0000-4000-8000-00000000000${index}`,
      name,
    ]);
  }
  const rest = fresh.pages(first["@odata.nextLink"]?.slice(serviceRoot.length) ?? "", { pageSize: 10 });
  const seen = [first, ...rest].flatMap((page) => page.value.map((row) => String(row["accountid"])));
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(before));
  expect(rest.flatMap((page) => page.value).map((row) => row["name"])).toContain("Zzz");
  fresh.close();
});

test("a last page that is full has no link", () => {
  const count = organization.rows("account").length;
  expect(organization.get("accounts?$select=name", { pageSize: count })["@odata.nextLink"]).toBeUndefined();
});

test("$top returns N rows without a link, and is ignored with a page size", () => {
  const top = organization.get("accounts?$select=name&$top=3");
  expect(top.value).toHaveLength(3);
  expect(top["@odata.nextLink"]).toBeUndefined();
  const pages = organization.pages("accounts?$select=name&$top=3", { pageSize: 7 });
  expect(pages.flatMap((page) => page.value)).toHaveLength(organization.rows("account").length);
  expect(organization.get("accounts?$top=0").value).toEqual([]);
});

test("a link keeps the request as it came and has the documented form", () => {
  const query = "$select=name&$filter=contains(name,%27a%27)&x=1";
  const link = organization.get(`accounts?${query}`, { pageSize: 2 })["@odata.nextLink"] ?? "";
  const guid = "[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}";
  expect(link.startsWith(`${serviceRoot}accounts?${query}&$skiptoken=`)).toBe(true);
  expect(link.slice(link.indexOf("$skiptoken="))).toMatch(
    new RegExp(
      "^\\$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e" +
        `%253caccountid%2520last%253d%2522%257b${guid}%257d%2522%2520first%253d%2522%257b${guid}%257d%2522` +
        "%2520%252f%253e%253c%252fcookie%253e%22%20istracking=%22False%22%20/%3E$",
    ),
  );
  const second = organization.get(link.slice(serviceRoot.length), { pageSize: 2 })["@odata.nextLink"] ?? "";
  expect(second.match(/skiptoken/g)).toHaveLength(1);
  expect(second).toContain("pagenumber=%223%22");
});

describe("a token that does not fit is refused", () => {
  const link = (): string => {
    const page = organization.get("accounts?$select=name&$orderby=name", { pageSize: 2 });
    return page["@odata.nextLink"]?.slice(serviceRoot.length) ?? "";
  };
  const cases: [title: string, change: (url: string) => string][] = [
    ["from another order", (url) => url.replace("$orderby=name", "$orderby=createdon")],
    [
      "from another table",
      (url) => url.replace("accounts?", "contacts?").replace("$select=name&$orderby=name", "$orderby=fullname"),
    ],
    ["cut short", (url) => url.slice(0, -20)],
    ["with another page number", (url) => url.replace("pagenumber=%222%22", "pagenumber=%227%22")],
    ["with a broken id", (url) => url.replace(/%257b[0-9A-F]{8}/, "%257bXYZ")],
    ["that is no cookie", (url) => url.replace(/\$skiptoken=.*/, "$skiptoken=5")],
  ];
  test.each(cases)("%s", (_title, change) => {
    expect(organization.refusal(change(link()))).toMatchObject({ status: 400, code: "0x8004112a" });
  });
});

test("counts go with every page and stop at 5,000", () => {
  const large = new TestOrganization();
  const total = "@Microsoft.Dynamics.CRM.totalrecordcount";
  const exceeded = "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded";
  const body = large.get("accounts?$select=name&$count=true&$filter=statecode eq 0", {
    pageSize: 2,
    annotations: true,
  });
  const active = large.rows("account").filter((row) => row["statecode"] === 0).length;
  expect(body).toMatchObject({ "@odata.count": active, [total]: active, [exceeded]: false });
  expect(large.get("accounts?$select=name", { annotations: true })).toMatchObject({ [total]: -1, [exceeded]: false });
  expect(large.get("accounts?$select=name", { annotations: true })).not.toHaveProperty(["@odata.count"]);
  large.store.database.run(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
     INSERT INTO account (accountid, name, versionnumber) SELECT printf('10000000-0000-4000-8000-%012d', i), 'x', 1 FROM n`,
  );
  expect(large.get("accounts?$select=name&$count=true", { pageSize: 1, annotations: true })).toMatchObject({
    "@odata.count": 5000,
    [total]: 5000,
    [exceeded]: true,
  });
  expect(large.count("accounts")).toBe(5000);
  expect(large.count("accounts?$filter=statecode eq 0")).toBe(active);
  const [whole, rest] = large.pages("accounts?$select=name");
  expect([whole?.value.length, rest?.value.length]).toEqual([5000, large.rows("account").length - 5000]);
  large.close();
});

test("references page like rows", () => {
  const all = organization.references("accounts");
  expect(all["@odata.context"]).toBe(`${serviceRoot}$metadata#Collection($ref)`);
  expect(all.value).toHaveLength(organization.rows("account").length);
  expect(all.value[0]?.["@odata.id"]).toMatch(/accounts\([0-9a-f-]{36}\)$/);
  expect(organization.references("accounts", { pageSize: 3 })["@odata.nextLink"]).toMatch(
    /accounts\/\$ref\?\$skiptoken=/,
  );
});

test("a cookie is read as it was written", () => {
  const text = fc.string({ unit: "grapheme" });
  const column = fc.record({
    name: fc.constantFrom("name", "accountid", "createdby.fullname"),
    first: fc.option(text),
    last: fc.option(text),
  });
  const cookie = fc.record({ page: fc.integer({ min: 1, max: 1000 }), columns: fc.array(column, { minLength: 1 }) });
  fc.assert(
    fc.property(cookie, (each) => {
      expect(readSkipToken(skipTokenText(each))).toEqual(each);
      expect(readInnerCookie(innerCookie(each))).toEqual(each);
    }),
  );
});

const vectors = join(__dirname, "../../../../shared/vectors/wire-v9.2");
const available = existsSync(vectors) || process.env["CI"] !== undefined;
(available ? describe : describe.skip)("Microsoft's published pages", () => {
  const read = (name: string): string => readFileSync(join(vectors, name), "utf8");

  test("an OData link's cookie is written again byte for byte", () => {
    const [, token = ""] = /\$skiptoken=([^"]+)"/.exec(read("odata-paging-page1.response.http")) ?? [];
    const cookie = readSkipToken(decodeURIComponent(token));
    expect(cookie).toEqual({
      page: 1,
      columns: [
        {
          name: "contactid",
          first: "{49B0BE2E-D01C-ED11-B83E-000D3A572421}",
          last: "{D5026A4D-D01C-ED11-B83E-000D3A572421}",
        },
      ],
    });
    expect(encodeURI(skipTokenText(cookie))).toBe(token);
  });

  test("a FetchXML cookie is written as published, and is the one page 2 sends back", () => {
    const [, json = ""] =
      /"@Microsoft.Dynamics.CRM.fetchxmlpagingcookie": ("(?:[^"\\]|\\.)*")/.exec(
        read("fetchxml-paging-page1.response.http"),
      ) ?? [];
    const [, sent = ""] = /paging-cookie='([^']*)'/.exec(read("fetchxml-paging-page2.fetch.xml")) ?? [];
    const cookie = readInnerCookie(sent.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
    expect(fetchXmlCookieText(cookie)).toBe(JSON.parse(json));
  });
});
