/** The columns every table of a kind has, with the relationships that their lookups stand for. */
import {
  type ColumnSpec,
  activeInactive,
  bigInt,
  dateTime,
  decimal,
  integer,
  lookup,
  money,
  owner,
  text,
  to,
  uniqueId,
} from "../../../metadata/columns";

const readOnly = { access: "R" } as const;

/** The user lookups of a row belong to its history: removing a user leaves them. */
function byUser(relationship: string) {
  return to("systemuser", relationship, { onDelete: "NoCascade" });
}

/**
 * Who wrote a row and when, and its version.
 *
 * @param name the middle of the relationship names: `lk_<name>_createdby`; a pair when the delegate's differs
 */
export function audit(name: string | [string, string], names: Record<string, string> = {}): ColumnSpec[] {
  const [own, delegate] = typeof name === "string" ? [name, name] : name;
  const relationship = (column: string, middle: string): string => names[column] ?? `lk_${middle}_${column}`;
  return [
    lookup("CreatedBy", "Created By", byUser(relationship("createdby", own)), readOnly),
    dateTime("CreatedOn", "Created On", readOnly),
    lookup("CreatedOnBehalfBy", "Created By (Delegate)", byUser(relationship("createdonbehalfby", delegate)), readOnly),
    lookup("ModifiedBy", "Modified By", byUser(relationship("modifiedby", own)), readOnly),
    dateTime("ModifiedOn", "Modified On", readOnly),
    lookup(
      "ModifiedOnBehalfBy",
      "Modified By (Delegate)",
      byUser(relationship("modifiedonbehalfby", delegate)),
      readOnly,
    ),
    bigInt("VersionNumber", "Version Number", readOnly),
  ];
}

/** The columns that data imports set in a row. */
export function imported(): ColumnSpec[] {
  return [
    integer("ImportSequenceNumber", "Import Sequence Number", undefined, { access: "CR" }),
    dateTime("OverriddenCreatedOn", "Record Created On", { access: "CR", format: "DateOnly" }),
  ];
}

export function timeZone(): ColumnSpec[] {
  return [
    integer("TimeZoneRuleVersionNumber", "Time Zone Rule Version Number", [-1, 2147483647]),
    integer("UTCConversionTimeZoneCode", "UTC Conversion Time Zone Code", [-1, 2147483647]),
  ];
}

/** The owner and what follows from it. */
export function owned(names: { owner: string; businessUnit: string; team: string; user: string }): ColumnSpec[] {
  const derived = { access: "R", logical: true } as const;
  const kept = { onDelete: "NoCascade" } as const;
  return [
    owner(names.owner),
    lookup("OwningBusinessUnit", "Owning Business Unit", to("businessunit", names.businessUnit, kept), readOnly),
    lookup("OwningTeam", "Owning Team", to("team", names.team, kept), derived),
    lookup("OwningUser", "Owning User", to("systemuser", names.user, kept), derived),
  ];
}

/** The columns that the platform adds to every custom table. */
export function ofCustomTable(table: string, ownership: "UserOwned" | "OrganizationOwned"): ColumnSpec[] {
  const names = {
    owner: `owner_${table}`,
    businessUnit: `business_unit_${table}`,
    team: `team_${table}`,
    user: `user_${table}`,
  };
  return [
    activeInactive(),
    ownership === "UserOwned" ? owned(names) : [organizationOf(table)],
    audit(table),
    imported(),
    timeZone(),
  ].flat();
}

function organizationOf(table: string): ColumnSpec {
  return lookup(
    "OrganizationId",
    "Organization Id",
    to("organization", `organization_${table}`, { onDelete: "NoCascade" }),
    readOnly,
  );
}

/** The currency of a row's money columns, and its rate when the row was last written. */
export function currency(relationship: string): ColumnSpec[] {
  return [
    lookup("TransactionCurrencyId", "Currency", to("transactioncurrency", relationship, { onDelete: "Restrict" })),
    decimal("ExchangeRate", "Exchange Rate", { precision: 12, min: 0.000000000001, max: 100000000000 }, readOnly),
  ];
}

/** Money the platform computes. */
export function computedMoney(name: string, label: string): ColumnSpec {
  return money(name, label, {}, readOnly);
}

/** Columns of business process flows, deprecated and still there. */
export function process(): ColumnSpec[] {
  return [
    uniqueId("ProcessId", "Process"),
    uniqueId("StageId", "(Deprecated) Process Stage"),
    text("TraversedPath", "(Deprecated) Traversed Path", 1250),
  ];
}
