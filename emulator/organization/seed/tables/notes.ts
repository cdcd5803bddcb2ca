/** Tables attached to other rows: notes with attachments, and connections between any two rows. */
import {
  activeInactive,
  choice,
  dateTime,
  entityName,
  image,
  integer,
  lookup,
  memo,
  parental,
  text,
  to,
  uniqueId,
  yesNo,
} from "../../../metadata/columns";
import type { TableSpec } from "../../../metadata/define";
import { audit, currency, imported, owned } from "./systemColumns";

const noted: [string, string][] = [
  ["account", "Account_Annotation"],
  ["appointment", "Appointment_Annotation"],
  ["contact", "Contact_Annotation"],
  ["email", "Email_Annotation"],
  ["incident", "Incident_Annotation"],
  ["lead", "Lead_Annotation"],
  ["opportunity", "Opportunity_Annotation"],
  ["phonecall", "PhoneCall_Annotation"],
  ["product", "Product_Annotation"],
  ["task", "Task_Annotation"],
  ["msevtmgt_event", "msevtmgt_event_Annotations"],
  ["new_project", "new_project_Annotations"],
];

const hidden = { access: "" } as const;

export const annotation: TableSpec = {
  schemaName: "Annotation",
  entitySetName: "annotations",
  displayName: ["Note", "Notes"],
  objectTypeCode: 5,
  metadataId: "c1961a14-d4e6-470c-8d1e-23ae6b1bbb8d",
  description: "Note that is attached to one or more objects, including other notes.",
  primaryId: "AnnotationId",
  primaryName: "Subject",
  isChild: true,
  columns: [
    uniqueId("AnnotationId", "Note", { access: "CR" }),
    text("DocumentBody", "Document", 1073741823, { format: "TextArea" }),
    text("DummyFileName", "File Name(deprecated)", 500, hidden),
    text("DummyRegarding", "Regarding(deprecated)", 500, hidden),
    text("FileName", "File Name", 255),
    text("FilePointer", "File Pointer", 255, hidden),
    integer("FileSize", "File Size (Bytes)", [0, 1000000000], { access: "R" }),
    yesNo("IsDocument", "Is Document", false, undefined, { required: "SystemRequired" }),
    yesNo("IsPrivate", "", false, undefined, hidden),
    text("LangId", "Language ID", 2),
    text("MimeType", "Mime Type", 256),
    memo("NoteText", "Description", 100000, { format: "Text" }),
    lookup(
      "ObjectId",
      "Regarding",
      noted.map(([table, relationship]) => parental(table, relationship)),
    ),
    entityName("ObjectTypeCode", "Object Type "),
    text("Prefix", "Prefix", 10, { access: "R" }),
    text("StepId", "Step Id", 32),
    text("StoragePointer", "Storage Pointer", 10, hidden),
    text("Subject", "Title", 500, { required: "ApplicationRequired" }),
    owned({
      owner: "owner_annotations",
      businessUnit: "business_unit_annotations",
      team: "team_annotations",
      user: "annotation_owning_user",
    }),
    audit("annotationbase"),
    imported(),
  ],
};

const connected = ["account", "appointment", "contact", "email", "incident", "lead", "opportunity", "phonecall"].concat(
  ["product", "systemuser", "task", "team"],
);

const objectTypes = {
  1: "Account",
  2: "Contact",
  3: "Opportunity",
  4: "Lead",
  8: "User",
  9: "Team",
  112: "Case",
  1024: "Product",
  4201: "Appointment",
  4202: "Email",
  4210: "Phone Call",
  4212: "Task",
};

function end(number: 1 | 2, direction: string) {
  return [
    lookup(
      `Record${number}Id`,
      `Connected ${direction}`,
      connected.map((table) => to(table, `${table}_connections${number}`, { onDelete: "Cascade" })),
    ),
    choice(`Record${number}ObjectTypeCode`, `Type (${direction})`, objectTypes, { access: "R" }),
    lookup(
      `Record${number}RoleId`,
      `Role (${direction})`,
      to("connectionrole", `connection_role_connections${number}`, { onDelete: "Restrict" }),
    ),
  ];
}

export const connection: TableSpec = {
  schemaName: "Connection",
  entitySetName: "connections",
  displayName: ["Connection", "Connections"],
  objectTypeCode: 3234,
  metadataId: "c7866019-d3d1-40d7-b483-381fcdccffb2",
  description: "Relationship between two entities.",
  primaryId: "ConnectionId",
  primaryName: "Name",
  primaryImage: "EntityImage",
  columns: [
    uniqueId("ConnectionId", "Connection", { access: "CR" }),
    text("Name", "Connection Name", 500, { access: "R", logical: true }),
    memo("Description", "Description", 2000),
    dateTime("EffectiveEnd", "Ending", { format: "DateOnly" }),
    dateTime("EffectiveStart", "Starting", { format: "DateOnly" }),
    yesNo("IsMaster", "Is Master", false, undefined, { access: "R", required: "SystemRequired" }),
    end(1, "From"),
    end(2, "To"),
    lookup(
      "RelatedConnectionId",
      "Reciprocal Connection",
      to("connection", "connection_related_connection", { onDelete: "Cascade" }),
      { access: "R", required: "ApplicationRequired" },
    ),
    image("EntityImage", "Entity Image"),
    activeInactive(),
    currency("TransactionCurrency_Connection"),
    owned({
      owner: "owner_connections",
      businessUnit: "business_unit_connections",
      team: "team_connections",
      user: "user_connections",
    }),
    audit("connectionbase", { createdby: "createdby_connection", modifiedby: "modifiedby_connection" }),
    imported(),
  ],
};

export const connectionRole: TableSpec = {
  schemaName: "ConnectionRole",
  entitySetName: "connectionroles",
  displayName: ["Connection Role", "Connection Roles"],
  objectTypeCode: 3231,
  description: "Role describing a relationship between a two records.",
  primaryId: "ConnectionRoleId",
  primaryName: "Name",
  ownership: "OrganizationOwned",
  columns: [
    uniqueId("ConnectionRoleId", "Connection Role", { access: "CR" }),
    text("Name", "Name", 100, { required: "ApplicationRequired" }),
    choice("Category", "Connection Role Category", {
      1: "Business",
      2: "Family",
      3: "Social",
      4: "Sales",
      5: "Other",
      1000: "Stakeholder",
      1001: "Sales Team",
      1002: "Service",
    }),
    memo("Description", "Description", 2000),
    uniqueId("OrganizationId", "Organization", { access: "R" }),
    activeInactive(),
    audit("connectionrolebase"),
    imported(),
  ],
};
