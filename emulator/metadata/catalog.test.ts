import { seedDefinitions } from "../organization/seed/definitions";
import { Catalog } from "./catalog";
import type { Column, Table } from "./model";

describe("Catalog", () => {
  const catalog = new Catalog(seedDefinitions());
  const table = (name: string): Table => {
    const found = catalog.table(name);
    if (!found) throw new Error(`no table ${name}`);
    return found;
  };
  const column = (tableName: string, name: string): Column => {
    const found = table(tableName).columns.get(name);
    if (!found) throw new Error(`no column ${tableName}.${name}`);
    return found;
  };

  it("finds a table by each of its names, and only by that name's own question", () => {
    expect(catalog.tableBySet("opportunities")).toBe(table("opportunity"));
    expect(catalog.tableById(table("account").metadataId.toUpperCase())).toBe(table("account"));
    expect(catalog.table("accounts")).toBeUndefined();
    expect(catalog.tableBySet("account")).toBeUndefined();
    expect(catalog.tableBySet("Accounts")).toBeUndefined();
  });

  it.each([
    ["account", "primarycontactid", "single", "contact"],
    ["account", "contact_customer_accounts", "collection", "contact"],
    ["account", "account_parent_account", "collection", "account"],
    ["account", "Account_Tasks", "collection", "task"],
    ["account", "ownerid", "single", "owner"],
    ["account", "accountleads_association", "manyToMany", "lead"],
    ["contact", "parentcustomerid_account", "single", "account"],
    ["contact", "parentcustomerid_contact", "single", "contact"],
    ["task", "regardingobjectid_account_task", "single", "account"],
    ["task", "createdby_task", "single", "systemuser"],
    ["annotation", "objectid_incident", "single", "incident"],
    ["email", "email_activity_parties", "collection", "activityparty"],
    ["activityparty", "partyid_systemuser", "single", "systemuser"],
    ["systemuser", "lk_accountbase_createdby", "collection", "account"],
    ["systemuser", "systemuserroles_association", "manyToMany", "role"],
    ["role", "systemuserroles_association", "manyToMany", "systemuser"],
    ["new_project", "new_ParentId", "single", "new_project"],
    ["new_checkout", "new_CheckedItem_new_book", "single", "new_book"],
    ["new_checkout", "new_CheckedItem_new_audio", "single", "new_audio"],
    ["contact", "new_contact_project", "manyToMany", "new_project"],
  ])("knows %s.%s as %s to %s", (from, name, kind, target) => {
    expect(catalog.navigation(table(from), name)).toMatchObject({ kind, name, target: { logicalName: target } });
  });

  it("takes navigation properties in their exact case only", () => {
    expect(catalog.navigation(table("account"), "account_tasks")).toBeUndefined();
    expect(catalog.navigation(table("new_project"), "new_parentid")).toBeUndefined();
    expect(catalog.navigation(table("account"), "parentcustomerid")).toBeUndefined();
  });

  it("names the intersect columns from the side that is asked", () => {
    const users = catalog.navigation(table("systemuser"), "systemuserroles_association");
    const roles = catalog.navigation(table("role"), "systemuserroles_association");
    expect(users).toMatchObject({ nearColumn: "systemuserid", farColumn: "roleid" });
    expect(roles).toMatchObject({ nearColumn: "roleid", farColumn: "systemuserid" });
  });

  it("reads lookups as _name_value and everything else under its logical name", () => {
    const account = table("account");
    expect(catalog.columnByProperty(account, "_primarycontactid_value")).toBe(column("account", "primarycontactid"));
    expect(catalog.columnByProperty(account, "primarycontactid")).toBeUndefined();
    expect(catalog.columnByProperty(account, "name")).toBe(column("account", "name"));
    expect(catalog.propertyName(column("account", "ownerid"))).toBe("_ownerid_value");
    expect(catalog.propertyName(column("account", "accountid"))).toBe("accountid");
  });

  it.each([
    ["account", "industrycodename", undefined],
    ["account", "_createdby_value", "createdby"],
    ["account", "createdbyname", undefined],
    ["account", "owneridtype", undefined],
    ["email", "to", undefined],
    ["annotation", "objecttypecode", "objecttypecode"],
    ["account", "revenue_base", "revenue_base"],
    ["account", "entityimage_url", "entityimage_url"],
    ["new_project", "new_contract_name", "new_contract_name"],
  ])(
    "of %s gives the property %s the column %s; shadows of lookups and choices have none",
    (from, property, expected) => {
      expect(catalog.columnByProperty(table(from), property)?.logicalName).toBe(expected);
    },
  );

  it("says which navigation property a polymorphic value goes through", () => {
    const through = (from: string, name: string, target: string): string | undefined =>
      catalog.navigationForTarget(table(from), column(from, name), target)?.name;
    expect(through("contact", "parentcustomerid", "account")).toBe("parentcustomerid_account");
    expect(through("task", "regardingobjectid", "incident")).toBe("regardingobjectid_incident_task");
    expect(through("account", "ownerid", "team")).toBe("ownerid");
    expect(through("account", "ownerid", "contact")).toBeUndefined();
    expect(catalog.navigationsOfLookup(table("new_checkout"), column("new_checkout", "new_checkeditem"))).toHaveLength(
      2,
    );
  });

  it("has the choices of local sets, global sets and two-option columns", () => {
    const labels = (from: string, name: string): string[] =>
      catalog.choices(column(from, name)).map((choice) => `${choice.value} ${catalog.label(choice.label)}`);
    expect(labels("opportunity", "opportunityratingcode")).toEqual(["1 Hot", "2 Warm", "3 Cold"]);
    expect(labels("new_project", "new_regions")).toContain("9 Antarctica");
    expect(labels("account", "creditonhold")).toEqual(["0 No", "1 Yes"]);
    expect(labels("account", "name")).toEqual([]);
  });

  it("answers by the new definition once one is replaced, and forgets what is removed", () => {
    const own = new Catalog(seedDefinitions());
    const account = own.table("account");
    if (!account) throw new Error("no account");
    expect(own.tableBySet("accounts")).toBeDefined();
    own.replace({ ...account, entitySetName: "firms" });
    expect(own.tableBySet("accounts")).toBeUndefined();
    expect(own.tableBySet("firms")?.logicalName).toBe("account");

    const task = own.table("task");
    if (!task) throw new Error("no task");
    own.remove("account");
    expect(own.table("account")).toBeUndefined();
    expect(own.navigation(task, "regardingobjectid_account_task")).toBeUndefined();
    own.removeRelationship("Contact_Tasks");
    expect(own.navigation(task, "regardingobjectid_contact_task")).toBeUndefined();
    expect(own.navigation(task, "regardingobjectid_lead_task")).toBeDefined();
  });
});
