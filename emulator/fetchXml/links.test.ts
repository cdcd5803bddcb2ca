/** link-entity of every kind, against joins written out in TypeScript. */
import type { SqlRow, SqlValue } from "../organization/store/database";
import { condition, FetchOrganization } from "../testing/fetch";

let organization: FetchOrganization;
let accounts: SqlRow[];
let contacts: SqlRow[];
beforeAll(() => {
  organization = new FetchOrganization();
  accounts = organization.rows("account");
  contacts = organization.rows("contact");
});
afterAll(() => organization.close());

/** Rows as `id|id`, sorted; the second may be missing. */
function sorted(pairs: (SqlValue | undefined)[][]): string[] {
  return pairs.map((each) => each.map((id) => id ?? "").join("|")).sort();
}

function pairs(content: string, second = "c.contactid"): string[] {
  const xml = `<fetch><entity name="account"><attribute name="accountid"/>${content}</entity></fetch>`;
  return sorted(organization.fetch(xml).value.map((row) => [row["accountid"], row[second]] as SqlValue[]));
}

function link(
  type: string,
  content = "",
  names = 'name="contact" from="parentcustomerid" to="accountid" alias="c"',
): string {
  return `<link-entity ${names} link-type="${type}">${content}</link-entity>`;
}
const id = '<attribute name="contactid"/>';
const managers = `<filter>${condition("jobtitle", "like", "%Manager%")}</filter>`;

function isManager(row: SqlRow): boolean {
  return /manager/i.test(String(row["jobtitle"]));
}
function contactsOf(account: SqlRow, holds: (row: SqlRow) => boolean = () => true): SqlRow[] {
  return contacts.filter((row) => row["parentcustomerid"] === account["accountid"] && holds(row));
}

test("inner joins give a row for each pair", () => {
  const expected = accounts.flatMap((a) => contactsOf(a).map((c) => [a["accountid"], c["contactid"]]));
  for (const type of ["inner", "natural"]) expect(pairs(link(type, id))).toEqual(sorted(expected));
  const withoutType =
    '<link-entity name="contact" from="parentcustomerid" to="accountid" alias="c"><attribute name="contactid"/></link-entity>';
  expect(pairs(withoutType)).toEqual(sorted(expected));
});

test("outer joins keep rows that have no partner; a filter inside decides who is one", () => {
  const expected = accounts.flatMap((a) => {
    const found = contactsOf(a, isManager);
    return found.length === 0 ? [[a["accountid"]]] : found.map((c) => [a["accountid"], c["contactid"]]);
  });
  expect(pairs(link("outer", id + managers))).toEqual(sorted(expected.map(([a, c]) => [a, c])));
  expect(expected.some((pair) => pair.length === 1)).toBe(true);
});

test("a condition with entityname filters after the join: rows without a partner", () => {
  const expected = accounts.filter((a) => contactsOf(a, isManager).length === 0).map((a) => [a["accountid"], null]);
  const anti = `<filter><condition entityname="c" attribute="contactid" operator="null"/></filter>`;
  expect(pairs(anti + link("outer", managers))).toEqual(sorted(expected));
  // Inside the link, it also filters after the join.
  const inside = `<filter><condition entityname="c" attribute="jobtitle" operator="like" value="%Manager%"/></filter>`;
  const joined = accounts.flatMap((a) => contactsOf(a, isManager).map((c) => [a["accountid"], c["contactid"]]));
  expect(pairs(link("outer", id + inside))).toEqual(sorted(joined));
});

describe("links that only filter", () => {
  const matching = (holds: (account: SqlRow) => boolean): string[] =>
    sorted(accounts.filter(holds).map((a) => [a["accountid"], null]));
  const some = (a: SqlRow): boolean => contactsOf(a, isManager).length > 0;

  test.each<[string, boolean, (account: SqlRow) => boolean]>([
    ["exists", false, some],
    ["in", false, some],
    ["any", true, some],
    ["not all", true, some],
    ["not any", true, (a) => !some(a)],
    ["all", true, (a) => contactsOf(a).length > 0 && !some(a)],
  ])("%s gives each row at most once", (type, inFilter, holds) => {
    const written = link(type, managers);
    const expected = matching(holds);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(accounts.length);
    expect(pairs(inFilter ? `<filter>${written}</filter>` : written)).toEqual(expected);
  });

  it("stand beside conditions in an or", () => {
    const expected = matching((a) => some(a) || a["statecode"] === 1);
    expect(pairs(`<filter type="or">${link("any", managers)}${condition("statecode", "eq", 1)}</filter>`)).toEqual(
      expected,
    );
  });

  it("leave out what filters nothing", () => {
    const empty = `<filter type="or"><filter/><filter type="or"><filter/></filter>${condition("statecode", "eq", 1)}</filter>`;
    expect(pairs(empty)).toEqual(matching((a) => a["statecode"] === 1));
    expect(pairs("<filter/>")).toHaveLength(accounts.length);
  });

  it("nest, and compare with the rows around them", () => {
    const nested = `<filter><link-entity name="contact" from="parentcustomerid" to="accountid" link-type="any">
      <filter><condition attribute="ownerid" operator="ne" valueof="account.ownerid"/>
        <link-entity name="task" from="regardingobjectid" to="contactid" link-type="not any"/></filter></link-entity></filter>`;
    const tasks = organization.rows("task");
    const expected = matching((a) =>
      contactsOf(a).some(
        (c) => c["ownerid"] !== a["ownerid"] && !tasks.some((t) => t["regardingobjectid"] === c["contactid"]),
      ),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(pairs(nested)).toEqual(expected);
  });

  it("take inner joins of their own", () => {
    const inner = `<filter>${link("any", '<link-entity name="systemuser" from="systemuserid" to="ownerid"><filter><condition attribute="firstname" operator="eq" value="Jan"/></filter></link-entity>')}</filter>`;
    const jan = organization.rows("systemuser").find((row) => row["firstname"] === "Jan")?.["systemuserid"];
    expect(pairs(inner)).toEqual(matching((a) => contactsOf(a, (c) => c["ownerid"] === jan).length > 0));
  });
});

test("matchfirstrowusingcrossapply gives one partner at most, under its schema name", () => {
  const expected = accounts.flatMap((a) => {
    const [first] = contactsOf(a, isManager).map((c) => String(c["contactid"])).sort(); // prettier-ignore
    return first === undefined ? [] : [[a["accountid"], first]];
  });
  expect(pairs(link("matchfirstrowusingcrossapply", id + managers), "ContactId")).toEqual(
    sorted(expected as SqlValue[][]),
  );
});

test("an intersect table joins the two sides of a many-to-many relationship", () => {
  const xml = `<fetch><entity name="systemuser"><attribute name="systemuserid"/>
    <link-entity name="teammembership" from="systemuserid" to="systemuserid" intersect="true">
      <link-entity name="team" from="teamid" to="teamid" alias="team"><attribute name="teamid"/></link-entity></link-entity></entity></fetch>`;
  const found = organization.fetch(xml).value.map((row) => [row["systemuserid"], row["team.teamid"]] as SqlValue[]);
  expect(sorted(found)).toEqual(
    sorted(organization.rows("teammembership").map((row) => [row["systemuserid"], row["teamid"]])),
  );
});

test("tables join by columns that no relationship knows", () => {
  const names = 'name="contact" from="emailaddress1" to="emailaddress1" alias="c"';
  const { database } = organization.store;
  database.run("UPDATE contact SET emailaddress1 = upper(?) WHERE contactid = ?", [
    accounts[0]?.["emailaddress1"] ?? null,
    contacts[0]?.["contactid"] ?? null,
  ]);
  expect(pairs(link("inner", id, names))).toEqual(sorted([[accounts[0]?.["accountid"], contacts[0]?.["contactid"]]]));
});

test("without from and to the one relationship between the tables is meant", () => {
  const expected = organization.rows("new_project").filter((row) => row["new_accountid"] !== null);
  const xml =
    '<fetch><entity name="new_project"><link-entity name="account"><attribute name="accountid" alias="a"/></link-entity></entity></fetch>';
  expect(organization.fetch(xml).value.map((row) => row["a"]).sort()).toEqual(expected.map((row) => row["new_accountid"]).sort()); // prettier-ignore
});

test("valueof compares columns of one row and of joined ones", () => {
  const own = `<filter><condition attribute="createdon" operator="ne" valueof="modifiedon"/></filter>`;
  expect(pairs(own)).toEqual(
    sorted(accounts.filter((a) => a["createdon"] !== a["modifiedon"]).map((a) => [a["accountid"], null])),
  );
  const crossed = `<filter><condition attribute="ownerid" operator="eq" valueof="c.ownerid"/></filter>`;
  const expected = accounts.flatMap((a) =>
    contactsOf(a, (c) => c["ownerid"] === a["ownerid"]).map((c) => [a["accountid"], c["contactid"]]),
  );
  expect(pairs(crossed + link("outer", id))).toEqual(sorted(expected));
  const fromInside = `<filter><condition attribute="ownerid" operator="eq" valueof="account.ownerid"/></filter>`;
  const kept = accounts.flatMap((a) => {
    const found = contactsOf(a, (c) => c["ownerid"] === a["ownerid"]);
    return found.length === 0 ? [[a["accountid"], null]] : found.map((c) => [a["accountid"], c["contactid"]]);
  });
  expect(pairs(link("outer", id + fromInside))).toEqual(sorted(kept as SqlValue[][]));
});

test("orders of links come last unless entityname places them", () => {
  const names = (orders: string, inLink: string): string[] =>
    organization
      .fetch(
        `<fetch><entity name="contact"><attribute name="fullname"/>${orders}
          <link-entity name="account" from="accountid" to="parentcustomerid" alias="a"><attribute name="name"/>${inLink}</link-entity></entity></fetch>`,
      )
      .value.map((row) => `${String(row["a.name"])}|${String(row["fullname"])}`);
  const key = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const byAccount = names('<order entityname="a" attribute="name"/><order attribute="fullname"/>', "");
  expect(byAccount).toEqual(
    [...byAccount].sort((x, y) => {
      const [[a = "", c = ""], [b = "", d = ""]] = [key(x).split("|"), key(y).split("|")];
      return Buffer.compare(Buffer.from(a), Buffer.from(b)) || Buffer.compare(Buffer.from(c), Buffer.from(d));
    }),
  );
  const byContact = names('<order attribute="fullname"/>', '<order attribute="name"/>').map((each) =>
    key(each.split("|")[1] ?? ""),
  );
  expect(byContact).toEqual([...byContact].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y))));
});
