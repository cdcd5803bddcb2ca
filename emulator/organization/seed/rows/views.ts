/** A few views, as every organization has them, and one that a user made for herself. */
import { aiko, organization } from "./organization";
import type { SeedWriter } from "./writer";

interface View {
  name: string;
  table: string;
  columns: string[];
  order: string;
  filter: string;
  /** Elements beside the columns. */
  links?: string;
  isDefault?: boolean;
}

function condition(attribute: string, operator: string, value?: string): string {
  return `<condition attribute="${attribute}" operator="${operator}"${value === undefined ? "" : ` value="${value}"`} />`;
}

const contactOfAccount =
  '<link-entity name="contact" from="contactid" to="primarycontactid" link-type="outer" alias="primarycontact">' +
  '<attribute name="emailaddress1" /></link-entity>';

const accountColumns = ["name", "primarycontactid", "telephone1", "address1_city", "accountid"];
const contactColumns = ["fullname", "parentcustomerid", "emailaddress1", "telephone1", "contactid"];

const views: View[] = [
  {
    name: "Active Accounts",
    table: "account",
    columns: accountColumns,
    order: "name",
    filter: condition("statecode", "eq", "0"),
    links: contactOfAccount,
    isDefault: true,
  },
  {
    name: "My Active Accounts",
    table: "account",
    columns: accountColumns,
    order: "name",
    filter: condition("ownerid", "eq-userid") + condition("statecode", "eq", "0"),
  },
  {
    name: "Inactive Accounts",
    table: "account",
    columns: accountColumns,
    order: "name",
    filter: condition("statecode", "eq", "1"),
  },
  {
    name: "Active Contacts",
    table: "contact",
    columns: contactColumns,
    order: "fullname",
    filter: condition("statecode", "eq", "0"),
    isDefault: true,
  },
  {
    name: "Open Opportunities",
    table: "opportunity",
    columns: ["name", "customerid", "estimatedvalue", "estimatedclosedate", "opportunityid"],
    order: "estimatedclosedate",
    filter: condition("statecode", "eq", "0"),
    isDefault: true,
  },
];

const openTasks: View = {
  name: "Open tasks",
  table: "task",
  columns: ["subject", "regardingobjectid", "scheduledend", "activityid"],
  order: "scheduledend",
  filter: condition("statecode", "eq", "0"),
};

function fetchXmlOf({ table, columns, order, filter, links = "" }: View): string {
  const attributes = columns.map((name) => `<attribute name="${name}" />`).join("");
  return (
    `<fetch version="1.0" mapping="logical"><entity name="${table}">${attributes}` +
    `<order attribute="${order}" descending="false" /><filter type="and">${filter}</filter>${links}</entity></fetch>`
  );
}

function layoutXmlOf({ columns }: View): string {
  const key = columns[columns.length - 1] ?? "";
  const cells = columns.slice(0, -1).map((name) => `<cell name="${name}" width="150" />`);
  return `<grid name="resultset" jump="${columns[0] ?? ""}" select="1" icon="1" preview="1"><row name="result" id="${key}">${cells.join("")}</row></grid>`;
}

function shared(view: View) {
  return {
    name: view.name,
    fetchxml: fetchXmlOf(view),
    layoutxml: layoutXmlOf(view),
    returnedtypecode: view.table,
    querytype: 0,
  };
}

export function seedViews(writer: SeedWriter): void {
  for (const view of views) {
    writer.add("savedquery", view.name, {
      ...shared(view),
      isdefault: view.isDefault ?? false,
      isuserdefined: false,
      ismanaged: true,
      organizationid: organization,
    });
  }
  writer.add("userquery", openTasks.name, { ...shared(openTasks), ownerid: aiko });
}
