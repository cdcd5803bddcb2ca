import { idIn, startTestClient, type Answer, type TestClient } from "../../../testing/client";
import { column, label, manyToMany, oneToMany, table } from "../../../testing/definitions";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
beforeEach(async () => {
  await client.call("POST", "EntityDefinitions", { body: table("new_Parent") });
  await client.call("POST", "EntityDefinitions", { body: table("new_Child") });
});
afterEach(async () => {
  for (const name of ["new_child", "new_parent"]) {
    await client.call("DELETE", `EntityDefinitions(LogicalName='${name}')`);
  }
});
afterAll(() => client.emulator.close());

function relate(body: object): Promise<Answer> {
  return client.call("POST", "RelationshipDefinitions", { body });
}
const ends: [string, string] = ["new_parent", "new_child"];
const relationshipName = "new_Parent_Children";
const address = `RelationshipDefinitions(SchemaName='${relationshipName}')`;

async function family(cascade: object = {}): Promise<{ parent: string; child: string }> {
  const answer = await relate(oneToMany(relationshipName, ends, "new_ParentId", cascade));
  expect(answer.status).toBe(204);
  const parent = await client.create("new_parents", { new_name: "Ada" });
  const child = await client.create("new_childs", {
    new_name: "Byron",
    "new_ParentId@odata.bind": `/new_parents(${parent})`,
  });
  return { parent, child };
}

function deletes(Delete: string): object {
  return { CascadeConfiguration: { Assign: "NoCascade", Delete } };
}

describe("a new one-to-many relationship", () => {
  it("is answered with its address and read by filter and by name", async () => {
    const answer = await relate(
      oneToMany(relationshipName, ends, "new_ParentId", { ReferencedAttribute: "new_parentid" }),
    );
    const url = answer.headers.get("OData-EntityId") ?? "";
    expect(url).toContain("/RelationshipDefinitions(");
    const expected = {
      SchemaName: relationshipName,
      ReferencedEntity: "new_parent",
      ReferencedAttribute: "new_parentid",
      ReferencingEntity: "new_child",
      ReferencingAttribute: "new_parentid",
      ReferencingEntityNavigationPropertyName: "new_ParentId",
      ReferencedEntityNavigationPropertyName: relationshipName,
      RelationshipType: "OneToManyRelationship",
      IsCustomRelationship: true,
      CascadeConfiguration: { Delete: "RemoveLink", Assign: "NoCascade" },
    };
    expect(await client.get(url)).toMatchObject(expected);
    const { value } = await client.get(`RelationshipDefinitions?$filter=SchemaName eq '${relationshipName}'`);
    expect(value).toMatchObject([
      { "@odata.type": "#Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata", ...expected },
    ]);
  });

  it("joins rows both ways", async () => {
    const { parent, child } = await family();
    expect(await client.get(`new_childs(${child})?$expand=new_ParentId($select=new_name)`)).toMatchObject({
      _new_parentid_value: parent,
      new_ParentId: { new_name: "Ada" },
    });
    expect(await client.get(`new_parents(${parent})/${relationshipName}?$select=new_name`)).toMatchObject({
      value: [{ new_name: "Byron" }],
    });
    const { value } = await client.get(`new_childs?$filter=_new_parentid_value eq ${parent}&$top=10`);
    expect(value).toHaveLength(1);
  });

  it("removes the link, the child or nothing, as its cascade says", async () => {
    const { parent, child } = await family(deletes("Restrict"));
    const refused = await client.call("DELETE", `new_parents(${parent})`);
    expect([refused.status, refused.code]).toEqual([405, "0x80040227"]);
    const present = await client.get(`${address}/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata`);
    const cascade = { ...(present["CascadeConfiguration"] as object), Delete: "Cascade" };
    const answer = await client.call("PUT", address, { body: { ...present, CascadeConfiguration: cascade } });
    expect(answer.status).toBe(204);
    await client.call("DELETE", `new_parents(${parent})`);
    expect((await client.call("GET", `new_childs(${child})`)).status).toBe(404);
  });

  it("may lead to a table of the platform's, under names of its own", async () => {
    const names = {
      ReferencingEntityNavigationPropertyName: "new_Firm",
      ReferencedEntityNavigationPropertyName: "new_Branches",
    };
    await relate(oneToMany("account_new_child_new_AccountId", ["account", "new_child"], "new_AccountId", names));
    const account = await client.create("accounts", { name: "Firm" });
    await client.create("new_childs", { new_name: "Branch", "new_Firm@odata.bind": `/accounts(${account})` });
    expect(await client.get(`accounts(${account})?$select=name&$expand=new_Branches($select=new_name)`)).toMatchObject({
      new_Branches: [{ new_name: "Branch" }],
    });
  });

  it("makes a tree of a table that is related to itself", async () => {
    await relate(oneToMany("new_parent_tree", ["new_parent", "new_parent"], "new_Above", { IsHierarchical: true }));
    const top = await client.create("new_parents", { new_name: "Top" });
    await client.create("new_parents", { new_name: "Below", "new_Above@odata.bind": `/new_parents(${top})` });
    const filter = `Microsoft.Dynamics.CRM.Under(PropertyName='new_parentid',PropertyValue='${top}')`;
    expect(await client.get(`new_parents?$select=new_name&$filter=${filter}`)).toMatchObject({
      value: [{ new_name: "Below" }],
    });
  });

  it.each<[string, object, number, string]>([
    ["a taken name", oneToMany("contact_customer_accounts", ends, "new_ParentId"), 400, "0x80044363"],
    ["a taken lookup name", oneToMany(relationshipName, ends, "new_Name"), 400, "0x80047013"],
    ["an unknown parent", oneToMany(relationshipName, ["new_nobody", "new_child"], "new_ParentId"), 404, "0x80040217"],
    [
      "an intersect table",
      oneToMany(relationshipName, ["new_project_contact", "new_child"], "new_ParentId"),
      400,
      "0x80044332",
    ],
    [
      "a column that is no key",
      oneToMany(relationshipName, ends, "new_ParentId", { ReferencedAttribute: "new_name" }),
      400,
      "0x80040203",
    ],
    ["no lookup", oneToMany(relationshipName, ends, "new_ParentId", { Lookup: null }), 400, "0x80040203"],
    [
      "a lookup of another type",
      oneToMany(relationshipName, ends, "x", { Lookup: column("Integer", "new_A") }),
      400,
      "0x80040203",
    ],
    ["no type", oneToMany(relationshipName, ends, "new_ParentId", { "@odata.type": undefined }), 400, "0x80040203"],
    ["an unknown cascade", oneToMany(relationshipName, ends, "new_ParentId", deletes("Sometimes")), 400, "0x80048d19"],
    [
      "a navigation property that is taken",
      oneToMany(relationshipName, ends, "new_ParentId", { ReferencingEntityNavigationPropertyName: "ownerid" }),
      400,
      "0x80072551",
    ],
    [
      "one name for both ways within a table",
      oneToMany("new_Above", ["new_child", "new_child"], "new_Above"),
      400,
      "0x80072550",
    ],
  ])("with %s is refused, and leaves no lookup", async (_what, body, status, code) => {
    const columns = await client.get("EntityDefinitions(LogicalName='new_child')/Attributes?$select=LogicalName");
    const answer = await relate(body);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(await client.get("EntityDefinitions(LogicalName='new_child')/Attributes?$select=LogicalName")).toEqual(
      columns,
    );
  });

  it("goes with its lookup, whichever of the two is deleted", async () => {
    const lookup = "EntityDefinitions(LogicalName='new_child')/Attributes(LogicalName='new_parentid')";
    for (const path of [address, lookup]) {
      await relate(oneToMany(relationshipName, ends, "new_ParentId"));
      expect((await client.call("DELETE", path, { headers: { "If-Match": "*" } })).status).toBe(204);
      expect((await client.call("GET", lookup)).status).toBe(404);
      expect(await client.get(`RelationshipDefinitions?$filter=SchemaName eq '${relationshipName}'`)).toMatchObject({
        value: [],
      });
      expect((await client.call("GET", "new_childs?$select=new_name&$top=1")).status).toBe(200);
    }
  });

  it("stays when it is the platform's", async () => {
    const answer = await client.call("DELETE", "RelationshipDefinitions(SchemaName='lk_new_child_createdby')");
    expect([answer.status, answer.code]).toEqual([400, "0x8004700a"]);
  });
});

describe("a new many-to-many relationship", () => {
  it("associates rows through an intersect table, which goes with it", async () => {
    const answer = await relate(manyToMany("new_parent_child", "new_parent", "new_child"));
    expect(answer.status).toBe(204);
    const [parent, child] = [
      await client.create("new_parents", { new_name: "Ada" }),
      await client.create("new_childs", { new_name: "Byron" }),
    ];
    const { emulator } = client;
    const link = { "@odata.id": `${emulator.url}/api/data/v9.2/new_childs(${child})` };
    expect((await client.call("POST", `new_parents(${parent})/new_parent_child/$ref`, { body: link })).status).toBe(
      204,
    );
    expect(await client.get(`new_childs(${child})?$expand=new_parent_child($select=new_name)`)).toMatchObject({
      new_parent_child: [{ new_name: "Ada" }],
    });
    expect(await client.get("new_parent_childset")).toMatchObject({
      value: [{ new_parentid: parent, new_childid: child }],
    });
    const id = idIn(answer.headers.get("OData-EntityId"));
    expect((await client.call("DELETE", `RelationshipDefinitions(${id})`)).status).toBe(204);
    expect((await client.call("GET", "new_parent_childset")).status).toBe(404);
    expect((await client.call("GET", "EntityDefinitions(LogicalName='new_parent_child')")).status).toBe(404);
  });

  it.each<[string, object, string]>([
    [
      "no intersect name",
      manyToMany("new_pc", "new_parent", "new_child", { IntersectEntityName: undefined }),
      "0x80040203",
    ],
    [
      "a table for its intersect",
      manyToMany("new_pc", "new_parent", "new_child", { IntersectEntityName: "new_book" }),
      "0x80072540",
    ],
    ["one table unknown", manyToMany("new_pc", "new_parent", "new_nobody"), "0x80040217"],
  ])("with %s is refused", async (_what, body, code) => {
    expect((await relate(body)).code).toBe(code);
  });
});

describe("a lookup to several tables", () => {
  const several = (...targets: string[]): object[] =>
    targets.map((target) => ({
      SchemaName: `new_child_${target}`,
      ReferencedEntity: target,
      ReferencingEntity: "new_child",
    }));
  const create = (targets: string[]): Promise<Answer> =>
    client.call("POST", "CreatePolymorphicLookupAttribute", {
      body: {
        OneToManyRelationships: several(...targets),
        Lookup: column("ComplexLookup", "new_Item", { AttributeType: "Lookup" }),
      },
    });

  it("points at a row of each, with a navigation property for each", async () => {
    const answer = await create(["new_book", "new_audio"]);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      RelationshipIds: [expect.any(String), expect.any(String)] as string[],
      AttributeId: expect.any(String) as string,
    });
    const book = await client.create("new_books", { new_name: "Emma" });
    const child = await client.create("new_childs", { "new_Item_new_book@odata.bind": `/new_books(${book})` });
    expect(
      await client.get(`new_childs(${child})?$expand=new_Item_new_book($select=new_name),new_Item_new_audio`),
    ).toMatchObject({
      _new_item_value: book,
      new_Item_new_book: { new_name: "Emma" },
      new_Item_new_audio: null,
    });
  });

  it("gains and loses targets, and with a target the values that pointed there", async () => {
    await create(["new_book", "new_audio"]);
    const more = oneToMany("new_child_new_parent", ["new_parent", "new_child"], "new_Item");
    expect((await relate(more)).status).toBe(204);
    const parent = await client.create("new_parents", { new_name: "Ada" });
    const book = await client.create("new_books", { new_name: "Emma" });
    const ofParent = await client.create("new_childs", { "new_Item_new_parent@odata.bind": `/new_parents(${parent})` });
    const ofBook = await client.create("new_childs", { "new_Item_new_book@odata.bind": `/new_books(${book})` });
    for (const name of ["new_child_new_parent", "new_child_new_audio"]) {
      await client.call("DELETE", `RelationshipDefinitions(SchemaName='${name}')`);
    }
    expect(await client.get(`new_childs(${ofParent})`)).toHaveProperty("_new_item_value", null);
    expect(await client.get(`new_childs(${ofBook})?$expand=new_Item_new_book($select=new_name)`)).toMatchObject({
      new_Item_new_book: { new_name: "Emma" },
    });
    expect(
      await client.get(
        "EntityDefinitions(LogicalName='new_child')/Attributes(LogicalName='new_item')/Microsoft.Dynamics.CRM.LookupAttributeMetadata?$select=Targets",
      ),
    ).toMatchObject({ Targets: ["new_book"] });
  });

  it("of customers refers to accounts and contacts, and keeps both", async () => {
    const answer = await client.call("POST", "CreateCustomerRelationships", {
      body: {
        OneToManyRelationships: several("account", "contact"),
        Lookup: { ...column("ComplexLookup", "new_CustomerId"), Description: label("Who pays") },
      },
    });
    expect(answer.text).toContain("$metadata#Microsoft.Dynamics.CRM.CreateCustomerRelationshipsResponse");
    const path = "EntityDefinitions(LogicalName='new_child')/Attributes(LogicalName='new_customerid')";
    expect(await client.get(path)).toMatchObject({ AttributeType: "Customer", Targets: ["account", "contact"] });
    const contact = await client.create("contacts", { lastname: "Austen" });
    const child = await client.create("new_childs", { "new_CustomerId_contact@odata.bind": `/contacts(${contact})` });
    expect(await client.get(`new_childs(${child})`)).toHaveProperty("_new_customerid_value", contact);
    const kept = await client.call("DELETE", "RelationshipDefinitions(SchemaName='new_child_account')");
    expect([kept.status, kept.code]).toEqual([400, "0x8004847d"]);
    expect((await client.call("DELETE", path)).status).toBe(204);
  });
});

describe("eligibility for relationships", () => {
  it.each([
    ["CanBeReferenced", "new_parent", true],
    ["CanBeReferencing", "account", true],
    ["CanManyToMany", "new_project_contact", false],
  ])("%s of %s is %s", async (name, EntityName, expected) => {
    expect((await client.call("POST", name, { body: { EntityName } })).body).toMatchObject({ [name]: expected });
  });

  it("names the tables that may be at the other end", async () => {
    const { EntityNames } = await client.get("GetValidReferencedEntities(ReferencingEntityName='new_child')");
    expect(EntityNames).toEqual(expect.arrayContaining(["account", "new_parent"]));
    expect(EntityNames).not.toContain("new_project_contact");
    expect(await client.get("GetValidManyToMany()")).toHaveProperty("EntityNames");
  });
});
