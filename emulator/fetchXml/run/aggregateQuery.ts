/** Queries for groups [FetchXmlAggregate]. */
import { errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import { defaultCalendar } from "../../query/scope/calendar";
import { countUpTo } from "../../query/run/collectionRequest";
import { compileQuery } from "../../query/compile/compile";
import type { QueryContext } from "../../query/model/context";
import type { Aggregate } from "../../query/lower/lowerApply";
import {
  column as columnExpression,
  type Expression,
  type Ordering,
  type Output,
  type Query,
} from "../../query/model/model";
import { aggregateLimitExceeded, invalidPagingCookie } from "../../query/scope/queryErrors";
import { isChoice } from "../../query/scope/values";
import type { SqlRow } from "../../organization/store/database";
import { CellList, valueOutputs, type Cell } from "../lower/cells";
import { yearOutputs } from "../lower/dateGroups";
import type { AttributeElement, Fetch } from "../tree/fetchTree";
import { sortedBy } from "../lower/orders";
import { checkReach, rowsToSkip, type Page } from "../lower/pages";
import { columnOf, isReadable, type Place } from "../lower/places";
import type { Result } from "./rowQuery";

/** Source rows. */
const maxAggregatedRows = 50_000;

interface AggregateCell extends Cell {
  attribute: AttributeElement;
}

export function queryGroups(context: QueryContext, fetch: Fetch, root: Place, page: Page): Result {
  if (page.cookie) throw invalidPagingCookie();
  const cells = aggregateCells(root);
  const source = root.level.query(root);
  const orderings = orderingsOf(root, cells, fetch.rawOrder);
  const limit = Math.min(fetch.aggregateLimit ?? maxAggregatedRows, maxAggregatedRows);
  if (countUpTo(context, source, limit + 1) > limit) throw aggregateLimitExceeded();
  const outputs = cells.flatMap((cell) => outputsOf(cell));
  const groupBy = cells.filter((cell) => cell.attribute.groupBy).map(groupExpression);
  const unpaged: Query = { ...source, outputs, groupBy, orderings };
  checkReach(page);
  const { text, parameters } = compileQuery({
    ...unpaged,
    limit: page.isPaged ? page.size + 1 : page.size,
    offset: rowsToSkip(page),
  });
  const found = context.store.database.all(text, parameters);
  const rows = found.slice(0, page.size).map((row) => completed(row, cells));
  return { root: root.rows, cells, rows, hasMore: page.isPaged && found.length > rows.length, unpaged };
}

function aggregateCells(root: Place): AggregateCell[] {
  const list = new CellList();
  const cells = root.level.places.flatMap((place) =>
    place.element.attributes.map((attribute) => {
      const column = columnOf(place.rows, attribute.name);
      const isCount = attribute.aggregate === "count";
      if (!isCount && !isReadable(place.rows, column)) {
        throw notAggregated(attribute.aggregate ?? "groupby", column.type);
      }
      const cell = list.add({
        key: attribute.alias ?? attribute.name,
        isAliased: true,
        rows: place.rows,
        column,
        shows: shown(place, attribute),
      });
      return { ...cell, attribute };
    }),
  );
  if (cells.length === 0) {
    throw new ServiceError(
      errors.QueryBuilderDeserializeInvalidAggregate,
      "An error occurred while processing Aggregates in Query: it has no attributes.",
    );
  }
  return cells;
}

function shown(place: Place, { name, alias, aggregate, dateGrouping }: AttributeElement): Cell["shows"] {
  const column = columnOf(place.rows, name);
  const ref = place.rows.ref(column);
  const key = alias ?? name;
  const isDate = ref.kind === "dateTime" || ref.kind === "date";
  if (aggregate === undefined) {
    if (dateGrouping === undefined) {
      if (ref.kind === "binary") throw notAggregated("groupby", column.type);
      return { kind: "value" };
    }
    if (!isDate) {
      throw new ServiceError(
        errors.QueryBuilderInvalidDateGrouping,
        `An invalid value was specified for dategrouping: '${name}' is no date.`,
      );
    }
    return { kind: "datePart", part: dateGrouping };
  }
  if (aggregate === "count" || aggregate === "countcolumn") {
    return { kind: "aggregate", aggregate: { key, method: "count" } };
  }
  const isNumber = ref.kind === "number" && !isChoice(column);
  const isOrdered = isNumber || isDate;
  if (aggregate === "min" || aggregate === "max" ? !isOrdered : !isNumber) throw notAggregated(aggregate, column.type);
  const method = aggregate === "avg" ? "average" : aggregate;
  return { kind: "aggregate", aggregate: { key, method, column, ref } };
}

/** QueryBuilderInvalidAggregateAttribute */
function notAggregated(aggregate: string, type: string): Error {
  return new ServiceError(
    errors.QueryBuilderInvalidAggregateAttribute,
    `Aggregate ${aggregate} is not supported for attribute of type ${type}.`,
  );
}

function outputsOf(cell: AggregateCell): Output[] {
  const { shows, output } = cell;
  if (shows.kind === "datePart") return [{ name: output, value: groupExpression(cell) }, ...yearOutputs(cell)];
  if (shows.kind !== "aggregate") return valueOutputs(cell, true);
  return [{ name: output, value: aggregateValue(cell, shows.aggregate) }];
}

function aggregateValue(cell: AggregateCell, aggregate: Aggregate): Output["value"] {
  const of = columnExpression(cell.rows.ref(cell.column));
  if (aggregate.method !== "count") return { kind: "aggregate", method: aggregate.method, of, distinct: false };
  if (cell.attribute.aggregate === "count") return { kind: "aggregate", method: "count" };
  return { kind: "aggregate", method: "count", of, distinct: cell.attribute.distinct };
}

function groupExpression({ shows, rows, column }: Cell): Expression {
  if (shows.kind !== "datePart") return columnExpression(rows.ref(column));
  return { kind: "datePart", column: rows.ref(column), part: shows.part, fiscal: defaultCalendar.fiscal };
}

/** By aliases, and in the end by all groups, so that pages join. */
function orderingsOf(root: Place, cells: AggregateCell[], rawOrder: boolean): Ordering[] {
  const asked = root.level.places
    .flatMap(({ element }) => element.orders)
    .map(({ alias = "", descending }): Ordering => {
      const cell = cells.find((each) => each.key === alias);
      if (!cell) {
        throw new ServiceError(
          errors.QueryBuilderInvalid_Alias,
          `Invalid alias for aggregate operation. Alias = ${alias}`,
        );
      }
      return { expression: sortKey(cell, rawOrder), descending };
    });
  const groups = cells.filter((cell) => cell.attribute.groupBy);
  return [...asked, ...groups.map((cell) => ({ expression: groupExpression(cell), descending: false }))];
}

function sortKey(cell: AggregateCell, rawOrder: boolean): Expression {
  if (!cell.attribute.groupBy) return { kind: "output", name: cell.output };
  return cell.shows.kind === "value" ? sortedBy(cell.rows, cell.column, rawOrder) : groupExpression(cell);
}

/**
 * As Microsoft's sample results have it: the sum of no values is 0, and the average of whole numbers is one
 * [FetchXmlAggregate].
 */
function completed(row: SqlRow, cells: Cell[]): SqlRow {
  const result = { ...row };
  for (const { shows, output, column } of cells) {
    if (shows.kind !== "aggregate") continue;
    const value = result[output] ?? null;
    if (shows.aggregate.method === "sum") result[output] = value ?? 0;
    if (shows.aggregate.method === "average" && column.type === "Integer" && value !== null) {
      result[output] = Math.trunc(Number(value));
    }
  }
  return result;
}
