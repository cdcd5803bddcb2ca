import type { ServiceError } from "../../errors/serviceError";
import { parseQueryOptions, parseResourcePath } from "../../odata";
import { openStore } from "../../organization/open";
import { answerDefinitions } from "..";

const store = openStore({ seed: false });
const context = { store, serviceRoot: "https://demo.crm.dynamics.com/api/data/v9.2/" };
afterAll(() => store.close());

type Body = Record<string, unknown> & { value: Record<string, unknown>[] };

function answer(url: string): { status: number; body: string; contentType?: string } {
  const [path = "", query = ""] = url.split("?");
  return answerDefinitions(context, parseResourcePath(path), parseQueryOptions(query));
}

function get(url: string): Body {
  return JSON.parse(answer(url).body) as Body;
}
function names(url: string, property = "LogicalName"): unknown[] {
  return get(url).value.map((item) => item[property]);
}

function refusal(url: string): Pick<ServiceError, "status" | "code" | "message"> {
  try {
    answer(url);
  } catch (error) {
    const { status, code, message } = error as ServiceError;
    return { status, code, message };
  }
  throw new Error(`${url} was answered.`);
}

const accountPath = "EntityDefinitions(LogicalName='account')";
const crm = "Microsoft.Dynamics.CRM";

describe("tables", () => {
  it("are listed with the selected names, the id always among them", () => {
    const { value, ...root } = get(
      "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute",
    );
    expect(root).toEqual({
      "@odata.context": `${context.serviceRoot}$metadata#EntityDefinitions(LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute)`,
    });
    expect(value).toContainEqual({
      LogicalName: "account",
      EntitySetName: "accounts",
      PrimaryIdAttribute: "accountid",
      PrimaryNameAttribute: "name",
      MetadataId: store.catalog.table("account")?.metadataId,
    });
    expect(value).toHaveLength(store.catalog.tables().length);
  });

  it("are found by name and by id alike", () => {
    const byName = get(`${accountPath}?$select=EntitySetName`);
    const byId = get(`EntityDefinitions(${String(byName["MetadataId"])})?$select=EntitySetName`);
    expect(byId).toEqual(byName);
    expect(byName["@odata.context"]).toBe(`${context.serviceRoot}$metadata#EntityDefinitions(EntitySetName)/$entity`);
  });

  it("are found by a name that an alias carries", () => {
    expect(get("EntityDefinitions(LogicalName=@name)?@name='account'&$select=SchemaName")["SchemaName"]).toBe(
      "Account",
    );
  });

  it("bring about a hundred properties, labels and managed properties among them, and no etag", () => {
    const account = get(accountPath);
    expect(Object.keys(account).length).toBeGreaterThan(100);
    expect(account).toMatchObject({
      "@odata.context": `${context.serviceRoot}$metadata#EntityDefinitions/$entity`,
      LogicalName: "account",
      SchemaName: "Account",
      CollectionSchemaName: "Accounts",
      LogicalCollectionName: "accounts",
      OwnershipType: "UserOwned",
      ObjectTypeCode: 1,
      IsCustomEntity: false,
      HasActivities: true,
      DisplayName: {
        LocalizedLabels: [{ Label: "Account", LanguageCode: 1033, IsManaged: true, HasChanged: null }],
        UserLocalizedLabel: { Label: "Account", LanguageCode: 1033 },
      },
      CanCreateAttributes: {
        Value: true,
        CanBeChanged: false,
        ManagedPropertyLogicalName: "cancreateattributes",
      },
    });
    expect(account).not.toHaveProperty("@odata.etag");
    expect(account).not.toHaveProperty("Attributes");
  });

  it("have privileges named after them, in the depths their ownership allows", () => {
    const { Privileges } = get(`${accountPath}?$select=Privileges`) as unknown as {
      Privileges: { Name: string; CanBeBasic: boolean }[];
    };
    expect(Privileges.map(({ Name }) => Name)).toEqual([
      "prvCreateAccount",
      "prvReadAccount",
      "prvWriteAccount",
      "prvDeleteAccount",
      "prvAssignAccount",
      "prvShareAccount",
      "prvAppendAccount",
      "prvAppendToAccount",
    ]);
    expect(Privileges.every(({ CanBeBasic }) => CanBeBasic)).toBe(true);
  });

  it("write simple values as selected, then the id, then structured values", () => {
    expect(Object.keys(get(`${accountPath}?$select=DisplayName,SchemaName,LogicalName`))).toEqual([
      "@odata.context",
      "SchemaName",
      "LogicalName",
      "MetadataId",
      "DisplayName",
    ]);
  });

  it("carry their columns through $expand with a selection and a filter of its own", () => {
    const { Attributes, ...rest } = get(
      `${accountPath}?$select=LogicalName&$expand=Attributes($select=LogicalName;$filter=AttributeType eq ${crm}.AttributeTypeCode'State')`,
    ) as unknown as Body & { Attributes: unknown[] };
    expect(rest["@odata.context"]).toBe(
      `${context.serviceRoot}$metadata#EntityDefinitions(LogicalName,Attributes(LogicalName))/$entity`,
    );
    expect(Attributes).toEqual([
      {
        "@odata.type": `#${crm}.StateAttributeMetadata`,
        LogicalName: "statecode",
        MetadataId: store.catalog.table("account")?.columns.get("statecode")?.metadataId,
      },
    ]);
  });

  it("answer for the whole organization at once, columns included", () => {
    const { value } = get("EntityDefinitions?$select=LogicalName&$expand=Attributes($select=LogicalName,DisplayName)");
    const columns = value.map(({ Attributes }) => (Attributes as unknown[]).length);
    expect(columns).toEqual(store.catalog.tables().map((table) => table.columns.size));
  });
});

describe("one property", () => {
  it.each([
    [`${accountPath}/ObjectTypeCode/$value`, "1"],
    [`${accountPath}/LogicalName/$value`, "account"],
    [`${accountPath}/IsActivity/$value`, "false"],
    [`${accountPath}/CanCreateAttributes/Value/$value`, "true"],
    [`${accountPath}/DisplayName/UserLocalizedLabel/Label/$value`, "Account"],
    [`${accountPath}/Attributes(LogicalName='name')/${crm}.StringAttributeMetadata/MaxLength/$value`, "160"],
  ])("%s is the raw text %s", (url, text) => {
    expect(answer(url)).toEqual({ status: 200, body: text, contentType: "text/plain" });
  });

  it("is wrapped with its context without $value", () => {
    expect(get(`${accountPath}/EntitySetName`)).toEqual({
      "@odata.context": `${context.serviceRoot}$metadata#EntityDefinitions('account')/EntitySetName`,
      value: "accounts",
    });
    expect(get(`${accountPath}/IsCustomizable`)).toMatchObject({
      Value: true,
      ManagedPropertyLogicalName: "iscustomizable",
    });
  });

  it("has no content when it is null", () => {
    expect(answer(`${accountPath}/ExternalName`)).toEqual({ status: 204, body: "" });
    expect(answer(`${accountPath}/ExternalName/$value`)).toEqual({ status: 204, body: "" });
  });
});

describe("columns", () => {
  it("announce their derived type where the path does not name it", () => {
    const { value } = get(`${accountPath}/Attributes?$select=LogicalName`);
    const typeOf = (name: string): unknown => value.find(({ LogicalName }) => LogicalName === name)?.["@odata.type"];
    expect(typeOf("name")).toBe(`#${crm}.StringAttributeMetadata`);
    expect(typeOf("primarycontactid")).toBe(`#${crm}.LookupAttributeMetadata`);
    expect(typeOf("accountid")).toBe(`#${crm}.UniqueIdentifierAttributeMetadata`);
    expect(typeOf("industrycodename")).toBeUndefined();
  });

  it("bring the properties of their derived type along when nothing is selected", () => {
    expect(get(`${accountPath}/Attributes(LogicalName='name')`)).toMatchObject({
      "@odata.context": `${context.serviceRoot}$metadata#EntityDefinitions('account')/Attributes/$entity`,
      "@odata.type": `#${crm}.StringAttributeMetadata`,
      LogicalName: "name",
      IsPrimaryName: true,
      MaxLength: 160,
      FormatName: { Value: "Text" },
      RequiredLevel: {
        Value: "ApplicationRequired",
        CanBeChanged: true,
        ManagedPropertyLogicalName: "canmodifyrequirementlevelsettings",
      },
    });
  });

  it("of one type are reached by a cast, their choices by $expand on it", () => {
    const picklists = `${accountPath}/Attributes/${crm}.PicklistAttributeMetadata`;
    const { value, ...root } = get(`${picklists}?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`);
    expect(root["@odata.context"]).toBe(
      `${context.serviceRoot}$metadata#EntityDefinitions('account')/Attributes/${crm}.PicklistAttributeMetadata(LogicalName,OptionSet(),GlobalOptionSet())`,
    );
    const category = value.find(({ LogicalName }) => LogicalName === "accountcategorycode");
    expect(category).toMatchObject({
      GlobalOptionSet: null,
      OptionSet: {
        Name: "account_accountcategorycode",
        IsGlobal: false,
        OptionSetType: "Picklist",
        Options: [
          { Value: 1, Label: { UserLocalizedLabel: { Label: "Preferred Customer" } } },
          { Value: 2, Label: { UserLocalizedLabel: { Label: "Standard" } } },
        ],
      },
    });
    expect(category).not.toHaveProperty("@odata.type");
  });

  it("may be cast first and named afterwards", () => {
    expect(
      get(`${accountPath}/Attributes/${crm}.StringAttributeMetadata(LogicalName='name')?$select=MaxLength`),
    ).toMatchObject({ MaxLength: 160 });
  });

  it("are reached by the ids of table and column too, and the context repeats what was asked", () => {
    const table = store.catalog.table("account");
    const id = table?.columns.get("accountcategorycode")?.metadataId;
    const path = `EntityDefinitions(${table?.metadataId})/Attributes(${id})/${crm}.PicklistAttributeMetadata`;
    expect(get(`${path}?$select=LogicalName`)).toEqual({
      "@odata.context": `${context.serviceRoot}$metadata#EntityDefinitions(${table?.metadataId})/Attributes/${crm}.PicklistAttributeMetadata(LogicalName)/$entity`,
      LogicalName: "accountcategorycode",
      MetadataId: id,
    });
    const { Options, ...optionSet } = get(`${path}/OptionSet?$select=Options`);
    expect(optionSet["@odata.context"]).toBe(
      `${context.serviceRoot}$metadata#EntityDefinitions(${table?.metadataId})/Attributes(${id})/${crm}.PicklistAttributeMetadata/OptionSet(Options)/$entity`,
    );
    expect(Options).toHaveLength(2);
  });

  it("lead to no content where a navigation property is empty", () => {
    const path = `${accountPath}/Attributes(LogicalName='accountcategorycode')/${crm}.PicklistAttributeMetadata`;
    expect(answer(`${path}/GlobalOptionSet`)).toEqual({ status: 204, body: "" });
  });
});

describe("choices", () => {
  const choice = [...store.catalog.metadata.globalChoices.values()][0];

  it("of a state know their default status and language-free name, of a status their state", () => {
    const options = (column: string, type: string): unknown =>
      get(
        `${accountPath}/Attributes(LogicalName='${column}')/${crm}.${type}?$select=LogicalName&$expand=OptionSet($select=Options)`,
      )["OptionSet"];
    expect(options("statecode", "StateAttributeMetadata")).toMatchObject({
      Options: [
        { "@odata.type": `#${crm}.StateOptionMetadata`, Value: 0, DefaultStatus: 1, InvariantName: "Active" },
        { Value: 1, DefaultStatus: 2, InvariantName: "Inactive" },
      ],
    });
    expect(options("statuscode", "StatusAttributeMetadata")).toMatchObject({
      Options: [
        { "@odata.type": `#${crm}.StatusOptionMetadata`, Value: 1, State: 0 },
        { Value: 2, State: 1 },
      ],
    });
  });

  it("of a boolean are a true and a false option", () => {
    const path = `${accountPath}/Attributes(LogicalName='creditonhold')/${crm}.BooleanAttributeMetadata`;
    expect(get(`${path}?$expand=OptionSet`)).toMatchObject({
      DefaultValue: false,
      OptionSet: {
        OptionSetType: "Boolean",
        TrueOption: { Value: 1, Label: { UserLocalizedLabel: { Label: "Yes" } } },
        FalseOption: { Value: 0, Label: { UserLocalizedLabel: { Label: "No" } } },
      },
    });
  });

  it("shared by columns are reached by name and by id, cast or not", () => {
    const byName = get(`GlobalOptionSetDefinitions(Name='${choice?.name}')/${crm}.OptionSetMetadata`);
    expect(byName).toMatchObject({
      "@odata.context": `${context.serviceRoot}$metadata#GlobalOptionSetDefinitions/${crm}.OptionSetMetadata/$entity`,
      Name: choice?.name,
      IsGlobal: true,
      Options: choice?.choices.map(({ value }) => ({ Value: value })),
    });
    expect(get(`GlobalOptionSetDefinitions(${choice?.metadataId})/${crm}.OptionSetMetadata`)).toEqual(byName);
    expect(names("GlobalOptionSetDefinitions?$select=Name", "Name")).toContain(choice?.name);
  });

  it("shared by columns are seen from the column as its own and as global", () => {
    const [table, column] =
      store.catalog
        .tables()
        .flatMap((each) => [...each.columns.values()].map((candidate) => [each, candidate] as const))
        .find(([, candidate]) => candidate.globalChoiceName === choice?.name) ?? [];
    const type = column?.type === "MultiSelectPicklist" ? "MultiSelectPicklist" : "Picklist";
    const path = `EntityDefinitions(LogicalName='${table?.logicalName}')/Attributes(LogicalName='${column?.logicalName}')`;
    const found = get(`${path}/${crm}.${type}AttributeMetadata?$expand=OptionSet,GlobalOptionSet`);
    expect(found["GlobalOptionSet"]).toMatchObject({ Name: choice?.name, MetadataId: choice?.metadataId });
    expect(found["OptionSet"]).toEqual(found["GlobalOptionSet"]);
  });
});

describe("relationships and keys", () => {
  it("of a table are divided by its side of them", () => {
    const one = names(`${accountPath}/OneToManyRelationships?$select=SchemaName`, "SchemaName");
    expect(one).toContain("contact_customer_accounts");
    expect(one).toContain("account_parent_account");
    const many = names(`${accountPath}/ManyToOneRelationships?$select=SchemaName`, "SchemaName");
    expect(many).toContain("account_primary_contact");
    expect(many).toContain("account_parent_account");
    expect(many).not.toContain("contact_customer_accounts");
    expect(names("EntityDefinitions(LogicalName='systemuser')/ManyToManyRelationships", "SchemaName")).toContain(
      "systemuserroles_association",
    );
  });

  it("are found by schema name, with both navigation property names", () => {
    const path = `RelationshipDefinitions(SchemaName='contact_customer_accounts')/${crm}.OneToManyRelationshipMetadata`;
    expect(get(path)).toMatchObject({
      "@odata.context": `${context.serviceRoot}$metadata#RelationshipDefinitions/${crm}.OneToManyRelationshipMetadata/$entity`,
      ReferencedEntity: "account",
      ReferencingEntity: "contact",
      ReferencingAttribute: "parentcustomerid",
      ReferencedEntityNavigationPropertyName: "contact_customer_accounts",
      ReferencingEntityNavigationPropertyName: "parentcustomerid_account",
      RelationshipType: "OneToManyRelationship",
      CascadeConfiguration: { Merge: "Cascade", RollupView: "NoCascade" },
    });
  });

  it("of one table are found by a filter behind a cast", () => {
    const all = `RelationshipDefinitions/${crm}.OneToManyRelationshipMetadata`;
    expect(names(`${all}?$select=SchemaName&$filter=ReferencedEntity eq 'account'`, "SchemaName").sort()).toEqual(
      names(`${accountPath}/OneToManyRelationships?$select=SchemaName`, "SchemaName").sort(),
    );
  });

  it("are all in one set, each announcing its type", () => {
    const types = new Set(names("RelationshipDefinitions?$select=SchemaName", "@odata.type"));
    expect(types).toEqual(new Set([`#${crm}.OneToManyRelationshipMetadata`, `#${crm}.ManyToManyRelationshipMetadata`]));
  });

  it("of alternate keys name the columns and whether the index works", () => {
    expect(get(`${accountPath}/Keys`).value).toContainEqual(
      expect.objectContaining({
        EntityLogicalName: "account",
        KeyAttributes: ["accountnumber"],
        EntityKeyIndexStatus: "Active",
      }),
    );
  });
});

describe("refusals", () => {
  it.each([
    ["EntityDefinitions(LogicalName='nosuch')", 404, "0x80040217", "specified entity name: nosuch"],
    ["EntityDefinitions(11111111-1111-1111-1111-111111111111)", 404, "0x80040217", "11111111-"],
    [`${accountPath}/Attributes(LogicalName='nosuch')`, 404, "0x80040217", "specified name: nosuch"],
    ["RelationshipDefinitions(SchemaName='nosuch')", 404, "0x80040217", "nosuch"],
    ["GlobalOptionSetDefinitions(Name='nosuch')", 404, "0x80040217", "nosuch"],
    [`${accountPath}/nosuch`, 404, "0x8006088a", "Resource not found for the segment 'nosuch'."],
    [`${accountPath}/logicalname`, 404, "0x8006088a", "'logicalname'"],
    [`${accountPath}/Attributes(LogicalName='name')/MaxLength`, 404, "0x8006088a", "'MaxLength'"],
    [`${accountPath}/Attributes(LogicalName='name')/${crm}.MoneyAttributeMetadata`, 404, "0x8006088a", "Money"],
    [`${accountPath}/Attributes/${crm}.NoSuchAttributeMetadata`, 404, "0x8006088a", "NoSuch"],
    [`${accountPath}/Attributes/${crm}.EnumAttributeMetadata`, 400, "0x80060888", "is abstract"],
    [`${accountPath}/Attributes/${crm}.EntityMetadata`, 400, "0x80060888", "neither a base type nor a sub-type"],
    ["EntityDefinitions(SchemaName='Account')", 400, "0x80060888", "MetadataId or LogicalName"],
    ["EntityDefinitions('account')", 400, "0x80060888", "Error in query syntax"],
    ["EntityDefinitions/Attributes", 404, "0x8006088a", "'Attributes'"],
    [`${accountPath}/DisplayName/$value`, 400, "0x80060888", "$value"],
    [
      "EntityDefinitions?$select=nosuch",
      400,
      "0x80060888",
      `Could not find a property named 'nosuch' on type '${crm}.EntityMetadata'.`,
    ],
    [
      `${accountPath}/Attributes?$select=MaxLength`,
      400,
      "0x80060888",
      `Could not find a property named 'MaxLength' on type '${crm}.AttributeMetadata'.`,
    ],
    [`${accountPath}/Attributes?$expand=OptionSet`, 400, "0x80060888", "named 'OptionSet'"],
    [`${accountPath}?$expand=DisplayName`, 400, "0x80060888", "not a navigation property"],
    ["EntityDefinitions?$top=1", 400, "0x80060888", "$top"],
    ["EntityDefinitions?$orderby=LogicalName", 400, "0x80060888", "$orderby"],
    ["EntityDefinitions?$expand=Attributes($top=1)", 400, "0x80060888", "$top"],
    ["GlobalOptionSetDefinitions?$filter=Name eq 'x'", 400, "0x80060888", "$filter"],
    [`${accountPath}?$filter=IsCustomEntity eq true`, 400, "0x80060888", "$filter"],
    ["EntityDefinitions/$count", 501, "0x80040203", "$count"],
  ])("%s is answered %i %s", (url, status, code, message) => {
    expect(refusal(url)).toEqual({ status, code, message: expect.stringContaining(message) as string });
  });
});
