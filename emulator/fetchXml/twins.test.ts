/** A query that both languages can express has the same result in both. */
import { condition, FetchOrganization } from "../testing/fetch";

let organization: FetchOrganization;
beforeAll(() => {
  organization = new FetchOrganization();
});
afterAll(() => organization.close());

const crm = "Microsoft.Dynamics.CRM";
const jan = "05e50002-0000-4000-8000-000000000002";
function linked(type: string, filter: string): string {
  return `<link-entity name="contact" from="parentcustomerid" to="accountid" link-type="${type}"><filter>${filter}</filter></link-entity>`;
}

test.each<[string, string, string]>([
  ["account", condition("name", "eq", "Coho Winery"), "name eq 'Coho Winery'"],
  ["account", condition("name", "ne", "Coho Winery"), "name ne 'Coho Winery'"],
  ["account", condition("name", "like", "%O'%"), "contains(name,'O''')"],
  ["account", condition("name", "begins-with", "Con"), "startswith(name,'Con')"],
  ["account", condition("name", "not-end-with", "s"), "not endswith(name,'s')"],
  ["account", condition("name", "like", "%[%]%"), "contains(name,'[%]')"],
  ["account", condition("revenue", "ge", "20000000.5"), "revenue ge 20000000.5"],
  ["account", condition("revenue", "null"), "revenue eq null"],
  ["account", condition("primarycontactid", "not-null"), "_primarycontactid_value ne null"],
  ["account", condition("ownerid", "eq", `{${jan.toUpperCase()}}`), `_ownerid_value eq ${jan}`],
  ["account", condition("creditonhold", "eq", "1"), "creditonhold eq true"],
  ["account", condition("createdon", "gt", "2024-01-09T00:00:00+02:00"), "createdon gt 2024-01-08T22:00:00Z"],
  [
    "account",
    condition("industrycode", "in", 1, 6, 7),
    `${crm}.In(PropertyName='industrycode',PropertyValues=["1","6","7"])`,
  ],
  [
    "account",
    condition("industrycode", "not-in", 1, 6),
    `${crm}.NotIn(PropertyName='industrycode',PropertyValues=["1","6"])`,
  ],
  [
    "account",
    condition("revenue", "between", 0, 1e7),
    `${crm}.Between(PropertyName='revenue',PropertyValues=["0","10000000"])`,
  ],
  [
    "account",
    condition("createdon", "last-x-months", 4),
    `${crm}.LastXMonths(PropertyName='createdon',PropertyValue=4)`,
  ],
  [
    "account",
    condition("createdon", "on", "2024-01-09"),
    `${crm}.On(PropertyName='createdon',PropertyValue='2024-01-09')`,
  ],
  ["account", condition("ownerid", "eq-userid"), `${crm}.EqualUserId(PropertyName='ownerid')`],
  ["account", condition("ownerid", "eq-useroruserteams"), `${crm}.EqualUserOrUserTeams(PropertyName='ownerid')`],
  [
    "new_project",
    condition("new_startdate", "this-fiscal-year"),
    `${crm}.ThisFiscalYear(PropertyName='new_startdate')`,
  ],
  [
    "new_project",
    condition("new_regions", "contain-values", 1, 9),
    `${crm}.ContainValues(PropertyName='new_regions',PropertyValues=["1","9"])`,
  ],
  ["contact", `<condition attribute="createdon" operator="eq" valueof="modifiedon"/>`, "createdon eq modifiedon"],
  [
    "account",
    `<filter type="or">${condition("statecode", "eq", 1)}<filter>${condition("revenue", "gt", 5e6)}${condition("name", "like", "%a%")}</filter></filter>`,
    "statecode eq 1 or (revenue gt 5000000 and contains(name,'a'))",
  ],
  [
    "account",
    linked("any", condition("jobtitle", "eq", "Owner")),
    "contact_customer_accounts/any(c:c/jobtitle eq 'Owner')",
  ],
  [
    "account",
    linked("not any", condition("jobtitle", "eq", "Owner")),
    "not contact_customer_accounts/any(c:c/jobtitle eq 'Owner')",
  ],
  [
    "account",
    linked("all", condition("jobtitle", "ne", "Owner")),
    "contact_customer_accounts/all(c:c/jobtitle eq 'Owner') and contact_customer_accounts/any()",
  ],
  [
    "contact",
    `<link-entity name="account" from="accountid" to="parentcustomerid" link-type="any"><filter>${condition("name", "like", "%bank%")}</filter></link-entity>`,
    "contains(parentcustomerid_account/name,'bank')",
  ],
])("%s: %s is %s", (table, filter, odata) => {
  const set = organization.store.catalog.table(table)?.entitySetName ?? "";
  const found = organization.fulfilling(table, filter);
  expect(found).toEqual(organization.found(set, odata));
  expect(found.length).toBeLessThan(organization.rows(table).length);
});

test.each<[string, string]>([
  ["name", "name"],
  ["revenue", "revenue"],
  ["createdon", "createdon"],
  ["primarycontactid", "_primarycontactid_value"],
  ["accountnumber", "accountnumber"],
])("rows sorted by %s stand in the order OData gives them", (attribute, property) => {
  for (const descending of [false, true]) {
    const fetched = organization.fetch(
      `<fetch><entity name="account"><attribute name="name"/><order attribute="${attribute}" descending="${descending}"/></entity></fetch>`,
    );
    const twin = organization.get(`accounts?$select=name&$orderby=${property}${descending ? " desc" : ""}`);
    expect(fetched.value).toEqual(twin.value);
  }
});

test("choices sort by their labels, and by their numbers like OData's when that is asked for", () => {
  const order = '<attribute name="industrycode"/><order attribute="industrycode"/>';
  const raw = organization.fetch(`<fetch useraworderby="true"><entity name="account">${order}</entity></fetch>`);
  const twin = organization.get("accounts?$select=industrycode&$orderby=industrycode");
  expect(raw.value.map((row) => row["accountid"])).toEqual(twin.value.map((row) => row["accountid"]));
  const labels = organization
    .fetch(`<fetch><entity name="account">${order}</entity></fetch>`, { annotations: true })
    .value.map((row) => row["industrycode@OData.Community.Display.V1.FormattedValue"])
    .map((label) => (typeof label === "string" ? label.toLowerCase() : ""));
  expect(labels).toEqual([...labels].sort());
});

test("groups are those of $apply", () => {
  const fetched = organization.fetch(
    `<fetch aggregate="true"><entity name="account"><attribute name="statuscode" groupby="true" alias="statuscode"/>
      <attribute name="revenue" aggregate="sum" alias="total"/><attribute name="accountid" aggregate="count" alias="n"/></entity></fetch>`,
  );
  const twin = organization.get(
    "accounts?$apply=groupby((statuscode),aggregate(revenue with sum as total,$count as n))",
  );
  expect(fetched.value).toEqual(twin.value);
});

test("rows are OData's but for the empty columns that FetchXML leaves out", () => {
  const columns = [
    "name",
    "revenue",
    "telephone1",
    "statuscode",
    "createdon",
    "creditonhold",
    "ownerid",
    "primarycontactid",
  ];
  const attributes = columns.map((name) => `<attribute name="${name}"/>`).join("");
  const fetched = organization.fetch(`<fetch><entity name="account">${attributes}</entity></fetch>`, {
    annotations: true,
  });
  const select = columns.map((name) => (name.endsWith("id") ? `_${name}_value` : name)).join(",");
  const twin = organization.get(`accounts?$select=${select}`, { annotations: true });
  const withoutNulls = twin.value.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
  );
  expect(fetched.value).toEqual(withoutNulls);
  expect(fetched.value.map((row) => Object.keys(row))).toEqual(withoutNulls.map((row) => Object.keys(row)));
  const everything = organization.fetch('<fetch><entity name="new_project"><all-attributes/></entity></fetch>');
  const all = organization.get("new_projects").value;
  expect(everything.value).toEqual(
    all.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))),
  );
});
