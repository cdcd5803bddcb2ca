/**
 * Rows with their expanded rows. Each `$expand` item costs one query for any number of rows: the targets of a lookup
 * are fetched by their IDs, and the children of all parents together.
 */
import type { Column } from "../../metadata/model";
import type { SqlValue } from "../../organization/store/database";
import { hasTypeColumn, typeColumnName } from "../../organization/store/naming";
import { compileQuery } from "../compile/compile";
import type { QueryContext } from "../model/context";
import type { ExpandedValue, Row } from "../model/rows";
import { lowerFilter } from "../lower/lowerFilter";
import { lowerOrderBy } from "../lower/lowerOrderBy";
import { Lowering } from "../scope/lowering";
import { column, every, type ColumnRef, type Output, type Query } from "../model/model";
import { optionsText } from "./odataText";
import { maxPageSize, skipToken } from "./paging";
import { cookieOf } from "./pagingCookie";
import { joinIntersect, lookupOf, lookupTypeIs, type RowScope } from "../scope/rowScope";
import type { Expansion, RowShape } from "../scope/shape";

/** How the children of expanded collections are paged: not at all, or by the page size where an expand is nested. */
export interface ExpandPaging {
  isNested: boolean;
  pageSize: number;
  /** Collections within expanded rows are left empty, as in the answer to a create. */
  onlyOuterCollections?: boolean;
}

/** The columns a query must fetch to show rows of this shape. Result keys are SQL column names. */
export function outputsOf(shape: RowShape, rows: RowScope): Output[] {
  const names = new Map<string, ColumnRef>();
  const add = (each: Column): void => {
    names.set(each.logicalName, rows.ref(each));
    const type = typeColumnName(each);
    if (hasTypeColumn(each)) names.set(type, { alias: rows.alias, column: type, kind: "guid" });
  };
  const addNamed = (name: string | undefined): void => {
    const found = name === undefined ? undefined : shape.table.columns.get(name);
    if (found) add(found);
  };
  addNamed(shape.table.primaryIdColumn);
  addNamed("versionnumber");
  addNamed(shape.table.unionOf?.memberColumn);
  for (const each of shape.columns) if (each.column.isValidForRead) add(each.column);
  for (const { kind, navigation } of shape.expansions) if (kind !== "collection") add(navigation.column);
  return [...names].map(([name, ref]) => ({ name, value: column(ref) }));
}

/** Runs a query; nothing is expanded yet. */
export function fetchRows(context: QueryContext, query: Query): Row[] {
  const { text, parameters } = compileQuery(query);
  return context.store.database
    .all(text, parameters)
    .map((values) => ({ values, expanded: new Map<string, ExpandedValue>() }));
}

/** Puts into the rows what the shape expands, and into those what is expanded in turn. */
export function expandRows(context: QueryContext, rows: Row[], shape: RowShape, paging: ExpandPaging): void {
  expand(context, rows, shape, paging, false);
}

function expand(context: QueryContext, rows: Row[], shape: RowShape, paging: ExpandPaging, isInner: boolean): void {
  if (rows.length === 0) return;
  for (const expansion of shape.expansions) {
    if (expansion.kind === "collection" && isInner && paging.onlyOuterCollections) {
      for (const row of rows) row.expanded.set(expansion.navigation.name, { kind: "collection", rows: [] });
    } else if (expansion.kind === "collection") expandCollection(context, rows, shape, expansion, paging);
    else expandLookup(context, rows, expansion, paging);
  }
}

function expandLookup(
  context: QueryContext,
  rows: Row[],
  expansion: Exclude<Expansion, { kind: "collection" }>,
  paging: ExpandPaging,
): void {
  const { navigation } = expansion;
  const ids = rows.map((row) => lookedUp(row, expansion));
  if (expansion.kind === "reference") {
    rows.forEach((row, index) => row.expanded.set(navigation.name, { kind: "reference", id: ids[index] ?? null }));
    return;
  }
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const scope = new Lowering(context, undefined).rowsOf(navigation.target);
  const query: Query = {
    from: scope,
    joins: scope.joins,
    where: { kind: "in", column: scope.primaryId(), values: wanted, negated: false },
    outputs: outputsOf(expansion.shape, scope),
    orderings: [],
  };
  const found = wanted.length === 0 ? [] : fetchRows(context, query);
  expand(context, found, expansion.shape, paging, true);
  const byId = new Map(found.map((row) => [idOf(row, expansion.shape), row]));
  rows.forEach((row, index) => {
    const id = ids[index] ?? null;
    row.expanded.set(navigation.name, { kind: "single", row: (id !== null && byId.get(id)) || null });
  });
}

/** The id behind the navigation property, unless the lookup points at a row of another table. */
function lookedUp(row: Row, { navigation }: Exclude<Expansion, { kind: "collection" }>): string | null {
  const { column: lookup, target } = navigation;
  const id = row.values[lookup.logicalName];
  if (typeof id !== "string") return null;
  const isElsewhere =
    hasTypeColumn(lookup) && !target.unionOf && row.values[typeColumnName(lookup)] !== target.logicalName;
  return isElsewhere ? null : id;
}

const parentKey = "#parent";

function expandCollection(
  context: QueryContext,
  parents: Row[],
  shape: RowShape,
  expansion: Extract<Expansion, { kind: "collection" }>,
  paging: ExpandPaging,
): void {
  const { navigation, options } = expansion;
  const lowering = new Lowering(context, undefined);
  const scope = lowering.rowsOf(navigation.target);
  const filter = lowerFilter(lowering, options.filter, scope);
  const orderings = lowerOrderBy(lowering, options.orderby, scope);
  const [parent, guard] =
    navigation.kind === "manyToMany"
      ? [joinIntersect(scope, navigation), every([])]
      : [
          scope.ref(lookupOf(navigation, navigation.target)),
          lookupTypeIs(scope, lookupOf(navigation, navigation.target), shape.table),
        ];
  const size = paging.isNested ? paging.pageSize : Math.min(options.top ?? maxPageSize, maxPageSize);
  const ids = parents.map((row) => idOf(row, shape));
  const query: Query = {
    from: scope,
    joins: scope.joins,
    where: every([{ kind: "in", column: parent, values: ids, negated: false }, guard, filter]),
    outputs: [...outputsOf(expansion.shape, scope), { name: parentKey, value: column(parent) }],
    orderings,
    // One row more than is shown, to detect more rows.
    perGroup: { by: parent, rows: paging.isNested ? size + 1 : size },
  };
  const groups = groupByParent(fetchRows(context, query));
  const shown: Row[] = [];
  for (const row of parents) {
    const id = idOf(row, shape);
    const children = groups.get(id) ?? [];
    const rows = children.slice(0, size);
    shown.push(...rows);
    const url = `${context.serviceRoot}${shape.table.entitySetName}(${id})/${navigation.name}`;
    const nextLink = paging.isNested
      ? continuation(url, expansion, rows, children.length > size)
      : withOptions(url, optionsText(options));
    row.expanded.set(navigation.name, { kind: "collection", rows, ...(nextLink !== undefined && { nextLink }) });
  }
  expand(context, shown, expansion.shape, paging, true);
}

function groupByParent(rows: Row[]): Map<SqlValue, Row[]> {
  const groups = new Map<SqlValue, Row[]>();
  for (const row of rows) {
    const parent = row.values[parentKey] ?? null;
    const group = groups.get(parent);
    if (group) group.push(row);
    else groups.set(parent, [row]);
  }
  return groups;
}

/** Children of a nested expand are ordered by their key alone: `$orderby` is not allowed there. */
function continuation(
  url: string,
  { shape, options }: Extract<Expansion, { kind: "collection" }>,
  rows: Row[],
  hasMore: boolean,
): string | undefined {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!hasMore || !first || !last) return undefined;
  const name = shape.table.primaryIdColumn;
  const key = { alias: "", column: name, kind: "guid" } as const;
  const orderings = [{ name, expression: column(key), descending: false }];
  const cookie = cookieOf(1, orderings, [idOf(first, shape)], [idOf(last, shape)], rows.length);
  return withOptions(url, [optionsText(options), skipToken(cookie)].filter((each) => each !== "").join("&"));
}

function withOptions(url: string, options: string): string {
  return options === "" ? url : `${url}?${options}`;
}

function idOf(row: Row, shape: RowShape): string {
  return String(row.values[shape.table.primaryIdColumn]);
}
