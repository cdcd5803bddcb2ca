import { createMultiple, deleteMultiple, updateMultiple, upsertMultiple } from "./bulk";
import { bulkDelete } from "./bulkDelete";
import { definitionOperations } from "./definitions";
import type { Operation } from "./operation";
import { retrieveCurrentOrganization, retrieveVersion, whoAmI } from "./organization";
import { retrieveTotalRecordCount } from "./totalRecordCount";

const OPERATIONS: Operation[] = [
  whoAmI,
  retrieveVersion,
  retrieveCurrentOrganization,
  retrieveTotalRecordCount,
  createMultiple,
  updateMultiple,
  upsertMultiple,
  deleteMultiple,
  bulkDelete,
  ...definitionOperations,
];

const byName = new Map(OPERATIONS.map((operation) => [operation.name, operation]));

export function operationNamed(name: string): Operation | undefined {
  return byName.get(name);
}

export function operations(): readonly Operation[] {
  return OPERATIONS;
}

/**
 * Messages of Dataverse that the emulator knows by name only: asked for one of them it says so (501), where a name that
 * the service does not have either is not found (404).
 */
const KNOWN_ELSEWHERE = new Set(
  `AddMembersTeam AddPrivilegesRole AddSolutionComponent AddToQueue Associate BulkDetectDuplicates CalculatePrice
  CalculateRollupField CloneAsPatch CloneAsSolution CloseIncident CloseQuote CommitAnnotationBlocksUpload
  CommitAttachmentBlocksUpload CommitFileBlocksUpload ConvertSalesOrderToInvoice DeleteAndPromote DeleteFile
  DownloadBlock ExecuteCosmosSqlQuery ExecuteWorkflow ExportSolution ExportSolutionAsync FetchXmlToQueryExpression
  FormatAddress GrantAccess ImportSolution ImportSolutionAsync InitializeAnnotationBlocksDownload
  InitializeAnnotationBlocksUpload InitializeAttachmentBlocksDownload InitializeAttachmentBlocksUpload
  InitializeFileBlocksDownload InitializeFileBlocksUpload InitializeFrom IsValidStateTransition LoseOpportunity
  Merge ModifyAccess PublishDuplicateRule QualifyLead QueryExpressionToFetchXml QuerySchedule RemoveMembersTeam
  RemoveSolutionComponent RescheduleTask RetrieveAbsoluteAndSiteCollectionUrl RetrieveAllEntities
  RetrieveAllManagedProperties RetrieveAttributeChangeHistory RetrieveAvailableLanguages
  RetrieveChannelAccessProfilePrivileges RetrieveDependenciesForDelete RetrieveDuplicates RetrieveEntity
  RetrieveEntityChanges RetrieveExchangeRate RetrieveLocLabels RetrieveMultiple RetrievePrincipalAccess
  RetrievePrincipalAccessInfo RetrieveProvisionedLanguages RetrieveSharedPrincipalsAndAccess RetrieveTeamPrivileges
  RetrieveTimestamp RetrieveUnpublished RetrieveUnpublishedMultiple RetrieveUserPrivileges RetrieveUserQueues
  ReviseQuote RevokeAccess Rollup SendEmail SetLocLabels SetState StageSolution UnpublishDuplicateRule UploadBlock
  WinOpportunity WinQuote`.split(/\s+/),
);

export function isKnownElsewhere(name: string): boolean {
  return KNOWN_ELSEWHERE.has(name);
}
