/**
 * Tables a solution or a maker added. Between them they have every column type, a hierarchy, a lookup to two tables, a
 * global choice, keys over a lookup, and a table without optimistic concurrency and change tracking.
 */
import {
  type ColumnSpec,
  choice,
  dateTime,
  decimal,
  double,
  file,
  image,
  integer,
  labelled,
  lookup,
  memo,
  money,
  multiChoice,
  parental,
  text,
  to,
  uniqueId,
  yesNo,
} from "../../../metadata/columns";
import type { TableSpec } from "../../../metadata/define";
import { namedGuid } from "../../../metadata/ids";
import type { GlobalChoice } from "../../../metadata/model";
import { currency, ofCustomTable } from "./systemColumns";

function system(table: string): ColumnSpec[] {
  return ofCustomTable(table, "UserOwned");
}

export const globalChoices: GlobalChoice[] = [
  {
    metadataId: namedGuid("choice/new_priority"),
    name: "new_priority",
    displayName: { 1033: "Priority", 1031: "Priorität" },
    isCustom: true,
    choices: [
      { value: 100000000, label: { 1033: "Low", 1031: "Niedrig" }, color: "#5c8a5c" },
      { value: 100000001, label: { 1033: "Normal", 1031: "Normal" }, color: "#3b6ea5" },
      { value: 100000002, label: { 1033: "Urgent", 1031: "Dringend" }, color: "#b3402a" },
    ],
  },
  {
    metadataId: namedGuid("choice/new_region"),
    name: "new_region",
    displayName: { 1033: "Region" },
    isCustom: true,
    choices: labelled({ 1: "Africa", 2: "Americas", 3: "Asia Pacific", 4: "Europe", 9: "Antarctica" }),
  },
];

export const project: TableSpec = {
  schemaName: "new_project",
  entitySetName: "new_projects",
  displayName: ["Project", "Projects"],
  objectTypeCode: 10001,
  description: "Work done for a customer.",
  primaryId: "new_projectId",
  primaryName: "new_Name",
  primaryImage: "new_Photo",
  keys: { new_codeandaccount: ["new_Code", "new_AccountId"] },
  columns: [
    uniqueId("new_projectId", "Project", { access: "CR" }),
    text("new_Name", "Name", 200, { required: "ApplicationRequired" }),
    text("new_Code", "Code", 20),
    lookup("new_AccountId", "Customer", to("account", "new_account_new_project_AccountId", { onDelete: "Restrict" })),
    lookup(
      "new_ParentId",
      "Parent Project",
      to("new_project", "new_project_new_project_ParentId", { hierarchical: true }),
    ),
    lookup("new_LeadEngineer", "Lead Engineer", to("systemuser", "new_systemuser_new_project_LeadEngineer")),
    money("new_Budget", "Budget", { precision: 4, max: 922337203685477 }),
    decimal("new_Progress", "Progress (%)", { precision: 3, min: 0, max: 100 }),
    double("new_RiskScore", "Risk Score", { precision: 5, min: -1000, max: 1000 }),
    integer("new_Headcount", "Headcount", [0, 100_000]),
    choice("new_Priority", "Priority", "new_priority", { default: 100000001 }),
    choice("new_Phase", "Phase", {
      100000000: "Idea",
      100000001: "Planned",
      100000002: "Running",
      100000003: "Handed over",
    }),
    multiChoice("new_Regions", "Regions", "new_region"),
    multiChoice("new_Skills", "Skills", {
      100000000: "Design",
      100000001: "Carpentry",
      100000002: "Electrics",
      100000003: "Software",
    }),
    dateTime("new_StartDate", "Start Date", { behavior: "DateOnly" }),
    dateTime("new_Kickoff", "Kick-off", { behavior: "TimeZoneIndependent" }),
    dateTime("new_GoLive", "Go Live"),
    yesNo("new_IsBillable", "Billable", true),
    memo("new_Summary", "Summary", 4000),
    image("new_Photo", "Photo", { logical: false }),
    file("new_Contract", "Contract"),
    currency("TransactionCurrency_new_project"),
    system("new_project"),
  ],
};

export const event: TableSpec = {
  schemaName: "msevtmgt_Event",
  entitySetName: "msevtmgt_events",
  displayName: ["Event", "Events"],
  objectTypeCode: 10002,
  description: "Details for an event.",
  primaryId: "msevtmgt_EventId",
  primaryName: "msevtmgt_Name",
  columns: [
    uniqueId("msevtmgt_EventId", "Event", { access: "CR" }),
    text("msevtmgt_Name", "Event name", 100, { required: "ApplicationRequired" }),
    memo("msevtmgt_Description", "Description", 2000),
    dateTime("msevtmgt_EventEndDate", "Event end date"),
    choice("msevtmgt_EventFormat", "Format", {
      100000000: "On-site",
      100000001: "Webinar",
      100000002: "Hybrid",
    }),
    dateTime("msevtmgt_EventStartDate", "Event start date"),
    choice("msevtmgt_EventType", "Event type", {
      100000000: "Conference",
      100000001: "Demonstration",
      100000002: "Executive briefing",
      100000003: "Training",
      100000004: "Webcast",
    }),
    integer("msevtmgt_ExpectedOutcome", "Expected attendees", [0, 2147483647]),
    integer("msevtmgt_MaximumEventCapacity", "Maximum event capacity", [0, 2147483647]),
    text("msevtmgt_PublicEventUrl", "Public event URL", 200, { format: "Url" }),
    yesNo("msevtmgt_ShowWaitlist", "Waitlist this event"),
    system("msevtmgt_event"),
  ],
};

function media(
  schemaName: string,
  entitySetName: string,
  label: string,
  code: number,
  columns: ColumnSpec[],
): TableSpec {
  return {
    schemaName,
    entitySetName,
    displayName: [label, `${label}s`],
    objectTypeCode: code,
    primaryId: `${schemaName}Id`,
    primaryName: "new_Name",
    columns: [
      uniqueId(`${schemaName}Id`, label, { access: "CR" }),
      text("new_Name", "Name", 100, { required: "ApplicationRequired" }),
      ...columns,
      ...system(schemaName),
    ],
  };
}

export const book = media("new_book", "new_books", "Book", 10003, [
  text("new_CallNumber", "Call Number", 50),
  integer("new_Pages", "Pages", [0, 100_000]),
]);

export const audio: TableSpec = {
  ...media("new_audio", "new_audios", "Audio", 10004, [
    text("new_AudioFormat", "Audio Format", 50),
    double("new_Minutes", "Minutes", { max: 100_000 }),
  ]),
  changeTracking: false,
  optimisticConcurrency: false,
};

export const checkout: TableSpec = {
  schemaName: "new_checkout",
  entitySetName: "new_checkouts",
  displayName: ["Checkout", "Checkouts"],
  objectTypeCode: 10005,
  primaryId: "new_checkoutId",
  primaryName: "new_Name",
  columns: [
    uniqueId("new_checkoutId", "Checkout", { access: "CR" }),
    text("new_Name", "Name", 100, { required: "ApplicationRequired" }),
    lookup("new_CheckedItem", "Checked Item", [
      to("new_book", "new_checkout_new_book"),
      to("new_audio", "new_checkout_new_audio"),
    ]),
    lookup("new_BorrowerId", "Borrower", parental("contact", "new_contact_new_checkout_BorrowerId")),
    dateTime("new_DueOn", "Due On", { behavior: "DateOnly" }),
    dateTime("new_ReturnedOn", "Returned On"),
    system("new_checkout"),
  ],
};
