/** The query functions of Dataverse. The clock stands at Wednesday, 15 May 2024, 10:30 UTC. */
import type { SqlRow } from "../../organization/store/database";
import { now, TestOrganization } from "../../testing/organization";

let organization: TestOrganization;
beforeAll(() => {
  organization = new TestOrganization();
  spreadDates();
});
afterAll(() => organization.close());

/** Moments around the borders of days, weeks, months, quarters and years, one to each task and project. */
const moments = [
  "2022-12-31T23:59:59Z", "2023-01-01T00:00:00Z", "2023-05-15T10:30:00Z", "2023-11-15T10:29:59Z", "2023-12-31T23:59:59Z",
  "2024-01-01T00:00:00Z", "2024-03-31T23:59:59Z", "2024-04-01T00:00:00Z", "2024-04-15T00:00:00Z", "2024-04-30T23:59:59Z",
  "2024-05-01T00:00:00Z", "2024-05-04T23:59:59Z", "2024-05-05T00:00:00Z", "2024-05-08T00:00:00Z", "2024-05-11T23:59:59Z",
  "2024-05-12T00:00:00Z", "2024-05-13T10:29:59Z", "2024-05-13T10:30:00Z", "2024-05-14T00:00:00Z", "2024-05-14T23:59:59Z",
  "2024-05-15T00:00:00Z", "2024-05-15T07:30:00Z", "2024-05-15T10:29:59Z", "2024-05-15T10:30:00Z", "2024-05-15T10:30:01Z",
  "2024-05-15T13:30:00Z", "2024-05-15T23:59:59Z", "2024-05-16T00:00:00Z", "2024-05-18T23:59:59Z", "2024-05-19T00:00:00Z",
  "2024-05-22T23:59:59Z", "2024-05-25T23:59:59Z", "2024-05-26T00:00:00Z", "2024-06-01T00:00:00Z", "2024-06-30T23:59:59Z",
  "2024-07-01T00:00:00Z", "2024-09-30T23:59:59Z", "2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z",
  "2026-01-01T00:00:00Z",
]; // prettier-ignore

function spreadDates(): void {
  const { database } = organization.store;
  organization.rows("task").forEach((task, index) => {
    database.run("UPDATE task SET scheduledend = ? WHERE activityid = ?", [
      moments[index] ?? null,
      task["activityid"] ?? "",
    ]);
  });
  organization.rows("contact").forEach((contact, index) => {
    const date = moments[index]?.slice(0, 10) ?? null;
    database.run("UPDATE contact SET birthdate = ? WHERE contactid = ?", [date, contact["contactid"] ?? ""]);
  });
}

function call(name: string, column: string, ...values: (string | number)[]): string {
  const named = values.map((value, index) => `PropertyValue${values.length > 1 ? index + 1 : ""}=${value}`);
  return `Microsoft.Dynamics.CRM.${name}(${[`PropertyName='${column}'`, ...named].join(",")})`;
}

/** Start (belongs to it) and end (does not). */
const spans: [name: string, values: (string | number)[], from: string, until: string][] = [
  ["Today", [], "2024-05-15", "2024-05-16"],
  ["Yesterday", [], "2024-05-14", "2024-05-15"],
  ["Tomorrow", [], "2024-05-16", "2024-05-17"],
  ["ThisWeek", [], "2024-05-12", "2024-05-19"],
  ["LastWeek", [], "2024-05-05", "2024-05-12"],
  ["NextWeek", [], "2024-05-19", "2024-05-26"],
  ["ThisMonth", [], "2024-05-01", "2024-06-01"],
  ["LastMonth", [], "2024-04-01", "2024-05-01"],
  ["NextMonth", [], "2024-06-01", "2024-07-01"],
  ["ThisYear", [], "2024-01-01", "2025-01-01"],
  ["LastYear", [], "2023-01-01", "2024-01-01"],
  ["NextYear", [], "2025-01-01", "2026-01-01"],
  ["ThisFiscalPeriod", [], "2024-04-01", "2024-07-01"],
  ["LastFiscalPeriod", [], "2024-01-01", "2024-04-01"],
  ["NextFiscalPeriod", [], "2024-07-01", "2024-10-01"],
  ["ThisFiscalYear", [], "2024-01-01", "2025-01-01"],
  ["LastFiscalYear", [], "2023-01-01", "2024-01-01"],
  ["NextFiscalYear", [], "2025-01-01", "2026-01-01"],
  ["Last7Days", [], "2024-05-08", "2024-05-15T10:30:01Z"],
  ["Next7Days", [], "2024-05-15T10:30:00Z", "2024-05-23"],
  ["LastXHours", [3], "2024-05-15T07:30:00Z", "2024-05-15T10:30:01Z"],
  ["NextXHours", [3], "2024-05-15T10:30:00Z", "2024-05-15T13:30:01Z"],
  ["LastXDays", [1], "2024-05-14", "2024-05-15T10:30:01Z"],
  ["NextXDays", [1], "2024-05-15T10:30:00Z", "2024-05-17"],
  ["LastXWeeks", [1], "2024-05-08", "2024-05-15T10:30:01Z"],
  ["NextXWeeks", [1], "2024-05-15T10:30:00Z", "2024-05-23"],
  ["LastXMonths", [1], "2024-04-15", "2024-05-15T10:30:01Z"],
  ["NextXMonths", [1], "2024-05-15T10:30:00Z", "2024-06-16"],
  ["LastXYears", [1], "2023-05-15", "2024-05-15T10:30:01Z"],
  ["NextXYears", [1], "2024-05-15T10:30:00Z", "2025-05-16"],
  ["LastXFiscalPeriods", [2], "2023-10-01", "2024-04-01"],
  ["NextXFiscalPeriods", [2], "2024-07-01", "2025-01-01"],
  ["LastXFiscalYears", [1], "2023-01-01", "2024-01-01"],
  ["NextXFiscalYears", [1], "2025-01-01", "2026-01-01"],
  ["OlderThanXMinutes", [60], "", "2024-05-15T09:30:00Z"],
  ["OlderThanXHours", [48], "", "2024-05-13T10:30:00Z"],
  ["OlderThanXDays", [2], "", "2024-05-13T10:30:00Z"],
  ["OlderThanXWeeks", [1], "", "2024-05-08T10:30:00Z"],
  ["OlderThanXMonths", [6], "", "2023-11-15T10:30:00Z"],
  ["OlderThanXYears", [1], "", "2023-05-15T10:30:00Z"],
  ["On", ["'2024-05-15'"], "2024-05-15", "2024-05-16"],
  ["On", ["2024-05-15"], "2024-05-15", "2024-05-16"],
  ["On", ["2024-05-15T22:30:00-02:00"], "2024-05-16", "2024-05-17"],
  ["OnOrAfter", ["2024-05-15"], "2024-05-15", "9999"],
  ["OnOrBefore", ["2024-05-15"], "", "2024-05-16"],
  ["InFiscalYear", [2023], "2023-01-01", "2024-01-01"],
  ["InFiscalPeriodAndYear", [2, 2024], "2024-04-01", "2024-07-01"],
  ["InOrAfterFiscalPeriodAndYear", [2, 2024], "2024-04-01", "9999"],
  ["InOrBeforeFiscalPeriodAndYear", [2, 2024], "", "2024-07-01"],
];

function idsOf(rows: SqlRow[], key: string): string[] {
  return rows.map((row) => String(row[key])).sort();
}

test.each(spans)("%s(%p) is the span from %s to %s", (name, values, from, until) => {
  const expected = organization.rows("task").filter((task) => {
    const end = task["scheduledend"];
    return typeof end === "string" && end >= from && end < until;
  });
  expect(organization.found("tasks", call(name, "scheduledend", ...values))).toEqual(idsOf(expected, "activityid"));
});

test.each(spans.filter(([name, values]) => !/Hours|Minutes/.test(name) && !String(values[0]).includes("T")))(
  "%s(%p) holds whole days of a column without time",
  (name, values, from, until) => {
    const [firstDay, lastDay] = [from.slice(0, 10), until.length > 10 ? until.slice(0, 10) : undefined];
    const expected = organization.rows("contact").filter((contact) => {
      const date = contact["birthdate"];
      if (typeof date !== "string" || date < firstDay) return false;
      // A day that has begun counts, except where everything must lie strictly before a moment of it.
      return lastDay === undefined ? date < until : date <= lastDay;
    });
    expect(organization.found("contacts", call(name, "birthdate", ...values))).toEqual(idsOf(expected, "contactid"));
  },
);

test("InFiscalPeriod finds a quarter of any year", () => {
  const expected = organization.rows("task").filter((task) => /^\d{4}-0[456]/.test(String(task["scheduledend"])));
  expect(organization.found("tasks", call("InFiscalPeriod", "scheduledend", 2))).toEqual(idsOf(expected, "activityid"));
});

describe("sets and ranges", () => {
  const withValues = (name: string, column: string, ...values: string[]): string =>
    `Microsoft.Dynamics.CRM.${name}(PropertyName='${column}',PropertyValues=${JSON.stringify(values)})`;
  const cases: [filter: string, table: string, set: string, key: string, test: (row: SqlRow) => boolean][] = [
    [withValues("In", "industrycode", "1", "2"), "account", "accounts", "accountid", (row) => row["industrycode"] === 1 || row["industrycode"] === 2],
    [withValues("NotIn", "industrycode", "1", "2"), "account", "accounts", "accountid", (row) => row["industrycode"] !== 1 && row["industrycode"] !== 2],
    [withValues("In", "name", "LARCH LTD", "çelik tekstil a.ş."), "account", "accounts", "accountid", (row) => /^(Larch|Çelik)/.test(String(row["name"]))],
    [withValues("In", "creditonhold", "true"), "account", "accounts", "accountid", (row) => row["creditonhold"] === 1],
    [withValues("In", "ownerid", "{05E50002-0000-4000-8000-000000000002}"), "account", "accounts", "accountid", (row) => String(row["ownerid"]).startsWith("05e50002")],
    [withValues("Between", "numberofemployees", "509", "2246"), "account", "accounts", "accountid", (row) => Number(row["numberofemployees"]) >= 509 && Number(row["numberofemployees"]) <= 2246],
    [withValues("NotBetween", "numberofemployees", "509", "2246"), "account", "accounts", "accountid", (row) => row["numberofemployees"] !== null && (Number(row["numberofemployees"]) < 509 || Number(row["numberofemployees"]) > 2246)],
    [withValues("Between", "birthdate", "2024-05-01", "2024-05-31"), "contact", "contacts", "contactid", (row) => String(row["birthdate"]).startsWith("2024-05")],
    [withValues("ContainValues", "new_regions", "1", "3"), "new_project", "new_projects", "new_projectid", (row) => /(^|,)[13](,|$)/.test(String(row["new_regions"] ?? ""))],
    [withValues("DoesNotContainValues", "new_regions", "1", "3"), "new_project", "new_projects", "new_projectid", (row) => !/(^|,)[13](,|$)/.test(String(row["new_regions"] ?? ""))],
    [call("Contains", "name", "'trader'"), "account", "accounts", "accountid", (row) => String(row["name"]).toLowerCase().includes("trader")],
  ]; // prettier-ignore
  test.each(cases)("%s", (filter, table, set, key, expected) => {
    expect(organization.found(set, filter)).toEqual(idsOf(organization.rows(table).filter(expected), key));
  });

  test("take long lists", () => {
    const all = organization.rows("account").map((row) => String(row["accountid"]));
    expect(organization.found("accounts", withValues("In", "accountid", ...all))).toEqual([...all].sort());
  });
});

describe("who asks", () => {
  const users = { maria: "05e50001-0000-4000-8000-000000000001", jan: "05e50002-0000-4000-8000-000000000002" };
  const found = (name: string, userId: string): string[] => {
    const user = organization.rows("systemuser").find((row) => row["systemuserid"] === userId) ?? {};
    const context = { ...organization.context, caller: organization.callerOf(user) };
    return organization.found("accounts", call(name, "ownerid"), context);
  };
  const ownedBy = (owners: (row: SqlRow) => boolean): string[] =>
    idsOf(organization.rows("account").filter(owners), "accountid");
  const teamsOf = (...members: string[]): unknown[] =>
    organization
      .rows("teammembership")
      .filter((row) => members.includes(String(row["systemuserid"])))
      .map((row) => row["teamid"]);

  test("EqualUserId and NotEqualUserId", () => {
    expect(found("EqualUserId", users.jan)).toEqual(ownedBy((row) => row["ownerid"] === users.jan));
    expect(found("NotEqualUserId", users.jan)).toEqual(ownedBy((row) => row["ownerid"] !== users.jan));
  });

  test("EqualUserTeams and EqualUserOrUserTeams", () => {
    const teams = teamsOf(users.maria);
    expect(found("EqualUserTeams", users.maria)).toEqual(ownedBy((row) => teams.includes(row["ownerid"])));
    expect(found("EqualUserOrUserTeams", users.maria)).toEqual(
      ownedBy((row) => row["ownerid"] === users.maria || teams.includes(row["ownerid"])),
    );
  });

  test("EqualUserOrUserHierarchy includes everyone who reports to the user", () => {
    const reports = organization
      .rows("systemuser")
      .filter((row) => row["systemuserid"] === users.maria || row["parentsystemuserid"] === users.maria)
      .map((row) => String(row["systemuserid"]));
    expect(reports.length).toBeGreaterThan(1);
    expect(found("EqualUserOrUserHierarchy", users.maria)).toEqual(
      ownedBy((row) => reports.includes(String(row["ownerid"]))),
    );
    const teams = teamsOf(...reports);
    expect(found("EqualUserOrUserHierarchyAndTeams", users.maria)).toEqual(
      ownedBy((row) => reports.includes(String(row["ownerid"])) || teams.includes(row["ownerid"])),
    );
    expect(found("EqualUserOrUserHierarchy", users.jan)).toEqual(ownedBy((row) => row["ownerid"] === users.jan));
  });

  test("EqualBusinessId and NotEqualBusinessId", () => {
    const unit = organization.context.caller.businessUnitId;
    expect(organization.found("accounts", call("EqualBusinessId", "owningbusinessunit"))).toEqual(
      ownedBy((row) => row["owningbusinessunit"] === unit),
    );
    expect(organization.found("accounts", call("NotEqualBusinessId", "owningbusinessunit"))).toEqual(
      ownedBy((row) => row["owningbusinessunit"] !== unit),
    );
  });
});

test("hierarchies are walked to any depth, up and down", () => {
  // root > middle > leaf, and a stranger.
  const [root, middle, leaf, stranger] = organization.rows("account").map((row) => String(row["accountid"]));
  const { database } = organization.store;
  database.run("UPDATE account SET parentaccountid = NULL");
  database.run("UPDATE account SET parentaccountid = ? WHERE accountid = ?", [root ?? "", middle ?? ""]);
  database.run("UPDATE account SET parentaccountid = ? WHERE accountid = ?", [middle ?? "", leaf ?? ""]);
  const found = (name: string, id: string | undefined): string[] =>
    organization.found("accounts", call(name, "accountid", `'${id ?? ""}'`));
  const sorted = (...ids: (string | undefined)[]): string[] => ids.map(String).sort();
  expect(found("Under", root)).toEqual(sorted(middle, leaf));
  expect(found("UnderOrEqual", root)).toEqual(sorted(root, middle, leaf));
  expect(found("Above", leaf)).toEqual(sorted(root, middle));
  expect(found("AboveOrEqual", leaf)).toEqual(sorted(root, middle, leaf));
  expect(found("Under", leaf)).toEqual([]);
  expect(found("NotUnder", root)).toContain(stranger);
  expect(found("NotUnder", root)).toHaveLength(organization.rows("account").length - 2);
});

test("a hierarchy that bites its tail ends all the same", () => {
  const [one, two] = organization.rows("account").map((row) => String(row["accountid"]));
  const { database } = organization.store;
  database.run("UPDATE account SET parentaccountid = ? WHERE accountid = ?", [one ?? "", two ?? ""]);
  database.run("UPDATE account SET parentaccountid = ? WHERE accountid = ?", [two ?? "", one ?? ""]);
  expect(organization.found("accounts", call("Under", "accountid", `'${one ?? ""}'`))).toContain(two);
});

test("the clock of the organization is the one that counts", () => {
  expect(organization.store.now()).toEqual(now);
});
