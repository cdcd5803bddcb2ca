/** Every operator against an evaluation of its own over all rows, straight from the database. */
import type { SqlRow, SqlValue } from "../organization/store/database";
import { now } from "../testing/organization";
import { operators } from "./lower/operators";
import { condition, FetchOrganization } from "../testing/fetch";

let organization: FetchOrganization;
const tested = new Set<string>();

beforeAll(() => {
  organization = new FetchOrganization();
  // Moments of every distance from now, before and after it, and on the edges of days.
  const minute = 60_000;
  const distances = [0, 1, 29, 31, 59, 61, 239, 301, 600, 1440, 2000, 2880, 5000, 7000, 9000, 11_000, 14_400, 20_000];
  const far = [30_000, 45_000, 60_000, 90_000, 130_000, 180_000, 263_520, 400_000, 527_040, 700_000, 1_100_000];
  const moments = [...distances, ...far].flatMap((minutes) => [
    new Date(now.getTime() + minutes * minute),
    new Date(now.getTime() - minutes * minute),
  ]);
  const edges = ["2024-05-15T00:00:00Z", "2024-05-14T23:59:59Z", "2024-05-12T00:00:00Z", "2024-05-11T23:59:59Z"];
  const more = ["2024-04-01T00:00:00Z", "2024-03-31T23:59:59Z", "2024-06-30T23:59:59Z", "2024-07-01T00:00:00Z"];
  const all = [...moments.map((each) => `${each.toISOString().slice(0, 19)}Z`), ...edges, ...more, null];
  // Four generations of accounts.
  const [first, ...others] = organization.rows("account").slice(0, 4);
  others.reduce((parent, row) => {
    organization.store.database.run("UPDATE account SET parentaccountid = ? WHERE accountid = ?", [
      parent?.["accountid"] ?? null,
      row["accountid"] ?? null,
    ]);
    return row;
  }, first);
  all.forEach((value, index) =>
    organization.store.database.run("INSERT INTO task (activityid, subject, scheduledend) VALUES (?, ?, ?)", [
      `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      `moment ${index}`,
      value,
    ]),
  );
});
afterAll(() => organization.close());

type Holds = (value: SqlValue, row: SqlRow) => boolean;

/** The rows found are those for which the check holds, and there are some and not all, so that both could differ. */
function expectSame(table: string, column: string, operator: string, values: (string | number)[], holds: Holds): void {
  tested.add(operator);
  const key = organization.store.catalog.table(table)?.primaryIdColumn ?? "";
  const rows = organization.rows(table);
  const expected = rows.filter((row) => holds(row[column] ?? null, row)).map((row) => String(row[key]));
  expect(expected.length).toBeGreaterThan(0);
  expect(expected.length).toBeLessThan(rows.length);
  expect(organization.fulfilling(table, condition(column, operator, ...values))).toEqual(expected.sort());
}

function lower(value: SqlValue): string {
  return String(value).toLowerCase();
}
function number(value: SqlValue): number {
  return Number(value);
}
function isSet(value: SqlValue): boolean {
  return value !== null;
}

describe("comparisons", () => {
  test.each<[string, string, string, (string | number)[], Holds]>([
    ["account", "name", "eq", ["COHO winery"], (value) => lower(value) === "coho winery"],
    ["account", "industrycode", "eq", [7], (value) => value === 7],
    ["account", "industrycode", "ne", [7], (value) => value !== 7],
    ["account", "industrycode", "neq", [7], (value) => value !== 7],
    ["opportunity", "statecode", "eq", ["Won"], (value) => value === 1],
    ["account", "creditonhold", "eq", ["true"], (value) => value === 1],
    ["account", "creditonhold", "eq", ["1"], (value) => value === 1],
    ["account", "revenue", "gt", ["20000000"], (value) => isSet(value) && number(value) > 20_000_000],
    ["account", "revenue", "ge", [20000000], (value) => isSet(value) && number(value) >= 20_000_000],
    ["account", "revenue", "lt", [20000000], (value) => isSet(value) && number(value) < 20_000_000],
    ["account", "revenue", "le", [20000000], (value) => isSet(value) && number(value) <= 20_000_000],
    ["account", "primarycontactid", "null", [], (value) => value === null],
    ["account", "revenue", "not-null", [], isSet],
    ["task", "scheduledend", "gt", ["2024-05-15"], (value) => isSet(value) && String(value) > "2024-05-15T00:00:00Z"],
    ["new_project", "new_startdate", "le", ["2024-06-15"], (value) => isSet(value) && String(value) <= "2024-06-15"],
  ])("%s.%s %s %p", expectSame);
});

describe("text", () => {
  test.each<[string, string, string, (string | number)[], Holds]>([
    ["account", "name", "like", ["%bank%"], (value) => lower(value).includes("bank")],
    ["account", "name", "like", ["_o%"], (value) => /^.o/su.test(lower(value))],
    ["account", "name", "like", ["[a-f]%"], (value) => /^[a-f]/.test(lower(value))],
    ["account", "name", "like", ["%[%]%"], (value) => lower(value).includes("%")],
    ["contact", "jobtitle", "not-like", ["%manager%"], (value) => !lower(value).includes("manager")],
    ["account", "name", "begins-with", ["Con"], (value) => lower(value).startsWith("con")],
    ["account", "name", "not-begin-with", ["Con"], (value) => !lower(value).startsWith("con")],
    ["account", "name", "ends-with", ["S"], (value) => lower(value).endsWith("s")],
    ["account", "name", "not-end-with", ["S"], (value) => !lower(value).endsWith("s")],
  ])("%s.%s %s %p", expectSame);
});

describe("sets and ranges", () => {
  test.each<[string, string, string, (string | number)[], Holds]>([
    ["account", "industrycode", "in", [1, 6, 7], (value) => [1, 6, 7].includes(number(value))],
    ["account", "industrycode", "not-in", [1, 6, 7], (value) => ![1, 6, 7].includes(number(value))],
    [
      "account",
      "name",
      "in",
      ["coho winery", "WOODGROVE BANK"],
      (value) => /^(coho winery|woodgrove bank)$/i.test(lower(value)),
    ],
    ["account", "revenue", "between", [1000000, 20000000], (v) => isSet(v) && number(v) >= 1e6 && number(v) <= 2e7],
    ["account", "revenue", "not-between", [1000000, 20000000], (v) => isSet(v) && (number(v) < 1e6 || number(v) > 2e7)],
    ["new_project", "new_regions", "contain-values", [1, 4], (value) => /(^|,)(1|4)(,|$)/.test(String(value))],
    ["new_project", "new_regions", "not-contain-values", [1, 4], (value) => !/(^|,)(1|4)(,|$)/.test(String(value))],
    ["new_project", "new_regions", "eq", ["9,1"], (value) => value === "1,9"],
  ])("%s.%s %s %p", expectSame);
});

function inDays(from: string, to: string): Holds {
  return (value) => isSet(value) && String(value).slice(0, 10) >= from && String(value).slice(0, 10) <= to;
}
const isoNow = "2024-05-15T10:30:00Z";
function since(from: string): Holds {
  return (value) => isSet(value) && String(value) >= from && String(value) <= isoNow;
}
function untilEndOf(day: string): Holds {
  return (value) => isSet(value) && String(value) >= isoNow && String(value).slice(0, 10) <= day;
}
function before(moment: string): Holds {
  return (value) => isSet(value) && String(value) < moment;
}
function startsWith(text: string): Holds {
  return (value) => String(value).startsWith(text);
}

describe("dates, on Wednesday 15 May 2024, 10:30", () => {
  test.each<[string, (string | number)[], Holds]>([
    ["today", [], startsWith("2024-05-15")],
    ["yesterday", [], startsWith("2024-05-14")],
    ["tomorrow", [], startsWith("2024-05-16")],
    ["this-week", [], inDays("2024-05-12", "2024-05-18")],
    ["last-week", [], inDays("2024-05-05", "2024-05-11")],
    ["next-week", [], inDays("2024-05-19", "2024-05-25")],
    ["this-month", [], startsWith("2024-05")],
    ["last-month", [], startsWith("2024-04")],
    ["next-month", [], startsWith("2024-06")],
    ["this-year", [], startsWith("2024")],
    ["last-year", [], startsWith("2023")],
    ["next-year", [], startsWith("2025")],
    ["this-fiscal-period", [], inDays("2024-04-01", "2024-06-30")],
    ["last-fiscal-period", [], inDays("2024-01-01", "2024-03-31")],
    ["next-fiscal-period", [], inDays("2024-07-01", "2024-09-30")],
    ["this-fiscal-year", [], startsWith("2024")],
    ["last-fiscal-year", [], startsWith("2023")],
    ["next-fiscal-year", [], startsWith("2025")],
    ["last-seven-days", [], since("2024-05-08T00:00:00Z")],
    ["next-seven-days", [], untilEndOf("2024-05-22")],
    ["last-x-hours", [5], since("2024-05-15T05:30:00Z")],
    [
      "next-x-hours",
      [5],
      (value) => isSet(value) && String(value) >= isoNow && String(value) <= "2024-05-15T15:30:00Z",
    ],
    ["last-x-days", [10], since("2024-05-05T00:00:00Z")],
    ["next-x-days", [10], untilEndOf("2024-05-25")],
    ["last-x-weeks", [2], since("2024-05-01T00:00:00Z")],
    ["next-x-weeks", [2], untilEndOf("2024-05-29")],
    ["last-x-months", [2], since("2024-03-15T00:00:00Z")],
    ["next-x-months", [2], untilEndOf("2024-07-15")],
    ["last-x-years", [1], since("2023-05-15T00:00:00Z")],
    ["next-x-years", [1], untilEndOf("2025-05-15")],
    ["last-x-fiscal-periods", [2], inDays("2023-10-01", "2024-03-31")],
    ["next-x-fiscal-periods", [2], inDays("2024-07-01", "2024-12-31")],
    ["last-x-fiscal-years", [1], startsWith("2023")],
    ["next-x-fiscal-years", [1], startsWith("2025")],
    ["olderthan-x-minutes", [30], before("2024-05-15T10:00:00Z")],
    ["olderthan-x-hours", [4], before("2024-05-15T06:30:00Z")],
    ["olderthan-x-days", [10], before("2024-05-05T10:30:00Z")],
    ["olderthan-x-weeks", [2], before("2024-05-01T10:30:00Z")],
    ["olderthan-x-months", [2], before("2024-03-15T10:30:00Z")],
    ["olderthan-x-years", [1], before("2023-05-15T10:30:00Z")],
    ["in-fiscal-period", [2], (value) => /^\d{4}-0[456]/.test(String(value))],
    ["in-fiscal-year", [2024], startsWith("2024")],
    ["in-fiscal-period-and-year", [2, 2024], inDays("2024-04-01", "2024-06-30")],
    ["in-or-before-fiscal-period-and-year", [2, 2024], before("2024-07-01T00:00:00Z")],
    ["in-or-after-fiscal-period-and-year", [2, 2024], (value) => isSet(value) && String(value) >= "2024-04-01"],
    ["on", ["2024-05-15"], startsWith("2024-05-15")],
    ["on-or-after", ["2024-05-15"], (value) => isSet(value) && String(value) >= "2024-05-15"],
    ["on-or-before", ["2024-05-15T08:00:00Z"], (value) => isSet(value) && String(value) < "2024-05-16"],
  ])("task.scheduledend %s %p", (operator, values, holds) =>
    expectSame("task", "scheduledend", operator, values, holds),
  );

  it("knows no hours for a column without a time of day", () => {
    for (const operator of ["last-x-hours", "next-x-hours", "olderthan-x-hours", "olderthan-x-minutes"]) {
      expect(
        organization.fetchRefusal(
          `<fetch><entity name="new_project"><filter>${condition("new_startdate", operator, 1)}</filter></entity></fetch>`,
        ),
      ).toMatchObject({ status: 400, code: "0x80041120" });
    }
  });
});

describe("the caller and hierarchies", () => {
  const jan = "05e50002-0000-4000-8000-000000000002";
  const maria = "05e50001-0000-4000-8000-000000000001";
  const callerOf = (id: string) =>
    organization.callerOf(organization.rows("systemuser").find((row) => row["systemuserid"] === id) ?? {});
  const teamsOf = (users: string[]): Set<SqlValue> =>
    new Set(
      organization
        .rows("teammembership")
        .filter((row) => users.includes(String(row["systemuserid"])))
        .map((row) => row["teamid"] ?? null),
    );
  const below = (id: string): string[] => [
    id,
    ...organization
      .rows("systemuser")
      .filter((row) => row["parentsystemuserid"] === id)
      .flatMap((row) => below(String(row["systemuserid"]))),
  ];

  test.each<[string, string, (value: SqlValue) => boolean]>([
    ["eq-userid", jan, (value) => value === jan],
    ["ne-userid", jan, (value) => value !== jan],
    ["eq-userteams", jan, (value) => teamsOf([jan]).has(value)],
    ["eq-useroruserteams", jan, (value) => value === jan || teamsOf([jan]).has(value)],
    ["eq-useroruserhierarchy", maria, (value) => below(maria).includes(String(value))],
    [
      "eq-useroruserhierarchyandteams",
      maria,
      (value) => below(maria).includes(String(value)) || teamsOf(below(maria)).has(value),
    ],
  ])("ownerid %s", (operator, caller, holds) => {
    tested.add(operator);
    // Rows of every owner, so that each operator has some to find and some to pass over.
    const rows = ["account", "contact", "opportunity", "incident"].flatMap((table) => {
      const key = organization.store.catalog.table(table)?.primaryIdColumn ?? "";
      const found = organization.fulfilling(table, condition("ownerid", operator), { caller: callerOf(caller) });
      const expected = organization.rows(table).filter((row) => holds(row["ownerid"] ?? null));
      expect(found).toEqual(expected.map((row) => String(row[key])).sort());
      return found;
    });
    expect(rows.length).toBeGreaterThan(0);
  });

  test.each<[string, boolean]>([
    ["eq-businessid", true],
    ["ne-businessid", false],
  ])("owningbusinessunit %s", (operator, isOwn) => {
    tested.add(operator);
    const { businessUnitId } = callerOf(jan);
    expect(
      organization.fulfilling("account", condition("owningbusinessunit", operator), { caller: callerOf(jan) }),
    ).toEqual(
      organization
        .rows("account")
        .filter((row) => (row["owningbusinessunit"] === businessUnitId) === isOwn)
        .map((row) => String(row["accountid"]))
        .sort(),
    );
  });

  it("compares a language with the caller's", () => {
    tested.add("eq-userlanguage");
    const { database } = organization.store;
    database.run("UPDATE account SET utcconversiontimezonecode = 1033 WHERE name = 'Coho Winery'");
    expect(organization.fulfilling("account", condition("utcconversiontimezonecode", "eq-userlanguage"))).toHaveLength(
      1,
    );
  });

  test.each<[string, (descendants: string[], ancestors: string[], start: string) => (id: string) => boolean]>([
    ["under", (descendants) => (id) => descendants.includes(id)],
    ["eq-or-under", (descendants, _, start) => (id) => id === start || descendants.includes(id)],
    ["not-under", (descendants) => (id) => !descendants.includes(id)],
    ["above", (_, ancestors) => (id) => ancestors.includes(id)],
    ["eq-or-above", (_, ancestors, start) => (id) => id === start || ancestors.includes(id)],
  ])("accountid %s", (operator, holds) => {
    tested.add(operator);
    const parents = new Map(
      organization.rows("account").map((row) => [String(row["accountid"]), row["parentaccountid"]]),
    );
    const upFrom = (id: string): string[] => {
      const parent = parents.get(id);
      return typeof parent === "string" ? [parent, ...upFrom(parent)] : [];
    };
    const ids = [...parents.keys()];
    const start = ids.find((id) => upFrom(id).length > 0 && ids.some((other) => upFrom(other).includes(id))) ?? "";
    const descendants = ids.filter((id) => upFrom(id).includes(start));
    expect(descendants.length).toBeGreaterThan(0);
    const expected = ids.filter(holds(descendants, upFrom(start), start)).sort();
    expect(organization.fulfilling("account", condition("accountid", operator, start))).toEqual(expected);
  });
});

describe("lookups", () => {
  const nameOf = (id: SqlValue): string =>
    lower(organization.rows("contact").find((row) => row["contactid"] === id)?.["fullname"] ?? "");

  test.each<[string, string, string[], (name: string, id: SqlValue) => boolean]>([
    ["primarycontactid", "like", ["%an%"], (name) => name.includes("an")],
    ["primarycontactid", "not-like", ["%an%"], (name) => !name.includes("an")],
    ["primarycontactid", "begins-with", ["R"], (name) => name.startsWith("r")],
    ["primarycontactid", "not-end-with", ["n"], (name) => !name.endsWith("n")],
    ["primarycontactidname", "eq", ["Robert LYON"], (name) => name === "robert lyon"],
    ["primarycontactidname", "ne", ["Robert LYON"], (name) => name !== "robert lyon"],
    ["primarycontactidname", "null", [], (_, id) => id === null],
  ])("account.%s %s %p is about the name of the contact", (attribute, operator, values, holds) => {
    const expected = organization
      .rows("account")
      .filter((row) => holds(nameOf(row["primarycontactid"] ?? null), row["primarycontactid"] ?? null))
      .map((row) => String(row["accountid"]));
    expect(expected.length).toBeGreaterThan(0);
    expect(organization.fulfilling("account", condition(attribute, operator, ...values))).toEqual(expected.sort());
  });

  it("with several targets are searched in all of them", () => {
    const names = new Map(
      [...organization.rows("account"), ...organization.rows("contact")].map((row) => [
        row["contactid"] ?? row["accountid"],
        lower(row["fullname"] ?? row["name"] ?? ""),
      ]),
    );
    const expected = organization
      .rows("opportunity")
      .filter((row) => names.get(row["customerid"] ?? "")?.includes("an"))
      .map((row) => String(row["opportunityid"]));
    expect(organization.fulfilling("opportunity", condition("customerid", "like", "%an%"))).toEqual(expected.sort());
  });
});

test("no operator is left untested", () => {
  expect(Object.keys(operators).filter((each) => !tested.has(each))).toEqual([]);
});
