import { DynamicsWebApi } from "dynamics-web-api";
import { type ThirdPartyClient, refusal, type Row, startThirdPartyClient } from "./startClient";

let session: ThirdPartyClient;
beforeAll(async () => {
  session = await startThirdPartyClient();
});
afterAll(() => session.close());

const account = "LogicalName='account'";

describe("table definitions", () => {
  it("are found by logical name and by MetadataId", async () => {
    const select = ["LogicalName", "EntitySetName", "PrimaryIdAttribute", "PrimaryNameAttribute", "SchemaName"];
    const byName = await session.client.retrieveEntity<Row>({ key: account, select });
    expect(byName).toMatchObject({
      LogicalName: "account",
      EntitySetName: "accounts",
      PrimaryIdAttribute: "accountid",
      PrimaryNameAttribute: "name",
      SchemaName: "Account",
    });
    const byId = await session.client.retrieveEntity<Row>({ key: String(byName["MetadataId"]), select });
    expect(byId).toMatchObject({ LogicalName: "account", MetadataId: byName["MetadataId"] });
  });

  it("are listed and filtered", async () => {
    const answer = await session.client.retrieveEntities<Row>({
      select: ["LogicalName"],
      filter: "LogicalName eq 'account' or LogicalName eq 'contact'",
    });
    expect(answer.value.map((row) => row["LogicalName"]).sort()).toEqual(["account", "contact"]);
  });

  it("expand columns and keys", async () => {
    const answer = await session.client.retrieveEntity<{ Attributes: Row[]; Keys: Row[] }>({
      key: account,
      select: ["LogicalName"],
      expand: [
        { property: "Attributes", select: ["LogicalName"], filter: "LogicalName eq 'revenue'" },
        { property: "Keys", select: ["KeyAttributes", "EntityKeyIndexStatus"] },
      ],
    });
    expect(answer.Attributes).toEqual([expect.objectContaining({ LogicalName: "revenue" })]);
    expect(answer.Keys).toContainEqual(
      expect.objectContaining({ KeyAttributes: ["accountnumber"], EntityKeyIndexStatus: "Active" }),
    );
  });

  it("say so when there is none", async () => {
    expect(await refusal(session.client.retrieveEntity({ key: "LogicalName='nosuch'" }))).toMatchObject({
      status: 404,
    });
  });
});

describe("column definitions", () => {
  it("are listed with their kind", async () => {
    const answer = await session.client.retrieveAttributes<Row>({
      entityKey: account,
      select: ["LogicalName", "AttributeType"],
      filter: "LogicalName eq 'revenue'",
    });
    expect(answer.value).toEqual([
      expect.objectContaining({
        "@odata.type": "#Microsoft.Dynamics.CRM.MoneyAttributeMetadata",
        LogicalName: "revenue",
        AttributeType: "Money",
      }),
    ]);
  });

  it("are cast to one kind, with its own properties", async () => {
    const text = await session.client.retrieveAttribute<Row>({
      entityKey: account,
      attributeKey: "LogicalName='name'",
      castType: "Microsoft.Dynamics.CRM.StringAttributeMetadata",
      select: ["LogicalName", "MaxLength"],
    });
    expect(text).toMatchObject({ LogicalName: "name", MaxLength: 160 });
    const choices = await session.client.retrieveAttributes<Row>({
      entityKey: account,
      castType: "Microsoft.Dynamics.CRM.PicklistAttributeMetadata",
      select: ["LogicalName"],
      filter: "LogicalName eq 'accountcategorycode'",
      expand: [{ property: "OptionSet", select: ["Options"] }],
    });
    expect(choices.value).toMatchObject([
      { LogicalName: "accountcategorycode", OptionSet: { Options: [{ Value: 1 }, { Value: 2 }] } },
    ]);
  });
});

describe("relationship definitions", () => {
  const castType = "Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata";
  // Names from Microsoft's table reference of account and task.
  const tasks = {
    SchemaName: "Account_Tasks",
    ReferencedEntity: "account",
    ReferencingEntity: "task",
    ReferencingAttribute: "regardingobjectid",
    ReferencedEntityNavigationPropertyName: "Account_Tasks",
    ReferencingEntityNavigationPropertyName: "regardingobjectid_account_task",
  };

  it("are found by name", async () => {
    const key = "SchemaName='Account_Tasks'";
    expect(await session.client.retrieveRelationship<Row>({ key, castType })).toMatchObject(tasks);
  });

  it("are listed and filtered", async () => {
    const answer = await session.client.retrieveRelationships<Row>({
      castType,
      filter: "ReferencedEntity eq 'account' and ReferencingEntity eq 'task'",
    });
    expect(answer.value).toMatchObject([tasks]);
  });
});

describe("global choices", () => {
  it("are found by name with their options", async () => {
    const list = await session.client.retrieveGlobalOptionSets<Row>();
    const name = String(list.value[0]?.["Name"]);
    const choice = await session.client.retrieveGlobalOptionSet<{ Name: string; Options: Row[] }>({
      key: `Name='${name}'`,
      castType: "Microsoft.Dynamics.CRM.OptionSetMetadata",
    });
    expect(choice.Name).toBe(name);
    expect(choice.Options.length).toBeGreaterThan(0);
    expect(choice.Options[0]).toMatchObject({
      Value: expect.any(Number) as number,
      Label: { UserLocalizedLabel: { Label: expect.any(String) as string } },
    });
  });
});

it("resolves logical names itself when configured to use them", async () => {
  const { emulator } = session;
  const client = new DynamicsWebApi({
    serverUrl: emulator.url,
    onTokenRefresh: () => emulator.connection.token(),
    useEntityNames: true,
  });
  const key = await client.create<object, string>({ collection: "opportunity", data: { name: "By logical name" } });
  const row = await client.retrieve<Row>({ collection: "opportunity", key, select: ["name"] });
  expect(row).toMatchObject({ opportunityid: key, name: "By logical name" });
});

it("reads the CSDL document", async () => {
  const csdl = await session.client.retrieveCsdlMetadata({ addAnnotations: true });
  // A document of some 100,000 characters is useless in a failure message.
  expect(/<EntitySet Name="accounts" EntityType="(Microsoft\.Dynamics\.CRM|mscrm)\.account"/.test(csdl)).toBe(true);
});
