/** order elements -> orderings that put every row in one place [FetchXmlOrder]. */
import { errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import type { NamedOrdering } from "../../query/lower/lowerOrderBy";
import { column as columnExpression, type Expression } from "../../query/model/model";
import type { RowScope } from "../../query/scope/rowScope";
import { isChoice } from "../../query/scope/values";
import type { Column } from "../../metadata/model";
import { operatorNotForColumn } from "../tree/fetchErrors";
import type { OrderElement } from "../tree/fetchTree";
import { columnOf, isReadable, type Place } from "./places";

export interface Orders {
  orderings: NamedOrdering[];
  /** A query that is ordered by columns of linked tables has no paging cookie. */
  usesLinks: boolean;
}

/** Those of the entity come first, then those of the link-entities in the order of the document. */
export function lowerOrders(root: Place, rawOrder: boolean): Orders {
  const orders: Orders = { orderings: [], usesLinks: false };
  for (const around of root.level.places) {
    for (const order of around.element.orders) {
      const place = order.entityName === undefined ? around : root.level.find(order.entityName);
      const ordering = lowerOrder(order, place, rawOrder);
      // OrderByColumnsMustBeUnique
      if (orders.orderings.some((each) => each.name === ordering.name)) {
        throw new ServiceError(
          errors.DuplicateOrderByColumn,
          "A column has been specified more than once in the order by list. Columns in the order by list must be unique.",
        );
      }
      orders.orderings.push(ordering);
      orders.usesLinks ||= place.link !== undefined;
    }
  }
  return orders;
}

function lowerOrder(
  { attribute = "", descending }: OrderElement,
  { rows, link }: Place,
  rawOrder: boolean,
): NamedOrdering {
  const column = columnOf(rows, attribute);
  if (!isReadable(rows, column) || rows.ref(column).kind === "binary") {
    throw operatorNotForColumn("order", attribute, column.type);
  }
  const name = link ? `${link.element.label}.${attribute}` : attribute;
  return { name, expression: sortedBy(rows, column, rawOrder), descending };
}

/** Lookups sort by the name of the row they point at, choices by their labels unless by number was asked for. */
export function sortedBy(rows: RowScope, column: Column, rawOrder: boolean): Expression {
  const { catalog } = rows;
  if (catalog.isLookup(column)) return rows.lookupName(column);
  if (rawOrder || !isChoice(column)) return columnExpression(rows.ref(column));
  const labels = catalog.choices(column).map(({ value, label }) => ({ value, label: catalog.label(label) }));
  return { kind: "label", column: rows.ref(column), labels };
}

function byKey(rows: RowScope, name: string): NamedOrdering {
  return {
    name,
    expression: columnExpression(rows.primaryId()),
    descending: false,
  };
}

/**
 * The orderings, and behind them the keys of the rows that make up a row of the answer, so that pages join without
 * loss: the first table's, and those of linked tables of which several rows may meet one.
 */
export function withKeys({ orderings }: Orders, places: Place[]): NamedOrdering[] {
  const keys = places.flatMap(({ rows, link }) => {
    const key = rows.definition.primaryIdColumn;
    if (!link) return [byKey(rows, key)];
    const isOne = link.isFirstOnly || link.element.from === key;
    return isOne ? [] : [byKey(rows, `${link.element.label}.${key}`)];
  });
  return [...orderings, ...keys.filter((each) => !orderings.some(({ name }) => name === each.name))];
}
