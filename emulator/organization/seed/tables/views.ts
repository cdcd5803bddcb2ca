/** Stored queries: views that everybody sees, and those a user keeps (Microsoft: "SavedQuery", "UserQuery" tables). */
import {
  activeInactive,
  entityName,
  integer,
  lookup,
  memo,
  text,
  to,
  uniqueId,
  yesNo,
} from "../../../metadata/columns";
import type { TableSpec } from "../../../metadata/define";
import { audit, owned } from "./systemColumns";

const readOnly = { access: "R" } as const;

/** The columns of a view of either kind. */
const viewColumns = [
  text("Name", "Name", 200, { required: "ApplicationRequired" }),
  memo("Description", "Description", 2000),
  memo("FetchXml", "", 1073741823),
  memo("LayoutXml", "", 1073741823),
  memo("LayoutJson", "", 1073741823),
  memo("ColumnSetXml", "", 1073741823),
  memo("OfflineSqlQuery", "", 1073741823, readOnly),
  entityName("ReturnedTypeCode", "Entity Name", { access: "CR", required: "SystemRequired" }),
  integer("QueryType", "Query Type", [0, 1000000000], { access: "CR", required: "SystemRequired" }),
  ...activeInactive(),
];

export const savedQuery: TableSpec = {
  schemaName: "SavedQuery",
  entitySetName: "savedqueries",
  displayName: ["View", "Views"],
  objectTypeCode: 1039,
  description: "Saved query against the database.",
  primaryId: "SavedQueryId",
  primaryName: "Name",
  ownership: "OrganizationOwned",
  changeTracking: false,
  columns: [
    uniqueId("SavedQueryId", "", { access: "CR" }),
    viewColumns,
    text("IntroducedVersion", "Introduced Version", 48, readOnly),
    yesNo("IsCustom", "", false, undefined, readOnly),
    yesNo("IsDefault", "Default View"),
    yesNo("IsManaged", "State", false, ["Unmanaged", "Managed"], readOnly),
    yesNo("IsPrivate", "Is Private", false, undefined, { access: "CR" }),
    yesNo("IsQuickFindQuery", "Is Quick Find Query", false, undefined, { access: "CR" }),
    yesNo("IsUserDefined", "Is User-Defined", true, undefined, readOnly),
    text("QueryAPI", "QueryAPI", 64),
    lookup(
      "OrganizationId",
      "Organization",
      to("organization", "organization_saved_queries", { onDelete: "NoCascade" }),
      readOnly,
    ),
    audit(["savedquerybase", "savedquery"]),
  ],
};

export const userQuery: TableSpec = {
  schemaName: "UserQuery",
  entitySetName: "userqueries",
  displayName: ["Saved View", "Saved Views"],
  objectTypeCode: 4230,
  description: "Saved database query that is owned by a user.",
  primaryId: "UserQueryId",
  primaryName: "Name",
  changeTracking: false,
  columns: [
    uniqueId("UserQueryId", "", { access: "CR" }),
    viewColumns,
    owned({
      owner: "owner_userquerys",
      businessUnit: "business_unit_userquery",
      team: "team_userquery",
      user: "user_userquery",
    }),
    audit("userquery"),
  ],
};
