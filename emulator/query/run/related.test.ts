/** `accounts(<id>)/Account_Tasks`: the same query as over the whole table, of one row's relatives. */
import { serviceRoot, TestOrganization, type CollectionBody } from "../../testing/organization";

let organization: TestOrganization;
beforeAll(() => {
  organization = new TestOrganization();
});
afterAll(() => organization.close());

function ids(body: CollectionBody, key: string): string[] {
  return body.value.map((row) => String(row[key])).sort();
}

test("children of every account are those that point at it", () => {
  const tasks = organization.rows("task");
  for (const account of organization.rows("account")) {
    const id = String(account["accountid"]);
    const body = organization.related(
      `accounts(${id})/Account_Tasks?$select=subject&$filter=statecode eq 0&$count=true`,
    );
    const expected = tasks.filter((task) => task["regardingobjectid"] === id && task["statecode"] === 0);
    expect(ids(body, "activityid")).toEqual(expected.map((task) => String(task["activityid"])).sort());
    expect(body["@odata.count"]).toBe(expected.length);
    expect(body["@odata.context"]).toBe(`${serviceRoot}$metadata#tasks(subject)`);
  }
});

test("many-to-many relatives are found from both sides", () => {
  const pairs = organization.rows("opportunitycompetitors");
  for (const [set, near, far] of [
    ["opportunities", "opportunityid", "competitorid"],
    ["competitors", "competitorid", "opportunityid"],
  ] as const) {
    for (const id of new Set(pairs.map((pair) => String(pair[near])))) {
      const body = organization.related(`${set}(${id})/opportunitycompetitors_association?$select=name`);
      const expected = pairs.filter((pair) => pair[near] === id).map((pair) => String(pair[far]));
      expect(ids(body, far)).toEqual(expected.sort());
    }
  }
});

test("pages of relatives join to the whole, the parent kept in every link", () => {
  const [pair] = organization.rows("opportunitycompetitors");
  const path = `competitors(${String(pair?.["competitorid"])})/opportunitycompetitors_association`;
  const whole = organization.related(`${path}?$select=name&$orderby=name desc`);
  const seen: unknown[] = [];
  for (let next: string | undefined = `${path}?$select=name&$orderby=name desc`; next !== undefined;) {
    const page: CollectionBody = organization.related(next, { pageSize: 1 });
    seen.push(...page.value);
    next = page["@odata.nextLink"]?.slice(serviceRoot.length);
  }
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual(whole.value);
});

test("the link of expanded children leads to the same children, and the link of a page of them to the rest", () => {
  const [account] = organization.get(
    "accounts?$select=name&$filter=Account_Tasks/any()&$expand=Account_Tasks($select=subject)",
  ).value;
  const link = String(account?.["Account_Tasks@odata.nextLink"]).slice(serviceRoot.length);
  expect(organization.related(link).value).toEqual(
    (account?.["Account_Tasks"] as Record<string, unknown>[]).map(({ _regardingobjectid_value: _, ...task }) => task),
  );
  const nested =
    "accounts?$select=name&$expand=Account_Tasks($select=subject;$expand=owninguser_task($select=fullname))";
  const paged = organization
    .get(nested, { pageSize: 1 })
    .value.concat(organization.pages(nested, { pageSize: 1 }).flatMap((page) => page.value));
  const withMore = paged.find((row) => "Account_Tasks@odata.nextLink" in row);
  const rest = organization.related(String(withMore?.["Account_Tasks@odata.nextLink"]).slice(serviceRoot.length), {
    pageSize: 5000,
  });
  const all = organization.rows("task").filter((task) => task["regardingobjectid"] === withMore?.["accountid"]);
  expect(rest.value).toHaveLength(all.length - 1);
});
