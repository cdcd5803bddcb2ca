/** Queries for rows. */
import { invalidArgument } from "../../errors/rejections";
import { compileQuery } from "../../query/compile/compile";
import type { QueryContext } from "../../query/model/context";
import type { NamedOrdering } from "../../query/lower/lowerOrderBy";
import { column as columnExpression, every, type Output, type Query } from "../../query/model/model";
import { cookieOf, positionOf, type PagingCookie } from "../../query/run/pagingCookie";
import { invalidPagingCookie } from "../../query/scope/queryErrors";
import type { RowScope } from "../../query/scope/rowScope";
import type { SqlRow } from "../../organization/store/database";
import { rowCells, valueOutputs, type Cell } from "../lower/cells";
import { countChildren } from "../lower/childCounts";
import type { Fetch } from "../tree/fetchTree";
import { lowerOrders, withKeys, type Orders } from "../lower/orders";
import { checkReach, rowsToSkip, type Page } from "../lower/pages";
import type { Place } from "../lower/places";

export interface Result {
  /** The table the query starts from. */
  root: RowScope;
  cells: Cell[];
  rows: SqlRow[];
  hasMore: boolean;
  /** Only when there are more rows, and the query is one that cookies work for. */
  cookie?: PagingCookie;
  /** The result column that holds a row's version; rows without identity have none. */
  versionOutput?: string;
  /** The same rows without paging, to be counted. */
  unpaged: Query;
}

const versionOutput = "#version";
function orderOutput(index: number): string {
  return `#order${index}`;
}

export function queryRows(context: QueryContext, fetch: Fetch, root: Place, page: Page): Result {
  const cells = rowCells(root, fetch.distinct);
  const orders = lowerOrders(root, fetch.rawOrder);
  const { hasKey, isOneRowEach } = identityOf(fetch, root, cells);
  const hasCookie = page.isPaged && isOneRowEach && !orders.usesLinks;
  if (page.cookie && !hasCookie) throw invalidPagingCookie();
  const outputs = cells.flatMap((cell) => valueOutputs(cell, fetch.distinct));
  if (outputs.length === 0) throw invalidArgument("A query for distinct rows must return at least one attribute.");
  const version = hasKey ? root.rows.definition.columns.get("versionnumber") : undefined;
  if (version) outputs.push({ name: versionOutput, value: columnExpression(root.rows.ref(version)) });
  const orderings = orderingsOf(fetch, root, orders, hasCookie ? [] : outputs);
  const unpaged: Query = { ...root.level.query(root), outputs, distinct: fetch.distinct, orderings };
  const found = fetchPage(
    context,
    hasCookie ? { ...unpaged, outputs: [...outputs, ...positions(orderings)] } : unpaged,
    page,
    orderings,
  );
  const rows = found.slice(0, page.size);
  const hasMore = page.isPaged && found.length > rows.length;
  countChildren(context, cells, rows);
  return {
    root: root.rows,
    cells,
    rows,
    hasMore,
    ...(hasMore && hasCookie && { cookie: cookieOfPage(page, orderings, rows) }),
    ...(version && { versionOutput }),
    unpaged,
  };
}

/** With `distinct`, rows are what they show; their key belongs to them only when it is shown. */
function identityOf(fetch: Fetch, root: Place, cells: Cell[]): { hasKey: boolean; isOneRowEach: boolean } {
  if (!fetch.distinct) return { hasKey: true, isOneRowEach: true };
  const hasKey = cells.some((cell) => cell.rows === root.rows && cell.column.isPrimaryId);
  return { hasKey, isOneRowEach: hasKey && cells.every((cell) => cell.rows === root.rows) };
}

function orderingsOf(fetch: Fetch, root: Place, orders: Orders, outputs: Output[]): NamedOrdering[] {
  if (!fetch.distinct) return withKeys(orders, root.level.places);
  if (outputs.length === 0) return withKeys(orders, [root]);
  const shown = outputs.flatMap(({ name, value }) =>
    value.kind === "aggregate" ? [] : [{ name, expression: value, descending: false }],
  );
  return [...orders.orderings, ...shown];
}

function positions(orderings: NamedOrdering[]): Output[] {
  return orderings.map(({ expression }, index) => ({ name: orderOutput(index), value: expression }));
}

/** Reads one row more than the page size, to detect another page. */
function fetchPage(context: QueryContext, query: Query, page: Page, orderings: NamedOrdering[]): SqlRow[] {
  checkReach(page);
  const where = page.cookie
    ? every([query.where, { kind: "after", orderings, position: positionOf(page.cookie, orderings) }])
    : query.where;
  const limit = page.isPaged ? page.size + 1 : page.size;
  const { text, parameters } = compileQuery({ ...query, where, limit, offset: rowsToSkip(page) });
  return context.store.database.all(text, parameters);
}

function cookieOfPage(page: Page, orderings: NamedOrdering[], rows: SqlRow[]): PagingCookie {
  const valuesOf = (row: SqlRow | undefined) => orderings.map((_, index) => row?.[orderOutput(index)] ?? null);
  return cookieOf(page.number, orderings, valuesOf(rows[0]), valuesOf(rows.at(-1)));
}
