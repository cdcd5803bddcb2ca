/** Rows on the wire: key order, annotations, explicit nulls, digits. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatValue, rowProperty } from "..";
import { serviceRoot, TestOrganization, type Json } from "../../testing/organization";

let organization: TestOrganization;
beforeAll(() => {
  organization = new TestOrganization();
  const { database } = organization.store;
  database.run(
    `INSERT INTO account (accountid, name, revenue, creditonhold, transactioncurrencyid, statecode, ownerid, "ownerid#type", createdon, versionnumber)
     VALUES ('11111111-2222-4333-8444-555555555501', 'Larch "&" Ltd', 20000, 1, ?, 0, ?, 'team', '2023-04-07T21:59:01Z', 5001)`,
    [euro(), "7ea30001-0000-4000-8000-000000000001"],
  );
});
afterAll(() => organization.close());

const id = "11111111-2222-4333-8444-555555555501";
function euro(): string {
  return String(
    organization.rows("transactioncurrency").find((row) => row["isocurrencycode"] === "EUR")?.["transactioncurrencyid"],
  );
}
const formatted = "OData.Community.Display.V1.FormattedValue";

test("a collection is written as Dataverse writes it", () => {
  const body = organization.text(
    `accounts?$select=name,revenue,_ownerid_value,creditonhold,statecode,numberofemployees&$filter=accountid eq ${id}&$count=true`,
    {
      annotations: [
        formatted,
        "Microsoft.Dynamics.CRM.lookuplogicalname",
        "Microsoft.Dynamics.CRM.associatednavigationproperty",
      ],
    },
  );
  expect(body).toBe(
    `{"@odata.context":"${serviceRoot}$metadata#accounts(name,revenue,_ownerid_value,creditonhold,statecode,numberofemployees)",` +
      `"@odata.count":1,"value":[{"@odata.etag":"W/\\"5001\\"","name":"Larch \\"&\\" Ltd",` +
      `"revenue@${formatted}":"€20,000.00","revenue":20000.0000,` +
      `"_ownerid_value@${formatted}":"Key accounts",` +
      `"_ownerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty":"ownerid",` +
      `"_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"team",` +
      `"_ownerid_value":"7ea30001-0000-4000-8000-000000000001",` +
      `"creditonhold@${formatted}":"Yes","creditonhold":true,"statecode@${formatted}":"Active","statecode":0,` +
      `"numberofemployees":null,` +
      `"_transactioncurrencyid_value@${formatted}":"Euro",` +
      `"_transactioncurrencyid_value@Microsoft.Dynamics.CRM.associatednavigationproperty":"transactioncurrencyid",` +
      `"_transactioncurrencyid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"transactioncurrency",` +
      `"_transactioncurrencyid_value":"${euro()}","accountid":"${id}"}]}`,
  );
});

test("without annotations there are none", () => {
  const body = organization.row(`accounts(${id})?$select=name,creditonhold,_ownerid_value`)?.body;
  expect(body).toBe(
    `{"@odata.context":"${serviceRoot}$metadata#accounts(name,creditonhold,_ownerid_value)/$entity","@odata.etag":"W/\\"5001\\"",` +
      `"name":"Larch \\"&\\" Ltd","creditonhold":true,"_ownerid_value":"7ea30001-0000-4000-8000-000000000001","accountid":"${id}"}`,
  );
});

test("a row has its version, and a missing row is undefined", () => {
  expect(organization.row(`accounts(${id})?$select=name`)).toMatchObject({ etag: 'W/"5001"', version: 5001 });
  expect(organization.row("accounts(00000000-0000-0000-0000-00000000dead)")).toBeUndefined();
});

test("without $select every readable property is there, nulls and all, lookups by value only", () => {
  const row = JSON.parse(organization.row(`accounts(${id})`)?.body ?? "{}") as Json;
  expect(row).toMatchObject({
    telephone1: null,
    _primarycontactid_value: null,
    versionnumber: 5001,
    entityimage: null,
  });
  for (const hidden of [
    "primarycontactid",
    "primarycontactidname",
    "industrycodename",
    "ownerid",
    "owneridtype",
    "ownerid#type",
  ]) {
    expect(row).not.toHaveProperty([hidden]);
  }
});

test("part of an address brings the whole of it", () => {
  const row = JSON.parse(organization.row(`accounts(${id})?$select=address1_city`)?.body ?? "{}") as Json;
  expect(Object.keys(row)).toEqual([
    "@odata.context",
    "@odata.etag",
    "address1_city",
    "address1_composite",
    "accountid",
  ]);
});

test("a selected navigation property shows the lookup behind it", () => {
  const row = JSON.parse(organization.row(`accounts(${id})?$select=primarycontactid`)?.body ?? "{}") as Json;
  expect(row).toHaveProperty("_primarycontactid_value", null);
});

test("images are base64, several choices one string with labels joined by semicolons", () => {
  const project = organization.rows("new_project").find((row) => String(row["new_regions"]).includes(","));
  const projectId = String(project?.["new_projectid"]);
  organization.store.database.run("UPDATE new_project SET new_photo = ? WHERE new_projectid = ?", [
    new Uint8Array([1, 2, 255]),
    projectId,
  ]);
  const body = organization.row(`new_projects(${projectId})?$select=new_photo,new_regions,new_startdate`, {
    annotations: true,
  });
  const row = JSON.parse(body?.body ?? "{}") as Json;
  expect(row).toMatchObject({
    new_photo: "AQL/",
    new_regions: project?.["new_regions"],
    new_startdate: project?.["new_startdate"],
  });
  expect(String(row[`new_regions@${formatted}`])).toMatch(/^[^;,]+; [^;,]+/);
  expect(String(row[`new_startdate@${formatted}`])).toMatch(/^\d+\/\d+\/\d{4}$/);
});

test("the context names an expanded property with what was selected of it", () => {
  const contextOf = (url: string): unknown => organization.get(`accounts?${url}`)["@odata.context"];
  const base = `${serviceRoot}$metadata#accounts`;
  expect(contextOf("$top=1")).toBe(base);
  expect(contextOf("$top=1&$expand=primarycontactid")).toBe(`${base}(primarycontactid())`);
  expect(
    contextOf("$top=1&$select=name,revenue&$expand=primarycontactid($select=fullname),Account_Tasks($select=subject)"),
  ).toBe(`${base}(name,revenue,primarycontactid(fullname),Account_Tasks(subject))`);
});

test("options that page or filter are refused for one row", () => {
  for (const option of ["$filter=statecode eq 0", "$top=1", "$orderby=name", "$count=true"]) {
    expect(() => organization.row(`accounts(${id})?${option}`)).toThrow(/not a collection/);
  }
});

test("one property is read by itself", () => {
  const account = organization.table("accounts");
  const read = (property: string) => rowProperty(organization.context, { table: account, id, property });
  expect(read("name")).toEqual({ value: 'Larch "&" Ltd', json: '"Larch \\"&\\" Ltd"', etag: 'W/"5001"' });
  expect(read("revenue")).toMatchObject({ value: 20000, json: "20000.0000" });
  expect(read("creditonhold")).toMatchObject({ value: true });
  expect(read("telephone1")).toMatchObject({ value: null });
  expect(() => read("nosuch")).toThrow("Could not find a property named 'nosuch'");
});

test("a value is also formatted outside of a row", () => {
  const account = organization.table("accounts");
  const format = (name: string, value: string | number): string | undefined => {
    const column = account.columns.get(name);
    return column && formatValue(organization.context, account, column, value);
  };
  expect(format("revenue", 5)).toBe("$5.00");
  expect(format("numberofemployees", 12345)).toBe("12,345");
  expect(format("statuscode", 2)).toBe("Inactive");
  expect(format("createdon", "2023-04-07T21:59:01Z")).toBe("4/7/2023 9:59 PM");
  expect(format("name", "x")).toBeUndefined();
  expect(format("createdby", "05e50002-0000-4000-8000-000000000002")).toBe("Jan Sørensen");
});

const published = join(__dirname, "../../../../shared/vectors/wire-v9.2/odata-paging-page1.response.http");
const available = existsSync(published) || process.env["CI"] !== undefined;
(available ? test : test.skip)("keys stand in the order of Microsoft's published page", () => {
  const text = readFileSync(published, "utf8");
  const theirs = JSON.parse(text.slice(text.indexOf("{"))) as { value: Json[] };
  const ours = organization.get("contacts?$select=fullname", { pageSize: 2 });
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  expect(ours.value.map((row) => Object.keys(row))).toEqual(theirs.value.map((row) => Object.keys(row)));
});

test("the status of an activity has the label of the table it is read from", () => {
  // [ActivityPointer], "StatusCode label differences".
  const labelIn = (set: string, more = ""): unknown =>
    organization.get(`${set}?$select=statuscode&$filter=statuscode eq 1${more}&$top=1`, { annotations: true })
      .value[0]?.[`statuscode@${formatted}`];
  expect(labelIn("emails")).toBe("Draft");
  expect(labelIn("activitypointers", " and activitytypecode eq 'email'")).toBe("Open");
});
