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
  "@odata.nextLink"?: string;
  oDataNextLink?: string;
  "@odata.count"?: number;
  isComplete: boolean;
}

const accounts = { entityType: "accounts", fieldNames: ["name", "accountnumber"] };
function query(params: Record<string, unknown>) {
  return harness.run<Result>("queryEntities", { ...accounts, ...params });
}
function ids(result: Result) {
  return result.value.map((row) => row["accountid"]);
}

describe("a page", () => {
  it("holds what was asked for and the link to go on", async () => {
    const page = await query({ recordsPerPage: "5" });
    expect(page.value).toHaveLength(5);
    expect(Object.keys(page.value[0] ?? {})).toEqual(["@odata.etag", "name", "accountnumber", "accountid"]);
    expect(page).toMatchObject({ isComplete: false, oDataNextLink: page["@odata.nextLink"] });
  });

  it("is complete, without links, when nothing is left", async () => {
    const page = await query({ filterExpression: "accountnumber eq 'A-1001'" });
    expect(page).toEqual({ value: [expect.objectContaining({ accountnumber: "A-1001" })], isComplete: true });
  });

  it("combines filter, order, expand and count", async () => {
    const page = await query({
      filterExpression: "$filter=statecode eq 0 and contains(name,'a')",
      orderByFieldNames: ["name DESC", "accountid"],
      expandPropertyNames: ["primarycontactid($select=fullname,emailaddress1)"],
      recordsPerPage: "3",
      includeCount: "true",
    });
    const names = page.value.map((row) => String(row["name"]));
    expect(names).toEqual([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1)));
    expect(page["@odata.count"]).toBeGreaterThan(3);
    expect(page.value[0]).toHaveProperty("primarycontactid");
    expect(await harness.requests()).toEqual([
      "GET accounts?$select=name,accountnumber&$filter=statecode eq 0 and contains(name,'a')&$orderby=name desc,accountid" +
        "&$expand=primarycontactid($select=fullname,emailaddress1)&$count=true -> 200",
    ]);
  });

  it("sends text with reserved characters whole", async () => {
    const name = "R&D + 50% #1 /x?y=z; O'Brien, Zoë";
    await harness.run("createEntity", { entityType: "accounts", dynamicValues: { name } });
    expect(await query({ filterExpression: `name eq '${name.replaceAll("'", "''")}'` })).toMatchObject({
      value: [{ name }],
    });
  });
});

describe("the pages", () => {
  it("joined by Next Page Id are the whole, each in one request", async () => {
    const whole = await query({ fetchAll: "true" });
    const joined: unknown[] = [];
    let nextPageId: string | undefined = "";
    let pages = 0;
    await harness.requests();
    do {
      const page: Result = await query({ recordsPerPage: "7", nextPageId });
      joined.push(...ids(page));
      nextPageId = page.oDataNextLink;
      pages++;
    } while (nextPageId !== undefined);
    expect(joined).toEqual(ids(whole));
    expect(await harness.requests()).toHaveLength(pages);
  });

  it("fetches all pages of any size with Fetch All", async () => {
    const small = await query({ fetchAll: "true", recordsPerPage: "4" });
    const requests = await harness.requests();
    const large = await query({ fetchAll: true });
    expect(small.isComplete).toBe(true);
    expect(ids(small)).toEqual(ids(large));
    expect(requests.length).toBe(Math.ceil(ids(large).length / 4));
    expect(await harness.requests()).toHaveLength(1);
  });

  it("cut off by Max Records go on without a gap", async () => {
    const whole = await query({ fetchAll: "true" });
    const first = await query({ fetchAll: "true", recordsPerPage: "4", maxRecords: "10" });
    expect(first.value).toHaveLength(10);
    expect(first.isComplete).toBe(false);
    const rest = await query({ fetchAll: "true", nextPageId: first.oDataNextLink });
    expect([...ids(first), ...ids(rest)]).toEqual(ids(whole));
    expect(await query({ maxRecords: "2" })).toMatchObject({ value: [{}, {}], isComplete: false });
  });
});

it.each<[Record<string, unknown>, string]>([
  [{ entityType: "" }, "Entity Type: a value is needed"],
  [{ recordsPerPage: "0" }, "Records Per Page:"],
  [{ recordsPerPage: "many" }, "Records Per Page:"],
  [{ maxRecords: "-1" }, "Max Records:"],
  [{ fetchAll: "maybe" }, "Fetch All:"],
  [{ orderByFieldNames: ["name;drop"] }, "Order By Field Name:"],
  [{ nextPageId: "https://evil.example/api/data/v9.2/accounts?$skiptoken=1" }, "Next Page Id:"],
  [{ nextPageId: "2" }, "Next Page Id:"],
])("refuses %p before any request", async (params, problem) => {
  await expect(query(params)).rejects.toThrow(problem);
  expect(await harness.requests()).toEqual([]);
});

it.each<[Record<string, unknown>, string]>([
  [{ fieldNames: ["nosuch"] }, "Could not find a property named 'nosuch' on type 'Microsoft.Dynamics.CRM.account'."],
  [{ filterExpression: "name eq" }, "0x80060888"],
])("shows Dataverse's own refusal of %p", async (params, problem) => {
  await expect(query(params)).rejects.toThrow(problem);
});
