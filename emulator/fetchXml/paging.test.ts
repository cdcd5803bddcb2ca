/** Pages, by cookie and by number [FetchXmlPage]. */
import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseXml } from "./tree/parseXml";
import { condition, FetchOrganization, type FetchBody } from "../testing/fetch";

let organization: FetchOrganization;
beforeAll(() => {
  organization = new FetchOrganization();
});
afterAll(() => organization.close());

const annotations = ["Microsoft.Dynamics.CRM.fetchxmlpagingcookie", "Microsoft.Dynamics.CRM.morerecords"];
const cookieKey = "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
const moreKey = "@Microsoft.Dynamics.CRM.morerecords";

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** Microsoft's procedure: the attribute of the annotation, percent-decoded twice. */
function innerCookieOf(annotation: string): string {
  const attribute = parseXml(annotation).attributes.get("pagingcookie") ?? "";
  return decodeURIComponent(decodeURIComponent(attribute));
}

/** To the last page, with cookies or by number alone. */
function pages(content: string, count: number, attributes: string, byCookie: boolean): FetchBody[] {
  const found: FetchBody[] = [];
  let cookie = "";
  for (let page = 1; ; page++) {
    const xml = `<fetch count="${count}" page="${page}" ${attributes} ${cookie}>${content}</fetch>`;
    const body = organization.fetch(xml, { annotations });
    found.push(body);
    if (body[moreKey] !== true) return found;
    const annotation = body[cookieKey];
    if (byCookie && annotation === undefined) throw new Error("No cookie.");
    if (byCookie && annotation !== undefined) cookie = `paging-cookie="${escaped(innerCookieOf(annotation))}"`;
  }
}

const orderable = ["name", "revenue", "createdon", "statuscode", "industrycode", "ownerid", "primarycontactid", "accountnumber", "creditonhold", "accountid"]; // prettier-ignore
const ordering = fc.uniqueArray(fc.record({ name: fc.constantFrom(...orderable), desc: fc.boolean() }), {
  selector: (each) => each.name,
  maxLength: 3,
});
const joined =
  '<link-entity name="contact" from="parentcustomerid" to="accountid" link-type="outer" alias="c"><attribute name="fullname"/></link-entity>';
const single =
  '<link-entity name="contact" from="contactid" to="primarycontactid"><attribute name="fullname"/></link-entity>';

test("the joined pages equal the complete result, by cookie and by number, for any size and order", () => {
  fc.assert(
    fc.property(
      ordering,
      fc.integer({ min: 1, max: 17 }),
      fc.constantFrom("", joined, single),
      fc.boolean(),
      (items, count, links, rawOrder) => {
        const orders = items.map((each) => `<order attribute="${each.name}" descending="${each.desc}"/>`).join("");
        const content = `<entity name="account"><attribute name="name"/>${orders}${links}</entity>`;
        const attributes = `useraworderby="${rawOrder}"`;
        const whole = organization.fetch(`<fetch ${attributes}>${content}</fetch>`, { annotations });
        expect(whole).not.toHaveProperty([moreKey]);
        for (const byCookie of [true, false]) {
          const found = pages(content, count, attributes, byCookie);
          expect(found.flatMap((page) => page.value)).toEqual(whole.value);
          expect(found.slice(0, -1).every((page) => page.value.length === count)).toBe(true);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test("the last page has neither a cookie nor morerecords, also when it is full", () => {
  const rows = organization.rows("new_project").length;
  const last = organization.fetch(`<fetch count="${rows / 2}" page="2"><entity name="new_project"/></fetch>`, {
    annotations,
  });
  expect(last.value).toHaveLength(rows / 2);
  expect(Object.keys(last)).toEqual(["@odata.context", "value"]);
});

test("without the annotations asked for, a page says nothing of the next one", () => {
  const page = organization.fetch('<fetch count="3"><entity name="account"/></fetch>');
  expect(Object.keys(page)).toEqual(["@odata.context", "value"]);
});

test("an old cookie leads to later pages and back again", () => {
  const content = '<entity name="account"><attribute name="name"/><order attribute="name"/></entity>';
  const all = pages(content, 5, "", false);
  const cookie = escaped(innerCookieOf(all[1]?.[cookieKey] ?? ""));
  for (const number of [1, 2, 3, 5]) {
    const body = organization.fetch(`<fetch count="5" page="${number}" paging-cookie="${cookie}">${content}</fetch>`);
    expect(body.value).toEqual(all[number - 1]?.value);
  }
});

test.each<[string, string]>([
  [
    "ordered by a column of a linked table",
    `<fetch count="4"><entity name="account"><attribute name="name"/><link-entity name="contact" from="contactid" to="primarycontactid" alias="c"><order attribute="fullname"/></link-entity></entity></fetch>`,
  ],
  [
    "ordered by entityname",
    `<fetch count="4"><entity name="account"><attribute name="name"/><order entityname="c" attribute="fullname"/><link-entity name="contact" from="contactid" to="primarycontactid" alias="c"/></entity></fetch>`,
  ],
  [
    "of distinct rows without their key",
    `<fetch count="4" distinct="true"><entity name="account"><attribute name="industrycode"/></entity></fetch>`,
  ],
  [
    "of groups",
    `<fetch count="4" aggregate="true"><entity name="account"><attribute name="industrycode" groupby="true" alias="g"/><attribute name="accountid" aggregate="count" alias="n"/></entity></fetch>`,
  ],
])("a query %s has more records but no cookie, and pages by number", (_, fetchXml) => {
  const first = organization.fetch(fetchXml, { annotations });
  expect(first).not.toHaveProperty([cookieKey]);
  expect(first[moreKey]).toBe(true);
  const content = fetchXml.replace(/^<fetch [^>]*>|<\/fetch>$/g, "");
  const attributes = /<fetch count="4"([^>]*)>/.exec(fetchXml)?.[1] ?? "";
  const whole = organization.fetch(`<fetch${attributes}>${content}</fetch>`);
  expect(pages(content, 4, attributes, false).flatMap((page) => page.value)).toEqual(whole.value);
  const cookie = escaped(
    '<cookie page="1"><accountid last="{00000000-0000-4000-8000-000000000001}" first="{00000000-0000-4000-8000-000000000001}" /></cookie>',
  );
  expect(
    organization.fetchRefusal(`<fetch count="4" page="2" paging-cookie="${cookie}"${attributes}>${content}</fetch>`),
  ).toMatchObject({ status: 400, code: "0x8004112a" });
});

test("distinct rows with their key page by cookie", () => {
  const content = `<entity name="account"><attribute name="accountid"/><attribute name="name"/><order attribute="name"/>
    <link-entity name="contact" from="parentcustomerid" to="accountid"/></entity>`;
  const whole = organization.fetch(`<fetch distinct="true">${content}</fetch>`);
  expect(new Set(whole.value.map((row) => row["accountid"])).size).toBe(whole.value.length);
  expect(pages(content, 7, 'distinct="true"', true).flatMap((page) => page.value)).toEqual(whole.value);
});

test.each([
  ["no XML", "nonsense"],
  ["another order", '<cookie page="1"><name last="A" first="A" /></cookie>'],
  ["a value of another type", '<cookie page="1"><accountid last="A" first="A" /></cookie>'],
  [
    "page 0",
    '<cookie page="0"><accountid last="{00000000-0000-4000-8000-000000000001}" first="{00000000-0000-4000-8000-000000000001}" /></cookie>',
  ],
])("a cookie of %s is refused", (_, cookie) => {
  const xml = `<fetch page="2" paging-cookie="${escaped(cookie)}"><entity name="account"/></fetch>`;
  expect(organization.fetchRefusal(xml)).toMatchObject({ status: 400, code: "0x8004112a" });
});

test("simple paging ends at row 50,000, cookies go on", () => {
  const page = (attributes: string): string =>
    `<fetch ${attributes}><entity name="account"><attribute name="name"/></entity></fetch>`;
  expect(organization.fetch(page('count="5000" page="10"')).value).toEqual([]);
  expect(organization.fetchRefusal(page('count="5000" page="11"'))).toMatchObject({ status: 400, code: "0x8004430a" });
  const id = "{00000000-0000-4000-8000-000000000001}";
  const cookie = escaped(`<cookie page="10"><accountid last="${id}" first="${id}" /></cookie>`);
  expect(organization.fetch(page(`count="5000" page="11" paging-cookie="${cookie}"`)).value).toHaveLength(40);
});

test("a page has at most 5,000 rows", () => {
  const big = new FetchOrganization();
  big.store.database.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5100)
     INSERT INTO lead (leadid, subject, versionnumber) SELECT printf('00000000-0000-4000-8000-%012d', i), 'bulk ' || i, 1 FROM n`,
  );
  const leads = big.rows("lead").length;
  const content = `<entity name="lead"><attribute name="subject"/></entity>`;
  for (const count of ["", 'count="6000"', 'count="0"']) {
    const body = big.fetch(`<fetch ${count}>${content}</fetch>`, { annotations, withCount: true });
    expect([body.value.length, body[moreKey], body["@odata.count"]]).toEqual([5000, true, 5000]);
  }
  const cookie = big.fetch(`<fetch>${content}</fetch>`, { annotations })[cookieKey] ?? "";
  const next = `<fetch page="2" paging-cookie="${escaped(innerCookieOf(cookie))}">${content}</fetch>`;
  expect(big.fetch(next, { annotations }).value).toHaveLength(leads - 5000);
  big.close();
});

test("top takes the first rows and says nothing of more", () => {
  const body = organization.fetch('<fetch top="3"><entity name="account"><order attribute="name"/></entity></fetch>', {
    annotations,
  });
  expect(body.value).toHaveLength(3);
  expect(Object.keys(body)).toEqual(["@odata.context", "value"]);
});

test("the count goes over all pages, distinct rows and groups", () => {
  const active = organization.rows("account").filter((row) => row["statecode"] === 0);
  const filter = `<filter>${condition("statecode", "eq", 0)}</filter>`;
  const codes = new Set(active.map((row) => row["industrycode"]));
  const count = (attributes: string, content: string): number | undefined =>
    organization.fetch(
      `<fetch returntotalrecordcount="true" count="2" ${attributes}><entity name="account">${content}${filter}</entity></fetch>`,
    )["@odata.count"];
  expect(count("", "")).toBe(active.length);
  expect(count('distinct="true"', '<attribute name="industrycode"/>')).toBe(codes.size);
  expect(count('aggregate="true"', '<attribute name="industrycode" groupby="true" alias="g"/>')).toBe(codes.size);
  const all = organization.fetch('<fetch count="2"><entity name="account"/></fetch>', {
    annotations: true,
    withCount: true,
  });
  expect(all).toMatchObject({ "@odata.count": 40, "@Microsoft.Dynamics.CRM.totalrecordcount": 40 });
  expect(organization.fetch('<fetch><entity name="account"/></fetch>', { annotations: true })).toMatchObject({
    "@Microsoft.Dynamics.CRM.totalrecordcount": -1,
    "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded": false,
  });
});

const vectors = join(__dirname, "../../../shared/vectors/wire-v9.2");
const available = existsSync(vectors) || process.env["CI"] !== undefined;
(available ? describe : describe.skip)("Microsoft's published pages", () => {
  const read = (name: string): string => readFileSync(join(vectors, name), "utf8");
  const bodyIn = (name: string): FetchBody => JSON.parse(read(name).slice(read(name).indexOf("{"))) as FetchBody;

  beforeAll(() => {
    const { database } = organization.store;
    const dollar = organization.rows("transactioncurrency").find((row) => row["isocurrencycode"] === "USD");
    for (const row of [
      ...bodyIn("fetchxml-paging-page1.response.http").value,
      ...bodyIn("fetchxml-paging-last.response.http").value,
    ]) {
      database.run(
        "INSERT INTO contact (contactid, fullname, jobtitle, annualincome, transactioncurrencyid, versionnumber, accountrolecode) VALUES (?, ?, ?, ?, ?, ?, 3)",
        [
          String(row["contactid"]),
          String(row["fullname"]),
          String(row["jobtitle"]),
          typeof row["annualincome"] === "number" ? row["annualincome"] : null,
          dollar?.["transactioncurrencyid"] ?? null,
          Number(/\d+/.exec(String(row["@odata.etag"]))?.[0]),
        ],
      );
    }
  });

  const entity = `<entity name='contact'><attribute name='fullname'/><attribute name='jobtitle'/><attribute name='annualincome'/>
    <order descending='true' attribute='fullname'/><filter>${condition("accountrolecode", "eq", 3)}</filter></entity>`;

  it("come out to the letter but for the organization's own ids", () => {
    const theirs = bodyIn("fetchxml-paging-page1.response.http");
    const ours = organization.fetch(`<fetch count='3' page='1'>${entity}</fetch>`, { annotations });
    const currency = ours.value[0]?.["_transactioncurrencyid_value"];
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    expect(ours[cookieKey]).toBe(theirs[cookieKey]);
    expect(ours.value).toEqual(theirs.value.map((row) => ({ ...row, _transactioncurrencyid_value: currency })));
    expect(ours.value.map((row) => Object.keys(row))).toEqual(theirs.value.map((row) => Object.keys(row)));
    expect(ours["@odata.context"].split("#")[1]).toBe(theirs["@odata.context"].split("#")[1]);
  });

  it("lead to the second page by the published attribute", () => {
    const published = parseXml(read("fetchxml-paging-page2.fetch.xml")).attributes.get("paging-cookie") ?? "";
    expect(innerCookieOf(bodyIn("fetchxml-paging-page1.response.http")[cookieKey] ?? "")).toBe(published);
    const ours = organization.fetch(
      `<fetch count='3' page='2' paging-cookie="${escaped(published)}">${entity}</fetch>`,
      { annotations },
    );
    expect(ours.value.map((row) => row["fullname"])).toEqual(["Jim Glynn (sample)"]);
    expect(Object.keys(ours)).toEqual(Object.keys(bodyIn("fetchxml-paging-last.response.http")));
  });
});
