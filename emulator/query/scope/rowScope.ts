/**
 * The rows of one table in a query, and what can be named from them: their columns, and the rows their lookups point
 * at. A lookup that is followed becomes an outer join, once however often it is named.
 */
import { unknownProperty } from "../../errors/rejections";
import type { Catalog, SingleNavigation } from "../../metadata/catalog";
import type { Column, Navigation, Table } from "../../metadata/model";
import { hasTypeColumn, typeColumnName } from "../../organization/store/naming";
import {
  every,
  type ColumnRef,
  type Condition,
  type Expression,
  type Join,
  type Source,
  type SubQuery,
} from "../model/model";
import { kindOf } from "./values";

/** Aliases are unique in a whole query. */
export class AliasNames {
  private count = 0;
  next(): string {
    return `t${this.count++}`;
  }
}

export class RowScope implements Source {
  readonly table: string;
  readonly alias: string;
  private readonly related = new Map<string, RowScope>();

  constructor(
    readonly catalog: Catalog,
    readonly definition: Table,
    readonly names: AliasNames,
    /** Of the query or sub-query that the rows belong to. */
    readonly joins: Join[] = [],
  ) {
    this.table = definition.logicalName;
    this.alias = names.next();
  }

  ref(column: Column): ColumnRef {
    return { alias: this.alias, column: column.logicalName, kind: kindOf(column) };
  }

  primaryId(): ColumnRef {
    return { alias: this.alias, column: this.definition.primaryIdColumn, kind: "guid" };
  }

  /** @throws ServiceError when the type has no such property. */
  column(property: string): Column {
    const found = columnOfProperty(this.catalog, this.definition, property);
    if (!found) throw unknownProperty(property, this.definition.logicalName);
    return found;
  }

  /** The rows a single-valued navigation property leads to. */
  follow(navigation: SingleNavigation): RowScope {
    const known = this.related.get(navigation.name);
    if (known) return known;
    const target = new RowScope(this.catalog, navigation.target, this.names, this.joins);
    const on = every([equal(this.ref(navigation.column), target.primaryId()), this.pointsAt(navigation)]);
    this.joins.push({ table: target.table, alias: target.alias, type: "outer", on });
    this.related.set(navigation.name, target);
    return target;
  }

  /** The name by which a lookup is shown and sorted, wherever it points. */
  lookupName(column: Column): Expression {
    const names = this.catalog.navigationsOfLookup(this.definition, column).flatMap((navigation) => {
      const nameColumn = primaryName(navigation.target);
      return nameColumn ? [this.follow(navigation).ref(nameColumn)] : [];
    });
    return names.length === 0 ? { kind: "column", column: this.ref(column) } : { kind: "firstOf", columns: names };
  }

  /** The rows of a collection-valued navigation property, as a sub-query that is correlated with this row. */
  children(navigation: Exclude<Navigation, { kind: "single" }>): { rows: RowScope; query: SubQuery } {
    const joins: Join[] = [];
    const rows = new RowScope(this.catalog, navigation.target, this.names, joins);
    return { rows, query: linkChildren(rows, navigation, this.definition, this.primaryId()) };
  }

  private pointsAt(navigation: SingleNavigation): Condition {
    return lookupTypeIs(this, navigation.column, navigation.target);
  }
}

/** Binds the rows of a collection to their parent, given by its key column or by its id. */
export function linkChildren(
  rows: RowScope,
  navigation: Exclude<Navigation, { kind: "single" }>,
  parentTable: Table,
  parent: ColumnRef | string,
): SubQuery {
  const is = (ref: ColumnRef): Condition =>
    typeof parent === "string"
      ? { kind: "compare", operator: "eq", left: { kind: "column", column: ref }, right: parent }
      : equal(ref, parent);
  if (navigation.kind === "collection") {
    const lookup = lookupOf(navigation, rows.definition);
    return {
      from: rows,
      joins: rows.joins,
      where: every([is(rows.ref(lookup)), lookupTypeIs(rows, lookup, parentTable)]),
    };
  }
  const near = joinIntersect(rows, navigation);
  return { from: rows, joins: rows.joins, where: is(near) };
}

export function lookupOf(navigation: Extract<Navigation, { kind: "collection" }>, children: Table): Column {
  const lookup = children.columns.get(navigation.relationship.referencingColumn);
  if (!lookup) throw new Error(`Relationship ${navigation.relationship.schemaName} has no column.`);
  return lookup;
}

/** Joins the intersect table of a many-to-many relationship; answers its column that holds the other side's id. */
export function joinIntersect(rows: RowScope, navigation: Extract<Navigation, { kind: "manyToMany" }>): ColumnRef {
  const alias = rows.names.next();
  const side = (name: string): ColumnRef => ({ alias, column: name, kind: "guid" });
  rows.joins.push({
    table: navigation.relationship.intersectTable,
    alias,
    type: "inner",
    on: equal(side(navigation.farColumn), rows.primaryId()),
  });
  return side(navigation.nearColumn);
}

/** Ids of two tables may be alike: a lookup with several targets says which one it means. */
export function lookupTypeIs(rows: RowScope, lookup: Column, target: Table): Condition {
  if (!hasTypeColumn(lookup) || target.unionOf) return { kind: "constant", value: true };
  const type: ColumnRef = { alias: rows.alias, column: typeColumnName(lookup), kind: "guid" };
  return { kind: "compare", operator: "eq", left: { kind: "column", column: type }, right: target.logicalName };
}

/**
 * `systemuser` and `team` derive from `principal` and inherit its key `ownerid`, which equals their own ([QueryJoin],
 * expanding `createdby`).
 */
export function columnOfProperty(catalog: Catalog, table: Table, property: string): Column | undefined {
  const found = catalog.columnByProperty(table, property);
  if (found || property !== "ownerid" || !isPrincipal(table)) return found;
  return table.columns.get(table.primaryIdColumn);
}

export function isPrincipal(table: Table): boolean {
  return table.logicalName === "systemuser" || table.logicalName === "team";
}

export function primaryName(table: Table): Column | undefined {
  return table.primaryNameColumn === undefined ? undefined : table.columns.get(table.primaryNameColumn);
}

function equal(left: ColumnRef, right: ColumnRef): Condition {
  return {
    kind: "compareColumns",
    operator: "eq",
    left,
    right,
  };
}
