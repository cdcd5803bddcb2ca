import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.requests();
});

interface Result {
  value: Record<string, unknown>[];
  "@odata.count"?: number;
  PagingInfo?: { cookie: string; page: number; nextPage: number };
  "@Microsoft.Dynamics.CRM.morerecords"?: boolean;
  isComplete: boolean;
}

function fetch(xmlQuery: string, params: Record<string, unknown> = {}) {
  return harness.run<Result>("fetchXml", { entityType: "accounts", xmlQuery, ...params });
}

function accounts(attributes = "", inside = "") {
  return `<fetch ${attributes}><entity name="account"><attribute name="name"/><attribute name="accountid"/>${inside}</entity></fetch>`;
}
function ids(result: Result) {
  return result.value.map((row) => row["accountid"]);
}

describe("a page", () => {
  it("holds the rows, and what the next call needs", async () => {
    const page = await fetch(accounts('count="5"'));
    expect(page.value).toHaveLength(5);
    expect(page).toMatchObject({
      isComplete: false,
      PagingInfo: { page: 1, nextPage: 2, cookie: expect.stringMatching(/^<cookie page="1">/) as string },
      "@Microsoft.Dynamics.CRM.morerecords": true,
    });
    expect(await harness.requests()).toHaveLength(1);
  });

  it("is complete without paging information when nothing is left", async () => {
    const page = await fetch(accounts('top="2"'));
    expect(page).toMatchObject({ value: [expect.anything(), expect.anything()], isComplete: true });
    expect(page.PagingInfo).toBeUndefined();
  });

  it("shows annotations that were asked for, and pages all the same", async () => {
    const page = await fetch(accounts('count="1"', '<attribute name="statecode"/>'), {
      includeAnnotations: "OData.Community.Display.V1.FormattedValue",
    });
    expect(page.value[0]).toMatchObject({ "statecode@OData.Community.Display.V1.FormattedValue": "Active" });
    expect(page.PagingInfo).toBeDefined();
  });

  it.each(['odata.include-annotations="*"', '"*"', "*"])(
    "takes annotations as %s and still knows of the next page",
    async (includeAnnotations) => {
      expect(await fetch(accounts('count="1"'), { includeAnnotations })).toMatchObject({
        isComplete: false,
        PagingInfo: { nextPage: 2 },
      });
    },
  );

  it("counts when the query asks for it", async () => {
    const page = await fetch(accounts('count="1" returntotalrecordcount="true"'));
    expect(page["@odata.count"]).toBeGreaterThan(5);
  });
});

describe("the pages", () => {
  it("joined by cookie equal the whole, one request each", async () => {
    const whole = await fetch(accounts());
    const joined: unknown[] = [];
    let paging: Result["PagingInfo"] | undefined;
    let pages = 0;
    await harness.requests();
    do {
      const page: Result = await fetch(accounts('count="7"'), {
        pageNumber: paging?.nextPage,
        nextPageId: paging?.cookie,
      });
      joined.push(...ids(page));
      paging = page.PagingInfo;
      pages++;
    } while (paging);
    expect(joined).toEqual(ids(whole));
    expect(await harness.requests()).toHaveLength(pages);
  });

  type Inputs = Record<string, unknown>;
  /** How flows of the published connector go on after a page; undefined ends the loop. */
  const loops: [string, (page: Result, pagesRead: number) => Inputs | undefined][] = [
    ["page + 1", ({ PagingInfo: info }) => info && { pageNumber: info.page + 1, nextPageId: info.cookie }],
    ["nextPage", ({ PagingInfo: info }) => info && { pageNumber: info.nextPage, nextPageId: info.cookie }],
    ["nextPage without the cookie", ({ PagingInfo: info }) => info && { pageNumber: String(info.nextPage) }],
    ["the cookie", ({ PagingInfo: info }) => info && { nextPageId: info.cookie }],
    [
      "the cookie as the service writes it",
      ({ PagingInfo: info }) => info && { nextPageId: encodeURIComponent(encodeURIComponent(info.cookie)) },
    ],
    [
      "morerecords",
      (page, read) => (page["@Microsoft.Dynamics.CRM.morerecords"] ? { pageNumber: read + 1 } : undefined),
    ],
    [
      "the structured input",
      ({ PagingInfo: info }) =>
        info && { pagination: { pageNumber: String(info.nextPage), nextPageId: info.cookie }, pageNumber: "9" },
    ],
    [
      "the structured input as JSON text",
      ({ PagingInfo: info }) =>
        info && { pagination: JSON.stringify({ pageNumber: info.nextPage, nextPageId: info.cookie }) },
    ],
  ];

  it.each(loops)("are all read once by a loop on %s", async (_by, next) => {
    const joined: unknown[] = [];
    let inputs: Inputs | undefined = {};
    for (let pagesRead = 1; inputs && pagesRead < 30; pagesRead++) {
      const page: Result = await fetch(accounts('count="3"'), inputs);
      joined.push(...ids(page));
      inputs = next(page, pagesRead);
    }
    expect(joined).toEqual(ids(await fetch(accounts())));
  });

  it("accepts page 1 for a query with top, which has no other page", async () => {
    expect((await fetch(accounts('top="2"'), { pageNumber: "1" })).value).toHaveLength(2);
  });

  it("reads the next page from the cookie alone", async () => {
    const first = await fetch(accounts('count="4"'));
    const second = await fetch(accounts('count="4"'), { nextPageId: first.PagingInfo?.cookie });
    expect([...ids(first), ...ids(second)]).toEqual(ids(await fetch(accounts('count="8"'))));
  });

  it("win over the query's own page and cookie", async () => {
    const query = accounts(`count="3" page="9" paging-cookie="&lt;cookie page=&quot;8&quot;/&gt;"`);
    const page = await fetch(query, { pageNumber: "2" });
    expect(ids(page)).toEqual(ids(await fetch(accounts('count="6"'))).slice(3));
  });

  it.each([
    ["as it is", ""],
    ["with a line before it", "\n  "],
    ["with a declaration and a comment", '<?xml version="1.0"?>\n<!-- <fetch page="5"> -->\n'],
  ])("are all fetched %s", async (_case, before) => {
    const all = await fetch(before + accounts('count="6"'), { fetchAll: "true" });
    expect(all.isComplete).toBe(true);
    expect(ids(all)).toEqual(ids(await fetch(accounts())));
  });

  it.each([
    [
      "a join ordered by the linked table",
      accounts(
        'count="6"',
        '<link-entity name="contact" from="contactid" to="primarycontactid" alias="c" link-type="outer"><order attribute="fullname"/></link-entity>',
      ),
    ],
    [
      "distinct rows",
      '<fetch count="3" distinct="true"><entity name="account"><attribute name="address1_city"/><order attribute="address1_city"/></entity></fetch>',
    ],
    [
      "an aggregate",
      '<fetch count="2" aggregate="true"><entity name="account"><attribute name="industrycode" alias="industry" groupby="true"/><attribute name="accountid" alias="n" aggregate="count"/></entity></fetch>',
    ],
  ])("are all fetched of %s, with or without cookies", async (_case, query) => {
    const all = await fetch(query, { fetchAll: "true" });
    const whole = await fetch(query.replace(/count="\d"/, ""));
    expect(all.value).toEqual(whole.value);
    expect(all.value.length).toBeGreaterThan(6);
  });
});

describe("the entity set", () => {
  it.each([
    ["left out", ""],
    ["the logical name", "account"],
  ])("comes from the query when Entity Type is %s", async (_case, entityType) => {
    expect((await fetch(accounts('top="1"'), { entityType })).value).toHaveLength(1);
    expect((await harness.requests()).at(-1)).toMatch(/^GET accounts\?fetchXml=/);
  });

  it("must be the query's", async () => {
    await expect(fetch(accounts(), { entityType: "contacts" })).rejects.toMatchObject({
      status: 400,
      code: "0x80041128",
    });
  });
});

it("goes through $batch when no URL is long enough for it", async () => {
  const values = Array.from({ length: 700 }, (_, index) => `<value>A-${1000 + index} and some more text</value>`).join(
    "",
  );
  const long = accounts(
    "",
    `<filter type="or"><condition attribute="accountnumber" operator="in">${values}</condition><condition attribute="accountnumber" operator="eq" value="A-1001"/></filter>`,
  );
  expect(long.length).toBeGreaterThan(20_000);
  expect((await fetch(long)).value).toHaveLength(1);
  expect(await harness.requests()).toEqual(["POST $batch -> 200"]);
});

it("acts as another user", async () => {
  const users = await harness.run<{ value: { systemuserid: string; fullname: string }[] }>("queryEntities", {
    entityType: "systemusers",
    filterExpression: "applicationid eq null and isdisabled eq false",
  });
  const user = users.value[0]?.systemuserid;
  const mine =
    '<fetch><entity name="systemuser"><attribute name="systemuserid"/><filter><condition attribute="systemuserid" operator="eq-userid"/></filter></entity></fetch>';
  const result = await fetch(mine, { entityType: "systemusers", impersonateUserId: user });
  expect(result.value).toEqual([expect.objectContaining({ systemuserid: user })]);
});

it.each<[string, string, Record<string, unknown>, string]>([
  ["malformed XML", "<fetch><entity name='account'></fetch>", {}, /line 1, column 31/.source],
  ["XML that is no fetch", "\n<query/>", {}, "line 2, column 1"],
  ["no query", "", {}, "XML Query: a value is needed"],
  ["a cookie that is none", accounts(), { nextPageId: "2" }, "Next Page Id: the paging cookie"],
  ["annotations that are none", accounts(), { includeAnnotations: "-*" }, "Include Annotations:"],
  ["a page number that is none", accounts(), { pageNumber: "0" }, "Page Number:"],
  ["top with a page", accounts('top="3"'), { pageNumber: "2" }, 'the attribute "top" excludes paging'],
  ["a user that is none", accounts(), { impersonateUserId: "me" }, "Impersonate User Id:"],
])("refuses %s before any request", async (_case, query, params, problem) => {
  await expect(fetch(query, params)).rejects.toThrow(problem);
  expect(await harness.requests()).toEqual([]);
});

it("shows Dataverse's refusal of an unknown column", async () => {
  await expect(
    fetch('<fetch><entity name="account"><attribute name="nosuch"/></entity></fetch>'),
  ).rejects.toMatchObject({ status: 400, code: "0x80041103" });
});

it("reads on where a join brings the same row on page after page", async () => {
  const { accountid } = await harness.run("createEntity", { entityType: "accounts", dynamicValues: { name: "Crowd" } });
  for (let number = 1; number <= 5; number++) {
    const parent = { "parentcustomerid_account@odata.bind": `/accounts(${String(accountid)})` };
    await harness.run("createEntity", { entityType: "contacts", dynamicValues: { lastname: `${number}`, ...parent } });
  }
  const join = `<filter><condition attribute="accountid" operator="eq" value="${String(accountid)}"/></filter><link-entity name="contact" from="parentcustomerid" to="accountid"/>`;
  const { value, isComplete } = await fetch(accounts('count="1"', join), { fetchAll: "true" });
  expect([value.length, isComplete]).toEqual([5, true]);
});
