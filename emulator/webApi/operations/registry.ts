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
  `AddMembersTeam AddPrivilegesRole AddToQueue Associate CalculateRollupField CloseIncident CloseQuote
  CommitAnnotationBlocksUpload CommitAttachmentBlocksUpload CommitFileBlocksUpload DeleteFile DownloadBlock
  ExecuteCosmosSqlQuery ExportSolution FetchXmlToQueryExpression FormatAddress GrantAccess ImportSolution
  InitializeAnnotationBlocksDownload InitializeAnnotationBlocksUpload InitializeAttachmentBlocksDownload
  InitializeAttachmentBlocksUpload InitializeFileBlocksDownload InitializeFileBlocksUpload InitializeFrom
  IsValidStateTransition LoseOpportunity Merge ModifyAccess QualifyLead QueryExpressionToFetchXml QuerySchedule
  RemoveMembersTeam RescheduleTask RetrieveAbsoluteAndSiteCollectionUrl RetrieveAllEntities
  RetrieveAttributeChangeHistory RetrieveAvailableLanguages RetrieveChannelAccessProfilePrivileges
  RetrieveDependenciesForDelete RetrieveDuplicates RetrieveEntityChanges RetrieveExchangeRate RetrieveLocLabels
  RetrieveMultiple RetrievePrincipalAccess RetrieveProvisionedLanguages RetrieveTimestamp
  RetrieveUnpublished RetrieveUnpublishedMultiple RetrieveUserPrivileges RetrieveUserQueues RevokeAccess Rollup
  SendEmail SetLocLabels SetState UploadBlock WinOpportunity`.split(/\s+/),
);

export function isKnownElsewhere(name: string): boolean {
  return KNOWN_ELSEWHERE.has(name);
}
