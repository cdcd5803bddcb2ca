/**
 * The definitions the emulator knows of an organization: tables, columns, choices, keys and relationships. Names are
 * Dataverse's own; the three names of a table (logical, schema, entity set) are never mixed.
 */

/** `AttributeTypeName.Value` without the trailing "Type". */
export type ColumnType =
  | "BigInt"
  | "Boolean"
  | "Customer"
  | "DateTime"
  | "Decimal"
  | "Double"
  | "EntityName"
  | "File"
  | "Image"
  | "Integer"
  | "Lookup"
  | "ManagedProperty"
  | "Memo"
  | "Money"
  | "MultiSelectPicklist"
  | "Owner"
  | "PartyList"
  | "Picklist"
  | "State"
  | "Status"
  | "String"
  | "Uniqueidentifier"
  | "Virtual";

export type RequiredLevel = "None" | "SystemRequired" | "ApplicationRequired" | "Recommended";

/** Labels by language code; 1033 is the organization's base language. */
export type Label = Record<number, string>;

/** A value of a property as the Web API writes it. */
export type Setting = null | boolean | number | string | Setting[] | { [name: string]: Setting };

/**
 * Properties of a definition that a maker set and that nothing in the emulator depends on (`IsAuditEnabled`,
 * `EntityColor`, `CreatedOn`), by the Web API's names. They are what a reader of the definition gets for them.
 */
export type Settings = Record<string, Setting>;

export interface Choice {
  value: number;
  label: Label;
  description?: Label;
  /** Status choices: the statecode they belong to. */
  state?: number;
  /** State choices: the statuscode set when none is given. */
  defaultStatus?: number;
  /** State choices. */
  invariantName?: string;
  color?: string;
}

export interface Column {
  metadataId: string;
  logicalName: string;
  schemaName: string;
  type: ColumnType;
  displayName: Label;
  description?: Label;
  requiredLevel: RequiredLevel;
  isPrimaryId: boolean;
  isPrimaryName: boolean;
  isCustom: boolean;
  isValidForCreate: boolean;
  isValidForRead: boolean;
  isValidForUpdate: boolean;
  /** Calculated by the platform or another column's shadow (`...name`, `..._base`, `address1_composite`). */
  isLogical: boolean;
  /** The column this one belongs to (`AttributeOf`). */
  attributeOf?: string;
  /** Characters. String and Memo. */
  maxLength?: number;
  /** `Text`, `Email`, `Url`, `Phone`, `TextArea`; DateTime: `DateOnly` or `DateAndTime`. */
  format?: string;
  minValue?: number;
  maxValue?: number;
  /** Digits behind the point. Decimal, Double, Money. */
  precision?: number;
  /** Lookup kinds: logical names. */
  targets?: string[];
  /** Choice kinds. A local choice set, or the name of a global one. */
  choices?: Choice[];
  globalChoiceName?: string;
  defaultValue?: number | boolean | string;
  /** DateTime: how values are stored and shown. */
  dateTimeBehavior?: "UserLocal" | "DateOnly" | "TimeZoneIndependent";
  /**
   * The value of another lookup of the row when that one points at `target`, as `contact.accountid` follows
   * `parentcustomerid`. The database computes it; it is never written.
   */
  mirrors?: { column: string; target: string };
  settings?: Settings;
}

/** One table of those whose rows a base table shows. */
export interface UnionMember {
  table: string;
  /** Column of the base table to the member's column, where the names differ. */
  columns: Record<string, string>;
}

export interface AlternateKey {
  metadataId: string;
  logicalName: string;
  schemaName: string;
  displayName: Label;
  columns: string[];
  indexStatus: "Active" | "Pending" | "InProgress" | "Failed";
  settings?: Settings;
}

export interface Table {
  metadataId: string;
  logicalName: string;
  schemaName: string;
  entitySetName: string;
  logicalCollectionName: string;
  objectTypeCode: number;
  displayName: Label;
  displayCollectionName: Label;
  description?: Label;
  primaryIdColumn: string;
  primaryNameColumn?: string;
  primaryImageColumn?: string;
  ownership: "UserOwned" | "OrganizationOwned" | "BusinessOwned" | "None";
  isActivity: boolean;
  isCustom: boolean;
  isIntersect: boolean;
  /** Tables that show as the child of another one in the application (annotation, opportunityproduct, ...). */
  isChild: boolean;
  changeTracking: boolean;
  optimisticConcurrency: boolean;
  /**
   * A base table (`owner`, `activitypointer`) holds no rows of its own: it shows those of its members, the member's
   * logical name in `memberColumn`.
   */
  unionOf?: { members: UnionMember[]; memberColumn: string };
  /** By logical name, in the order of definition. */
  columns: Map<string, Column>;
  keys: AlternateKey[];
  settings?: Settings;
}

/** The effect on the referencing rows; Microsoft's names. */
export type CascadeType = "NoCascade" | "Cascade" | "Active" | "UserOwned" | "RemoveLink" | "Restrict";

/** One-to-many as seen from the referenced (one) side; many-to-one is the same object seen from the other. */
export interface OneToMany {
  metadataId: string;
  schemaName: string;
  referencedTable: string;
  referencedColumn: string;
  referencingTable: string;
  /** The lookup column on the many side. */
  referencingColumn: string;
  /** Single-valued navigation property on the many side: child to parent. */
  referencingNavigationProperty: string;
  /** Collection-valued navigation property on the one side: parent to children. */
  referencedNavigationProperty: string;
  isCustom: boolean;
  isHierarchical: boolean;
  cascadeDelete: CascadeType;
  cascadeAssign: CascadeType;
  settings?: Settings;
}

export interface ManyToMany {
  metadataId: string;
  schemaName: string;
  table1: string;
  table2: string;
  /** Columns of the intersect table that hold the two ids. */
  intersectColumn1: string;
  intersectColumn2: string;
  intersectTable: string;
  navigationProperty1: string;
  navigationProperty2: string;
  isCustom: boolean;
  settings?: Settings;
}

export interface GlobalChoice {
  metadataId: string;
  name: string;
  displayName: Label;
  description?: Label;
  isCustom: boolean;
  choices: Choice[];
  settings?: Settings;
}

/** Every definition of one organization, with the look-ups the rest of the emulator needs. */
export interface Metadata {
  tables: Map<string, Table>;
  oneToMany: OneToMany[];
  manyToMany: ManyToMany[];
  globalChoices: Map<string, GlobalChoice>;
}

/** A navigation property of a table, resolved. */
export type Navigation =
  /** Child to parent: this table holds the lookup column. */
  | { kind: "single"; name: string; relationship: OneToMany; column: Column; target: Table }
  /** Parent to children. */
  | { kind: "collection"; name: string; relationship: OneToMany; target: Table }
  | {
      kind: "manyToMany";
      name: string;
      relationship: ManyToMany;
      target: Table;
      nearColumn: string;
      farColumn: string;
    };
