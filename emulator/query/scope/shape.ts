/**
 * The shape of a row in the response: its columns and its expanded navigation properties, from `$select` and `$expand`.
 */
import { invalidODataRequest, unknownProperty } from "../../errors/rejections";
import type { Catalog, SingleNavigation } from "../../metadata/catalog";
import type { Column, Navigation, Table } from "../../metadata/model";
import type { QueryOptions, SelectItem } from "../../odata/ast";
import { plainName } from "./lowering";
import { columnOfProperty, isPrincipal } from "./rowScope";

export interface RowShape {
  table: Table;
  columns: ShapeColumn[];
  expansions: Expansion[];
  /** The names given in `$select`, for `@odata.context`; `undefined` without one. */
  selected?: string[];
}

export interface ShapeColumn {
  property: string;
  column: Column;
}

export type Expansion =
  | { kind: "reference"; navigation: SingleNavigation }
  | { kind: "single"; navigation: SingleNavigation; shape: RowShape }
  | {
      kind: "collection";
      navigation: CollectionNavigation;
      shape: RowShape;
      options: QueryOptions;
      /** Some expand of the query is nested in another: the children show less of themselves. */
      isNested: boolean;
    };

export type CollectionNavigation = Exclude<Navigation, { kind: "single" }>;

/** `extra` are columns that appear without being selected: the lookup of an expanded child. */
export function shapeOf(
  catalog: Catalog,
  table: Table,
  select: SelectItem[] | undefined,
  expansions: Expansion[],
  extra: Column[] = [],
): RowShape {
  const selected = select?.map((item) => selectedName(item));
  const columns = new ColumnList();
  if (selected === undefined || selected.includes("*")) {
    for (const column of catalog.properties(table)) {
      if (column.isValidForRead) columns.add(catalog.propertyName(column), column);
    }
  } else for (const name of selected) columns.addSelected(catalog, table, name);
  // [QueryJoin], "Return references": the lookup shows beside its reference.
  for (const { kind, navigation } of expansions) {
    if (kind === "reference") columns.add(catalog.propertyName(navigation.column), navigation.column);
  }
  columns.addCompanions(catalog, table);
  for (const column of extra) columns.add(catalog.propertyName(column), column);
  const key = table.columns.get(table.primaryIdColumn);
  if (key) columns.add(key.logicalName, key);
  if (key && isPrincipal(table)) columns.add("ownerid", key);
  return { table, columns: columns.list, expansions, ...(selected && { selected }) };
}

function selectedName(item: SelectItem): string {
  if (item.options) throw invalidODataRequest("Query options inside $select are not supported.");
  return plainName(item.path);
}

const addressPart = /^(address\d)_(line1|line2|line3|city|stateorprovince|postalcode|country)$/;

class ColumnList {
  readonly list: ShapeColumn[] = [];
  private readonly names = new Set<string>();

  add(property: string, column: Column): void {
    if (this.names.has(property)) return;
    this.names.add(property);
    this.list.push({ property, column });
  }

  /** A single-valued navigation property selects the lookup behind it. */
  addSelected(catalog: Catalog, table: Table, name: string): void {
    const column = columnOfProperty(catalog, table, name);
    if (column) return this.add(name, column);
    const navigation = catalog.navigation(table, name);
    if (navigation?.kind !== "single") throw unknownProperty(name, table.logicalName);
    this.add(catalog.propertyName(navigation.column), navigation.column);
  }

  /** [QuerySelect]: money brings its currency; part of an address the whole of it. */
  addCompanions(catalog: Catalog, table: Table): void {
    for (const { column } of [...this.list]) {
      const prefix = addressPart.exec(column.logicalName)?.[1];
      const companion = prefix ? `${prefix}_composite` : column.type === "Money" ? "transactioncurrencyid" : undefined;
      const found = companion === undefined ? undefined : table.columns.get(companion);
      if (found) this.add(catalog.propertyName(found), found);
    }
  }
}
