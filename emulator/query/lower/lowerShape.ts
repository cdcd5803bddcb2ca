/**
 * `$expand` -> expansions, with the rules of Dataverse. If any expand is nested in another one, stricter rules apply to
 * the whole query [QueryJoin].
 */
import { invalidODataRequest, unknownProperty } from "../../errors/rejections";
import type { Catalog } from "../../metadata/catalog";
import type { Navigation, Table } from "../../metadata/model";
import type { ExpandItem, QueryOptions } from "../../odata/ast";
import { plainName } from "../scope/lowering";
import { tooManyExpands, typeName } from "../scope/queryErrors";
import { lookupOf } from "../scope/rowScope";
import { shapeOf, type Expansion, type RowShape } from "../scope/shape";

/** Nested ones also count. */
const maxExpands = 15;

export function isNestedExpand(items: ExpandItem[] | undefined): boolean {
  return (items ?? []).some((item) => (item.options.expand?.length ?? 0) > 0);
}

/** The shape that `$select` and `$expand` request for the rows of a table. */
export function lowerShape(catalog: Catalog, table: Table, options: QueryOptions): RowShape {
  return shapeOf(catalog, table, options.select, lowerExpansions(catalog, table, options.expand));
}

function lowerExpansions(catalog: Catalog, table: Table, items: ExpandItem[] | undefined): Expansion[] {
  if (items === undefined) return [];
  if (countOf(items) > maxExpands) throw tooManyExpands();
  return lowerItems(catalog, table, items, isNestedExpand(items));
}

function countOf(items: ExpandItem[]): number {
  return items.reduce((count, item) => count + 1 + countOf(item.options.expand ?? []), 0);
}

function lowerItems(catalog: Catalog, table: Table, items: ExpandItem[], isNested: boolean): Expansion[] {
  const names = new Set<string>();
  return items.map((item) => {
    const name = plainName(item.path);
    if (names.has(name)) throw invalidODataRequest(`The navigation property '${name}' is expanded more than once.`);
    names.add(name);
    return lowerItem(catalog, table, name, item, isNested);
  });
}

function lowerItem(catalog: Catalog, table: Table, name: string, item: ExpandItem, isNested: boolean): Expansion {
  const navigation = navigationNamed(catalog, table, name);
  refuseOptions(item.options);
  if (item.suffix === "$count") throw invalidODataRequest("Expand with $count is not supported.");
  if (item.suffix === "$ref") return reference(navigation, item.options);
  const inner = (): Expansion[] => lowerItems(catalog, navigation.target, item.options.expand ?? [], isNested);
  if (navigation.kind === "single") {
    const { filter, orderby, top } = item.options;
    if ((filter ?? orderby ?? top) !== undefined) throw onlySelectAndFilter();
    return { kind: "single", navigation, shape: shapeOf(catalog, navigation.target, item.options.select, inner()) };
  }
  if (isNested && (item.options.orderby ?? item.options.top) !== undefined) throw onlySelectAndFilter();
  if (isNested && navigation.kind === "manyToMany") {
    throw invalidODataRequest(
      `Nested $expand is only supported on many-to-one and one-to-many relationships; '${name}' is many-to-many.`,
    );
  }
  // [QueryJoin], "Nested $expand on collection-valued navigation properties": there the answer
  // lacks the lookup that leads back, which the one to a single $expand has.
  const lookup = navigation.kind === "collection" && !isNested ? [lookupOf(navigation, navigation.target)] : [];
  const shape = shapeOf(catalog, navigation.target, item.options.select, inner(), lookup);
  return { kind: "collection", navigation, shape, options: item.options, isNested };
}

function navigationNamed(catalog: Catalog, table: Table, name: string): Navigation {
  const navigation = catalog.navigation(table, name);
  if (navigation) return navigation;
  if (!catalog.columnByProperty(table, name)) throw unknownProperty(name, table.logicalName);
  throw invalidODataRequest(
    `Property '${name}' on type '${typeName(table)}' is not a navigation property or complex property. ` +
      "Only navigation properties can be expanded.",
  );
}

function reference(navigation: Navigation, options: QueryOptions): Expansion {
  if (navigation.kind !== "single") {
    throw invalidODataRequest("Expand with $ref is only supported on lookup type navigation property.");
  }
  if (Object.values(options).some((option) => option !== undefined)) {
    throw invalidODataRequest("Expand with $ref does not support query options.");
  }
  return { kind: "reference", navigation };
}

function onlySelectAndFilter(): Error {
  return invalidODataRequest(
    "Only $select and $filter clause can be provided while doing $expand on many-to-one relationship " +
      "or nested one-to-many relationship.",
  );
}

const offered = new Set(["select", "filter", "orderby", "top", "expand"]);

function refuseOptions(options: QueryOptions): void {
  for (const [name, option] of Object.entries(options)) {
    if (option !== undefined && !offered.has(name)) {
      throw invalidODataRequest(`The query option '$${name}' is not supported in $expand.`);
    }
  }
}
