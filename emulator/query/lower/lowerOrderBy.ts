/**
 * `$orderby` -> orderings that end in the primary key, so that every page has one place to begin. Lookups sort by the
 * target's primary name, choices by number [QueryOrder].
 */
import { invalidODataRequest } from "../../errors/rejections";
import type { OrderByItem } from "../../odata/ast";
import type { Lowering } from "../scope/lowering";
import { lowerProperty } from "./lowerPath";
import type { Expression, Ordering } from "../model/model";
import type { RowScope } from "../scope/rowScope";

/** An ordering and the name its values go by in a paging cookie. */
export interface NamedOrdering extends Ordering {
  name: string;
}

export function lowerOrderBy(lowering: Lowering, items: OrderByItem[] | undefined, rows: RowScope): NamedOrdering[] {
  const orderings = (items ?? []).map((item) => lowerItem(lowering, item, rows));
  const key = rows.primaryId();
  if (orderings.some(({ expression }) => expression.kind === "column" && isSame(expression.column, key))) {
    return orderings;
  }
  return [...orderings, { name: key.column, expression: { kind: "column", column: key }, descending: false }];
}

function lowerItem(lowering: Lowering, item: OrderByItem, rows: RowScope): NamedOrdering {
  const expression = lowering.resolve(item.expression);
  if (expression.kind !== "path") throw invalidODataRequest("Only properties can be used in $orderby.");
  const { scope, column, ref } = lowerProperty(expression.segments, { root: rows, named: new Map() });
  if (ref.kind === "binary") {
    throw invalidODataRequest(`The column '${column.logicalName}' cannot be used in $orderby.`);
  }
  const isLookup = rows.catalog.isLookup(column);
  const value: Expression = isLookup ? scope.lookupName(column) : { kind: "column", column: ref };
  const steps = expression.segments.slice(0, -1).map((step) => step.name);
  return { name: [...steps, column.logicalName].join("."), expression: value, descending: item.descending };
}

function isSame(one: { alias: string; column: string }, other: { alias: string; column: string }): boolean {
  return one.alias === other.alias && one.column === other.column;
}
