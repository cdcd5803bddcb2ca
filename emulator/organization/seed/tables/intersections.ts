/** Many-to-many relationships and the tables that hold their pairs. */
import { bigInt, uniqueId } from "../../../metadata/columns";
import type { ManyToManySpec, TableSpec } from "../../../metadata/define";

interface Intersection {
  schemaName: string;
  entitySetName: string;
  objectTypeCode: number;
  primaryId: string;
  relationship: Omit<ManyToManySpec, "intersectTable" | "columns"> & { columns: [string, string] };
  metadataId?: string;
}

const intersections: Intersection[] = [
  {
    schemaName: "SystemUserRoles",
    entitySetName: "systemuserrolescollection",
    objectTypeCode: 15,
    primaryId: "SystemUserRoleId",
    metadataId: "d7b0d05f-5437-4b5a-91dd-157cda393c98",
    relationship: {
      schemaName: "systemuserroles_association",
      tables: ["systemuser", "role"],
      columns: ["SystemUserId", "RoleId"],
    },
  },
  {
    schemaName: "TeamMembership",
    entitySetName: "teammemberships",
    objectTypeCode: 23,
    primaryId: "TeamMembershipId",
    relationship: {
      schemaName: "teammembership_association",
      tables: ["team", "systemuser"],
      columns: ["TeamId", "SystemUserId"],
    },
  },
  {
    schemaName: "TeamRoles",
    entitySetName: "teamrolescollection",
    objectTypeCode: 40,
    primaryId: "TeamRoleId",
    relationship: { schemaName: "teamroles_association", tables: ["team", "role"], columns: ["TeamId", "RoleId"] },
  },
  {
    schemaName: "AccountLeads",
    entitySetName: "accountleadscollection",
    objectTypeCode: 16,
    primaryId: "AccountLeadId",
    relationship: {
      schemaName: "accountleads_association",
      tables: ["account", "lead"],
      columns: ["AccountId", "LeadId"],
    },
  },
  {
    schemaName: "ContactLeads",
    entitySetName: "contactleadscollection",
    objectTypeCode: 22,
    primaryId: "ContactLeadId",
    relationship: {
      schemaName: "contactleads_association",
      tables: ["contact", "lead"],
      columns: ["ContactId", "LeadId"],
    },
  },
  {
    schemaName: "OpportunityCompetitors",
    entitySetName: "opportunitycompetitorscollection",
    objectTypeCode: 25,
    primaryId: "OpportunityCompetitorId",
    relationship: {
      schemaName: "opportunitycompetitors_association",
      tables: ["opportunity", "competitor"],
      columns: ["OpportunityId", "CompetitorId"],
    },
  },
  {
    schemaName: "CompetitorProduct",
    entitySetName: "competitorproducts",
    objectTypeCode: 1006,
    primaryId: "CompetitorProductId",
    relationship: {
      schemaName: "competitorproduct_association",
      tables: ["competitor", "product"],
      columns: ["CompetitorId", "ProductId"],
    },
  },
  {
    schemaName: "new_project_contact",
    entitySetName: "new_project_contactset",
    objectTypeCode: 10010,
    primaryId: "new_project_contactId",
    relationship: {
      schemaName: "new_project_contact",
      tables: ["new_project", "contact"],
      columns: ["new_projectid", "contactid"],
      navigation: ["new_project_contact", "new_contact_project"],
    },
  },
];

const readOnly = { access: "R", required: "SystemRequired" } as const;

export const intersectTables: TableSpec[] = intersections.map(({ relationship, ...names }) => ({
  ...names,
  displayName: ["", ""],
  ownership: "None",
  isIntersect: true,
  optimisticConcurrency: false,
  columns: [
    uniqueId(names.primaryId, "", { access: "CR" }),
    ...relationship.columns.map((column) => uniqueId(column, "", readOnly)),
    bigInt("VersionNumber", "", { access: "R" }),
  ],
}));

export const manyToMany: ManyToManySpec[] = intersections.map(({ schemaName, relationship }) => ({
  ...relationship,
  intersectTable: schemaName.toLowerCase(),
  columns: [relationship.columns[0].toLowerCase(), relationship.columns[1].toLowerCase()],
}));
