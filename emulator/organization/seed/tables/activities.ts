/** Tasks, phone calls, e-mails and appointments; the parties of each; and `activitypointer`, which shows them all. */
import {
  type ColumnSpec,
  type Reference,
  type State,
  bigInt,
  choice,
  dateTime,
  double,
  entityName,
  integer,
  lookup,
  memo,
  parental,
  partyList,
  states,
  text,
  to,
  uniqueId,
  yesNo,
} from "../../../metadata/columns";
import type { TableSpec } from "../../../metadata/define";
import { audit, currency, imported, owned, process, timeZone } from "./systemColumns";

const readOnly = { access: "R" } as const;

/** Tables an activity may be about; the middle of the relationship's name is the table's schema name. */
const regardings: [string, string][] = [
  ["account", "Account"],
  ["contact", "Contact"],
  ["lead", "Lead"],
  ["opportunity", "Opportunity"],
  ["incident", "Incident"],
  ["new_project", "new_project"],
  ["msevtmgt_event", "msevtmgt_event"],
];

/** The suffix identifies the activity in navigation properties: `regardingobjectid_account_task`. */
function regarding(plural: string, suffix: string): Reference[] {
  return regardings.map(([table, name]) =>
    parental(table, `${name}_${plural}`, { navigation: `regardingobjectid_${table}${suffix}` }),
  );
}

/** The columns of every kind of activity, and so of `activitypointer`. */
function shared(label: string, references: Reference[], activity?: string): ColumnSpec[] {
  return [
    uniqueId("ActivityId", label, { access: "CR" }),
    entityName("ActivityTypeCode", "Activity Type", {
      access: "R",
      required: "SystemRequired",
      ...(activity === undefined ? {} : { default: activity }),
    }),
    memo("ActivityAdditionalParams", "Additional Parameters", 8192),
    integer("ActualDurationMinutes", "Actual Duration", [0, 2147483647]),
    dateTime("ActualEnd", "Actual End"),
    dateTime("ActualStart", "Actual Start"),
    memo("Description", "Description", 2000, { format: "Text" }),
    yesNo("IsBilled", "Is Billed"),
    yesNo("IsRegularActivity", "Is Regular Activity", true, undefined, readOnly),
    yesNo("IsWorkflowCreated", "Is Workflow Created"),
    dateTime("LastOnHoldTime", "Last On Hold Time"),
    integer("OnHoldTime", "On Hold Time (Minutes)", undefined, readOnly),
    choice("PriorityCode", "Priority", { 0: "Low", 1: "Normal", 2: "High" }, { default: 1 }),
    lookup("RegardingObjectId", "Regarding", references),
    integer("ScheduledDurationMinutes", "Scheduled Duration", [0, 2147483647], readOnly),
    dateTime("ScheduledEnd", "Due Date"),
    dateTime("ScheduledStart", "Start Date"),
    dateTime("SortDate", "Sort Date"),
    process(),
    timeZone(),
  ].flat();
}

interface ActivityFacts {
  schemaName: string;
  entitySetName: string;
  displayName: [string, string];
  objectTypeCode: number;
  description: string;
  /** Ends the relationship names: `Account_Tasks`. */
  plural: string;
  subjectLength?: number;
  states: State[];
  columns: ColumnSpec[];
}

function activity(facts: ActivityFacts): TableSpec {
  const name = facts.schemaName.toLowerCase();
  const { plural, subjectLength = 200, states: stateList, columns, ...names } = facts;
  const system = [
    currency(`TransactionCurrency_${facts.schemaName}`),
    owned({
      owner: `owner_${name}s`,
      businessUnit: `business_unit_${name}_activities`,
      team: `team_${name}`,
      user: `user_${name}`,
    }),
    audit(name),
  ].flat();
  return {
    ...names,
    primaryId: "ActivityId",
    primaryName: "Subject",
    isActivity: true,
    columns: [
      shared(facts.displayName[0], regarding(plural, `_${name}`), name),
      text("Subject", "Subject", subjectLength, { required: "ApplicationRequired" }),
      columns,
      states(stateList, ["Activity Status", "Status Reason"]),
      system.map((column) => withSuffix(column, name)),
      imported(),
    ],
  };
}

/** Activities carry their own name in the navigation properties of system columns: `createdby_task`. */
function withSuffix(column: ColumnSpec, activityName: string): ColumnSpec {
  return {
    ...column,
    references: column.references.map((reference) => ({
      ...reference,
      navigation: `${column.schemaName.toLowerCase()}_${activityName}`,
    })),
  };
}

const categories = [text("Category", "Category", 250), text("Subcategory", "Sub-Category", 250)];

export const task = activity({
  schemaName: "Task",
  entitySetName: "tasks",
  displayName: ["Task", "Tasks"],
  objectTypeCode: 4212,
  description: "Generic activity representing work needed to be done.",
  plural: "Tasks",
  states: [
    {
      label: "Open",
      statuses: { 2: "Not Started", 3: "In Progress", 4: "Waiting on someone else", 7: "Deferred" },
    },
    { label: "Completed", statuses: { 5: "Completed" } },
    { label: "Canceled", statuses: { 6: "Canceled" } },
  ],
  columns: [
    ...categories,
    uniqueId("CrmTaskAssignedUniqueId", "Assigned Task Unique Id"),
    integer("PercentComplete", "Percent Complete", [0, 100]),
    uniqueId("SubscriptionId", "Subscription", { access: "C" }),
  ],
});

export const phoneCall = activity({
  schemaName: "PhoneCall",
  entitySetName: "phonecalls",
  displayName: ["Phone Call", "Phone Calls"],
  objectTypeCode: 4210,
  description: "Activity to track a telephone call.",
  plural: "Phonecalls",
  states: [
    { label: "Open", statuses: { 1: "Open" } },
    { label: "Completed", statuses: { 2: "Made", 4: "Received" } },
    { label: "Canceled", statuses: { 3: "Canceled" } },
  ],
  columns: [
    ...categories,
    yesNo("DirectionCode", "Direction", true, ["Incoming", "Outgoing"]),
    yesNo("LeftVoiceMail", "Left Voice Mail"),
    text("PhoneNumber", "Phone Number", 200),
    uniqueId("SubscriptionId", "Subscription", { access: "C" }),
    partyList("From", "Call From"),
    partyList("To", "Call To"),
  ],
});

export const email = activity({
  schemaName: "Email",
  entitySetName: "emails",
  displayName: ["Email", "Emails"],
  objectTypeCode: 4202,
  description: "Activity that is delivered using email protocols.",
  plural: "Emails",
  subjectLength: 800,
  states: [
    { label: "Open", statuses: { 1: "Draft", 8: "Failed" } },
    {
      label: "Completed",
      statuses: { 2: "Completed", 3: "Sent", 4: "Received", 6: "Pending Send", 7: "Sending" },
    },
    { label: "Canceled", statuses: { 5: "Canceled" } },
  ],
  columns: [
    ...categories,
    integer("AttachmentCount", "Attachment Count", [0, 2147483647], readOnly),
    yesNo("Compressed", "Compression", false, undefined, readOnly),
    integer("DeliveryAttempts", "Delivery Attempts", [0, 1_000_000_000]),
    choice("DeliveryPriorityCode", "Delivery Priority", { 0: "Low", 1: "Normal", 2: "High" }, { default: 1 }),
    yesNo("DeliveryReceiptRequested", "Delivery Receipt Requested"),
    yesNo("DirectionCode", "Direction", true, ["Incoming", "Outgoing"]),
    lookup(
      "EmailSender",
      "Sender",
      [to("account", "Account_Email_EmailSender"), to("contact", "Contact_Email_EmailSender")],
      readOnly,
    ),
    yesNo("FollowEmailUserPreference", "Following"),
    text("InReplyTo", "In Reply To Message", 320, readOnly),
    text("MessageId", "Message ID", 320, { access: "CR" }),
    text("MimeType", "Mime Type", 256),
    integer("OpenCount", "Open Count", [0, 2147483647], readOnly),
    yesNo("ReadReceiptRequested", "Read Receipt Requested"),
    memo("SafeDescription", "Safe Description", 1048576, readOnly),
    text("Sender", "From", 250),
    dateTime("SentOn", "Date Sent", readOnly),
    text("SubmittedBy", "Submitted By", 250),
    text("ToRecipients", "To Recipients", 500),
    text("TrackingToken", "Tracking Token", 50),
    partyList("Bcc", "Bcc"),
    partyList("Cc", "Cc"),
    partyList("From", "From"),
    partyList("To", "To"),
  ],
});

export const appointment = activity({
  schemaName: "Appointment",
  entitySetName: "appointments",
  displayName: ["Appointment", "Appointments"],
  objectTypeCode: 4201,
  description: "Commitment representing a time interval with start/end times and duration.",
  plural: "Appointments",
  states: [
    { label: "Open", statuses: { 1: "Free", 2: "Tentative" } },
    { label: "Completed", statuses: { 3: "Completed" } },
    { label: "Canceled", statuses: { 4: "Canceled" } },
    { label: "Scheduled", statuses: { 5: "Busy", 6: "Out of Office" } },
  ],
  columns: [
    ...categories,
    text("GlobalObjectId", "Outlook Appointment", 300),
    choice("InstanceTypeCode", "Appointment Type", {
      0: "Not Recurring",
      1: "Recurring Master",
      2: "Recurring Instance",
      3: "Recurring Exception",
      4: "Recurring Future Exception",
    }),
    yesNo("IsAllDayEvent", "All Day Event"),
    yesNo("IsDraft", "Is Draft"),
    yesNo("IsMapiPrivate", "Is Private"),
    text("Location", "Location", 200),
    dateTime("OriginalStartDate", "Original Start Date", { access: "CR" }),
    integer("OutlookOwnerApptId", "Outlook Appointment Owner"),
    uniqueId("SubscriptionId", "Subscription", { access: "C" }),
    partyList("OptionalAttendees", "Optional Attendees"),
    partyList("Organizer", "Organizer"),
    partyList("RequiredAttendees", "Required Attendees"),
  ],
});

const activities = [task, phoneCall, email, appointment];

export const activityPointer: TableSpec = {
  schemaName: "ActivityPointer",
  entitySetName: "activitypointers",
  displayName: ["Activity", "Activities"],
  objectTypeCode: 4200,
  description:
    "Task performed, or to be performed, by a user. An activity is any action for which an entry can be made on a calendar.",
  primaryId: "ActivityId",
  primaryName: "Subject",
  isActivity: true,
  optimisticConcurrency: false,
  unionOf: {
    members: activities.map((each) => ({ table: each.schemaName.toLowerCase(), columns: {} })),
    memberColumn: "activitytypecode",
  },
  columns: [
    shared("Activity", regarding("ActivityPointers", "")),
    text("Subject", "Subject", 400),
    states(
      [
        { label: "Open", statuses: { 1: "Open" } },
        { label: "Completed", statuses: { 2: "Completed" } },
        { label: "Canceled", statuses: { 3: "Canceled" } },
        { label: "Scheduled", statuses: { 4: "Scheduled" } },
      ],
      ["Activity Status", "Status Reason"],
    ),
    currency("TransactionCurrency_ActivityPointer"),
    owned({
      owner: "owner_activitypointers",
      businessUnit: "business_unit_activitypointer",
      team: "team_activity",
      user: "user_activity",
    }),
    audit("activitypointer"),
  ],
};

const roles = {
  1: "Sender",
  2: "To Recipient",
  3: "CC Recipient",
  4: "BCC Recipient",
  5: "Required attendee",
  6: "Optional attendee",
  7: "Organizer",
  8: "Regarding",
  9: "Owner",
  10: "Resource",
  11: "Customer",
  12: "Chat Participant",
  13: "Related",
};

export const activityParty: TableSpec = {
  schemaName: "ActivityParty",
  entitySetName: "activityparties",
  displayName: ["Activity Party", "Activity Parties"],
  objectTypeCode: 135,
  description: "Person or group associated with an activity. An activity can have multiple activity parties.",
  primaryId: "ActivityPartyId",
  primaryName: "PartyIdName",
  ownership: "None",
  isChild: true,
  changeTracking: false,
  optimisticConcurrency: false,
  columns: [
    uniqueId("ActivityPartyId", "Activity Party", { access: "CR" }),
    lookup(
      "ActivityId",
      "Activity",
      activities.map((each) => {
        const name = each.schemaName.toLowerCase();
        return parental(name, `${name}_activity_parties`);
      }),
    ),
    text("AddressUsed", "Address", 320, { format: "Email" }),
    integer("AddressUsedEmailColumnNumber", "Email column number of party", [1, 1_000_000_000], readOnly),
    yesNo("DoNotEmail", "Do not allow Emails", false, ["Allow", "Do Not Allow"], readOnly),
    yesNo("DoNotFax", "Do not allow Faxes", false, ["Allow", "Do Not Allow"], readOnly),
    yesNo("DoNotPhone", "Do not allow Phone Calls", false, ["Allow", "Do Not Allow"], readOnly),
    yesNo("DoNotPostalMail", "Do not allow Postal Mails", false, ["Allow", "Do Not Allow"], readOnly),
    double("Effort", "Effort", { max: 1_000_000_000 }),
    text("ExchangeEntryId", "Exchange Entry", 1024),
    choice("InstanceTypeCode", "Appointment Type", { 0: "Not Recurring", 1: "Recurring Master" }, readOnly),
    yesNo("IsPartyDeleted", "Is Party Deleted", false, undefined, readOnly),
    choice("ParticipationTypeMask", "Participation Type", roles),
    lookup("PartyId", "Party", [
      to("account", "account_activity_parties"),
      to("contact", "contact_activity_parties"),
      to("lead", "lead_activity_parties"),
      to("opportunity", "opportunity_activity_parties"),
      to("incident", "incident_activity_parties"),
      to("systemuser", "system_user_activity_parties"),
      to("team", "team_activity_parties"),
    ]),
    dateTime("ScheduledEnd", "Scheduled End", readOnly),
    dateTime("ScheduledStart", "Scheduled Start", readOnly),
    bigInt("VersionNumber", "Version Number", readOnly),
  ],
};
