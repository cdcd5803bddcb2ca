/**
 * `$filter` against the seed organization. The expected rows are computed in JavaScript over all stored rows, never by
 * SQL.
 */
import type { SqlRow, SqlValue } from "../../organization/store/database";
import { TestOrganization } from "../../testing/organization";

let organization: TestOrganization;
beforeAll(() => {
  organization = new TestOrganization();
});
afterAll(() => organization.close());

function text(value: SqlValue | undefined): string {
  return String(value ?? "").toLowerCase();
}
function idsWhere(table: string, test: (row: SqlRow) => boolean): string[] {
  const definition = organization.store.catalog.table(table);
  return organization
    .rows(table)
    .filter(test)
    .map((row) => String(row[definition?.primaryIdColumn ?? ""]))
    .sort();
}
function parentOf(row: SqlRow, column: string, table: string): SqlRow | undefined {
  const definition = organization.store.catalog.table(table);
  return organization.rows(table).find((each) => each[definition?.primaryIdColumn ?? ""] === row[column]);
}

const accounts: [filter: string, test: (row: SqlRow) => boolean][] = [
  ["name eq 'larch ltd'", (row) => row["name"] === "Larch Ltd"],
  ["name eq 'Larch Ltd   '", (row) => row["name"] === "Larch Ltd"],
  ["name eq 'MÜLLER & SÖHNE GMBH'", (row) => row["name"] === "Müller & Söhne GmbH"],
  ["name eq 'O''Brien & Sons'", (row) => row["name"] === "O'Brien & Sons"],
  ["'Larch Ltd' eq name", (row) => row["name"] === "Larch Ltd"],
  ["accountnumber ne 'A-1001'", (row) => row["accountnumber"] !== "A-1001"],
  ["accountnumber eq null", (row) => row["accountnumber"] === null],
  ["accountnumber ne null", (row) => row["accountnumber"] !== null],
  ["not (accountnumber eq 'A-1001')", (row) => row["accountnumber"] !== "A-1001"],
  ["not (accountnumber ne 'A-1001')", (row) => row["accountnumber"] === "A-1001"],
  ["not (accountnumber eq null)", (row) => row["accountnumber"] !== null],
  ["revenue gt 27620522", (row) => Number(row["revenue"]) > 27620522],
  ["27620522 lt revenue", (row) => Number(row["revenue"]) > 27620522],
  ["revenue le 27620522", (row) => row["revenue"] !== null && Number(row["revenue"]) <= 27620522],
  ["not (revenue gt 27620522)", (row) => row["revenue"] !== null && Number(row["revenue"]) <= 27620522],
  ["revenue eq 8606.7814", (row) => row["revenue"] === 8606.7814],
  ["numberofemployees eq 5e2 or numberofemployees eq 509", (row) => row["numberofemployees"] === 509],
  ["revenue gt null", () => false],
  ["statecode eq 0 and industrycode ne 2", (row) => row["statecode"] === 0 && row["industrycode"] !== 2],
  ["creditonhold eq true", (row) => row["creditonhold"] === 1],
  ["not (creditonhold eq true or statecode eq 1)", (row) => row["creditonhold"] !== 1 && row["statecode"] !== 1],
  [
    "statecode eq 1 or statecode eq 0 and accountnumber eq 'A-1001'",
    (row) => row["statecode"] === 1 || row["accountnumber"] === "A-1001",
  ],
  ["contains(name,'a')", (row) => text(row["name"]).includes("a")],
  ["not contains(name,'a')", (row) => !text(row["name"]).includes("a")],
  ["not contains(accountnumber,'1')", (row) => !text(row["accountnumber"]).includes("1")],
  ["startswith(name,'NORTH WIND')", (row) => text(row["name"]).startsWith("north wind")],
  ["endswith(name,'inc.')", (row) => text(row["name"]).endsWith("inc.")],
  ["contains(name,'ÇELIK')", (row) => text(row["name"]).includes("çelik")],
  ["contains(name,'æ') or contains(name,'Ø')", (row) => /[æø]/.test(text(row["name"]))],
  ["startswith(name,'%cotton')", (row) => text(row["name"]).includes("cotton")],
  ["contains(name,'100[%]')", (row) => text(row["name"]).includes("100%")],
  ["contains(name,'a_b')", (row) => /a.b/u.test(text(row["name"]))],
  ["contains(name,'a[_]b')", (row) => text(row["name"]).includes("a_b")],
  ["startswith(name,'[a-c]')", (row) => /^[a-c]/.test(text(row["name"]))],
  ["startswith(name,'[^a-z]')", (row) => /^[^a-z]/.test(text(row["name"]))],
  ["contains(name,'[[]Bracket')", (row) => text(row["name"]).includes("[bracket")],
  ["contains(name,'\\')", (row) => text(row["name"]).includes("\\")],
  ["createdon ge 2024-01-09", (row) => String(row["createdon"]) >= "2024-01-09"],
  ["createdon lt 2024-01-09T02:00:00+02:00", (row) => String(row["createdon"]) < "2024-01-09T00:00:00Z"],
  ["_primarycontactid_value ne null", (row) => row["primarycontactid"] !== null],
  ["_ownerid_value eq '7EA30001-0000-4000-8000-000000000001'", (row) => String(row["ownerid"]).startsWith("7ea30001")],
  ["name eq name", () => true],
  ["accountnumber eq accountnumber", (row) => row["accountnumber"] !== null],
  ["primarycontactid/fullname eq null", (row) => !parentOf(row, "primarycontactid", "contact")?.["fullname"]],
  [
    "primarycontactid/owninguser/fullname eq 'aiko tanaka'",
    (row) => {
      const contact = parentOf(row, "primarycontactid", "contact");
      return contact !== undefined && parentOf(contact, "owninguser", "systemuser")?.["fullname"] === "Aiko Tanaka";
    },
  ],
  [
    "contains(primarycontactid/fullname,'a') and primarycontactid/statecode eq 0",
    (row) => {
      const contact = parentOf(row, "primarycontactid", "contact");
      return text(contact?.["fullname"]).includes("a") && contact?.["statecode"] === 0;
    },
  ],
  ["ownerid/ownerid eq 7ea30001-0000-4000-8000-000000000001", (row) => String(row["ownerid"]).startsWith("7ea30001")],
  ["ownerid/name eq 'key accounts'", (row) => String(row["ownerid"]).startsWith("7ea30001")],
];

test.each(accounts)("finds the accounts where %s", (filter, expected) => {
  expect(organization.found("accounts", filter)).toEqual(idsWhere("account", expected));
});

describe("any and all", () => {
  const tasksOf = (account: SqlRow): SqlRow[] =>
    organization.rows("task").filter((task) => task["regardingobjectid"] === account["accountid"]);
  const contactsOf = (account: SqlRow): SqlRow[] =>
    organization
      .rows("contact")
      .filter(
        (each) => each["parentcustomerid"] === account["accountid"] && each["parentcustomerid#type"] === "account",
      );
  const cases: [filter: string, test: (row: SqlRow) => boolean][] = [
    ["Account_Tasks/any()", (row) => tasksOf(row).length > 0],
    ["not Account_Tasks/any()", (row) => tasksOf(row).length === 0],
    ["Account_Tasks/any(t:t/statecode eq 1)", (row) => tasksOf(row).some((task) => task["statecode"] === 1)],
    [
      "Account_Tasks/all(t:t/statecode eq 0)",
      (row) => tasksOf(row).length > 0 && tasksOf(row).every((task) => task["statecode"] === 0),
    ],
    [
      "not Account_Tasks/all(t:t/statecode eq 0)",
      (row) => tasksOf(row).length === 0 || tasksOf(row).some((task) => task["statecode"] !== 0),
    ],
    [
      "contact_customer_accounts/all(c:c/annualincome gt 5)",
      (row) => contactsOf(row).length > 0 && contactsOf(row).every((contact) => Number(contact["annualincome"]) > 5),
    ],
    [
      "contact_customer_accounts/any(c:c/Contact_Tasks/any(t:t/statecode eq 0) and contains(c/fullname,'a'))",
      (row) =>
        contactsOf(row).some(
          (contact) =>
            text(contact["fullname"]).includes("a") &&
            organization
              .rows("task")
              .some((task) => task["regardingobjectid"] === contact["contactid"] && task["statecode"] === 0),
        ),
    ],
    [
      "Account_Tasks/any(t:t/owninguser_task/fullname eq 'Jan Sørensen' and t/_ownerid_value ne _ownerid_value)",
      (row) =>
        tasksOf(row).some(
          (task) =>
            parentOf(task, "owninguser", "systemuser")?.["fullname"] === "Jan Sørensen" &&
            task["ownerid"] !== row["ownerid"],
        ),
    ],
  ];
  test.each(cases)("finds the accounts where %s", (filter, expected) => {
    expect(organization.found("accounts", filter)).toEqual(idsWhere("account", expected));
  });

  test("go across many-to-many relationships, from both sides", () => {
    const pairs = organization.rows("opportunitycompetitors");
    const competitors = organization.rows("competitor");
    const [first] = competitors;
    const name = String(first?.["name"]);
    expect(
      organization.found(
        "opportunities",
        `opportunitycompetitors_association/any(c:c/name eq '${name.replaceAll("'", "''")}')`,
      ),
    ).toEqual(
      pairs
        .filter((pair) => pair["competitorid"] === first?.["competitorid"])
        .map((pair) => String(pair["opportunityid"]))
        .sort(),
    );
    expect(organization.found("competitors", "opportunitycompetitors_association/any()")).toEqual(
      [...new Set(pairs.map((pair) => String(pair["competitorid"])))].sort(),
    );
  });
});

test("distinguishes the targets of a lookup to several tables", () => {
  expect(organization.found("contacts", "parentcustomerid_account/name ne null")).toEqual(
    idsWhere("contact", (row) => row["parentcustomerid#type"] === "account"),
  );
});

test("finds users by the key they inherit", () => {
  expect(organization.found("systemusers", "ownerid eq 05e50002-0000-4000-8000-000000000002")).toEqual([
    "05e50002-0000-4000-8000-000000000002",
  ]);
});

test("takes values from parameter aliases, a missing one as null", () => {
  const found = (query: string): number => organization.get(`accounts?$select=name&${query}`).value.length;
  expect(found("$filter=name eq @p&@p='Larch Ltd'")).toBe(1);
  expect(found("$filter=accountnumber eq @none")).toBe(
    idsWhere("account", (row) => row["accountnumber"] === null).length,
  );
  expect(
    found(
      `$filter=Microsoft.Dynamics.CRM.In(PropertyName=@c,PropertyValues=@v)&@c='name'&@v=["Larch Ltd","O'Brien & Sons"]`.replace(
        " & ",
        " %26 ",
      ),
    ),
  ).toBe(2);
});

test("takes 500 conditions and no more", () => {
  const filter = (count: number): string =>
    Array.from({ length: count }, (_, index) => `accountnumber eq 'A-${1000 + index}'`).join(" or ");
  expect(organization.found("accounts", filter(500))).toHaveLength(
    idsWhere("account", (row) => row["accountnumber"] !== null).length,
  );
  expect(organization.refusal(`accounts?$filter=${filter(501)}`)).toMatchObject({ status: 400, code: "0x8004430c" });
});

describe("refuses, as Dataverse does,", () => {
  const noProperty = (name: string, table = "account"): string =>
    `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table}'.`;
  const types = (left: string, right: string, kind: string): string =>
    "A binary operator with incompatible types was detected. " +
    `Found operand types '${left}' and '${right}' for operator kind '${kind}'.`;
  const cases: [filter: string, message: string][] = [
    ["nosuch eq 5", noProperty("nosuch")],
    ["Name eq 'x'", noProperty("Name")],
    ["name eq abc", noProperty("abc")],
    ["industrycodename eq 'x'", noProperty("industrycodename")],
    ["primarycontactid/nosuch eq 5", noProperty("nosuch", "contact")],
    ["Account_Tasks/any(t:t/nosuch eq 5)", noProperty("nosuch", "task")],
    ["Microsoft.Dynamics.CRM.Today(PropertyName='nosuch')", noProperty("nosuch")],
    ["name eq 5", types("Edm.String", "Edm.Int32", "Equal")],
    ["5 ne name", types("Edm.Int32", "Edm.String", "NotEqual")],
    ["revenue gt 'x'", types("Edm.Decimal", "Edm.String", "GreaterThan")],
    ["industrycode eq '1'", types("Edm.Int32", "Edm.String", "Equal")],
    ["creditonhold eq 1", types("Edm.Boolean", "Edm.Int32", "Equal")],
    ["accountid eq 'A-1'", types("Edm.Guid", "Edm.String", "Equal")],
    ["createdon ge '2024-01-01'", types("Edm.DateTimeOffset", "Edm.String", "GreaterThanOrEqual")],
    ["name eq revenue", types("Edm.String", "Edm.Decimal", "Equal")],
  ];
  test.each(cases)("%s", (filter, message) => {
    expect(organization.refusal(`accounts?$filter=${filter}`)).toEqual({ status: 400, code: "0x80060888", message });
  });

  const offences: [filter: string, named: string][] = [
    ["tolower(name) eq 'x'", "tolower"],
    ["length(name) gt 5", "length"],
    ["year(createdon) eq 2024", "year"],
    ["createdon lt now()", "now"],
    ["substring(name,1) eq 'x'", "substring"],
    ["name in ('a','b')", "'in'"],
    ["revenue add 5 gt 7", "'add'"],
    ["contains(revenue,'1')", "contains"],
    ["contains(name,5)", "contains"],
    ["contains('x',name)", "contains"],
    ["primarycontactid eq null", "primarycontactid"],
    ["primarycontactid/Contact_Tasks/any(t:t/statecode eq 0)", "lookup"],
    ["Account_Tasks/subject eq 'x'", "Account_Tasks"],
    ["name", "name"],
    ["1 eq 1", "property"],
    [
      "not Microsoft.Dynamics.CRM.Today(PropertyName='createdon')",
      "Not operator along with the Custom Named Condition",
    ],
    ["not (statecode eq 0 or Microsoft.Dynamics.CRM.Today(PropertyName='createdon'))", "Not operator along with"],
    ["Microsoft.Dynamics.CRM.NoSuch(PropertyName='createdon')", "NoSuch"],
    ["Microsoft.Dynamics.CRM.Today(PropertyName='name')", "Today"],
    ["Microsoft.Dynamics.CRM.Today()", "PropertyName"],
    ["Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon')", "PropertyValue"],
    ["Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=0)", "greater than zero"],
    ["Microsoft.Dynamics.CRM.In(PropertyName='statuscode',PropertyValues=[])", "PropertyValues"],
    ["Microsoft.Dynamics.CRM.In(PropertyName='statuscode',PropertyValues=[\"x\"])", "Edm.Int32"],
    ["Microsoft.Dynamics.CRM.Between(PropertyName='statuscode',PropertyValues=[\"1\"])", "two values"],
    ["Microsoft.Dynamics.CRM.EqualUserId(PropertyName='name')", "EqualUserId"],
    ["Microsoft.Dynamics.CRM.Under(PropertyName='name',PropertyValue='x')", "Under"],
  ];
  test.each(offences)("%s, naming the offence", (filter, named) => {
    const refusal = organization.refusal(`accounts?$filter=${filter}`);
    expect(refusal).toMatchObject({ status: 400, code: "0x80060888" });
    expect(refusal.message).toContain(named);
  });

  test.each(["new_regions eq '1'", "contains(new_regions,'1')"])("%s: choices are not text", (filter) => {
    expect(organization.refusal(`new_projects?$filter=${filter}`)).toMatchObject({ status: 400, code: "0x80060888" });
  });

  test("hours of a column that has only a date", () => {
    for (const name of ["LastXHours", "NextXHours", "OlderThanXHours", "OlderThanXMinutes"]) {
      expect(
        organization.refusal(
          `contacts?$filter=Microsoft.Dynamics.CRM.${name}(PropertyName='birthdate',PropertyValue=5)`,
        ),
      ).toMatchObject({ status: 400 });
    }
  });

  test.each(["$skip=3", "$search=x", "$format=json", "$compute=revenue mul 2 as x"])("%s", (option) => {
    expect(organization.refusal(`accounts?${option}`)).toMatchObject({ status: 400, code: "0x80060888" });
  });

  test.each(["$select=nosuch", "$select=industrycodename", "$orderby=nosuch"])("%s", (option) => {
    const [, name = ""] = option.split("=");
    expect(organization.refusal(`accounts?${option}`).message).toBe(noProperty(name));
  });
});
