/**
 * The vocabulary in which tables are written down: one function per column type, named facts only. Logical names are
 * the schema names in lower case, as in Dataverse. The consequences of a column (the `...Name` column of a choice, the
 * `..._Base` column of money, the relationships of a lookup) are derived in `define.ts`.
 */
import type { CascadeType, Choice, Column, ColumnType, Label, RequiredLevel } from "./model";

/** Which of create, read and update a column takes part in. */
export type Access = "" | "C" | "R" | "CR" | "RU" | "CU" | "CRU";

export interface ColumnOptions {
  access?: Access;
  required?: RequiredLevel;
  /** Not stored with the row in Dataverse (`IsLogical`), such as addresses. */
  logical?: boolean;
  /** `AttributeOf`: logical name of the column this one belongs to. */
  of?: string;
  format?: string;
  description?: string;
  default?: number | boolean | string;
}

/** One target of a lookup, and the relationship that makes it one. */
export interface Reference {
  target: string;
  relationship: string;
  navigation?: string;
  collection?: string;
  onDelete: CascadeType;
  onAssign: CascadeType;
  hierarchical: boolean;
  metadataId?: string;
}

export interface ColumnSpec {
  schemaName: string;
  displayName: string;
  type: ColumnType;
  options: ColumnOptions;
  facts: Partial<Column>;
  references: Reference[];
}

export function base(text: string): Label {
  return { 1033: text };
}

function column(
  type: ColumnType,
  schemaName: string,
  displayName: string,
  options: ColumnOptions,
  facts: Partial<Column> = {},
  references: Reference[] = [],
): ColumnSpec {
  return { schemaName, displayName, type, options, facts, references };
}

export function text(name: string, label: string, maxLength = 100, options: ColumnOptions = {}): ColumnSpec {
  return column("String", name, label, { format: "Text", ...options }, { maxLength });
}

export function memo(name: string, label: string, maxLength = 2000, options: ColumnOptions = {}): ColumnSpec {
  return column("Memo", name, label, { format: "TextArea", ...options }, { maxLength });
}

export function integer(
  name: string,
  label: string,
  [minValue, maxValue]: [number, number] = [-2147483648, 2147483647],
  options: ColumnOptions = {},
): ColumnSpec {
  return column("Integer", name, label, { format: "None", ...options }, { minValue, maxValue });
}

export function bigInt(name: string, label: string, options: ColumnOptions = {}): ColumnSpec {
  return column("BigInt", name, label, options, { minValue: -(2 ** 63), maxValue: 2 ** 63 });
}

interface Range {
  precision?: number;
  min?: number;
  max?: number;
}

export function decimal(name: string, label: string, range: Range = {}, options: ColumnOptions = {}): ColumnSpec {
  return column("Decimal", name, label, options, {
    precision: range.precision ?? 2,
    minValue: range.min ?? -100_000_000_000,
    maxValue: range.max ?? 100_000_000_000,
  });
}

export function double(name: string, label: string, range: Range = {}, options: ColumnOptions = {}): ColumnSpec {
  return column("Double", name, label, options, {
    precision: range.precision ?? 2,
    minValue: range.min ?? 0,
    maxValue: range.max ?? 1_000_000_000,
  });
}

/** A table with money columns also has a currency (`currency()`). */
export function money(name: string, label: string, range: Range = {}, options: ColumnOptions = {}): ColumnSpec {
  return column("Money", name, label, options, {
    precision: range.precision ?? 2,
    minValue: range.min ?? 0,
    maxValue: range.max ?? 100_000_000_000_000,
  });
}

export function yesNo(
  name: string,
  label: string,
  defaultValue = false,
  [no, yes]: [string, string] = ["No", "Yes"],
  options: ColumnOptions = {},
): ColumnSpec {
  return column(
    "Boolean",
    name,
    label,
    { default: defaultValue, ...options },
    {
      choices: [
        { value: 0, label: base(no) },
        { value: 1, label: base(yes) },
      ],
    },
  );
}

export function labelled(labels: Record<number, string>): Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value: Number(value), label: base(label) }));
}

/**
 * `labels`: value to label, or the name of a global choice. The many sets that come with nothing but "Default Value"
 * have it for their default.
 */
export function choice(
  name: string,
  label: string,
  labels: Record<number, string> | string,
  options: ColumnOptions = {},
): ColumnSpec {
  const only = typeof labels === "object" && Object.values(labels).join() === "Default Value" ? { default: 1 } : {};
  return column("Picklist", name, label, { ...only, ...options }, choiceFacts(labels));
}

export function multiChoice(
  name: string,
  label: string,
  labels: Record<number, string> | string,
  options: ColumnOptions = {},
): ColumnSpec {
  return column("MultiSelectPicklist", name, label, options, choiceFacts(labels));
}

function choiceFacts(labels: Record<number, string> | string): Partial<Column> {
  return typeof labels === "string" ? { globalChoiceName: labels } : { choices: labelled(labels) };
}

export interface State {
  label: string;
  /** statuscode to label. The first is the default unless `defaultStatus` says otherwise. */
  statuses: Record<number, string>;
  defaultStatus?: number;
}

/** The pair statecode and statuscode; states are numbered from 0. */
export function states(list: State[], [stateLabel, statusLabel] = ["Status", "Status Reason"]): ColumnSpec[] {
  const stateChoices = list.map((state, value): Choice => {
    const defaultStatus = state.defaultStatus ?? Number(Object.keys(state.statuses)[0]);
    return { value, label: base(state.label), defaultStatus, invariantName: state.label.replace(/ /g, "") };
  });
  const statusChoices = list.flatMap((state, value) =>
    labelled(state.statuses).map((entry): Choice => ({ ...entry, state: value })),
  );
  return [
    column(
      "State",
      "StateCode",
      stateLabel,
      { access: "RU", required: "SystemRequired", default: 0 },
      { choices: stateChoices },
    ),
    column("Status", "StatusCode", statusLabel, {}, { choices: statusChoices }),
  ];
}

export function activeInactive(): ColumnSpec[] {
  return states([
    { label: "Active", statuses: { 1: "Active" } },
    { label: "Inactive", statuses: { 2: "Inactive" } },
  ]);
}

export function dateTime(
  name: string,
  label: string,
  options: ColumnOptions & { behavior?: "UserLocal" | "DateOnly" | "TimeZoneIndependent" } = {},
): ColumnSpec {
  const { behavior = "UserLocal", ...rest } = options;
  const format = behavior === "DateOnly" ? "DateOnly" : "DateAndTime";
  return column("DateTime", name, label, { format, ...rest }, { dateTimeBehavior: behavior });
}

export function uniqueId(name: string, label: string, options: ColumnOptions = {}): ColumnSpec {
  return column("Uniqueidentifier", name, label, options);
}

export function entityName(name: string, label: string, options: ColumnOptions = {}): ColumnSpec {
  return column("EntityName", name, label, options);
}

export function image(name: string, label: string, options: ColumnOptions = {}): ColumnSpec {
  return column("Image", name, label, { logical: true, ...options });
}

export function file(name: string, label: string, options: ColumnOptions = {}): ColumnSpec {
  return column("File", name, label, options);
}

/** The one activity column behind `<activity>_activity_parties`; it has no property of its own. */
export function partyList(name: string, label: string): ColumnSpec {
  return column("PartyList", name, label, {});
}

/**
 * The target of a lookup. Cascades default to a referential relationship, "Remove Link" (Microsoft: Configure table
 * relationship cascading behavior).
 */
export function to(
  target: string,
  relationship: string,
  more: Partial<Omit<Reference, "target" | "relationship">> = {},
): Reference {
  return { onDelete: "RemoveLink", onAssign: "NoCascade", hierarchical: false, ...more, target, relationship };
}

/** Parental: children follow their parent when it is deleted or assigned. */
export function parental(
  target: string,
  relationship: string,
  more: Partial<Omit<Reference, "target" | "relationship">> = {},
): Reference {
  return to(target, relationship, { onDelete: "Cascade", onAssign: "Cascade", ...more });
}

export function lookup(
  name: string,
  label: string,
  references: Reference | Reference[],
  options: ColumnOptions = {},
): ColumnSpec {
  return column("Lookup", name, label, options, {}, [references].flat());
}

/** A lookup to account or contact. */
export function customer(
  name: string,
  label: string,
  references: [Reference, Reference],
  options: ColumnOptions = {},
): ColumnSpec {
  return column("Customer", name, label, options, {}, references);
}

export function owner(relationship: string): ColumnSpec {
  return column("Owner", "OwnerId", "Owner", { required: "SystemRequired" }, { targets: ["systemuser", "team"] }, [
    to("owner", relationship, { onDelete: "NoCascade" }),
  ]);
}

/** A lookup that follows a customer lookup while that one points at `target`; it has no navigation property. */
export function mirror(name: string, label: string, follows: string, target: string): ColumnSpec {
  return column(
    "Lookup",
    name,
    label,
    { access: "R", logical: true },
    { targets: [target], mirrors: { column: follows, target } },
  );
}
