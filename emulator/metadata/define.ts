/**
 * Assembles definitions: tables and relationships written in the vocabulary of `columns.ts` become one `Metadata`, with
 * everything Dataverse adds by itself (shadow columns, base amounts, image companions, many-to-one sides).
 */
import { type ColumnSpec, type Reference, base } from "./columns";
import { namedGuid } from "./ids";
import type { AlternateKey, Column, GlobalChoice, Label, ManyToMany, Metadata, OneToMany, Table } from "./model";

export interface TableSpec {
  schemaName: string;
  entitySetName: string;
  /** Singular and plural. */
  displayName: [string, string];
  objectTypeCode: number;
  /** Schema names. */
  primaryId: string;
  primaryName?: string;
  primaryImage?: string;
  ownership?: Table["ownership"];
  metadataId?: string;
  description?: string;
  isActivity?: boolean;
  isIntersect?: boolean;
  isChild?: boolean;
  changeTracking?: boolean;
  optimisticConcurrency?: boolean;
  /** Key name to schema names of its columns. */
  keys?: Record<string, string[]>;
  /** Keys whose index is still being built. */
  pendingKeys?: string[];
  unionOf?: NonNullable<Table["unionOf"]>;
  columns: (ColumnSpec | ColumnSpec[])[];
}

export interface ManyToManySpec {
  schemaName: string;
  intersectTable: string;
  tables: [string, string];
  columns?: [string, string];
  /** Default: the schema name on both sides. */
  navigation?: [string, string];
}

export interface OrganizationSpec {
  tables: TableSpec[];
  manyToMany: ManyToManySpec[];
  globalChoices: GlobalChoice[];
}

/** Publisher prefixes mark what a solution brought; the platform's own names have none. */
const publisherPrefix = /^(new|msevtmgt)_/;

/** Shadow columns and intersect tables have no label at all. */
function labelOf(text: string): Label {
  return text === "" ? {} : base(text);
}

function isCustomName(name: string): boolean {
  return publisherPrefix.test(name);
}

/** @throws Error when a relationship names a table that is not among the definitions, or a name is taken twice. */
export function assemble(spec: OrganizationSpec): Metadata {
  const tables = new Map<string, Table>();
  const oneToMany: OneToMany[] = [];
  for (const tableSpec of spec.tables) {
    const table = buildTable(tableSpec);
    if (tables.has(table.logicalName)) throw new Error(`Table ${table.logicalName} is defined twice.`);
    tables.set(table.logicalName, table);
    for (const column of tableSpec.columns.flat()) {
      for (const reference of column.references) oneToMany.push(buildRelationship(table, column, reference));
    }
  }
  for (const relationship of oneToMany) {
    const referenced = tables.get(relationship.referencedTable);
    if (!referenced) throw new Error(`${relationship.schemaName} refers to ${relationship.referencedTable}.`);
    relationship.referencedColumn = referenced.primaryIdColumn;
  }
  return {
    tables,
    oneToMany,
    manyToMany: spec.manyToMany.map((each) => buildManyToMany(each, tables)),
    globalChoices: new Map(spec.globalChoices.map((each) => [each.name, each])),
  };
}

export function buildTable(spec: TableSpec): Table {
  const logicalName = spec.schemaName.toLowerCase();
  const columns = new Map<string, Column>();
  const names = { id: spec.primaryId.toLowerCase(), name: spec.primaryName?.toLowerCase() };
  for (const column of spec.columns.flat().flatMap((each) => withCompanions(each))) {
    const built = buildColumn(logicalName, column, names);
    if (columns.has(built.logicalName)) throw new Error(`Column ${logicalName}.${built.logicalName} is defined twice.`);
    columns.set(built.logicalName, built);
  }
  return {
    metadataId: spec.metadataId ?? namedGuid(`table/${logicalName}`),
    logicalName,
    schemaName: spec.schemaName,
    entitySetName: spec.entitySetName,
    logicalCollectionName: spec.entitySetName,
    objectTypeCode: spec.objectTypeCode,
    displayName: labelOf(spec.displayName[0]),
    displayCollectionName: labelOf(spec.displayName[1]),
    ...(spec.description === undefined ? {} : { description: base(spec.description) }),
    primaryIdColumn: names.id,
    ...(names.name === undefined ? {} : { primaryNameColumn: names.name }),
    ...(spec.primaryImage === undefined ? {} : { primaryImageColumn: spec.primaryImage.toLowerCase() }),
    ownership: spec.ownership ?? "UserOwned",
    isActivity: spec.isActivity ?? false,
    isCustom: isCustomName(logicalName),
    isIntersect: spec.isIntersect ?? false,
    isChild: spec.isChild ?? false,
    changeTracking: spec.changeTracking ?? true,
    optimisticConcurrency: spec.optimisticConcurrency ?? true,
    ...(spec.unionOf === undefined ? {} : { unionOf: spec.unionOf }),
    columns,
    keys: Object.entries(spec.keys ?? {}).map(([name, keyColumns]) =>
      buildKey(logicalName, name, keyColumns, spec.pendingKeys?.includes(name) ?? false),
    ),
  };
}

function buildKey(table: string, schemaName: string, columns: string[], pending: boolean): AlternateKey {
  return {
    metadataId: namedGuid(`key/${table}.${schemaName}`),
    logicalName: schemaName.toLowerCase(),
    schemaName,
    displayName: base(schemaName.replace(publisherPrefix, "")),
    columns: columns.map((name) => name.toLowerCase()),
    indexStatus: pending ? "Pending" : "Active",
  };
}

/** One column; ids and the custom flag follow from its name, the primary columns are the table's to say. */
export function buildColumn(
  table: string,
  spec: ColumnSpec,
  primary: { id: string; name: string | undefined } = { id: "", name: undefined },
): Column {
  const logicalName = spec.schemaName.toLowerCase();
  const { access = "CRU", required = "None", logical = false, of, format, description, default: value } = spec.options;
  const isPrimaryId = logicalName === primary.id;
  const targets = spec.references.map((reference) => reference.target);
  return {
    metadataId: namedGuid(`column/${table}.${logicalName}`),
    logicalName,
    schemaName: spec.schemaName,
    type: spec.type,
    displayName: labelOf(spec.displayName),
    ...(description === undefined ? {} : { description: base(description) }),
    requiredLevel: isPrimaryId ? "SystemRequired" : required,
    isPrimaryId,
    isPrimaryName: logicalName === primary.name,
    isCustom: isCustomName(logicalName),
    isValidForCreate: access.includes("C"),
    isValidForRead: access.includes("R"),
    isValidForUpdate: access.includes("U") && !isPrimaryId,
    isLogical: logical,
    ...(of === undefined ? {} : { attributeOf: of }),
    ...(format === undefined ? {} : { format }),
    ...(value === undefined ? {} : { defaultValue: value }),
    ...(targets.length === 0 ? {} : { targets }),
    ...spec.facts,
  };
}

/** Tables whose rows have a phonetic name as well. */
const phonetic = new Set(["account", "contact", "lead", "systemuser", "team"]);

/** The columns Dataverse adds beside one that a maker defines. */
export function withCompanions(spec: ColumnSpec): ColumnSpec[] {
  const { schemaName: name, displayName: label } = spec;
  const of = name.toLowerCase();
  const shadow = (suffix: string, type: ColumnSpec["type"], facts: Partial<Column> = {}): ColumnSpec => ({
    schemaName: name + suffix,
    displayName: "",
    type,
    options: { access: "R", logical: true, of, ...(type === "String" ? { format: "Text" } : {}) },
    facts,
    references: [],
  });
  switch (spec.type) {
    case "Boolean":
    case "MultiSelectPicklist":
    case "Picklist":
    case "State":
    case "Status":
      return [spec, shadow("Name", "Virtual")];
    case "Lookup":
      return [
        spec,
        shadow("Name", "String", { maxLength: 100 }),
        ...(spec.references.some((each) => phonetic.has(each.target))
          ? [shadow("YomiName", "String", { maxLength: 100 })]
          : []),
      ];
    case "Customer":
    case "Owner":
      return [
        spec,
        shadow("Name", "String", { maxLength: 160 }),
        shadow("YomiName", "String", { maxLength: 450 }),
        { ...shadow("Type", "EntityName"), options: { access: "CRU", of, required: spec.options.required ?? "None" } },
      ];
    case "Money":
      return name.endsWith("_Base") ? [spec] : [spec, baseAmount(spec)];
    case "Image":
      return [
        {
          ...spec,
          options: { ...spec.options, of: `${of}id` },
        },
        { ...shadow("Id", "Uniqueidentifier"), displayName: `${label} Id`, options: { access: "R" } },
        { ...shadow("_Timestamp", "BigInt"), options: { access: "R", logical: true, of: `${of}id` } },
        {
          ...shadow("_URL", "String", { maxLength: 200 }),
          options: { access: "R", logical: true, of: `${of}id`, format: "Url" },
        },
      ];
    case "File":
      return [spec, { ...shadow("_Name", "String", { maxLength: 200 }), options: { access: "R", logical: true, of } }];
    default:
      return [spec];
  }
}

/** A money column in the organization's base currency (Microsoft: Transaction currency (currency) table). */
function baseAmount(spec: ColumnSpec): ColumnSpec {
  return {
    schemaName: `${spec.schemaName}_Base`,
    displayName: `${spec.displayName} (Base)`,
    type: "Money",
    options: { access: "R" },
    facts: { precision: 4, minValue: -922337203685477, maxValue: 922337203685477 },
    references: [],
  };
}

/** `referencedColumn` stays empty for the caller, who knows the target table. */
export function buildRelationship(table: Table, column: ColumnSpec, reference: Reference): OneToMany {
  const logicalName = column.schemaName.toLowerCase();
  const isCustom = isCustomName(logicalName) || table.isCustom;
  return {
    metadataId: reference.metadataId ?? namedGuid(`relationship/${reference.relationship}`),
    schemaName: reference.relationship,
    referencedTable: reference.target,
    referencedColumn: "",
    referencingTable: table.logicalName,
    referencingColumn: logicalName,
    referencingNavigationProperty: reference.navigation ?? navigationName(column, reference.target),
    referencedNavigationProperty: reference.collection ?? reference.relationship,
    isCustom,
    isHierarchical: reference.hierarchical,
    cascadeDelete: reference.onDelete,
    cascadeAssign: reference.onAssign,
  };
}

/** System lookups use the logical name, custom ones the schema name; one name per target when there are several. */
function navigationName(column: ColumnSpec, target: string): string {
  const name = isCustomName(column.schemaName.toLowerCase()) ? column.schemaName : column.schemaName.toLowerCase();
  return column.references.length > 1 ? `${name}_${target}` : name;
}

function buildManyToMany(spec: ManyToManySpec, tables: Map<string, Table>): ManyToMany {
  const [table1, table2] = spec.tables;
  const idOf = (name: string): string => tables.get(name)?.primaryIdColumn ?? `${name}id`;
  return {
    metadataId: namedGuid(`relationship/${spec.schemaName}`),
    schemaName: spec.schemaName,
    table1,
    table2,
    intersectColumn1: spec.columns?.[0] ?? idOf(table1),
    intersectColumn2: spec.columns?.[1] ?? idOf(table2),
    intersectTable: spec.intersectTable,
    navigationProperty1: spec.navigation?.[0] ?? spec.schemaName,
    navigationProperty2: spec.navigation?.[1] ?? spec.schemaName,
    isCustom: isCustomName(spec.schemaName.toLowerCase()),
  };
}
