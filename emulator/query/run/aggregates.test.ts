/** `$apply` [QueryAggregate]. */
import type { SqlRow } from "../../organization/store/database";
import { serviceRoot, TestOrganization } from "../../testing/organization";

let organization: TestOrganization;
beforeAll(() => {
  organization = new TestOrganization();
});
afterAll(() => organization.close());

function formatted(name: string): string {
  return `${name}@OData.Community.Display.V1.FormattedValue`;
}
function accounts(test: (row: SqlRow) => boolean = () => true): SqlRow[] {
  return organization.rows("account").filter(test);
}
function numbers(rows: SqlRow[], name: string): number[] {
  return rows.flatMap((row) => (row[name] === null ? [] : [Number(row[name])]));
}
function sum(values: number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
function apply(expression: string, more = "") {
  return organization.get(`accounts?$apply=${expression}${more}`);
}

test("groups are the distinct values, without ids or etags", () => {
  const body = apply("groupby((statuscode))");
  expect(body).toEqual({
    "@odata.context": `${serviceRoot}$metadata#accounts`,
    value: [{ statuscode: 1 }, { statuscode: 2 }],
  });
});

test("a group without a value leaves its key out", () => {
  const { value } = apply("groupby((accountnumber),aggregate($count as n))");
  expect(value.filter((row) => !("accountnumber" in row))).toEqual([
    { n: accounts((row) => row["accountnumber"] === null).length },
  ]);
});

test.each([1, 2])("counts, sums, averages and extremes agree with the rows of status %p", (statuscode) => {
  const { value } = apply(
    "groupby((statuscode),aggregate($count as n,revenue with sum as total,revenue with average as mean," +
      "numberofemployees with max as most,numberofemployees with min as least,createdon with max as last))",
  );
  const rows = accounts((row) => row["statuscode"] === statuscode);
  const [revenue, employees] = [numbers(rows, "revenue"), numbers(rows, "numberofemployees")];
  const group = value.find((each) => each["statuscode"] === statuscode);
  expect(group).toMatchObject({
    n: rows.length,
    most: Math.max(...employees),
    least: Math.min(...employees),
    last: rows
      .map((row) => String(row["createdon"]))
      .sort()
      .at(-1),
  });
  expect(group?.["total"]).toBeCloseTo(sum(revenue), 4);
  expect(group?.["mean"]).toBeCloseTo(sum(revenue) / revenue.length, 4);
});

test("money is written with nine decimals and without the noise of binary fractions", () => {
  const text = organization.text("accounts?$apply=aggregate(revenue with sum as total)", {
    annotations: [formatted("").slice(1)],
  });
  const total = sum(numbers(accounts(), "revenue").map((each) => Math.round(each * 10_000)));
  const digits = `${Math.floor(total / 10_000)}.${String(total % 10_000).padStart(4, "0")}00000`;
  expect(text).toContain(`"total":${digits}}`);
  expect(text).toMatch(/"total@OData\.Community\.Display\.V1\.FormattedValue":"\$[\d,]+\.\d\d","total":/);
});

test("a path becomes table and column joined by an underscore, behind the aggregates", () => {
  const { value } = apply("groupby((primarycontactid/fullname),aggregate(revenue with max as m))");
  const contacts = new Map(organization.rows("contact").map((row) => [row["contactid"], row["fullname"]]));
  const expected = new Map<unknown, number>();
  for (const row of accounts()) {
    const name = contacts.get(row["primarycontactid"] ?? null);
    if (row["revenue"] !== null) expected.set(name, Math.max(expected.get(name) ?? 0, Number(row["revenue"])));
  }
  const shown = new Map(value.filter((row) => row["m"] !== null).map((row) => [row["contact_fullname"], row["m"]]));
  expect(shown).toEqual(expected);
  const named = value.find((row) => "contact_fullname" in row) ?? {};
  expect(Object.keys(named)).toEqual(["m", "contact_fullname"]);
});

test("filters come first", () => {
  const body = apply("filter(statecode eq 0 and contains(name,'a'))/groupby((statecode),aggregate($count as n))");
  const rows = accounts((row) => row["statecode"] === 0 && String(row["name"]).toLowerCase().includes("a"));
  expect(body.value).toEqual([{ statecode: 0, n: rows.length }]);
});

test("groups of a lookup carry the name of what it points at", () => {
  const { value } = organization.get("accounts?$apply=groupby((_ownerid_value),aggregate($count as n))", {
    annotations: true,
  });
  const owners = new Map(organization.rows("owner").map((row) => [row["ownerid"], row["name"]]));
  expect(value.length).toBeGreaterThan(1);
  for (const row of value) {
    expect(row[formatted("_ownerid_value")]).toBe(owners.get(String(row["_ownerid_value"])));
    expect(row[formatted("n")]).toBe(String(row["n"]));
  }
});

test("groups are ordered and paged", () => {
  const url = "accounts?$apply=groupby((address1_city),aggregate($count as n))&$orderby=address1_city desc";
  const whole = organization.get(url).value;
  const names = whole.map((row) => String(row["address1_city"]));
  const ascii = names.filter((name) => !/[^ -~]/.test(name));
  expect(ascii).toEqual([...ascii].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1)));
  expect(organization.pages(url, { pageSize: 7 }).flatMap((page) => page.value)).toEqual(whole);
  expect(organization.get(`${url}&$top=3&$count=true`)).toMatchObject({
    "@odata.count": whole.length,
    value: whole.slice(0, 3),
  });
});

test("an aggregate over no rows is one row", () => {
  expect(apply("filter(name eq 'nobody')/aggregate($count as n,revenue with sum as total)").value).toEqual([
    { n: 0, total: null },
  ]);
});

test("more than 50,000 rows are refused with Dataverse's code and text", () => {
  const large = new TestOrganization();
  large.store.database.run(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
     INSERT INTO new_book (new_bookid, new_name, versionnumber) SELECT printf('10000000-0000-4000-8000-%012d', i), 'x', 1 FROM n`,
  );
  expect(large.refusal("new_books?$apply=aggregate($count as n)")).toEqual({
    status: 400,
    code: "0x8004E023",
    message: "AggregateQueryRecordLimit exceeded. Cannot perform this operation.",
  });
  expect(large.get("new_books?$apply=filter(new_name eq 'x')/aggregate($count as n)").value).toEqual([{ n: 50000 }]);
  large.close();
});

test.each([
  [
    "groupby((statuscode),aggregate($count as n))&$orderby=n",
    "The query node SingleValueOpenPropertyAccess is not supported",
  ],
  ["groupby((nosuch))", "Could not find a property named 'nosuch' on type 'Microsoft.Dynamics.CRM.account'."],
  [
    "aggregate(nosuch with sum as n)",
    "Could not find a property named 'nosuch' on type 'Microsoft.Dynamics.CRM.account'.",
  ],
])("%s is refused in Dataverse's words", (expression, message) => {
  expect(organization.refusal(`accounts?$apply=${expression}`)).toEqual({ status: 400, code: "0x80060888", message });
});

test.each([
  "aggregate(name with countdistinct as n)",
  "aggregate(name with sum as n)",
  "aggregate(name with max as n)",
  "aggregate(industrycode with sum as n)",
  "aggregate($count as n,revenue with sum as n)",
  "groupby((createdon))",
  "groupby((primarycontactid))",
  "groupby((createdby/fullname,modifiedby/fullname))",
  "topcount(2,revenue)",
  "groupby((statuscode))/groupby((statuscode))",
  "aggregate($count as n)/filter(n gt 1)",
  "groupby((statuscode))&$filter=statecode eq 0",
  "groupby((statuscode))&$select=statuscode",
])("%s is refused", (expression) => {
  expect(organization.refusal(`accounts?$apply=${expression}`)).toMatchObject({ status: 400, code: "0x80060888" });
});
