/**
 * How the example payloads came about: one call of every action, in the order of the table, against a new organization. A
 * builder sees the same members and texts after running the step as before.
 */
const contosoId = "3a5e9c14-7d20-4f6b-9b1d-c2f8e1a40b57";
const pharma = { $select: "name", $filter: "accountnumber eq 'A-1013'" };

const columns = ["name", "accountnumber", "revenue", "industrycode", "_primarycontactid_value", "createdon"];
const columnFacts = ["LogicalName", "SchemaName", "AttributeType", "DisplayName", "RequiredLevel"];
const definition = {
  "@odata.type": "Microsoft.Dynamics.CRM.MoneyAttributeMetadata",
  SchemaName: "new_Balance",
  DisplayName: { LocalizedLabels: [{ Label: "Balance", LanguageCode: 1033 }] },
  RequiredLevel: { Value: "None" },
  PrecisionSource: 2,
};
const topAccounts =
  '<fetch count="2"><entity name="account"><attribute name="name"/><order attribute="name"/>' +
  '<filter><condition attribute="name" operator="begins-with" value="Co"/></filter></entity></fetch>';

/** Later calls meet what earlier ones left. */
export const exampleCalls: [action: string, params: (contactId: string) => Record<string, unknown>][] = [
  ["getCurrentUser", () => ({})],
  [
    "createEntity",
    (contactId) => ({
      entityType: "accounts",
      recordId: contosoId,
      fieldValues: [
        { key: "name", value: "Contoso" },
        { key: "accountnumber", value: "C-1042" },
        { key: "revenue", value: "5000000" },
        { key: "industrycode", value: "Consulting" },
        { key: "primarycontactid", value: `contact(${contactId})` },
      ],
      returnFieldNames: columns,
    }),
  ],
  [
    "updateEntity",
    () => ({
      entityType: "accounts",
      entityId: contosoId,
      fieldValues: [{ key: "telephone1", value: "+1 425 555 0199" }],
      returnFieldNames: ["name", "telephone1", "modifiedon"],
    }),
  ],
  [
    "upsertEntity",
    () => ({
      entityType: "accounts",
      entityId: "accountnumber='F-2001'",
      fieldValues: [{ key: "name", value: "Fabrikam" }],
      returnFieldNames: columns,
    }),
  ],
  [
    "getEntity",
    () => ({
      entityType: "accounts",
      entityId: contosoId,
      fieldNames: columns,
      expandPropertyNames: ["primarycontactid($select=fullname,emailaddress1)"],
    }),
  ],
  [
    "queryEntities",
    () => ({
      entityType: "accounts",
      fieldNames: ["name", "accountnumber", "revenue"],
      filterExpression: "startswith(name,'Co')",
      orderByFieldNames: ["name"],
      recordsPerPage: "2",
      includeCount: "true",
    }),
  ],
  ["fetchXml", () => ({ entityType: "accounts", xmlQuery: topAccounts })],
  [
    "batchEntityActions",
    () => ({
      actions: [
        {
          collection: "msevtmgt_events",
          action: "create",
          returnRepresentation: true,
          data: { msevtmgt_name: "Test Event 1", msevtmgt_eventtype: "100000002" },
        },
        { collection: "accounts", action: "update", key: contosoId, data: { telephone1: "+1 425 555 0100" } },
        { collection: "accounts", action: "delete", key: "accountnumber='F-2001'" },
      ],
    }),
  ],
  ["rawRequest", () => ({ url: "accounts", method: "GET", queryParams: pharma })],
  [
    "rawRequestV2",
    () => ({
      url: "/api/data/v9.2/accounts",
      method: "GET",
      queryParams: pharma,
    }),
  ],
  ["deleteEntity", () => ({ entityType: "accounts", entityId: contosoId })],
  ["getEntityMetaData", () => ({ entityType: "uom" })],
  ["getEntitiesMetaData", () => ({ recordTypeFilter: ["uomschedule"], includeAllCustomRecordTypes: "false" })],
  [
    "queryAttributes",
    () => ({
      entityId: "opportunity",
      attributeType: "Money",
      fieldNames: columnFacts,
      filterExpression:
        "IsCustomAttribute eq false and (LogicalName eq 'budgetamount' or LogicalName eq 'estimatedvalue')",
    }),
  ],
  ["getAttribute", () => ({ entityId: "account", attributeType: "revenue/Money" })],
  ["createAttribute", () => ({ entityId: "account", attributeBody: definition })],
  [
    "updateAttribute",
    () => ({
      entityId: "account",
      attributeBody: { SchemaName: "new_Balance", RequiredLevel: { Value: "Recommended" } },
    }),
  ],
];
