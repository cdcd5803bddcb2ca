/** The types that only functions and actions use, as `$metadata` declares them. */
import { queryComplexTypes, queryEnumTypes } from "./queryTypes";

/** The query type that filters one kind of part of a table. */
const partQuery = { Properties: "mscrm.MetadataPropertiesExpression", Criteria: "mscrm.MetadataFilterExpression" };

export const operationComplexTypes: Record<string, Record<string, string>> = {
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
export const operationEnums = {
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
} as const;
