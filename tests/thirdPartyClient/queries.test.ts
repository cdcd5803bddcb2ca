import { type ThirdPartyClient, refusal, type Row, startThirdPartyClient } from "./startClient";

let session: ThirdPartyClient;
let accountId = "";
const jobs = ["Senior Purchaser", "Activities Manager", "Accounts Manager", "Ski Instructor", "Senior Technician"];
const incomes = [52_000, 55_500, 31_000, 68_500, 78_000];

// The rows of Microsoft's [QuerySample], in its shape.
beforeAll(async () => {
  session = await startThirdPartyClient();
  accountId = await session.create("accounts", {
    name: "Contoso, Ltd. (sample)",
    primarycontactid: { firstname: "Yvonne", lastname: "McKay (sample)", jobtitle: "Coffee Master" },
    contact_customer_accounts: jobs.map((jobtitle, index) => ({
      firstname: `Person ${index}`,
      lastname: "(sample)",
      jobtitle,
      annualincome: incomes[index],
    })),
    Account_Tasks: [{ subject: "Task 1" }, { subject: "Task 2" }, { subject: "Task 3" }],
  });
});
afterAll(() => session.close());

function ofContoso() {
  return `_parentcustomerid_value eq ${accountId}`;
}
async function all(filter: string, orderBy = ["annualincome"]): Promise<unknown[]> {
  const answer = await session.client.retrieveMultiple<Row>({
    collection: "contacts",
    select: ["jobtitle", "annualincome"],
    filter: `${filter} and ${ofContoso()}`,
    orderBy,
  });
  return answer.value.map((row) => row["jobtitle"]);
}

describe("a filter", () => {
  it.each<[string, string[]]>([
    ["contains(fullname,'(sample)')", ["Accounts Manager", ...jobs.slice(0, 2), "Ski Instructor", "Senior Technician"]],
    ["annualincome gt 55000", ["Activities Manager", "Ski Instructor", "Senior Technician"]],
    ["(contains(jobtitle,'senior') or contains(jobtitle,'manager')) and annualincome gt 55000", [jobs[1]!, jobs[4]!]],
    ["startswith(jobtitle,'Senior')", ["Senior Purchaser", "Senior Technician"]],
    ["not endswith(jobtitle,'Manager')", ["Senior Purchaser", "Ski Instructor", "Senior Technician"]],
    ["jobtitle eq 'ski instructor'", ["Ski Instructor"]],
    [
      "Microsoft.Dynamics.CRM.LastXHours(PropertyName='createdon',PropertyValue=1) and annualincome lt 40000",
      [jobs[2]!],
    ],
    [
      'Microsoft.Dynamics.CRM.In(PropertyName=\'jobtitle\',PropertyValues=["Ski Instructor","Accounts Manager"])',
      ["Accounts Manager", "Ski Instructor"],
    ],
    ["parentcustomerid_account/name eq 'Contoso, Ltd. (sample)' and annualincome le 52000", [jobs[2]!, jobs[0]!]],
  ])("%s finds its rows", async (filter, expected) => {
    expect(await all(filter)).toEqual(expected);
  });

  it("reaches into related rows with any", async () => {
    const answer = await session.client.retrieveMultiple<Row>({
      collection: "accounts",
      select: ["name"],
      filter: `Account_Tasks/any(t:t/subject eq 'Task 2') and contact_customer_accounts/any(c:c/annualincome gt 70000)`,
    });
    expect(answer.value).toEqual([expect.objectContaining({ accountid: accountId })]);
  });

  it("takes parameter aliases", async () => {
    const answer = await session.client.retrieveMultiple<Row>({
      collection: "contacts",
      select: ["jobtitle"],
      filter: "contains(@p1,'(sample)') and @p2 eq @p3",
      orderBy: ["@p4 desc"],
      queryParams: ["@p1=fullname", "@p2=_parentcustomerid_value", `@p3=${accountId}`, "@p4=annualincome"],
    });
    expect(answer.value[0]).toMatchObject({ jobtitle: "Senior Technician" });
  });

  it("with a text that is not valid is refused", async () => {
    const { client } = session;
    const query = (filter: string) => client.retrieveMultiple({ collection: "contacts", select: ["fullname"], filter });
    expect(await refusal(query("nosuchcolumn eq 1"))).toEqual({ status: 400, code: "0x80060888" });
    expect(await refusal(query("contains(annualincome,'1')"))).toEqual({ status: 400, code: "0x80060888" });
  });
});

describe("order, top and count", () => {
  it("sorts by several columns", async () => {
    const sorted = await all("contains(fullname,'(sample)')", ["jobtitle asc", "annualincome desc"]);
    expect(sorted).toEqual([...jobs].sort());
  });

  it("returns no more than top", async () => {
    const query = { collection: "contacts", select: ["fullname"], filter: ofContoso(), top: 2 };
    const answer = await session.client.retrieveMultiple<Row>(query);
    expect(answer.value).toHaveLength(2);
    expect(answer.oDataNextLink).toBeUndefined();
  });

  it("counts", async () => {
    const { client } = session;
    expect(await client.count({ collection: "contacts", filter: ofContoso() })).toBe(5);
    expect(await client.countAll({ collection: "contacts", filter: ofContoso(), select: ["contactid"] })).toBe(5);
    const before = await client.count({ collection: "contacts" });
    await session.create("contacts", { lastname: "One more" });
    expect(await client.count({ collection: "contacts" })).toBe(before + 1);
    const answer = await client.retrieveMultiple({ collection: "contacts", filter: ofContoso(), count: true });
    expect(answer.oDataCount).toBe(5);
  });

  it("aggregates", async () => {
    const answer = await session.client.retrieveMultiple<Row>({
      collection: "contacts",
      apply: `filter(${ofContoso()})/aggregate(annualincome with average as average,annualincome with sum as total,annualincome with min as least,annualincome with max as most)`,
    });
    expect(answer.value).toEqual([
      expect.objectContaining({ average: 57_000, total: 285_000, least: 31_000, most: 78_000 }),
    ]);
  });
});

describe("paging", () => {
  const query = () => ({
    collection: "contacts",
    select: ["jobtitle"],
    filter: ofContoso(),
    orderBy: ["annualincome"],
    maxPageSize: 2,
  });

  it("goes on from page to page without a gap or a row twice", async () => {
    const first = await session.client.retrieveMultiple<Row>(query());
    const second = await session.client.retrieveMultiple<Row>(query(), first.oDataNextLink);
    const third = await session.client.retrieveMultiple<Row>(query(), second.oDataNextLink);
    const pages = [first, second, third].map(({ value }) => value.map((row) => row["jobtitle"]));
    expect(pages).toEqual([
      ["Accounts Manager", "Senior Purchaser"],
      ["Activities Manager", "Ski Instructor"],
      ["Senior Technician"],
    ]);
    expect(third.oDataNextLink).toBeUndefined();
  });

  it("joined equals the whole", async () => {
    const paged = await session.client.retrieveAll<Row>(query());
    const whole = await session.client.retrieveMultiple<Row>({ ...query(), maxPageSize: 5000 });
    expect(paged.value).toEqual(whole.value);
  });
});

describe("expand", () => {
  it("brings related rows of both kinds, filtered and sorted", async () => {
    const account = await session.client.retrieve<Row>({
      collection: "accounts",
      key: accountId,
      select: ["name"],
      expand: [
        { property: "primarycontactid", select: ["fullname"] },
        { property: "Account_Tasks", select: ["subject"], filter: "subject ne 'Task 2'", orderBy: ["subject desc"] },
      ],
    });
    expect(account).toMatchObject({
      primarycontactid: { fullname: "Yvonne McKay (sample)" },
      Account_Tasks: [{ subject: "Task 3" }, { subject: "Task 1" }],
    });
  });

  it("goes several levels deep", async () => {
    const answer = await session.client.retrieveMultiple<Row>({
      collection: "contacts",
      select: ["fullname"],
      filter: `${ofContoso()} and annualincome gt 70000`,
      expand: [
        {
          property: "parentcustomerid_account",
          select: ["name"],
          expand: [{ property: "createdby", select: ["fullname"] }],
        },
      ],
    });
    expect(answer.value).toMatchObject([
      {
        parentcustomerid_account: {
          name: "Contoso, Ltd. (sample)",
          createdby: { fullname: expect.any(String) as string },
        },
      },
    ]);
  });
});

describe("annotations", () => {
  it("come as formatted values, and as a lookup's table and navigation property", async () => {
    const contact = await session.client.retrieveMultiple<Row>({
      collection: "contacts",
      select: ["annualincome", "statecode", "_parentcustomerid_value"],
      filter: `${ofContoso()} and annualincome gt 70000`,
      includeAnnotations: "*",
    });
    // The client renames them: "_Formatted", "_LogicalName", "_NavigationProperty".
    expect(contact.value[0]).toMatchObject({
      annualincome_Formatted: "$78,000.00",
      statecode_Formatted: "Active",
      _parentcustomerid_value: accountId,
      _parentcustomerid_value_Formatted: "Contoso, Ltd. (sample)",
      _parentcustomerid_value_LogicalName: "account",
      _parentcustomerid_value_NavigationProperty: "parentcustomerid_account",
    });
  });

  it("come only when asked for", async () => {
    const account = await session.client.retrieve<Row>({
      collection: "accounts",
      key: accountId,
      select: ["statecode"],
    });
    expect(Object.keys(account).filter((name) => name.includes("FormattedValue"))).toEqual([]);
  });
});
