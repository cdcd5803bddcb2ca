/** Groups and aggregates [FetchXmlAggregate]. */
import type { SqlRow } from "../organization/store/database";
import { condition, FetchOrganization } from "../testing/fetch";

let organization: FetchOrganization;
beforeAll(() => {
  organization = new FetchOrganization();
});
afterAll(() => organization.close());

function formatted(alias: string): string {
  return `${alias}@OData.Community.Display.V1.FormattedValue`;
}
function aggregate(content: string, attributes = ""): string {
  return `<fetch aggregate="true" ${attributes}><entity name="account">${content}</entity></fetch>`;
}
function attribute(name: string, facts: string): string {
  return `<attribute name="${name}" ${facts}/>`;
}

describe("Microsoft's worked example", () => {
  let example: FetchOrganization;
  beforeAll(() => {
    example = new FetchOrganization();
    example.store.database.run("DELETE FROM account");
    const rows: [number | null, string, string | null, string][] = [
      // The page's table says 25 August, its results the 27th.
      [null, "Example Account", null, "2023-08-27"],
      [1500, "Contoso Pharmaceuticals (sample)", "Redmond", "2023-03-25"],
      [2700, "Fabrikam, Inc. (sample)", "Lynnwood", "2023-03-25"],
      [2900, "Blue Yonder Airlines (sample)", "Los Angeles", "2023-03-25"],
      [2900, "City Power & Light (sample)", "Redmond", "2023-03-25"],
      [3900, "Coho Winery (sample)", "Phoenix", "2023-03-25"],
      [4300, "Adventure Works (sample)", "Santa Cruz", "2023-03-25"],
      [4800, "Alpine Ski House (sample)", "Missoula", "2023-03-25"],
      [6000, "Litware, Inc. (sample)", "Dallas", "2023-03-25"],
      [6200, "A. Datum Corporation (sample)", "Redmond", "2023-03-25"],
    ];
    rows.forEach(([employees, name, city, day], index) =>
      example.store.database.run(
        "INSERT INTO account (accountid, numberofemployees, name, address1_city, createdon, versionnumber) VALUES (?, ?, ?, ?, ?, 1)",
        [`00000000-0000-4000-8000-00000000000${index}`, employees, name, city, `${day}T17:42:00Z`],
      ),
    );
  });
  afterAll(() => example.close());

  it("gives the published averages, counts, extremes and sum", () => {
    const functions = {
      Average: "avg",
      Count: "count",
      ColumnCount: "countcolumn",
      Maximum: "max",
      Minimum: "min",
      Sum: "sum",
    };
    const content = Object.entries(functions).map(([alias, each]) =>
      attribute("numberofemployees", `alias="${alias}" aggregate="${each}"`),
    );
    const distinct = attribute("numberofemployees", 'alias="Different" aggregate="countcolumn" distinct="true"');
    const { value } = example.fetch(aggregate(content.join("") + distinct), { annotations: true });
    expect(value).toHaveLength(1);
    expect(value[0]).toMatchObject({
      Average: 3911,
      [formatted("Average")]: "3,911",
      Count: 10,
      ColumnCount: 9,
      Maximum: 6200,
      Minimum: 1500,
      Sum: 35200,
      [formatted("Sum")]: "35,200",
      Different: 8,
    });
  });

  it("gives the published groups by city", () => {
    const { value } = example.fetch(
      aggregate(
        attribute("numberofemployees", 'alias="Total" aggregate="sum"') +
          attribute("address1_city", 'alias="Count" aggregate="count"') +
          attribute("address1_city", 'alias="City" groupby="true"') +
          '<order alias="City"/>',
      ),
    );
    expect(value).toEqual([
      { Total: 0, Count: 1 },
      { Total: 6000, Count: 1, City: "Dallas" },
      { Total: 2900, Count: 1, City: "Los Angeles" },
      { Total: 2700, Count: 1, City: "Lynnwood" },
      { Total: 4800, Count: 1, City: "Missoula" },
      { Total: 3900, Count: 1, City: "Phoenix" },
      { Total: 10600, Count: 3, City: "Redmond" },
      { Total: 4300, Count: 1, City: "Santa Cruz" },
    ]);
  });

  it("gives the published groups by parts of a date", () => {
    const parts = {
      Day: "day",
      Week: "week",
      Month: "month",
      Year: "year",
      FiscalPeriod: "fiscal-period",
      FiscalYear: "fiscal-year",
    };
    const groups = Object.entries(parts).map(([alias, part]) =>
      attribute("createdon", `alias="${alias}" groupby="true" dategrouping="${part}"`),
    );
    const content = attribute("numberofemployees", 'alias="Total" aggregate="sum"') + groups.join("");
    const { value } = example.fetch(aggregate(`${content}<order alias="Month"/>`), { annotations: true });
    const text = value.map((row) => ["Total", ...Object.keys(parts)].map((alias) => row[formatted(alias)]));
    expect(text).toEqual([
      ["35,200", "25", "12", "3", "2,023", "Quarter 1 FY2023", "FY2023"],
      ["0", "27", "35", "8", "2,023", "Quarter 3 FY2023", "FY2023"],
    ]);
    expect(value[0]).toMatchObject({ Day: 25, Week: 12, Month: 3, Year: 2023, FiscalPeriod: 1, FiscalYear: 2023 });
  });

  it("limits the number of rows that it counts", () => {
    const content = attribute("name", 'alias="n" aggregate="count"');
    expect(example.fetch(aggregate(content, 'aggregatelimit="10"')).value).toEqual([{ n: 10 }]);
    expect(example.fetchRefusal(aggregate(content, 'aggregatelimit="9"'))).toEqual({
      status: 400,
      code: "0x8004E023",
      message: "AggregateQueryRecordLimit exceeded. Cannot perform this operation.",
    });
  });
});

function rowsOf(table: string): SqlRow[] {
  return organization.rows(table);
}
function numbers(rows: SqlRow[], name: string): number[] {
  return rows.flatMap((row) => (row[name] === null ? [] : [Number(row[name])]));
}
function sum(values: number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

test("sums, averages and extremes of each group agree with its rows", () => {
  const { value } = organization.fetch(
    aggregate(
      attribute("industrycode", 'alias="industry" groupby="true"') +
        attribute("revenue", 'alias="total" aggregate="sum"') +
        attribute("revenue", 'alias="mean" aggregate="avg"') +
        attribute("createdon", 'alias="last" aggregate="max"') +
        attribute("accountid", 'alias="n" aggregate="count"'),
    ),
  );
  const industries = new Set(rowsOf("account").map((row) => row["industrycode"]));
  expect(value).toHaveLength(industries.size);
  for (const group of value) {
    const rows = rowsOf("account").filter((row) => row["industrycode"] === (group["industry"] ?? null));
    const revenue = numbers(rows, "revenue");
    expect(group["n"]).toBe(rows.length);
    expect(group["total"]).toBeCloseTo(sum(revenue), 4);
    if (revenue.length === 0) expect(group).not.toHaveProperty("mean");
    else expect(group["mean"]).toBeCloseTo(sum(revenue) / revenue.length, 4);
    expect(group["last"]).toBe(rows.map((row) => String(row["createdon"])).sort().at(-1)); // prettier-ignore
  }
});

test("groups of choices and lookups carry labels, names and tables", () => {
  const { value } = organization.fetch(
    aggregate(
      attribute("statecode", 'alias="state" groupby="true"') + attribute("ownerid", 'alias="owner" groupby="true"'),
    ),
    { annotations: true },
  );
  for (const row of value) {
    expect(row[formatted("state")]).toBe(row["state"] === 0 ? "Active" : "Inactive");
    expect(row["state@OData.Community.Display.V1.AttributeName"]).toBe("statecode");
    expect(["systemuser", "team"]).toContain(row["owner@Microsoft.Dynamics.CRM.lookuplogicalname"]);
    expect(row[formatted("owner")]).toEqual(expect.any(String));
  }
});

test("columns of linked tables can be grouped by and aggregated", () => {
  const { value } = organization.fetch(
    aggregate(
      attribute("name", 'alias="account" groupby="true"') +
        `<link-entity name="opportunity" from="parentaccountid" to="accountid" alias="o">
          <attribute name="estimatedvalue" alias="total" aggregate="sum"/><attribute name="opportunityid" alias="n" aggregate="count"/>
          <filter>${condition("statecode", "eq", "Open")}</filter></link-entity>`,
    ),
  );
  const names = new Map(rowsOf("account").map((row) => [row["accountid"], row["name"]]));
  const open = rowsOf("opportunity").filter((row) => row["statecode"] === 0 && row["parentaccountid"] !== null);
  expect(sum(value.map((row) => Number(row["n"])))).toBe(open.length);
  for (const row of value) {
    expect(row["total"]).toBeCloseTo(
      sum(
        numbers(
          open.filter((each) => names.get(each["parentaccountid"] ?? "") === row["account"]),
          "estimatedvalue",
        ),
      ),
      4,
    );
  }
});

test("groups sort by their aggregates and by the labels of their choices", () => {
  const groups = (order: string): unknown[] =>
    organization
      .fetch(
        aggregate(
          attribute("industrycode", 'alias="industry" groupby="true"') +
            attribute("accountid", 'alias="n" aggregate="count"') +
            order,
        ),
        { annotations: true },
      )
      .value.map((row) => (order.includes('"n"') ? row["n"] : (row[formatted("industry")] ?? "")));
  const counts = groups('<order alias="n" descending="true"/>') as number[];
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  const labels = groups('<order alias="industry"/>') as string[];
  expect(labels).toEqual([...labels].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
});

test("a period that several years share is shown without a year", () => {
  const { database } = organization.store;
  database.run(
    "INSERT INTO lead (leadid, createdon) VALUES ('00000000-0000-4000-8000-000000000001', '2021-02-03T00:00:00Z')",
  );
  const { value } = organization.fetch(
    `<fetch aggregate="true"><entity name="lead"><attribute name="createdon" alias="p" groupby="true" dategrouping="fiscal-period"/></entity></fetch>`,
    { annotations: true },
  );
  expect(value.find((row) => row["p"] === 1)?.[formatted("p")]).toBe("Quarter 1");
});

test("children are counted for each row", () => {
  const { value } = organization.fetch(
    `<fetch><entity name="account"><attribute name="name"/><attribute name="accountid" alias="children" rowaggregate="CountChildren"/></entity></fetch>`,
    { annotations: true },
  );
  for (const row of value) {
    expect(row["children"]).toBe(
      rowsOf("account").filter((each) => each["parentaccountid"] === row["accountid"]).length,
    );
  }
  expect(sum(value.map((row) => Number(row["children"])))).toBeGreaterThan(0);
});

test("more than 50,000 rows are not aggregated", () => {
  const big = new FetchOrganization();
  big.store.database.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50001)
     INSERT INTO lead (leadid, subject, versionnumber) SELECT printf('00000000-0000-4000-8000-%012d', i), 'bulk', 1 FROM n`,
  );
  const xml = (filter: string): string =>
    `<fetch aggregate="true" aggregatelimit="90000"><entity name="lead"><attribute name="leadid" alias="n" aggregate="count"/>${filter}</entity></fetch>`;
  expect(big.fetchRefusal(xml(""))).toMatchObject({ status: 400, code: "0x8004E023" });
  expect(
    big.fetch(xml(`<filter>${condition("leadid", "lt", "00000000-0000-4000-8000-000000050001")}</filter>`)).value,
  ).toEqual([{ n: 50000 }]);
  big.close();
});
