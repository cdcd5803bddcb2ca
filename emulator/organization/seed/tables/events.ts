/**
 * The tables in which event subscriptions are kept: messages, the tables they are for, webhooks and the steps that
 * connect them (Microsoft: table reference of serviceendpoint, sdkmessageprocessingstep and their neighbors).
 */
import {
  type ColumnSpec,
  choice,
  entityName,
  integer,
  lookup,
  memo,
  states,
  text,
  to,
  uniqueId,
  yesNo,
} from "../../../metadata/columns";
import type { TableSpec } from "../../../metadata/define";
import { audit } from "./systemColumns";

const readOnly = { access: "R" } as const;
const required = { required: "SystemRequired" } as const;
const computed = { access: "R", required: "SystemRequired" } as const;

/** The columns of every solution component, with the relationship names that these tables use. */
function component(schemaName: string, delegate = schemaName.toLowerCase()): ColumnSpec[] {
  const name = schemaName.toLowerCase();
  return [
    choice(
      "ComponentState",
      "Component State",
      { 0: "Published", 1: "Unpublished", 2: "Deleted", 3: "Deleted Unpublished" },
      { ...computed, default: 0 },
    ),
    yesNo("IsManaged", "State", false, ["Unmanaged", "Managed"], computed),
    lookup("OrganizationId", "", to("organization", `organization_${name}`, { onDelete: "NoCascade" }), computed),
    uniqueId("SolutionId", "Solution", computed),
    uniqueId(`${schemaName}IdUnique`, "", computed),
    ...audit(name, {
      createdby: `createdby_${name}`,
      modifiedby: `modifiedby_${name}`,
      createdonbehalfby: `lk_${delegate}_createdonbehalfby`,
      modifiedonbehalfby: `lk_${delegate}_modifiedonbehalfby`,
    }),
  ];
}

function customizationLevel(): ColumnSpec {
  return integer("CustomizationLevel", "", [-255, 255], { ...computed, default: 1 });
}
function introducedVersion(): ColumnSpec {
  return text("IntroducedVersion", "Introduced Version", 48, { access: "CR", format: "VersionNumber" });
}

export const sdkMessage: TableSpec = {
  schemaName: "SdkMessage",
  entitySetName: "sdkmessages",
  displayName: ["Sdk Message", "Sdk Messages"],
  objectTypeCode: 4606,
  description: "Message that is supported by the SDK.",
  primaryId: "SdkMessageId",
  primaryName: "Name",
  ownership: "OrganizationOwned",
  changeTracking: false,
  optimisticConcurrency: false,
  columns: [
    uniqueId("SdkMessageId", "", { access: "CR" }),
    text("Name", "Name", 256, required),
    yesNo("AutoTransact", "Auto Transact"),
    integer("Availability", "Availability", undefined, required),
    text("CategoryName", "Category Name", 25, required),
    yesNo("Expand", "Expand"),
    introducedVersion(),
    yesNo("IsActive", "Is Active", true),
    yesNo("IsPrivate", "Is Private"),
    yesNo("IsReadOnly", "Intent", false, undefined, required),
    yesNo("Template", "Template"),
    yesNo("WorkflowSdkStepEnabled", "WorkflowSdkStepEnabled", false, undefined, readOnly),
    customizationLevel(),
    ...component("SdkMessage"),
  ],
};

export const sdkMessageFilter: TableSpec = {
  schemaName: "SdkMessageFilter",
  entitySetName: "sdkmessagefilters",
  displayName: ["Sdk Message Filter", "Sdk Message Filters"],
  objectTypeCode: 4607,
  description: "Filter that defines which SDK messages are valid for each type of entity.",
  primaryId: "SdkMessageFilterId",
  primaryName: "Name",
  ownership: "OrganizationOwned",
  changeTracking: false,
  optimisticConcurrency: false,
  columns: [
    uniqueId("SdkMessageFilterId", "", { access: "CR" }),
    text("Name", "Name", 256),
    integer("Availability", "Availability", undefined, required),
    introducedVersion(),
    yesNo("IsCustomProcessingStepAllowed", "Custom Processing Step Allowed", false, undefined, required),
    yesNo("IsVisible", "", false, undefined, computed),
    entityName("PrimaryObjectTypeCode", "Primary Object Type Code", computed),
    integer("RestrictionLevel", "", [0, 255], required),
    lookup(
      "SdkMessageId",
      "SDK Message ID",
      to("sdkmessage", "sdkmessageid_sdkmessagefilter", { onDelete: "Cascade" }),
      required,
    ),
    entityName("SecondaryObjectTypeCode", "Secondary Object Type Code", computed),
    yesNo("WorkflowSdkStepEnabled", "WorkflowSdkStepEnabled", false, undefined, readOnly),
    customizationLevel(),
    ...component("SdkMessageFilter"),
  ],
};

export const serviceEndpoint: TableSpec = {
  schemaName: "ServiceEndpoint",
  entitySetName: "serviceendpoints",
  displayName: ["Service Endpoint", "Service Endpoints"],
  objectTypeCode: 4618,
  description: "Service endpoint that can be contacted.",
  primaryId: "ServiceEndpointId",
  primaryName: "Name",
  ownership: "OrganizationOwned",
  changeTracking: false,
  optimisticConcurrency: false,
  columns: [
    uniqueId("ServiceEndpointId", "", { access: "CR" }),
    choice("AuthType", "Specifies mode of authentication with SB", {
      1: "ACS",
      2: "SAS Key",
      3: "SAS Token",
      4: "Webhook Key",
      5: "Http Header",
      6: "Http Query String",
      7: "Connection String",
      8: "Access Key",
    }),
    // Write-only: IsAuthValueSet indicates whether there is one.
    text("AuthValue", "Authentication Value", 2048, { access: "CU" }),
    choice(
      "ConnectionMode",
      "Connection Mode",
      { 1: "Normal", 2: "Federated" },
      { required: "SystemRequired", default: 1 },
    ),
    choice(
      "Contract",
      "Contract",
      {
        1: "OneWay",
        2: "Queue",
        3: "Rest",
        4: "TwoWay",
        5: "Topic",
        6: "Queue (Persistent)",
        7: "Event Hub",
        8: "Webhook",
        9: "Event Grid",
        10: "Managed Data Lake",
      },
      required,
    ),
    memo("Description", "Description", 2000),
    introducedVersion(),
    yesNo("IsAuthValueSet", "Is AuthValue Set", false, undefined, readOnly),
    yesNo("IsSASKeySet", "Is SAS Key Set", false, undefined, readOnly),
    yesNo("IsSASTokenSet", "Is SAS Token Set", false, undefined, readOnly),
    choice("MessageCharset", "Specifies the character encoding to be used for messages sent to a service endpoint", {
      0: "Default",
      1: "UTF8",
    }),
    choice("MessageFormat", "Content type of the message", { 1: "Binary XML", 2: "Json", 3: "Text XML" }),
    text("Name", "Name", 256, required),
    text("NamespaceAddress", "Namespace Address", 255),
    choice("NamespaceFormat", "Format of Service Bus Namespace", { 1: "Namespace Name", 2: "Namespace Address" }),
    text("Path", "Path", 160, required),
    text("RuntimeIntegrationProperties", "Runtime Integration Properties", 512),
    text("SASKey", "Shared Access Key", 256, { access: "CU" }),
    text("SASKeyName", "Shared Access Key Name", 256),
    text("SASToken", "Shared Access Token", 256, { access: "CU" }),
    choice("SchemaType", "Specifies schema type for event grid events", { 1: "Event Grid", 2: "Cloud Events" }),
    text("SolutionNamespace", "Service Namespace", 160, required),
    text("Url", "Url Address", 2000),
    yesNo("UseKeyVaultConfiguration", "Use Auth Information in KeyVault"),
    choice(
      "UserClaim",
      "User Claim",
      { 1: "None", 2: "UserId", 3: "UserInfo" },
      { required: "SystemRequired", default: 1 },
    ),
    ...component("ServiceEndpoint", "serviceendpointbase"),
  ],
};

/** There are none in the emulator: it runs no code of others. Steps refer to the table all the same. */
export const pluginType: TableSpec = {
  schemaName: "PluginType",
  entitySetName: "plugintypes",
  displayName: ["Plug-in Type", "Plug-in Types"],
  objectTypeCode: 4602,
  description: "Type that inherits from the IPlugin interface and is contained within a plug-in assembly.",
  primaryId: "PluginTypeId",
  primaryName: "Name",
  ownership: "OrganizationOwned",
  changeTracking: false,
  optimisticConcurrency: false,
  columns: [
    uniqueId("PluginTypeId", "", { access: "CR" }),
    text("AssemblyName", "Assembly Name", 256, readOnly),
    text("Description", "Description", 256),
    text("FriendlyName", "Friendly Name", 256, required),
    text("Name", "Name", 256),
    text("TypeName", "Type Name", 256, required),
    ...component("PluginType"),
  ],
};

export const sdkMessageProcessingStep: TableSpec = {
  schemaName: "SdkMessageProcessingStep",
  entitySetName: "sdkmessageprocessingsteps",
  displayName: ["Sdk Message Processing Step", "Sdk Message Processing Steps"],
  objectTypeCode: 4608,
  description: "Stage in the execution pipeline that a plug-in is to execute.",
  primaryId: "SdkMessageProcessingStepId",
  primaryName: "Name",
  ownership: "OrganizationOwned",
  changeTracking: false,
  optimisticConcurrency: false,
  columns: [
    uniqueId("SdkMessageProcessingStepId", "", { access: "CR" }),
    yesNo("AsyncAutoDelete", "Asynchronous Automatic Delete", false, undefined, required),
    yesNo("CanBeBypassed", "", false, undefined, required),
    yesNo("CanUseReadOnlyConnection", "Intent", false, undefined, required),
    text("Category", "Category", 100),
    text("Configuration", "Configuration", 1073741823),
    text("Description", "Description", 256),
    yesNo("EnablePluginProfiler", "EnablePluginProfiler"),
    text("EventExpander", "EventExpander", 1073741823),
    lookup(
      "EventHandler",
      "Event Handler",
      [
        to("plugintype", "plugintype_sdkmessageprocessingstep", { onDelete: "Cascade" }),
        to("serviceendpoint", "serviceendpoint_sdkmessageprocessingstep", { onDelete: "Cascade" }),
      ],
      required,
    ),
    entityName("EventHandlerTypeCode", ""),
    text("FilteringAttributes", "Filtering Attributes", 100000),
    lookup(
      "ImpersonatingUserId",
      "Impersonating User",
      to("systemuser", "impersonatinguserid_sdkmessageprocessingstep", { onDelete: "NoCascade" }),
    ),
    introducedVersion(),
    choice(
      "InvocationSource",
      "Invocation Source",
      { [-1]: "Internal", 0: "Parent", 1: "Child" },
      { ...required, default: 0 },
    ),
    choice("Mode", "Execution Mode", { 0: "Synchronous", 1: "Asynchronous" }, { ...required, default: 0 }),
    text("Name", "Name", 256, required),
    // Required of plug-ins; the steps of a webhook are registered without it.
    lookup("PluginTypeId", "Plug-In Type", to("plugintype", "plugintypeid_sdkmessageprocessingstep")),
    integer("Rank", "Execution Order", undefined, { ...required, default: 1 }),
    text("RuntimeIntegrationProperties", "Runtime Integration Properties", 512),
    lookup(
      "SdkMessageFilterId",
      "SdkMessage Filter",
      to("sdkmessagefilter", "sdkmessagefilterid_sdkmessageprocessingstep", { onDelete: "Cascade" }),
    ),
    lookup(
      "SdkMessageId",
      "SDK Message",
      to("sdkmessage", "sdkmessageid_sdkmessageprocessingstep", { onDelete: "Cascade" }),
      required,
    ),
    choice(
      "Stage",
      "Execution Stage",
      {
        5: "Initial Pre-operation (For internal use only)",
        10: "Pre-validation",
        15: "Internal Pre-operation Before External Plugins (For internal use only)",
        20: "Pre-operation",
        25: "Internal Pre-operation After External Plugins (For internal use only)",
        30: "Main Operation (For internal use only)",
        35: "Internal Post-operation Before External Plugins (For internal use only)",
        40: "Post-operation",
        45: "Internal Post-operation After External Plugins (For internal use only)",
        50: "Post-operation (Deprecated)",
        55: "Final Post-operation (For internal use only)",
        80: "Pre-Commit stage fired before transaction commit (For internal use only)",
        90: "Post-Commit stage fired after transaction commit (For internal use only)",
      },
      { ...required, default: 10 },
    ),
    ...states([
      { label: "Enabled", statuses: { 1: "Enabled" } },
      { label: "Disabled", statuses: { 2: "Disabled" } },
    ]),
    choice(
      "SupportedDeployment",
      "Deployment",
      { 0: "Server Only", 1: "Microsoft Dynamics 365 Client for Outlook Only", 2: "Both" },
      { ...required, default: 0 },
    ),
    customizationLevel(),
    ...component("SdkMessageProcessingStep"),
  ],
};

export const sdkMessageProcessingStepImage: TableSpec = {
  schemaName: "SdkMessageProcessingStepImage",
  entitySetName: "sdkmessageprocessingstepimages",
  displayName: ["Sdk Message Processing Step Image", "Sdk Message Processing Step Images"],
  objectTypeCode: 4615,
  description: "Copy of an entity's attributes before or after the core system operation.",
  primaryId: "SdkMessageProcessingStepImageId",
  primaryName: "Name",
  ownership: "OrganizationOwned",
  changeTracking: false,
  optimisticConcurrency: false,
  columns: [
    uniqueId("SdkMessageProcessingStepImageId", "", { access: "CR" }),
    text("Attributes", "Attributes", 100000),
    text("Description", "Description", 256),
    text("EntityAlias", "Entity Alias", 256, required),
    choice("ImageType", "Image Type", { 0: "PreImage", 1: "PostImage", 2: "Both" }, required),
    introducedVersion(),
    text("MessagePropertyName", "Message Property Name", 256, required),
    text("Name", "Name", 256, required),
    text("RelatedAttributeName", "Related Attribute Name", 256),
    lookup(
      "SdkMessageProcessingStepId",
      "SDK Message Processing Step",
      to("sdkmessageprocessingstep", "sdkmessageprocessingstepid_sdkmessageprocessingstepimage", {
        onDelete: "Cascade",
      }),
    ),
    customizationLevel(),
    ...component("SdkMessageProcessingStepImage"),
  ],
};
