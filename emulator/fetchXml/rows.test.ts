/** The format of a FetchXML row: keys, aliases, annotations [FetchXmlSelect]. */
import { serviceRoot } from "../testing/organization";
import { condition, FetchOrganization } from "../testing/fetch";

let organization: FetchOrganization;
const id = "11111111-2222-4333-8444-555555555501";
beforeAll(() => {
  organization = new FetchOrganization();
  organization.store.database.run(
    `INSERT INTO account (accountid, name, accountclassificationcode, createdby, createdon, revenue, primarycontactid, ownerid, "ownerid#type", versionnumber)
     SELECT ?, 'Fourth Coffee', 1, '05e50002-0000-4000-8000-000000000002', '2023-08-13T22:30:08Z', 5, contactid, '7ea30001-0000-4000-8000-000000000001', 'team', 5001
     FROM contact WHERE fullname = 'Nancy Anderson' LIMIT 1`,
    [id],
  );
});
afterAll(() => organization.close());

const formatted = "OData.Community.Display.V1.FormattedValue";
const attributeName = "OData.Community.Display.V1.AttributeName";
const target = "Microsoft.Dynamics.CRM.lookuplogicalname";
const navigation = "Microsoft.Dynamics.CRM.associatednavigationproperty";
const only = `<filter>${condition("accountid", "eq", id)}</filter>`;
function one(content: string, attributes = ""): string {
  return `<fetch ${attributes}><entity name="account">${content}${only}</entity></fetch>`;
}
function rowOf(content: string, attributes = "") {
  return organization.fetch(one(content, attributes), { annotations: true }).value[0];
}

test("aliased columns are written as Microsoft's sample has them", () => {
  const body = organization.fetchText(
    one(
      '<attribute name="createdon" alias="whencreated"/><attribute name="accountclassificationcode" alias="code"/>' +
        '<attribute name="name" alias="companyname"/><attribute name="createdby" alias="whocreated"/>',
    ),
    { annotations: [formatted, attributeName, target, navigation] },
  );
  expect(body).toBe(
    `{"@odata.context":"${serviceRoot}$metadata#accounts(createdon,accountclassificationcode,name,createdby,accountid,createdby())",` +
      `"value":[{"@odata.etag":"W/\\"5001\\"",` +
      `"whencreated@${attributeName}":"createdon","whencreated@${formatted}":"8/13/2023 10:30 PM","whencreated":"2023-08-13T22:30:08Z",` +
      `"code@${attributeName}":"accountclassificationcode","code@${formatted}":"Default Value","code":1,` +
      `"companyname@${attributeName}":"name","companyname":"Fourth Coffee",` +
      `"whocreated@${attributeName}":"createdby","whocreated@${formatted}":"Jan Sørensen","whocreated@${target}":"systemuser",` +
      `"whocreated":"05e50002-0000-4000-8000-000000000002","accountid":"${id}"}]}`,
  );
});

test("columns of the table itself are written like OData's", () => {
  expect(rowOf('<attribute name="ownerid"/><attribute name="revenue"/>')).toEqual({
    "@odata.etag": 'W/"5001"',
    [`_ownerid_value@${formatted}`]: "Key accounts",
    [`_ownerid_value@${navigation}`]: "ownerid",
    [`_ownerid_value@${target}`]: "team",
    _ownerid_value: "7ea30001-0000-4000-8000-000000000001",
    [`revenue@${formatted}`]: "$5.00",
    revenue: 5,
    accountid: id,
  });
});

test("columns of linked tables stand under the link's alias, or the table's name and the link's number", () => {
  const contact = (alias: string): string =>
    `<attribute name="name"/><link-entity name="contact" from="contactid" to="primarycontactid" ${alias}>
      <attribute name="fullname"/><attribute name="parentcustomerid"/><attribute name="gendercode" alias="sex"/></link-entity>`;
  for (const [alias, label] of [
    ['alias="pc"', "pc"],
    ["", "contact1"],
  ] as const) {
    const row = rowOf(contact(alias));
    expect(row).toMatchObject({
      [`${label}.fullname`]: "Nancy Anderson",
      [`${label}.fullname@${attributeName}`]: "fullname",
      [`${label}.parentcustomerid@${target}`]: "account",
      [`sex@${formatted}`]: "Male",
      sex: 1,
    });
    expect(row).not.toHaveProperty([`${label}.parentcustomerid@${navigation}`]);
    expect(row).not.toHaveProperty([`${label}.contactid`]);
  }
});

test("without annotations there are none, and empty columns are left out", () => {
  const { value } = organization.fetch(one('<attribute name="name"/><attribute name="telephone1"/>'));
  expect(value).toEqual([{ "@odata.etag": 'W/"5001"', name: "Fourth Coffee", accountid: id }]);
});

test("no-attrs leaves the key, no attributes at all give every column", () => {
  expect(organization.fetch(one("<no-attrs/>")).value).toEqual([{ "@odata.etag": 'W/"5001"', accountid: id }]);
  const all = organization.fetch(one(""));
  expect(Object.keys(all.value[0] ?? {}).length).toBeGreaterThan(8);
  expect(all["@odata.context"]).toBe(`${serviceRoot}$metadata#accounts`);
  expect(organization.fetch(one("<all-attributes/>")).value).toEqual(all.value);
});

test("distinct rows have neither key nor etag unless the key is asked for", () => {
  const of = (attribute: string) =>
    organization.fetch(one(`<attribute name="${attribute}"/>`, 'distinct="true"')).value;
  expect(of("name")).toEqual([{ name: "Fourth Coffee" }]);
  expect(of("accountid")).toEqual([{ "@odata.etag": 'W/"5001"', accountid: id }]);
});

test("shadows of other columns can be named and show nothing of their own", () => {
  expect(organization.fetch(one('<attribute name="owneridname"/><attribute name="statecodename"/>')).value).toEqual([
    { "@odata.etag": 'W/"5001"', accountid: id },
  ]);
});

test("the writing of the XML does not matter", () => {
  const written = `\uFEFF<?xml version="1.0" encoding="utf-8"?>
    <!-- all of them -->
    <fetch version='1.0' output-format='xml-platform' mapping='logical' no-lock="true" latematerialize="true" options="DisableRowGoal" utc-offset="">
      <entity name = 'account' ><filter hint="union"><!-- none --><condition value='Fourth &#67;offee' operator='eq' attribute='name' uiname="x"/></filter>
        <attribute name='name'></attribute><order attribute='name' descending='0'/></entity></fetch>`;
  expect(organization.fetch(written).value.map((row) => row["name"])).toEqual(["Fourth Coffee"]);
  const inCdata = `<fetch><entity name="account"><filter><condition attribute="name" operator="in"><value><![CDATA[Fourth Coffee]]></value></condition></filter></entity></fetch>`;
  expect(organization.fetch(inCdata).value).toHaveLength(1);
});
