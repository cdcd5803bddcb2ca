/**
 * Functions and actions of the service that the emulator knows by name only. A request for one returns 501 and names
 * the chapter of documentation/emulator.md; a name that is not registered at all returns 404.
 *
 * Source: [FunctionReference], [ActionReference] and, for `messages`, whose form in the Web API those
 * pages do not give, "Microsoft.Crm.Sdk.Messages" and "Microsoft.Xrm.Sdk.Messages"; read in November 2026. Messages
 * that the Web API has other requests for, such as Create and CreateEntity, are not operations of it and are left out.
 */
export interface KnownOperation {
  name: string;
  kind?: "function" | "action";
  /** Of documentation/emulator.md. */
  chapter: string;
}

interface Names {
  chapter: string;
  functions?: string;
  actions?: string;
  messages?: string;
}

const names: readonly Names[] = [
  {
    chapter: "Single rows",
    functions: `
      RetrieveDuplicates`,
    actions: `
      BulkDetectDuplicates CompoundUpdateDuplicateDetectionRule PublishDuplicateRule UnpublishDuplicateRule`,
  },
  {
    chapter: "OData queries",
    actions: `
      ExecuteCosmosSqlQuery`,
  },
  {
    chapter: "FetchXML",
    functions: `
      FetchXmlToQueryExpression`,
    actions: `
      QueryExpressionToFetchXml`,
    messages: `
      ExecuteByIdSavedQuery ExecuteByIdUserQuery ExecuteFetch ValidateFetchXmlExpression`,
  },
  {
    chapter: "Change tracking",
    messages: `
      RetrieveEntityChanges`,
  },
  {
    chapter: "Definitions",
    functions: `
      ExportFieldTranslation IsComponentCustomizable IsDataEncryptionActive RetrieveAllEntities
      RetrieveAppComponents RetrieveApplicationRibbon RetrieveDataEncryptionKey RetrieveDependenciesForDelete
      RetrieveDependenciesForUninstall RetrieveDependentComponents RetrieveEntity RetrieveEntityRibbon
      RetrieveFilteredForms RetrieveLocLabels RetrieveMissingComponents RetrieveMissingDependencies
      RetrieveRequiredComponents RetrieveTimestamp RetrieveUnpublished RetrieveUnpublishedMultiple`,
    actions: `
      AddAppComponents AddSolutionComponent AutoMapEntity CloneAsSolution CopySystemForm DeleteAndPromote
      DeleteAndPromoteAsync DownloadSolutionExportData ExportSolution ExportSolutionAsync ExportTranslation
      ImportFieldTranslation ImportSolution ImportSolutionAsync ImportTranslation ImportTranslationAsync
      PublishAllXmlAsync PublishTheme RemoveAppComponents RemoveSolutionComponent SetAutoNumberSeed
      SetDataEncryptionKey SetLocLabels StageAndUpgrade StageAndUpgradeAsync StageSolution
      UninstallSolutionAsync UpdateSolutionComponent`,
    messages: `
      ConvertDateAndTimeBehavior GetAutoNumberSeed GetAutoNumberSeed1 GetNextAutoNumberValue
      GetNextAutoNumberValue1 ImportSolutions QueueUpdateRibbonClientMetadata RetrieveAllManagedProperties
      RetrieveAllOptionSets RetrieveFormXml SetAutoNumberSeed1 UpdateRibbonClientMetadata ValidateUnpublished`,
  },
  {
    chapter: "Functions and actions",
    functions: `
      CalculateRollupField CalculateTotalTimeIncident CheckIncomingEmail CheckPromoteEmail
      DownloadReportDefinition ExpandCalendar FindParentResourceGroup FormatAddress
      GetAllTimeZonesWithDisplayName GetDefaultPriceLevel GetDistinctValuesImportFile GetHeaderColumnsImportFile
      GetPreferredSolution GetQuantityDecimal GetReportHistoryLimit GetTimeZoneCodeByLocalizedName
      IncrementKnowledgeArticleViewCount InitializeFrom IsValidStateTransition LocalTimeFromUtcTime
      QueryMultipleSchedules QuerySchedule RetrieveAadUserPrivileges RetrieveAadUserRoles
      RetrieveAadUserSetOfPrivilegesByIds RetrieveAadUserSetOfPrivilegesByNames
      RetrieveAbsoluteAndSiteCollectionUrl RetrieveActivePath RetrieveAllChildUsersSystemUser
      RetrieveAnalyticsStoreDetails RetrieveAttributeChangeHistory RetrieveAuditDetails
      RetrieveAuditPartitionList RetrieveAvailableLanguages RetrieveBusinessHierarchyBusinessUnit
      RetrieveByGroupResource RetrieveByResourceResourceGroup RetrieveByResourcesService
      RetrieveByTopIncidentProductKbArticle RetrieveByTopIncidentSubjectKbArticle
      RetrieveChannelAccessProfilePrivileges RetrieveDeploymentLicenseType RetrieveDeprovisionedLanguages
      RetrieveExchangeAppointments RetrieveExchangeRate RetrieveFormattedImportJobResults
      RetrieveInstalledLanguagePacks RetrieveInstalledLanguagePackVersion RetrieveLicenseInfo
      RetrieveMailboxTrackingFolders RetrieveMembersBulkOperation RetrieveOrganizationInfo
      RetrieveOrganizationResources RetrieveParentGroupsResourceGroup RetrieveParsedDataImportFile
      RetrievePersonalWall RetrievePrincipalAccess RetrievePrincipalAccessInfo
      RetrievePrincipalAttributePrivileges RetrievePrincipalSyncAttributeMappings RetrievePrivilegeSet
      RetrieveProcessInstances RetrieveProductProperties RetrieveProvisionedLanguagePackVersion
      RetrieveProvisionedLanguages RetrieveRecordChangeHistory RetrieveRecordWall RetrieveRolePrivilegesRole
      RetrieveSharedPrincipalsAndAccess RetrieveSubGroupsResourceGroup RetrieveTeamPrivileges
      RetrieveUserLicenseInfo RetrieveUserPrivilegeByPrivilegeId RetrieveUserPrivilegeByPrivilegeName
      RetrieveUserPrivileges RetrieveUserQueues RetrieveUserSetOfPrivilegesByIds
      RetrieveUserSetOfPrivilegesByNames RetrieveUsersPrivilegesThroughTeams Rollup SearchByBodyKbArticle
      SearchByKeywordsKbArticle SearchByTitleKbArticle UtcTimeFromLocalTime ValidateApp ValidateRecurrenceRule`,
    actions: `
      AddItemCampaign AddItemCampaignActivity AddListMembersList AddMemberList AddMembersTeam
      AddPrincipalToQueue AddPrivilegesRole AddRecurrence AddToQueue AddUserToRecordTeam
      ApplyRecordCreationAndUpdateRule ApplyRoutingRule BackgroundSendEmail Book BulkRetain
      CalculateActualValueOpportunity CalculatePrice CancelContract CancelSalesOrder ClearWorkQueue CloneAsPatch
      CloneContract CloneMobileOfflineProfile CloneProduct CloseIncident CloseQuote ConvertOwnerTeamToAccessTeam
      ConvertQuoteToSalesOrder ConvertSalesOrderToInvoice CopyCampaign CopyCampaignResponse
      CopyDynamicListToStatic CopyMembersList CreateActivitiesList CreateAsyncJobToRevokeInheritedAccess
      CreateException CreateInstance CreateKnowledgeArticleTranslation CreateKnowledgeArticleVersion
      CreateWorkflowFromTemplate DeleteAuditData DeleteOpenInstances DeleteRecordChangeHistory
      DeliverIncomingEmail DeliverPromoteEmail DeprovisionLanguage Dequeue DistributeCampaignActivity
      ExecuteWorkflow ExportMappingsImportMap FulfillSalesOrder FullTextSearchKnowledgeArticle
      GenerateInvoiceFromOpportunity GenerateQuoteFromOpportunity GenerateSalesOrderFromOpportunity
      GenerateSharedLink GenerateSocialProfile GetInvoiceProductsFromOpportunity GetQuoteProductsFromOpportunity
      GetSalesOrderProductsFromOpportunity GetTrackingTokenEmail GrantAccess GrantAccessUsingSharedLink
      ImportMappingsImportMap ImportRecordsImport InstallSampleData InstantiateFilters InstantiateTemplate
      LockInvoicePricing LockSalesOrderPricing LoseOpportunity Merge ModifyAccess ParseImport PickFromQueue
      ProcessInboundEmail PropagateByExpression ProvisionLanguage ProvisionLanguageAsync PublishProductHierarchy
      PurgeRetainedContent QualifyLead QualifyMemberList ReassignObjectsOwner ReassignObjectsSystemUser
      Recalculate ReleaseToQueue RemoveFromQueue RemoveItemCampaign RemoveItemCampaignActivity RemoveMemberList
      RemoveMembersTeam RemoveParent RemovePrivilegeRole RemoveUserFromRecordTeam RenewContract RenewEntitlement
      ReplacePrivilegesRole Reschedule ResetUserFilters Restore Retain RevertProduct ReviseQuote RevokeAccess
      RevokeSharedLink RollbackRetain RouteTo SendBulkMail SendEmail SendEmailFromTemplate SendFax SendTemplate
      SetBusinessSystemUser SetFeatureStatus SetParentSystemUser SetPreferredSolution SetProcess
      SetReportRelated TransformImport TriggerServiceEndpointCheck UninstallSampleData UnlockInvoicePricing
      UnlockSalesOrderPricing UpdateFeatureConfig UpdateProductProperties Validate ValidateRetentionConfig
      ValidateSavedQuery WinOpportunity WinQuote`,
    messages: `
      AddChannelAccessProfilePrivileges AddProductToKit AddSubstituteProduct Associate ConvertKitToProduct
      ConvertProductToKit DeleteRecordChangeHistory1 DeliverImmediatePromoteEmail GetDecryptionKey ImmediateBook
      ImportCardTypeSchema InitializeModernFlowFromAsyncWorkflow IsBackOfficeInstalled
      MakeAvailableToOrganizationReport MakeAvailableToOrganizationTemplate MakeUnavailableToOrganizationReport
      MakeUnavailableToOrganizationTemplate OverridePriceListPriceList PreferredSolutionUsedBy
      ProcessOneMemberBulkOperation RemoveChannelAccessProfilePrivileges RemoveProductFromKit RemoveRelated
      RemoveSubstituteProduct RescheduleTask RetrieveFeatureControlSetting RetrieveFeatureControlSettings
      RetrieveFeatureControlSettingsByNamespace RetrieveMembersTeam RetrieveMultiple RetrieveSharedLinks
      RetrieveSubsidiaryTeamsBusinessUnit RetrieveSubsidiaryUsersBusinessUnit RetrieveTeamsSystemUser
      RetrieveTimelineWallRecords RetrieveUserSettingsSystemUser SetBusinessEquipment SetParentBusinessUnit
      SetParentTeam SetRelated SetState SyncBulkOperation UpdateUserSettingsSystemUser`,
  },
  {
    chapter: "Files, images, notes",
    actions: `
      CommitAnnotationBlocksUpload CommitAttachmentBlocksUpload CommitFileBlocksUpload DeleteFile DownloadBlock
      GetFileSasUrl InitializeAnnotationBlocksDownload InitializeAnnotationBlocksUpload
      InitializeAttachmentBlocksDownload InitializeAttachmentBlocksUpload InitializeFileBlocksDownload
      InitializeFileBlocksUpload UploadBlock`,
  },
  {
    chapter: "Search",
    functions: `
      Search searchstatistics searchstatus`,
    actions: `
      searchautocomplete searchquery searchsuggest`,
  },
];

export const knownOperations: readonly KnownOperation[] = names.flatMap(
  ({ chapter, functions = "", actions = "", messages = "" }): KnownOperation[] => [
    ...wordsOf(functions).map((name) => ({ name, kind: "function" as const, chapter })),
    ...wordsOf(actions).map((name) => ({ name, kind: "action" as const, chapter })),
    ...wordsOf(messages).map((name) => ({ name, chapter })),
  ],
);

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
