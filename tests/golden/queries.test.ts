import { lines, startWire, type Wire } from "./wire";

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());

const standard = [
  "Authorization: Bearer golden-token",
  "Accept: application/json",
  "OData-MaxVersion: 4.0",
  "OData-Version: 4.0",
];

/** Shaped as the link in [QueryPage]: encoded once, with a cookie that is encoded once more inside. */
const nextLink =
  "/api/data/v9.2/contacts?$select=fullname&$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22" +
  "%253ccookie%2520page%253d%25221%2522%253e%253ccontactid%2520last%253d%2522%257b11111111-2222-4333-8444-555555555502%257d%2522" +
  "%2520first%253d%2522%257b11111111-2222-4333-8444-555555555501%257d%2522%2520%252f%253e%253c%252fcookie%253e%22%20istracking=%22False%22%20/%3E";

function page(last: number, link?: string): { status: number; headers: Record<string, string>; body: string } {
  const context = "{origin}/api/data/v9.2/$metadata#contacts(fullname)";
  const value = [last - 1, last].map((number) => ({
    "@odata.etag": `W/"500${number}"`,
    fullname: `Person ${number} (sample)`,
    contactid: `11111111-2222-4333-8444-55555555550${number}`,
  }));
  const next = link === undefined ? {} : { "@odata.nextLink": `{origin}${link}` };
  return {
    status: 200,
    headers: { "Preference-Applied": "odata.maxpagesize=2" },
    body: JSON.stringify({ "@odata.context": context, value, ...next }),
  };
}

const firstPage = lines(
  "GET /api/data/v9.2/contacts?$select=fullname HTTP/1.1",
  ...standard,
  "Prefer: odata.maxpagesize=2",
  "",
  "",
);
const secondPage = lines(`GET ${nextLink} HTTP/1.1`, ...standard, "Prefer: odata.maxpagesize=2", "", "");
const query = { entityType: "contacts", fieldNames: ["fullname"], recordsPerPage: 2 };
function names(result: unknown) {
  return (result as { value: { fullname: string }[] }).value.map(({ fullname }) => fullname);
}

it("asks for a page and hands its link on as it came", async () => {
  wire.answer(page(2, nextLink));
  const result = await wire.run("queryEntities", query);
  expect(wire.sent()).toEqual([firstPage]);
  const link = `${wire.origin}${nextLink}`;
  expect(result).toMatchObject({ "@odata.nextLink": link, oDataNextLink: link, isComplete: false });
  expect(names(result)).toEqual(["Person 1 (sample)", "Person 2 (sample)"]);
});

it("goes on from a link without changing a byte of it, with the page size again", async () => {
  wire.answer(page(4));
  const result = await wire.run("queryEntities", { ...query, nextPageId: `${wire.origin}${nextLink}` });
  expect(wire.sent()).toEqual([secondPage]);
  expect(result).toMatchObject({ isComplete: true });
  expect(result).not.toHaveProperty("oDataNextLink");
  expect(names(result)).toEqual(["Person 3 (sample)", "Person 4 (sample)"]);
});

it("reads all pages to the last one", async () => {
  wire.answer(page(2, nextLink), page(4));
  const result = await wire.run("queryEntities", { ...query, fetchAll: true, maxRecords: 4 });
  const [first = "", second = "", ...more] = wire.sent();
  expect([first.split("\r\n")[0], second.split("\r\n")[0], more]).toEqual([
    firstPage.split("\r\n")[0],
    secondPage.split("\r\n")[0],
    [],
  ]);
  expect(names(result)).toHaveLength(4);
});

it("escapes what has a meaning in a URL and leaves OData's own signs readable", async () => {
  wire.answer(page(2));
  await wire.run("queryEntities", {
    ...query,
    filterExpression: "contains(fullname,'50% & more') and jobtitle eq 'O''Brien+#1?'",
    orderByFieldNames: ["fullname desc", "contactid"],
    includeCount: true,
  });
  expect(wire.sent()[0]?.split("\r\n")[0]).toBe(
    "GET /api/data/v9.2/contacts?$select=fullname" +
      "&$filter=contains(fullname,%2750%25%20%26%20more%27)%20and%20jobtitle%20eq%20%27O%27%27Brien%2B%231%3F%27" +
      "&$orderby=fullname%20desc,contactid&$count=true HTTP/1.1",
  );
});
