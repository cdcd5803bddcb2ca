/**
 * Solutions, by which makers name what their changes are part of, and their publishers (Microsoft: table reference).
 */
import { choice, dateTime, integer, lookup, text, to, uniqueId, yesNo } from "../../../metadata/columns";
import type { TableSpec } from "../../../metadata/define";
import { audit } from "./systemColumns";

const readOnly = { access: "R" } as const;
const required = { required: "SystemRequired" } as const;
const given = { access: "CR" } as const;
const kept = { onDelete: "NoCascade" } as const;

export const publisher: TableSpec = {
  schemaName: "Publisher",
  entitySetName: "publishers",
  displayName: ["Publisher", "Publishers"],
  objectTypeCode: 7101,
  description: "A publisher of a CRM solution.",
  primaryId: "PublisherId",
  primaryName: "FriendlyName",
  ownership: "OrganizationOwned",
  changeTracking: false,
  columns: [
    uniqueId("PublisherId", "Publisher Identifier", given),
    text("UniqueName", "Name", 256, required),
    text("FriendlyName", "Display Name", 256, required),
    text("CustomizationPrefix", "Prefix", 8, required),
    integer("CustomizationOptionValuePrefix", "Option Value Prefix", [10000, 99999], required),
    text("Description", "Description", 2000, { format: "TextArea" }),
    text("EMailAddress", "Email", 100, { format: "Email" }),
    text("SupportingWebsiteUrl", "Website", 200, { format: "Url" }),
    yesNo("IsReadonly", "Is Read-Only Publisher", false, undefined, { ...readOnly, ...required }),
    lookup("OrganizationId", "Organization", to("organization", "organization_publisher", kept), {
      ...readOnly,
      ...required,
    }),
    ...audit(["publisher", "publisherbase"]),
  ],
};

export const solution: TableSpec = {
  schemaName: "Solution",
  entitySetName: "solutions",
  displayName: ["Solution", "Solutions"],
  objectTypeCode: 7100,
  description: "A solution which contains CRM customizations.",
  primaryId: "SolutionId",
  primaryName: "FriendlyName",
  ownership: "OrganizationOwned",
  changeTracking: false,
  columns: [
    uniqueId("SolutionId", "Solution Identifier", given),
    text("UniqueName", "Name", 65, { ...given, ...required }),
    text("FriendlyName", "Display Name", 256, required),
    text("Version", "Version", 256, { ...required, format: "VersionNumber" }),
    text("Description", "Description", 2000, { format: "TextArea" }),
    lookup("PublisherId", "Publisher", to("publisher", "publisher_solution", { onDelete: "Restrict" }), required),
    lookup("ParentSolutionId", "Parent Solution", to("solution", "solution_parent_solution", kept), readOnly),
    choice("SolutionType", "Solution Type", { 0: "None", 1: "Snapshot", 2: "Internal" }, given),
    text("SolutionPackageVersion", "Solution Package Version", 256, { format: "VersionNumber" }),
    dateTime("InstalledOn", "Installed On", { ...readOnly, format: "DateOnly" }),
    dateTime("UpdatedOn", "Updated On", { ...readOnly, format: "DateOnly" }),
    yesNo("IsManaged", "Package Type", false, ["Unmanaged", "Managed"], readOnly),
    yesNo("IsVisible", "Is Visible Outside Platform", true, undefined, readOnly),
    yesNo("IsApiManaged", "Is Api Managed Solution", false, undefined, { ...readOnly, ...required }),
    lookup("OrganizationId", "Organization", to("organization", "organization_solution", kept), {
      ...readOnly,
      ...required,
    }),
    ...audit(["solution", "solutionbase"]),
  ],
};
