/** The types an action takes queries in: QueryExpression and what it is made of, as `$metadata` declares them. */

export const queryComplexTypes: Record<string, Record<string, string>> = {
  BulkDeleteOptions: { CanRecoverDeletedRecords: "Edm.Boolean", RunJobForSandbox: "Edm.Boolean" },
  ColumnSet: { AllColumns: "Edm.Boolean", Columns: "Collection(Edm.String)" },
  ConditionExpression: {
    EntityName: "Edm.String",
    AttributeName: "Edm.String",
    Operator: "mscrm.ConditionOperator",
    Values: "Collection(mscrm.Object)",
    CompareColumns: "Edm.Boolean",
  },
  FilterExpression: {
    FilterOperator: "mscrm.LogicalOperator",
    Conditions: "Collection(mscrm.ConditionExpression)",
    Filters: "Collection(mscrm.FilterExpression)",
    AnyAllFilterLinkEntity: "mscrm.LinkEntity",
  },
  LinkEntity: {
    LinkFromEntityName: "Edm.String",
    LinkFromAttributeName: "Edm.String",
    LinkToEntityName: "Edm.String",
    LinkToAttributeName: "Edm.String",
    JoinOperator: "mscrm.JoinOperator",
    LinkCriteria: "mscrm.FilterExpression",
    LinkEntities: "Collection(mscrm.LinkEntity)",
    Columns: "mscrm.ColumnSet",
    EntityAlias: "Edm.String",
    Orders: "Collection(mscrm.OrderExpression)",
  },
  OrderExpression: { AttributeName: "Edm.String", OrderType: "mscrm.OrderType", Alias: "Edm.String" },
  PagingInfo: {
    PageNumber: "Edm.Int32",
    Count: "Edm.Int32",
    ReturnTotalRecordCount: "Edm.Boolean",
    PagingCookie: "Edm.String",
  },
  QueryExpression: {
    EntityName: "Edm.String",
    ColumnSet: "mscrm.ColumnSet",
    Criteria: "mscrm.FilterExpression",
    LinkEntities: "Collection(mscrm.LinkEntity)",
    Orders: "Collection(mscrm.OrderExpression)",
    PageInfo: "mscrm.PagingInfo",
    TopCount: "Edm.Int32",
    Distinct: "Edm.Boolean",
    NoLock: "Edm.Boolean",
    QueryHints: "Edm.String",
    DataSource: "Edm.String",
  },
};

const conditionOperators =
  `Equal NotEqual GreaterThan LessThan GreaterEqual LessEqual Like NotLike In NotIn Between NotBetween Null NotNull
  Yesterday Today Tomorrow Last7Days Next7Days LastWeek ThisWeek NextWeek LastMonth ThisMonth NextMonth On OnOrBefore
  OnOrAfter LastYear ThisYear NextYear LastXHours NextXHours LastXDays NextXDays LastXWeeks NextXWeeks LastXMonths
  NextXMonths LastXYears NextXYears EqualUserId NotEqualUserId EqualBusinessId NotEqualBusinessId ChildOf Mask NotMask
  MasksSelect Contains DoesNotContain EqualUserLanguage NotOn OlderThanXMonths BeginsWith DoesNotBeginWith EndsWith
  DoesNotEndWith ThisFiscalYear ThisFiscalPeriod NextFiscalYear NextFiscalPeriod LastFiscalYear LastFiscalPeriod
  LastXFiscalYears LastXFiscalPeriods NextXFiscalYears NextXFiscalPeriods InFiscalYear InFiscalPeriod
  InFiscalPeriodAndYear InOrBeforeFiscalPeriodAndYear InOrAfterFiscalPeriodAndYear EqualUserTeams EqualUserOrUserTeams
  Above Under NotUnder AboveOrEqual UnderOrEqual EqualUserOrUserHierarchy EqualUserOrUserHierarchyAndTeams
  OlderThanXYears OlderThanXWeeks OlderThanXDays OlderThanXHours OlderThanXMinutes ContainValues DoesNotContainValues`.split(
    /\s+/,
  );

/** Members count from 0 in the order written. */
export const queryEnumTypes = {
  ConditionOperator: conditionOperators,
  JoinOperator: [
    "Inner",
    "LeftOuter",
    "Natural",
    "MatchFirstRowUsingCrossApply",
    "In",
    "Exists",
    "Any",
    "NotAny",
    "All",
    "NotAll",
  ],
  OrderType: ["Ascending", "Descending"],
} as const;
