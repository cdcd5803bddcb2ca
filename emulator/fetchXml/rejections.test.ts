/** Queries that Dataverse rejects, with its codes [ErrorCodes]. */
import { condition, FetchOrganization } from "../testing/fetch";

let organization: FetchOrganization;
beforeAll(() => {
  organization = new FetchOrganization();
});
afterAll(() => organization.close());

function account(content: string, attributes = ""): string {
  return `<fetch ${attributes}><entity name="account">${content}</entity></fetch>`;
}
function filtered(...conditions: string[]): string {
  return account(`<filter>${conditions.join("")}</filter>`);
}
function contact(facts: string, content = ""): string {
  return `<link-entity name="contact" ${facts}>${content}</link-entity>`;
}
const joined = 'from="contactid" to="primarycontactid"';
function links(count: number): string {
  return contact(`${joined} link-type="outer"`).repeat(count);
}
function name(facts: string): string {
  return `<attribute name="name" ${facts}/>`;
}
const aggregate = 'aggregate="true"';

test.each<[string, string, string, RegExp]>([
  ["no text", " ", "0x80041124", /can't be null/],
  ["no XML", "hello", "0x8004111c", /Invalid Xml/],
  ["a tag that is not closed", "<fetch><entity name='account'></fetch>", "0x8004111c", /Line 1, position/],
  ["two roots", "<fetch/><fetch/>", "0x8004111c", /root/],
  ["a document type", "<!DOCTYPE fetch []><fetch/>", "0x8004111c", /DTD/],
  ["an ampersand by itself", account("", "description='a & b'"), "0x8004111c", /EntityName/],
  ["an entity of HTML's", account("<filter>&nbsp;</filter>"), "0x8004111c", /EntityName/],
  ["a < in an attribute", account("<attribute name='a<b'/>"), "0x8004111c", /0x3C/],
  ["too deep an XML", "<a>".repeat(200) + "</a>".repeat(200), "0x8004111c", /nested/],
  ["another root", "<query/>", "0x8004111c", /NodeName = query/],
  ["no entity", "<fetch/>", "0x80041123", /entity/],
  ["two entities", "<fetch><entity name='account'/><entity name='account'/></fetch>", "0x8004111c", /only one/],
  ["an unknown element", account("<column name='name'/>"), "0x8004111c", /Invalid Child Node.*NodeName = column/],
  ["an unknown element in a filter", account("<filter><order/></filter>"), "0x8004111c", /NodeName = order/],
  ["an entity without name", "<fetch><entity/></fetch>", "0x8004111e", /name/],
  ["a condition without operator", filtered('<condition attribute="name"/>'), "0x8004111e", /operator/],
  [
    "an unknown table",
    "<fetch><entity name='nosuch'/></fetch>",
    "0x80041102",
    /'nosuch'.*was not found in the MetadataCache/,
  ],
  ["an unknown linked table", account("<link-entity name='nosuch' from='a' to='b'/>"), "0x80041102", /nosuch/],
  [
    "an unknown column",
    account("<attribute name='Name'/>"),
    "0x80041103",
    /'Account' entity doesn't contain attribute with Name = 'Name'/,
  ],
  ["an unknown column in a condition", filtered(condition("nosuch", "null")), "0x80041103", /nosuch/],
  ["an unknown column in an order", account("<order attribute='nosuch'/>"), "0x80041103", /nosuch/],
  [
    "an unknown column of a link",
    account(contact('from="nosuch" to="primarycontactid"')),
    "0x80041103",
    /'Contact'.*nosuch/,
  ],
  ["another table than the set's", "<fetch><entity name='contact'/></fetch>", "0x80041128", /does not match/],
  ["an unknown operator", filtered(condition("name", "is", "x")), "0x80041120", /Unknown condition operator: is/],
  ["an operator of another type", filtered(condition("name", "today")), "0x80041120", /'today'.*'name'/],
  ["like on a number", filtered(condition("revenue", "like", "1%")), "0x80041120", /'like'/],
  [
    "a set operator on one choice",
    filtered(condition("industrycode", "contain-values", 1)),
    "0x80041120",
    /contain-values/,
  ],
  ["text for a number", filtered(condition("revenue", "eq", "much")), "0x80041139", /'much'.*'revenue'/],
  ["text for an id", filtered(condition("ownerid", "eq", "Jan")), "0x80041139", /'Jan'/],
  ["an unknown label", filtered(condition("statecode", "eq", "Closed")), "0x80041139", /'Closed'/],
  ["no date", filtered(condition("createdon", "on", "someday")), "0x80041139", /'someday'/],
  ["no whole number", filtered(condition("createdon", "last-x-days", "1.5")), "0x80041139", /'1.5'/],
  ["too few values", filtered(condition("revenue", "between", 1)), "0x80040203", /Between requires 2 value\/s, not 1/],
  ["no value", filtered(condition("name", "eq")), "0x80040203", /Eq requires 1/],
  ["no values of a set", filtered(condition("name", "in")), "0x80040203", /In requires one or more/],
  [
    "an unknown entityname",
    filtered('<condition entityname="x" attribute="name" operator="null"/>'),
    "0x8004110a",
    /x is not found/,
  ],
  [
    "valueof another type",
    filtered('<condition attribute="name" operator="eq" valueof="revenue"/>'),
    "0x80040203",
    /can't be compared/,
  ],
  [
    "valueof with like",
    filtered('<condition attribute="name" operator="like" valueof="fax"/>'),
    "0x80041120",
    /two columns/,
  ],
  ["a filter type", account('<filter type="xor"/>'), "0x80041122", /'and', or 'or'/],
  ["a link type", account(contact(`${joined} link-type="cross"`)), "0x80041117", /'natural'/],
  ["a filter's link type outside", account(contact(`${joined} link-type="any"`)), "0x80041117", /any/],
  ["a join inside a filter", account(`<filter>${contact(joined)}</filter>`), "0x80041117", /'not all'/],
  [
    "columns of an exists",
    account(contact(`${joined} link-type="exists"`, "<attribute name='fullname'/>")),
    "0x80040203",
    /'exists'/,
  ],
  ["from without to", account(contact('from="contactid"')), "0x80041111", /either both/],
  ["no relationship to go by", account(contact("")), "0x80040203", /needs the attributes from and to/],
  ["a column that cannot join", account(contact('from="contactid" to="entityimage"')), "0x80041104", /entityimage/],
  [
    "an alias twice",
    account(name('alias="x"') + '<attribute name="fax" alias="x"/>'),
    "0x80041130",
    /unique aliases.*x/,
  ],
  [
    "a link's alias twice",
    account(contact(`${joined} alias="c"`) + contact(`${joined} alias="c"`)),
    "0x80041130",
    /unique aliases.*c/,
  ],
  ["an alias with a blank", account(name('alias="x y"')), "0x80041109", /'x y'/],
  [
    "order by the same twice",
    account("<order attribute='name'/><order attribute='name'/>"),
    "0x80048d16",
    /more than once/,
  ],
  ["order by an image", account("<order attribute='entityimage'/>"), "0x80041120", /entityimage/],
  ["order by alias", account("<order alias='name'/>"), "0x80041132", /Use an attribute/],
  ["order by nothing", account("<order/>"), "0x80041133", /attribute is required/],
  [
    "order of groups by attribute",
    account(`${name('aggregate="count" alias="n"')}<order attribute="name"/>`, aggregate),
    "0x80041131",
    /Use an alias/,
  ],
  [
    "order of groups by nothing",
    account(`${name('aggregate="count" alias="n"')}<order/>`, aggregate),
    "0x80041134",
    /alias is required/,
  ],
  [
    "order of groups by an unknown alias",
    account(`${name('aggregate="count" alias="n"')}<order alias="m"/>`, aggregate),
    "0x80041109",
    /Alias = m/,
  ],
  [
    "group and aggregate",
    account(name('aggregate="count" groupby="true" alias="n"'), aggregate),
    "0x80041137",
    /not both/,
  ],
  ["neither group nor aggregate", account(name('alias="n"'), aggregate), "0x80041107", /aggregate operation/],
  ["all attributes of groups", account("<all-attributes/>", aggregate), "0x80041107", /aggregate operation/],
  ["an aggregate without alias", account(name('aggregate="count"'), aggregate), "0x8004110b", /alias/],
  ["an unknown aggregate", account(name('aggregate="median" alias="n"'), aggregate), "0x8004111a", /median/],
  [
    "an aggregate without aggregate",
    account(name('aggregate="count" alias="n"')),
    "0x8004111a",
    /does not set aggregate/,
  ],
  [
    "a sum of text",
    account(name('aggregate="sum" alias="n"'), aggregate),
    "0x8004112f",
    /sum is not supported.*String/,
  ],
  [
    "a maximum of choices",
    account('<attribute name="industrycode" aggregate="max" alias="n"/>', aggregate),
    "0x8004112f",
    /Picklist/,
  ],
  [
    "an unknown date part",
    account('<attribute name="createdon" groupby="true" dategrouping="hour" alias="n"/>', aggregate),
    "0x80041135",
    /hour/,
  ],
  [
    "a date part of text",
    account(name('groupby="true" dategrouping="day" alias="n"'), aggregate),
    "0x80041135",
    /'name' is no date/,
  ],
  [
    "children of a lookup",
    account('<attribute name="ownerid" alias="n" rowaggregate="CountChildren"/>'),
    "0x80040203",
    /CountChildren/,
  ],
  ["a flag", account("", 'distinct="maybe"'), "0x80041115", /'true', 'false', '1', and '0'/],
  ["a direction", account("<order attribute='name' descending='yes'/>"), "0x80041119", /descending/],
  ["a count of none", account("", 'count="-1"'), "0x8004110c", /greater than zero/],
  ["a page that is no number", account("", 'page="two"'), "0x80041108", /page = two/],
  ["top above 5,000", account("", 'top="5001"'), "0x80040203", /5000/],
  ["top with pages", account("", 'top="5" page="2"'), "0x80040203", /page and count/],
  ["top with a count", account("", 'top="5" returntotalrecordcount="true"'), "0x80040203", /returntotalrecordcount/],
  [
    "distinct rows that show nothing",
    account('<attribute name="owneridname"/>', 'distinct="true"'),
    "0x80040203",
    /at least one attribute/,
  ],
  ["no-attrs of distinct rows", account("<no-attrs/>", 'distinct="true"'), "0x8004112c", /no-attrs/],
  ["a mapping", account("", 'mapping="physical"'), "0x80041116", /'logical'/],
  ["16 links", account(links(16)), "0x8004430d", /link entities/],
  ["501 conditions", filtered(condition("name", "null").repeat(501)), "0x8004430c", /conditions/],
  [
    "500 conditions and a link",
    account(`<filter>${condition("name", "null").repeat(500)}</filter>${links(1)}`),
    "0x8004430c",
    /conditions/,
  ],
])("%s: %s", (_, fetchXml, code, message) => {
  const refusal = organization.fetchRefusal(fetchXml, { set: "accounts" });
  expect(refusal).toMatchObject({ status: 400, code });
  expect(refusal.message).toMatch(message);
});

test.each([
  ["15 links", account(links(15))],
  ["500 conditions", filtered(condition("name", "not-null").repeat(500))],
  ["a page size beyond the largest", account("", 'count="99999"')],
])("%s are allowed", (_, fetchXml) => {
  expect(organization.fetch(fetchXml).value).not.toHaveLength(0);
});

test.each([
  ["conditions on the label of a choice", filtered(condition("statecodename", "eq", "Active"))],
  ["retained rows", account("", 'datasource="retained"')],
  ["conditions on aggregates", filtered('<condition attribute="name" operator="gt" value="1" aggregate="count"/>')],
])("%s are not emulated, and the answer says so", (_, fetchXml) => {
  expect(organization.fetchRefusal(fetchXml)).toMatchObject({ status: 501 });
});
