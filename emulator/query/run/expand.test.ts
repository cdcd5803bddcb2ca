/** `$expand` in its two regimes [QueryJoin]. */
import type { SqlRow } from "../../organization/store/database";
import { serviceRoot, TestOrganization, type Json } from "../../testing/organization";

let organization: TestOrganization;
beforeAll(() => {
  organization = new TestOrganization();
});
afterAll(() => organization.close());

function tasksOf(accountId: unknown): SqlRow[] {
  return organization
    .rows("task")
    .filter((task) => task["regardingobjectid"] === accountId && task["regardingobjectid#type"] === "account");
}

/** The account with the most tasks has several. */
function busyAccount(): string {
  const [first = ""] = organization
    .rows("account")
    .map((account) => String(account["accountid"]))
    .sort((a, b) => tasksOf(b).length - tasksOf(a).length);
  expect(tasksOf(first).length).toBeGreaterThan(1);
  return first;
}

function rowJson(path: string): Json {
  return JSON.parse(organization.row(path)?.body ?? "null") as Json;
}

test("a lookup shows its row, without etag in a collection, null when empty", () => {
  const { value } = organization.get("accounts?$select=name&$expand=primarycontactid($select=fullname)");
  const contacts = new Map(organization.rows("contact").map((contact) => [contact["contactid"], contact]));
  for (const account of organization.rows("account")) {
    const shown = value.find((row) => row["accountid"] === account["accountid"]);
    const contact = contacts.get(account["primarycontactid"] ?? null);
    expect(shown?.["primarycontactid"]).toEqual(
      contact ? { fullname: contact["fullname"], contactid: contact["contactid"] } : null,
    );
  }
});

test("a lookup shows its row with etag in the answer to one row", () => {
  const account = organization.rows("account").find((row) => row["primarycontactid"] !== null);
  const body = rowJson(
    `accounts(${String(account?.["accountid"])})?$select=name&$expand=primarycontactid($select=fullname)`,
  );
  const contact = organization.rows("contact").find((row) => row["contactid"] === account?.["primarycontactid"]);
  expect(body["primarycontactid"]).toEqual({
    "@odata.etag": `W/"${String(contact?.["versionnumber"])}"`,
    fullname: contact?.["fullname"],
    contactid: contact?.["contactid"],
  });
});

test("of a lookup with several targets only the one it points at is there", () => {
  const { value } = organization.get(
    "contacts?$select=fullname&$expand=parentcustomerid_account($select=name),parentcustomerid_contact($select=fullname)",
  );
  const types = new Map(organization.rows("contact").map((row) => [row["contactid"], row["parentcustomerid#type"]]));
  for (const row of value) {
    const type = types.get(String(row["contactid"]));
    expect(row["parentcustomerid_account"] !== null).toBe(type === "account");
    expect(row["parentcustomerid_contact"] !== null).toBe(type === "contact");
  }
});

test("an owner is a principal with its type", () => {
  const { value } = organization.get("accounts?$select=name&$expand=ownerid($select=ownerid)");
  const owners = new Map(organization.rows("account").map((row) => [row["accountid"], row]));
  for (const row of value) {
    const account = owners.get(String(row["accountid"]));
    expect(row["ownerid"]).toEqual({
      "@odata.type": `#Microsoft.Dynamics.CRM.${String(account?.["ownerid#type"])}`,
      ownerid: account?.["ownerid"],
    });
  }
});

test("an expanded user shows the key it inherits", () => {
  const [row] = organization.get("accounts?$select=name&$top=1&$expand=createdby($select=fullname)").value;
  const user = row?.["createdby"] as Json;
  expect(Object.keys(user)).toEqual(["fullname", "systemuserid", "ownerid"]);
  expect(user["ownerid"]).toBe(user["systemuserid"]);
});

test("a collection shows all children with etag, key and the lookup that leads back, and a link to the same again", () => {
  const { value } = organization.get("accounts?$select=name&$expand=Account_Tasks($select=subject)", { pageSize: 40 });
  for (const row of value) {
    const id = String(row["accountid"]);
    const children = row["Account_Tasks"] as Json[];
    const expected = tasksOf(id).map((task) => ({
      "@odata.etag": `W/"${String(task["versionnumber"])}"`,
      subject: task["subject"],
      _regardingobjectid_value: id,
      activityid: task["activityid"],
    }));
    expect(children).toHaveLength(expected.length);
    expect(children).toEqual(expect.arrayContaining(expected));
    expect(row["Account_Tasks@odata.nextLink"]).toBe(`${serviceRoot}accounts(${id})/Account_Tasks?$select=subject`);
  }
});

test("children are filtered, ordered and cut parent by parent, and their link says so", () => {
  const options = "$select=subject;$filter=statecode eq 0;$orderby=subject desc;$top=2";
  const { value } = organization.get(`accounts?$select=name&$expand=Account_Tasks(${options})`, { pageSize: 3 });
  const all = organization.pages(`accounts?$select=name&$expand=Account_Tasks(${options})`, { pageSize: 7 });
  expect(all.flatMap((page) => page.value).slice(0, 3)).toEqual(value);
  for (const row of all.flatMap((page) => page.value)) {
    const expected = tasksOf(row["accountid"])
      .filter((task) => task["statecode"] === 0)
      .map((task) => String(task["subject"]))
      .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1))
      .slice(0, 2);
    expect((row["Account_Tasks"] as Json[]).map((task) => task["subject"])).toEqual(expected);
    expect(row["Account_Tasks@odata.nextLink"]).toBe(
      `${serviceRoot}accounts(${String(row["accountid"])})/Account_Tasks` +
        "?$select=subject&$filter=statecode%20eq%200&$orderby=subject%20desc&$top=2",
    );
  }
});

test("many-to-many collections are shown from both sides", () => {
  const pairs = organization.rows("opportunitycompetitors");
  const expand = "$expand=opportunitycompetitors_association($select=name)";
  for (const [set, near, far] of [
    ["opportunities", "opportunityid", "competitorid"],
    ["competitors", "competitorid", "opportunityid"],
  ] as const) {
    for (const row of organization.get(`${set}?$select=name&${expand}`).value) {
      const expected = pairs.filter((pair) => pair[near] === row[near]).map((pair) => pair[far]);
      const shown = (row["opportunitycompetitors_association"] as Json[]).map((each) => each[far]);
      expect([...shown].sort()).toEqual([...expected].sort());
    }
  }
});

test("a reference gives only where the row is", () => {
  const { value, ...head } = organization.get("accounts?$select=name&$expand=primarycontactid/$ref");
  const link = (id: unknown): unknown =>
    typeof id === "string" ? { "@odata.id": `${serviceRoot}contacts(${id})` } : null;
  expect(head["@odata.context"]).toBe(
    `${serviceRoot}$metadata#accounts(name,primarycontactid,primarycontactid/$ref())`,
  );
  for (const row of value) expect(row["primarycontactid"]).toEqual(link(row["_primarycontactid_value"]));
});

describe("with an expand inside another", () => {
  const nested = "$expand=Account_Tasks($select=subject;$expand=owninguser_task($select=fullname))";

  test("children are paged, and their links go on where the page ended", () => {
    const { value } = organization.get(`accounts?$select=name&${nested}&$filter=accountid eq ${busyAccount()}`, {
      pageSize: 1,
    });
    const [account] = value;
    const children = account?.["Account_Tasks"] as Json[];
    expect(children).toHaveLength(1);
    const link = String(account?.["Account_Tasks@odata.nextLink"]);
    expect(link).toContain(
      `accounts(${busyAccount()})/Account_Tasks?$select=subject&$expand=owninguser_task($select=fullname)`,
    );
    expect(decodeURIComponent(decodeURIComponent(link))).toContain(
      '<cookie page="1" countOfRecords="1"><activityid last=',
    );
    expect(children[0]?.["owninguser_task"]).toHaveProperty("fullname");
  });

  test("children show neither etag nor the lookup that leads back", () => {
    const { value } = organization.get(
      `accounts?$select=name&$expand=Account_Tasks($select=subject),contact_customer_accounts($select=fullname;$expand=owninguser($select=fullname))&$filter=Account_Tasks/any() and contact_customer_accounts/any()&$top=1`,
    );
    const childrenOf = (name: string): Json => (value[0]?.[name] as Json[])[0] ?? {};
    expect(Object.keys(childrenOf("Account_Tasks"))).toEqual(["subject", "activityid"]);
    expect(Object.keys(childrenOf("contact_customer_accounts"))).toEqual(["fullname", "contactid", "owninguser"]);
  });

  test("the link is absent when the children are complete", () => {
    const { value } = organization.get(`accounts?$select=name&${nested}`);
    for (const row of value) {
      expect(row["Account_Tasks"]).toHaveLength(tasksOf(row["accountid"]).length);
      expect(row).not.toHaveProperty(["Account_Tasks@odata.nextLink"]);
    }
  });

  test("lookups nest to any depth", () => {
    const [row] = organization.get(
      "tasks?$select=subject&$filter=regardingobjectid_contact_task/parentcustomerid_account/name ne null&$top=1" +
        "&$expand=regardingobjectid_contact_task($select=fullname;$expand=parentcustomerid_account($select=name;$expand=createdby($select=fullname)))",
    ).value;
    expect(row).toMatchObject({
      regardingobjectid_contact_task: {
        fullname: expect.any(String) as string,
        parentcustomerid_account: {
          name: expect.any(String) as string,
          createdby: { fullname: expect.any(String) as string },
        },
      },
    });
  });

  const only =
    "Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.";
  test.each([
    ["$expand=Account_Tasks($top=1;$expand=owninguser_task)", only],
    ["$expand=Account_Tasks($orderby=subject),contact_customer_accounts($expand=owninguser)", only],
    ["$expand=primarycontactid($expand=Contact_Tasks($top=1))", only],
    ["$expand=accountleads_association($expand=owninguser),Account_Tasks", undefined],
  ])("%s is refused", (options, message) => {
    const refusal = organization.refusal(`accounts?${options}`);
    expect(refusal).toMatchObject({ status: 400, code: "0x80060888" });
    if (message !== undefined) expect(refusal.message).toBe(message);
  });
});

test.each([
  ["$expand=Account_Tasks/$ref", "Expand with $ref is only supported on lookup type navigation property."],
  ["$expand=nosuch", "Could not find a property named 'nosuch' on type 'Microsoft.Dynamics.CRM.account'."],
  [
    "$expand=PrimaryContactId",
    "Could not find a property named 'PrimaryContactId' on type 'Microsoft.Dynamics.CRM.account'.",
  ],
  [
    "$expand=name",
    "Property 'name' on type 'Microsoft.Dynamics.CRM.account' is not a navigation property or complex property. " +
      "Only navigation properties can be expanded.",
  ],
  [
    "$expand=primarycontactid($select=nosuch)",
    "Could not find a property named 'nosuch' on type 'Microsoft.Dynamics.CRM.contact'.",
  ],
])("%s is refused in Dataverse's words", (options, message) => {
  expect(organization.refusal(`accounts?${options}`)).toEqual({ status: 400, code: "0x80060888", message });
});

test.each([
  "$expand=Account_Tasks($count=true)",
  "$expand=Account_Tasks($skip=1)",
  "$expand=primarycontactid($filter=statecode eq 0)",
  "$expand=Account_Tasks($filter=subject eq @p)&@p='x'",
  "$expand=Account_Tasks,Account_Tasks",
])("%s is refused", (options) => {
  expect(organization.refusal(`accounts?${options}`)).toMatchObject({ status: 400, code: "0x80060888" });
});

test("fifteen expands are the limit, nested ones included", () => {
  const contact =
    "primarycontactid($expand=createdby,modifiedby,owninguser,owningbusinessunit,owningteam,transactioncurrencyid)";
  const seven = `$expand=${contact}`;
  const more = (count: number): string =>
    ["createdby", "modifiedby", "owninguser", "owningbusinessunit", "owningteam", "transactioncurrencyid", "ownerid", "Account_Tasks", "parentaccountid"]
      .slice(0, count)
      .join(","); // prettier-ignore
  expect(organization.get(`accounts?$top=1&${seven},${more(8)}`).value).toHaveLength(1);
  expect(organization.refusal(`accounts?${seven},${more(9)}`)).toMatchObject({ status: 400, code: "0x8004430d" });
});
