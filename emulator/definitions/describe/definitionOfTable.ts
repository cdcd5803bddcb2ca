/**
 * Tables as EntityMetadata [EntityMetadata], with their columns, keys and relationships behind
 * them.
 */
import type { Catalog } from "../../metadata/catalog";
import { namedGuid } from "../../metadata/ids";
import type { Table } from "../../metadata/model";
import { attribute, definitionsOfColumns } from "./definitionOfColumn";
import { definitionOfKey, entityKey } from "./definitionOfKey";
import { definitionOfManyToMany, definitionOfOneToMany, manyToMany, oneToMany } from "./definitionOfRelationship";
import { definitionKind } from "./definitionType";
import type { Definition, Json } from "./definitionType";
import {
  complex,
  dateTime,
  enumeration,
  flag,
  guid,
  int,
  introducedVersion,
  labeled,
  labelValue,
  managed,
  standardCreatedOn,
  text,
} from "./propertyValues";

interface TableSource {
  catalog: Catalog;
  table: Table;
}

function isCustom({ table }: TableSource): boolean {
  return table.isCustom;
}
function isManaged({ table }: TableSource): boolean {
  return !table.isCustom;
}
/** Tables people work with, as opposed to the ones that only connect two others. */
function isOrdinary({ table }: TableSource): boolean {
  return !table.isIntersect;
}

function label(source: TableSource, property: string, value: Table["description"]): Json {
  return labelValue(value, `${source.table.metadataId}/${property}`, isManaged(source));
}

function never(): boolean {
  return false;
}
function always(): boolean {
  return true;
}
function nothing(): null {
  return null;
}

/** True if another table refers to rows of this table with a column of that name. */
function isReferencedBy(
  { catalog, table }: TableSource,
  referencing: (child: Table) => boolean,
  column: string,
): boolean {
  return catalog.metadata.oneToMany.some((relationship) => {
    if (relationship.referencedTable !== table.logicalName || relationship.referencingColumn !== column) return false;
    const child = catalog.table(relationship.referencingTable);
    return child !== undefined && referencing(child);
  });
}

export const entity = definitionKind<TableSource>("EntityMetadata", {
  keys: ["LogicalName"],
  settings: ({ table }) => table.settings,
  properties: {
    ActivityTypeMask: int(({ table }) => (table.isActivity ? 1 : 0)),
    AutoRouteToOwnerQueue: flag(never),
    CanTriggerWorkflow: flag(isOrdinary),
    EntityHelpUrlEnabled: flag(never),
    EntityHelpUrl: text(nothing),
    IsDocumentManagementEnabled: flag(never),
    IsOneNoteIntegrationEnabled: flag(never),
    IsInteractionCentricEnabled: flag(never),
    IsKnowledgeManagementEnabled: flag(never),
    IsSLAEnabled: flag(({ table }) => table.columns.has("slaid")),
    IsBPFEntity: flag(never),
    IsDocumentRecommendationsEnabled: flag(never),
    IsMSTeamsIntegrationEnabled: flag(never),
    SettingOf: text(nothing),
    DataProviderId: guid(nothing),
    DataSourceId: guid(nothing),
    AutoCreateAccessTeams: flag(never),
    IsActivity: flag(({ table }) => table.isActivity),
    IsActivityParty: flag((source) =>
      isReferencedBy(source, (child) => child.logicalName === "activityparty", "partyid"),
    ),
    IsRetrieveAuditEnabled: flag(never),
    IsRetrieveMultipleAuditEnabled: flag(never),
    IsArchivalEnabled: flag(never),
    IsAvailableOffline: flag(({ table }) => !table.isCustom && !table.isIntersect),
    IsChildEntity: flag(({ table }) => table.isChild),
    IsAIRUpdated: flag(isManaged),
    IconLargeName: text(nothing),
    IconMediumName: text(nothing),
    IconSmallName: text(nothing),
    IconVectorName: text(nothing),
    IsCustomEntity: flag(isCustom),
    IsBusinessProcessEnabled: flag(never),
    SyncToExternalSearchIndex: flag(never),
    IsOptimisticConcurrencyEnabled: flag(({ table }) => table.optimisticConcurrency),
    ChangeTrackingEnabled: flag(({ table }) => table.changeTracking),
    IsImportable: flag(isOrdinary),
    IsIntersect: flag(({ table }) => table.isIntersect),
    IsManaged: flag(isManaged),
    IsEnabledForCharts: flag(isOrdinary),
    IsEnabledForTrace: flag(never),
    IsValidForAdvancedFind: flag(isOrdinary),
    DaysSinceRecordLastModified: int(() => 0),
    MobileOfflineFilters: text(() => ""),
    IsReadingPaneEnabled: flag(always),
    IsQuickCreateEnabled: flag(never),
    LogicalName: text(({ table }) => table.logicalName),
    ObjectTypeCode: int(({ table }) => table.objectTypeCode),
    OwnershipType: enumeration("OwnershipTypes", ({ table }) => table.ownership),
    PrimaryNameAttribute: text(({ table }) => table.primaryNameColumn),
    PrimaryImageAttribute: text(({ table }) => table.primaryImageColumn),
    PrimaryIdAttribute: text(({ table }) => table.primaryIdColumn),
    RecurrenceBaseEntityLogicalName: text(nothing),
    ReportViewName: text(({ table }) => (table.isIntersect ? null : `Filtered${table.schemaName}`)),
    SchemaName: text(({ table }) => table.schemaName),
    IntroducedVersion: text(({ table }) => introducedVersion(table.isCustom)),
    IsStateModelAware: flag(({ table }) => table.columns.has("statecode")),
    EnforceStateTransitions: flag(never),
    ExternalName: text(nothing),
    EntityColor: text(nothing),
    LogicalCollectionName: text(({ table }) => table.logicalCollectionName),
    ExternalCollectionName: text(nothing),
    CollectionSchemaName: text(({ table }) => collectionSchemaName(table)),
    EntitySetName: text(({ table }) => table.entitySetName),
    IsEnabledForExternalChannels: flag(never),
    IsPrivate: flag(never),
    UsesBusinessDataLabelTable: flag(never),
    IsLogicalEntity: flag(never),
    HasNotes: flag((source) => isReferencedBy(source, (child) => child.logicalName === "annotation", "objectid")),
    HasActivities: flag((source) => isReferencedBy(source, (child) => child.isActivity, "regardingobjectid")),
    HasFeedback: flag(never),
    IsSolutionAware: flag(never),
    CreatedOn: dateTime(() => standardCreatedOn),
    ModifiedOn: dateTime(() => standardCreatedOn),
    HasEmailAddresses: flag(({ table }) => [...table.columns.values()].some(({ format }) => format === "Email")),
    OwnerId: guid(nothing),
    OwnerIdType: int(() => 8),
    OwningBusinessUnit: guid(nothing),
    MetadataId: guid(({ table }) => table.metadataId),
    HasChanged: flag(nothing),
    Description: labeled((source) => label(source, "Description", source.table.description)),
    DisplayCollectionName: labeled((source) =>
      label(source, "DisplayCollectionName", source.table.displayCollectionName),
    ),
    DisplayName: labeled((source) => label(source, "DisplayName", source.table.displayName)),
    IsAuditEnabled: managed("canmodifyauditsettings", isManaged),
    IsValidForQueue: managed("canmodifyqueuesettings", ({ table }) => table.isActivity),
    IsConnectionsEnabled: managed("canmodifyconnectionsettings", never),
    IsCustomizable: managed("iscustomizable", isOrdinary, isCustom),
    IsRenameable: managed("isrenameable", isOrdinary, isCustom),
    IsMappable: managed("ismappable", isOrdinary, never),
    IsDuplicateDetectionEnabled: managed("canmodifyduplicatedetectionsettings", never),
    CanCreateAttributes: managed("cancreateattributes", isOrdinary, never),
    CanCreateForms: managed("cancreateforms", isOrdinary),
    CanCreateViews: managed("cancreateviews", isOrdinary),
    CanCreateCharts: managed("cancreatecharts", isOrdinary),
    CanBeRelatedEntityInRelationship: managed("canberelatedentityinrelationship", isOrdinary),
    CanBePrimaryEntityInRelationship: managed("canbeprimaryentityinrelationship", isOrdinary),
    CanBeInManyToMany: managed("canbeinmanytomany", isOrdinary),
    CanBeInCustomEntityAssociation: managed("canbeincustomentityassociation", isOrdinary),
    CanEnableSyncToExternalSearchIndex: managed("canenablesynctoexternalsearchindex", isOrdinary),
    CanModifyAdditionalSettings: managed("canmodifyadditionalsettings", isOrdinary),
    CanChangeHierarchicalRelationship: managed("canchangehierarchicalrelationship", isOrdinary),
    CanChangeTrackingBeEnabled: managed("canchangetrackingbeenabled", isOrdinary),
    IsMailMergeEnabled: managed("canmodifymailmergesettings", never),
    IsVisibleInMobile: managed("canmodifymobilevisibility", never),
    IsVisibleInMobileClient: managed("canmodifymobileclientvisibility", isOrdinary),
    IsReadOnlyInMobileClient: managed("canmodifymobileclientreadonly", never),
    IsOfflineInMobileClient: managed("canmodifymobileclientoffline", never),
    Privileges: complex("Collection(SecurityPrivilegeMetadata)", ({ table }) => privileges(table)),
    Settings: complex("Collection(EntitySetting)", () => []),
  },
  navigations: {
    Attributes: {
      target: attribute,
      isCollection: true,
      of: ({ catalog, table }) => definitionsOfColumns(catalog, table),
    },
    Keys: {
      target: entityKey,
      isCollection: true,
      of: ({ table }) => table.keys.map((key) => definitionOfKey(table, key)),
    },
    OneToManyRelationships: {
      target: oneToMany,
      isCollection: true,
      of: ({ catalog, table }) =>
        catalog.metadata.oneToMany
          .filter((each) => each.referencedTable === table.logicalName)
          .map(definitionOfOneToMany),
    },
    ManyToOneRelationships: {
      target: oneToMany,
      isCollection: true,
      of: ({ catalog, table }) =>
        catalog.metadata.oneToMany
          .filter((each) => each.referencingTable === table.logicalName)
          .map(definitionOfOneToMany),
    },
    ManyToManyRelationships: {
      target: manyToMany,
      isCollection: true,
      of: ({ catalog, table }) =>
        catalog.metadata.manyToMany
          .filter((each) => [each.table1, each.table2, each.intersectTable].includes(table.logicalName))
          .map(definitionOfManyToMany),
    },
  },
});

export function definitionOfTable(catalog: Catalog, table: Table): Definition {
  return entity.define({ catalog, table });
}

/** `sample_BankAccount` and `sample_bankaccounts` make `sample_BankAccounts`. */
function collectionSchemaName({ schemaName, logicalCollectionName }: Table): string {
  let shared = 0;
  while (
    shared < schemaName.length &&
    schemaName.charAt(shared).toLowerCase() === logicalCollectionName.charAt(shared).toLowerCase()
  ) {
    shared += 1;
  }
  return schemaName.slice(0, shared) + logicalCollectionName.slice(shared);
}

const everyTable = ["Create", "Read", "Write", "Delete"];
const ownedRows = ["Assign", "Share"];
const links = ["Append", "AppendTo"];

/** Rows that belong to users have privileges by depth, others all or nothing [SecurityConcepts]. */
function privileges(table: Table): Json[] {
  if (table.isIntersect || table.ownership === "None") return [];
  const userOwned = table.ownership === "UserOwned";
  const byUnit = userOwned || table.ownership === "BusinessOwned";
  const subject = table.isActivity ? "Activity" : table.schemaName;
  return [...everyTable, ...(userOwned ? ownedRows : []), ...links].map((type) => {
    const name = `prv${type}${subject}`;
    return {
      CanBeBasic: userOwned,
      CanBeDeep: byUnit,
      CanBeGlobal: true,
      CanBeLocal: byUnit,
      CanBeEntityReference: false,
      CanBeParentEntityReference: false,
      Name: name,
      PrivilegeId: namedGuid(`privilege/${name}`),
      PrivilegeType: type,
    };
  });
}
