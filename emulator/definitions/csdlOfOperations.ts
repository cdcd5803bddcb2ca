/** The functions and actions the emulator offers, and the types only they use, as `$metadata` declares them. */
import { element } from "./xml";

interface Operation {
  kind: "Function" | "Action";
  name: string;
  /** Name to type. */
  parameters: Record<string, string>;
  /** Members of `<name>Response`. */
  response: Record<string, string>;
}

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
];

const complexTypes: Record<string, Record<string, string>> = {
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
      ...operations.map(({ name, response }) => complexType(`${name}Response`, response)),
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

const operation = ({ kind, name, parameters }: Operation): string =>
  element(kind, { Name: name }, [
    ...Object.entries(parameters).map(([parameter, type]) => element("Parameter", { Name: parameter, Type: type })),
    element("ReturnType", { Type: `mscrm.${name}Response`, Nullable: false }),
  ]);

const complexType = (name: string, members: Record<string, string>): string =>
  element(
    "ComplexType",
    { Name: name },
    Object.entries(members).map(([member, type]) => element("Property", { Name: member, Type: type })),
  );
