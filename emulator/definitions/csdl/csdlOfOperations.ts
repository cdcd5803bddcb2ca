/** The functions and actions the emulator offers, and the types only they use, as `$metadata` declares them. */
import { queryComplexTypes, queryEnumTypes } from "./queryTypes";
import { element } from "./xml";

interface Operation {
  kind: "Function" | "Action";
  name: string;
  /** Name to type. */
  parameters: Record<string, string>;
  /** Members of `<name>Response`; none for an action that answers without content. */
  response?: Record<string, string>;
}

const option = {
  OptionSetName: "Edm.String",
  AttributeLogicalName: "Edm.String",
  EntityLogicalName: "Edm.String",
  SolutionUniqueName: "Edm.String",
};
const newOption = {
  ...option,
  Value: "Edm.Int32",
  Label: "mscrm.Label",
  Description: "mscrm.Label",
  Color: "Edm.String",
  ExternalValue: "Edm.String",
  ParentValues: "Collection(Edm.Int32)",
};
const changedOption = { ...newOption, MergeLabels: "Edm.Boolean" };
const newLookup = {
  OneToManyRelationships: "Collection(mscrm.OneToManyRelationshipMetadata)",
  Lookup: "mscrm.LookupAttributeMetadata",
  SolutionUniqueName: "Edm.String",
};
const lookupIds = { RelationshipIds: "Collection(Edm.Guid)", AttributeId: "Edm.Guid" };

const action = (name: string, parameters: Record<string, string>, response?: Operation["response"]): Operation => ({
  kind: "Action",
  name,
  parameters,
  ...(response ? { response } : {}),
});

const eligibility = (name: string): Operation => action(name, { EntityName: "Edm.String" }, { [name]: "Edm.Boolean" });

const validTables = (name: string, parameters: Record<string, string>): Operation => ({
  kind: "Function",
  name,
  parameters,
  response: { EntityNames: "Collection(Edm.String)" },
});

const operations: readonly Operation[] = [
  {
    kind: "Function",
    name: "WhoAmI",
    parameters: {},
    response: { BusinessUnitId: "Edm.Guid", UserId: "Edm.Guid", OrganizationId: "Edm.Guid" },
  },
  { kind: "Function", name: "RetrieveVersion", parameters: {}, response: { Version: "Edm.String" } },
  {
    kind: "Function",
    name: "RetrieveCurrentOrganization",
    parameters: { AccessType: "mscrm.EndpointAccessType" },
    response: { Detail: "mscrm.OrganizationDetail" },
  },
  {
    kind: "Function",
    name: "RetrieveTotalRecordCount",
    parameters: { EntityNames: "Collection(Edm.String)" },
    response: { EntityRecordCountCollection: "mscrm.EntityRecordCountCollection" },
  },
  action(
    "BulkDelete",
    {
      QuerySet: "Collection(mscrm.QueryExpression)",
      JobName: "Edm.String",
      SendEmailNotification: "Edm.Boolean",
      ToRecipients: "Collection(mscrm.activityparty)",
      CCRecipients: "Collection(mscrm.activityparty)",
      RecurrencePattern: "Edm.String",
      StartDateTime: "Edm.DateTimeOffset",
      SourceImportId: "Edm.Guid",
      RunNow: "Edm.Boolean",
      Options: "mscrm.BulkDeleteOptions",
    },
    { JobId: "Edm.Guid" },
  ),
  action("InsertOptionValue", newOption, { NewOptionValue: "Edm.Int32" }),
  action("InsertStatusValue", { ...newOption, StateCode: "Edm.Int32" }, { NewOptionValue: "Edm.Int32" }),
  action("UpdateOptionValue", changedOption),
  action("UpdateStateValue", { ...changedOption, DefaultStatusCode: "Edm.Int32" }),
  action("OrderOption", { ...option, Values: "Collection(Edm.Int32)" }),
  action("DeleteOptionValue", { ...option, Value: "Edm.Int32" }),
  action("CreatePolymorphicLookupAttribute", newLookup, lookupIds),
  action("CreateCustomerRelationships", newLookup, lookupIds),
  action("ReactivateEntityKey", { EntityLogicalName: "Edm.String", EntityKeyLogicalName: "Edm.String" }),
  action("PublishXml", { ParameterXml: "Edm.String" }),
  action("PublishAllXml", {}),
  eligibility("CanBeReferenced"),
  eligibility("CanBeReferencing"),
  eligibility("CanManyToMany"),
  validTables("GetValidManyToMany", {}),
  validTables("GetValidReferencedEntities", { ReferencingEntityName: "Edm.String" }),
  validTables("GetValidReferencingEntities", { ReferencedEntityName: "Edm.String" }),
  {
    kind: "Function",
    name: "RetrieveMetadataChanges",
    parameters: {
      Query: "mscrm.EntityQueryExpression",
      DeletedMetadataFilters: "mscrm.DeletedMetadataFilters",
      ClientVersionStamp: "Edm.String",
      AppModuleId: "Edm.Guid",
      RetrieveAllSettings: "Edm.Boolean",
    },
    response: {
      EntityMetadata: "Collection(mscrm.ComplexEntityMetadata)",
      ServerVersionStamp: "Edm.String",
      DeletedMetadata: "mscrm.DeletedMetadataCollection",
    },
  },
];

/** What narrows one kind of part of a table. */
const partQuery = { Properties: "mscrm.MetadataPropertiesExpression", Criteria: "mscrm.MetadataFilterExpression" };

const complexTypes: Record<string, Record<string, string>> = {
  ...queryComplexTypes,
  AttributeQueryExpression: partQuery,
  DeletedMetadataCollection: {
    Count: "Edm.Int32",
    IsReadOnly: "Edm.Boolean",
    Keys: "Collection(mscrm.DeletedMetadataFilters)",
    Values: "Collection(mscrm.GuidCollection)",
  },
  EntityKeyQueryExpression: partQuery,
  EntityQueryExpression: {
    ...partQuery,
    AttributeQuery: "mscrm.AttributeQueryExpression",
    RelationshipQuery: "mscrm.RelationshipQueryExpression",
    KeyQuery: "mscrm.EntityKeyQueryExpression",
    LabelQuery: "mscrm.LabelQueryExpression",
  },
  GuidCollection: { Count: "Edm.Int32", IsReadOnly: "Edm.Boolean", Items: "Collection(Edm.Guid)" },
  LabelQueryExpression: { FilterLanguages: "Collection(Edm.Int32)", MissingLabelBehavior: "Edm.Int32" },
  MetadataConditionExpression: {
    PropertyName: "Edm.String",
    ConditionOperator: "mscrm.MetadataConditionOperator",
    Value: "mscrm.Object",
  },
  MetadataFilterExpression: {
    FilterOperator: "mscrm.LogicalOperator",
    Conditions: "Collection(mscrm.MetadataConditionExpression)",
    Filters: "Collection(mscrm.MetadataFilterExpression)",
  },
  MetadataPropertiesExpression: { AllProperties: "Edm.Boolean", PropertyNames: "Collection(Edm.String)" },
  Object: { Type: "Edm.String", Value: "Edm.String" },
  RelationshipQueryExpression: partQuery,
  EndpointCollection: {
    Count: "Edm.Int32",
    IsReadOnly: "Edm.Boolean",
    Keys: "Collection(mscrm.EndpointType)",
    Values: "Collection(Edm.String)",
  },
  EntityRecordCountCollection: {
    Count: "Edm.Int32",
    IsReadOnly: "Edm.Boolean",
    Keys: "Collection(Edm.String)",
    Values: "Collection(Edm.Int64)",
  },
  OrganizationDetail: {
    OrganizationId: "Edm.Guid",
    FriendlyName: "Edm.String",
    OrganizationVersion: "Edm.String",
    EnvironmentId: "Edm.String",
    DatacenterId: "Edm.Guid",
    Geo: "Edm.String",
    TenantId: "Edm.String",
    UrlName: "Edm.String",
    UniqueName: "Edm.String",
    State: "mscrm.OrganizationState",
    OrganizationType: "mscrm.OrganizationType",
    Endpoints: "mscrm.EndpointCollection",
  },
};

/** Members count from 0 in the order written. */
const enumTypes: Record<string, readonly string[]> = {
  ...queryEnumTypes,
  EndpointAccessType: ["Default", "Internet", "Intranet"],
  EndpointType: ["OrganizationService", "OrganizationDataService", "WebApplication"],
  OrganizationState: ["Enabled", "Disabled"],
  OrganizationType: [
    "Customer",
    "Monitoring",
    "Support",
    "BackEnd",
    "Secondary",
    "CustomerTest",
    "CustomerFreeTest",
    "CustomerPreview",
    "Placeholder",
    "TestDrive",
    "MsftInvestigation",
    "EmailTrial",
    "Default",
    "Developer",
    "Trial",
    "Teams",
  ],
};

export function operationsSchema(): { definitions: string[]; imports: string[] } {
  return {
    definitions: [
      ...operations.map(operation),
      ...operations.flatMap(({ name, response }) => (response ? [complexType(`${name}Response`, response)] : [])),
      ...Object.entries(complexTypes).map(([name, members]) => complexType(name, members)),
      ...Object.entries(enumTypes).map(([name, members]) =>
        element(
          "EnumType",
          { Name: name },
          members.map((member, value) => element("Member", { Name: member, Value: value })),
        ),
      ),
    ],
    imports: operations.map(({ kind, name }) => element(`${kind}Import`, { Name: name, [kind]: `mscrm.${name}` })),
  };
}

const operation = ({ kind, name, parameters, response }: Operation): string =>
  element(kind, { Name: name }, [
    ...Object.entries(parameters).map(([parameter, type]) => element("Parameter", { Name: parameter, Type: type })),
    ...(response ? [element("ReturnType", { Type: `mscrm.${name}Response`, Nullable: false })] : []),
  ]);

const complexType = (name: string, members: Record<string, string>): string =>
  element(
    "ComplexType",
    { Name: name },
    Object.entries(members).map(([member, type]) => element("Property", { Name: member, Type: type })),
  );
