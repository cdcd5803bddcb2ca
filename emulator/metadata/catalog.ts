/**
 * Look-ups over an organization's definitions, by the names that arrive in requests. Every answer is indexed; changed
 * definitions are put in by `replace` and `remove`, which rebuild the indexes at the next question.
 */
import type { Choice, Column, GlobalChoice, Label, ManyToMany, Metadata, Navigation, OneToMany, Table } from "./model";

export type SingleNavigation = Extract<Navigation, { kind: "single" }>;

const baseLanguage = 1033;

interface PropertyIndex {
  properties: Column[];
  byProperty: Map<string, Column>;
}

interface TableIndex extends PropertyIndex {
  navigations: Map<string, Navigation>;
}

interface Indexes {
  bySet: Map<string, Table>;
  byId: Map<string, Table>;
  tables: Map<string, TableIndex>;
}

export class Catalog {
  private indexes: Indexes | undefined;
  /** Definitions are replaced, never changed, so what follows from one alone is kept with it. */
  private readonly propertyIndexes = new WeakMap<Table, PropertyIndex>();

  constructor(readonly metadata: Metadata) {}

  table(logicalName: string): Table | undefined {
    return this.metadata.tables.get(logicalName);
  }

  tableBySet(entitySetName: string): Table | undefined {
    return this.index().bySet.get(entitySetName);
  }

  tableById(metadataId: string): Table | undefined {
    return this.index().byId.get(metadataId.toLowerCase());
  }

  tables(): Table[] {
    return [...this.metadata.tables.values()];
  }

  /** Exact case, as everywhere in the Web API. */
  navigation(table: Table, name: string): Navigation | undefined {
    return this.indexOf(table).navigations.get(name);
  }

  navigations(table: Table): Navigation[] {
    return [...this.indexOf(table).navigations.values()];
  }

  /** One per target. */
  navigationsOfLookup(table: Table, column: Column): SingleNavigation[] {
    return this.navigations(table).filter(
      (each): each is SingleNavigation => each.kind === "single" && each.column.logicalName === column.logicalName,
    );
  }

  /** The navigation property a value of the lookup goes through when it points at a row of `targetLogicalName`. */
  navigationForTarget(table: Table, column: Column, targetLogicalName: string): SingleNavigation | undefined {
    const all = this.navigationsOfLookup(table, column);
    const exact = all.find((each) => each.target.logicalName === targetLogicalName);
    return exact ?? all.find((each) => isMember(each.target, targetLogicalName));
  }

  /** The columns that are properties of the table's entity type, in the order of definition. */
  properties(table: Table): Column[] {
    return this.indexOf(table).properties;
  }

  /** `name` and `_primarycontactid_value`, but not `primarycontactid`. */
  columnByProperty(table: Table, property: string): Column | undefined {
    return this.indexOf(table).byProperty.get(property);
  }

  propertyName(column: Column): string {
    return this.isLookup(column) ? `_${column.logicalName}_value` : column.logicalName;
  }

  choices(column: Column): Choice[] {
    if (column.globalChoiceName === undefined) return column.choices ?? [];
    return this.metadata.globalChoices.get(column.globalChoiceName)?.choices ?? [];
  }

  /** In the base language, else in any; empty when there is none. */
  label(label: Label): string {
    return label[baseLanguage] ?? Object.values(label)[0] ?? "";
  }

  isLookup(column: Column): boolean {
    return column.type === "Lookup" || column.type === "Customer" || column.type === "Owner";
  }

  /** Puts in a new definition of a table, or a new table. */
  replace(table: Table): void {
    this.metadata.tables.set(table.logicalName, table);
    this.indexes = undefined;
  }

  /** Puts in a relationship, replacing the one of the same schema name. */
  replaceRelationship(relationship: OneToMany | ManyToMany): void {
    this.removeRelationship(relationship.schemaName);
    if ("intersectTable" in relationship) this.metadata.manyToMany.push(relationship);
    else this.metadata.oneToMany.push(relationship);
  }

  removeRelationship(schemaName: string): void {
    const others = <T extends { schemaName: string }>(list: T[]): T[] =>
      list.filter((each) => each.schemaName !== schemaName);
    this.metadata.oneToMany = others(this.metadata.oneToMany);
    this.metadata.manyToMany = others(this.metadata.manyToMany);
    this.indexes = undefined;
  }

  /** Takes out a table and every relationship it has. */
  remove(logicalName: string): void {
    this.metadata.tables.delete(logicalName);
    this.metadata.oneToMany = this.metadata.oneToMany.filter(
      (each) => each.referencedTable !== logicalName && each.referencingTable !== logicalName,
    );
    this.metadata.manyToMany = this.metadata.manyToMany.filter(
      (each) => each.table1 !== logicalName && each.table2 !== logicalName,
    );
    this.indexes = undefined;
  }

  /** Puts in a global choice, or its new definition. */
  replaceGlobalChoice(choice: GlobalChoice): void {
    this.metadata.globalChoices.set(choice.name, choice);
  }

  removeGlobalChoice(name: string): void {
    this.metadata.globalChoices.delete(name);
  }

  /** Gives back what restores the definitions of now. Definitions are replaced, never changed in place. */
  snapshot(): () => void {
    const { tables, oneToMany, manyToMany, globalChoices } = this.metadata;
    const kept: Metadata = {
      tables: new Map(tables),
      oneToMany: [...oneToMany],
      manyToMany: [...manyToMany],
      globalChoices: new Map(globalChoices),
    };
    return () => {
      Object.assign(this.metadata, kept);
      this.indexes = undefined;
    };
  }

  private index(): Indexes {
    this.indexes ??= this.buildIndexes();
    return this.indexes;
  }

  private indexOf(table: Table): TableIndex {
    const index = this.index().tables.get(table.logicalName);
    if (!index) throw new Error(`Table ${table.logicalName} is not in this catalog.`);
    return index;
  }

  private buildIndexes(): Indexes {
    const indexes: Indexes = { bySet: new Map(), byId: new Map(), tables: new Map() };
    for (const table of this.metadata.tables.values()) {
      indexes.bySet.set(table.entitySetName, table);
      indexes.byId.set(table.metadataId, table);
      indexes.tables.set(table.logicalName, { navigations: new Map(), ...this.propertiesOf(table) });
    }
    const add = (table: string, navigation: Navigation): void => {
      const navigations = indexes.tables.get(table)?.navigations;
      if (!navigations?.has(navigation.name)) navigations?.set(navigation.name, navigation);
    };
    for (const relationship of this.metadata.oneToMany) this.addOneToMany(relationship, add);
    for (const relationship of this.metadata.manyToMany) this.addManyToMany(relationship, add);
    return indexes;
  }

  private propertiesOf(table: Table): PropertyIndex {
    const known = this.propertyIndexes.get(table);
    if (known) return known;
    const properties = [...table.columns.values()].filter((column) => this.isProperty(table, column));
    const byProperty = new Map(properties.map((column) => [this.propertyName(column), column]));
    const made = { properties, byProperty };
    this.propertyIndexes.set(table, made);
    return made;
  }

  private addOneToMany(relationship: OneToMany, add: (table: string, navigation: Navigation) => void): void {
    const referenced = this.table(relationship.referencedTable);
    const referencing = this.table(relationship.referencingTable);
    const column = referencing?.columns.get(relationship.referencingColumn);
    if (!referenced || !referencing || !column) return;
    add(referencing.logicalName, {
      kind: "single",
      name: relationship.referencingNavigationProperty,
      relationship,
      column,
      target: referenced,
    });
    add(referenced.logicalName, {
      kind: "collection",
      name: relationship.referencedNavigationProperty,
      relationship,
      target: referencing,
    });
  }

  private addManyToMany(relationship: ManyToMany, add: (table: string, navigation: Navigation) => void): void {
    const { table1, table2, intersectColumn1, intersectColumn2 } = relationship;
    const [first, second] = [this.table(table1), this.table(table2)];
    if (!first || !second) return;
    const side = (name: string, target: Table, nearColumn: string, farColumn: string): Navigation => ({
      kind: "manyToMany",
      name,
      relationship,
      target,
      nearColumn,
      farColumn,
    });
    add(table1, side(relationship.navigationProperty1, second, intersectColumn1, intersectColumn2));
    add(table2, side(relationship.navigationProperty2, first, intersectColumn2, intersectColumn1));
  }

  /**
   * Shadows of choices and lookups (`industrycodename`, `createdbyname`, `owneridtype`) are columns but no properties:
   * the Web API gives their content as annotations. Party lists are reached by navigation only.
   */
  private isProperty(table: Table, column: Column): boolean {
    if (column.type === "Virtual" || column.type === "PartyList" || column.type === "ManagedProperty") return false;
    const parent = column.attributeOf === undefined ? undefined : table.columns.get(column.attributeOf);
    return parent === undefined || !(this.isLookup(parent) || parent.choices || parent.globalChoiceName !== undefined);
  }
}

function isMember(table: Table, logicalName: string): boolean {
  return table.unionOf?.members.some((member) => member.table === logicalName) ?? false;
}
