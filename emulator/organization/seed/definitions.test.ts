import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Catalog } from "../../metadata/catalog";
import { seedDefinitions } from "./definitions";

const metadata = seedDefinitions();
const catalog = new Catalog(metadata);

describe("The seed organization's definitions", () => {
  it.each(catalog.tables().map((table) => [table.logicalName, table] as const))(
    "give every navigation property and property of %s one meaning",
    (_name, table) => {
      const navigations = [
        ...metadata.oneToMany.flatMap((each) => [
          ...(each.referencingTable === table.logicalName ? [each.referencingNavigationProperty] : []),
          ...(each.referencedTable === table.logicalName ? [each.referencedNavigationProperty] : []),
        ]),
        ...metadata.manyToMany.flatMap((each) => [
          ...(each.table1 === table.logicalName ? [each.navigationProperty1] : []),
          ...(each.table2 === table.logicalName ? [each.navigationProperty2] : []),
        ]),
      ];
      expect(duplicates(navigations)).toEqual([]);
      const properties = catalog.properties(table).map((column) => catalog.propertyName(column));
      expect(duplicates([...properties, ...navigations])).toEqual([]);
    },
  );

  it("never use an id, a set name, a type code or a relationship name twice", () => {
    const tables = catalog.tables();
    const relationships = [...metadata.oneToMany, ...metadata.manyToMany];
    const ids = [
      ...tables.flatMap((table) => [
        table.metadataId,
        ...[...table.columns.values(), ...table.keys].map((each) => each.metadataId),
      ]),
      ...relationships.map((each) => each.metadataId),
      ...[...metadata.globalChoices.values()].map((each) => each.metadataId),
    ];
    expect(duplicates(ids)).toEqual([]);
    expect(duplicates(tables.map((table) => table.entitySetName))).toEqual([]);
    expect(duplicates(tables.map((table) => String(table.objectTypeCode)))).toEqual([]);
    expect(duplicates(relationships.map((each) => each.schemaName))).toEqual([]);
  });

  it("hold together: keys, primary columns, lookup targets, global choices and intersect tables exist", () => {
    const missing: string[] = [];
    for (const table of catalog.tables()) {
      const need = [table.primaryIdColumn, table.primaryNameColumn, table.primaryImageColumn];
      for (const name of [...need, ...table.keys.flatMap((key) => key.columns)]) {
        if (name !== undefined && !table.columns.has(name)) missing.push(`${table.logicalName}.${name}`);
      }
      for (const column of table.columns.values()) {
        for (const target of column.targets ?? []) {
          if (!catalog.table(target)) missing.push(`${table.logicalName}.${column.logicalName} -> ${target}`);
        }
        if (column.globalChoiceName !== undefined && !metadata.globalChoices.has(column.globalChoiceName)) {
          missing.push(`${table.logicalName}.${column.logicalName}: ${column.globalChoiceName}`);
        }
      }
    }
    for (const each of metadata.manyToMany) {
      for (const name of [each.intersectColumn1, each.intersectColumn2]) {
        if (!catalog.table(each.intersectTable)?.columns.has(name)) missing.push(`${each.schemaName}: ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it("give every state a default status of its own, and every status a state", () => {
    for (const table of catalog.tables()) {
      const states = table.columns.get("statecode")?.choices ?? [];
      const statuses = table.columns.get("statuscode")?.choices ?? [];
      for (const state of states) {
        expect(statuses).toContainEqual(expect.objectContaining({ value: state.defaultStatus, state: state.value }));
      }
      for (const status of statuses) expect(states.map((state) => state.value)).toContain(status.state);
    }
  });

  it("have every column type that holds data, each kind of cascade, and a key still being built", () => {
    const types = new Set(catalog.tables().flatMap((table) => [...table.columns.values()].map((each) => each.type)));
    for (const type of [
      "BigInt",
      "File",
      "Image",
      "MultiSelectPicklist",
      "PartyList",
      "Money",
      "Customer",
      "Owner",
    ] as const) {
      expect(types).toContain(type);
    }
    const cascades = new Set(metadata.oneToMany.map((each) => each.cascadeDelete));
    expect([...cascades].sort()).toEqual(["Cascade", "NoCascade", "RemoveLink", "Restrict"]);
    const pending = catalog.tables().flatMap((table) => table.keys.filter((key) => key.indexStatus === "Pending"));
    expect(pending).toHaveLength(1);
    expect(catalog.tables().some((table) => !table.optimisticConcurrency && !table.isIntersect)).toBe(true);
  });
});

function duplicates(list: string[]): string[] {
  return list.filter((each, index) => list.indexOf(each) !== index);
}

interface PublishedColumn {
  LogicalName: string;
  SchemaName: string;
  AttributeTypeName: string;
  DisplayName?: string;
  AttributeOf?: string;
  IsValidForCreate: string;
  IsValidForRead: string;
  IsValidForUpdate: string;
  IsLogical: string;
  MaxLength?: string;
  DateTimeBehavior?: string;
  Precision?: string;
  Options?: { Value: number; Label: string; State?: number }[];
}

interface PublishedRelationship {
  SchemaName: string;
  ReferencedEntity: string;
  ReferencedAttribute: string;
  ReferencingEntity: string;
  ReferencingAttribute: string;
  ReferencedEntityNavigationPropertyName: string;
  ReferencingEntityNavigationPropertyName: string;
}

interface PublishedTable {
  MetadataId: string;
  SchemaName: string;
  EntitySetName: string;
  ObjectTypeCode: string;
  PrimaryIdAttribute: string;
  PrimaryNameAttribute?: string;
  Attributes: PublishedColumn[];
  OneToManyRelationships: PublishedRelationship[];
  ManyToOneRelationships: PublishedRelationship[];
}

/** Shadow columns that the platform itself spells or flags unlike all the others. */
const irregular = new Set([
  ...["record1idname", "record2idname", "parentcustomeridname", "parentcustomeridyominame"],
  ...["issastokensetname", "membershiptypename"],
]);

/** Definitions exported from a real organization. */
const file = join(__dirname, "../../../../shared/vectors/metadata/entities.compact.json");
const available = existsSync(file);
if (!available && process.env["CI"]) throw new Error(`${file} is missing.`);
const suite = available ? describe : describe.skip;

suite("Against the definitions of a real organization, the seed", () => {
  const published = available ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, PublishedTable>) : {};
  const entries = Object.entries(published);

  it.each(entries)("names %s as it is named there", (name, real) => {
    const table = catalog.table(name);
    expect({
      MetadataId: table?.metadataId,
      SchemaName: table?.schemaName,
      EntitySetName: table?.entitySetName,
      ObjectTypeCode: String(table?.objectTypeCode),
      PrimaryIdAttribute: table?.primaryIdColumn,
      PrimaryNameAttribute: table?.primaryNameColumn,
    }).toEqual({
      MetadataId: real.MetadataId,
      SchemaName: real.SchemaName,
      EntitySetName: real.EntitySetName,
      ObjectTypeCode: real.ObjectTypeCode,
      PrimaryIdAttribute: real.PrimaryIdAttribute,
      PrimaryNameAttribute: real.PrimaryNameAttribute,
    });
  });

  it.each(entries)("has the columns of %s with their types, lengths, choices and validity", (name, real) => {
    const known = new Map(real.Attributes.map((column) => [column.LogicalName, column]));
    const columns = [...(catalog.table(name)?.columns.values() ?? [])].filter(
      (column) => known.has(column.logicalName) && !irregular.has(column.logicalName),
    );
    expect(columns.length).toBeGreaterThan(3);
    const differences = columns.flatMap((column) => {
      const theirs = known.get(column.logicalName);
      const ours = {
        SchemaName: column.schemaName,
        AttributeTypeName: `${column.type}Type`,
        AttributeOf: column.attributeOf,
        IsValidForCreate: String(column.isValidForCreate),
        IsValidForRead: String(column.isValidForRead),
        IsValidForUpdate: String(column.isValidForUpdate),
        IsLogical: String(column.isLogical),
        MaxLength: column.attributeOf === undefined ? column.maxLength?.toString() : theirs?.MaxLength,
        DateTimeBehavior: column.dateTimeBehavior,
        Precision: column.precision?.toString(),
      };
      return Object.entries(ours)
        .filter(([fact, value]) => value !== theirs?.[fact as keyof PublishedColumn])
        .map(
          ([fact, value]) => `${column.logicalName}.${fact}: ${value} but ${String(theirs?.[fact as "SchemaName"])}`,
        );
    });
    expect(differences).toEqual([]);
  });

  it.each(entries)("has the choices of %s", (name, real) => {
    for (const theirs of real.Attributes) {
      const column = catalog.table(name)?.columns.get(theirs.LogicalName);
      // The types a note or a connection may join are those of the installed solutions.
      if (!column || !theirs.Options || column.type === "EntityName" || name === "connection") continue;
      const ours = catalog.choices(column).map((choice) => `${choice.value} ${catalog.label(choice.label)}`);
      expect([theirs.LogicalName, ours.sort()]).toEqual([
        theirs.LogicalName,
        theirs.Options.map((option) => `${option.Value} ${option.Label}`).sort(),
      ]);
    }
  });

  it("has the same relationships with the same navigation properties", () => {
    const theirs = new Map(
      entries
        .flatMap(([, real]) => [...real.OneToManyRelationships, ...real.ManyToOneRelationships])
        .map((each) => [each.SchemaName, each]),
    );
    const shared = metadata.oneToMany.filter((each) => theirs.has(each.schemaName));
    expect(shared.length).toBeGreaterThan(80);
    for (const ours of shared) {
      expect({
        SchemaName: ours.schemaName,
        ReferencedEntity: ours.referencedTable,
        ReferencedAttribute: ours.referencedColumn,
        ReferencingEntity: ours.referencingTable,
        ReferencingAttribute: ours.referencingColumn,
        ReferencedEntityNavigationPropertyName: ours.referencedNavigationProperty,
        ReferencingEntityNavigationPropertyName: ours.referencingNavigationProperty,
      }).toEqual(theirs.get(ours.schemaName));
    }
  });
});
