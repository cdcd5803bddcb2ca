/** Collections: `GET accounts?...`, `GET accounts(<id>)/Account_Tasks?...`, with `/$ref` and `/$count`. */
import type { Row } from "../model/rows";
import { invalidODataRequest } from "../../errors/rejections";
import { contextOfRows, RowWriter, wantedAnnotations } from "../payload";
import { queryAggregates } from "./aggregates";
import {
  countUpTo,
  headOf,
  linkPart,
  maxCount,
  sourceOf,
  type CollectionRequest,
  type SourceRequest,
} from "./collectionRequest";
import type { QueryContext } from "../model/context";
import { lowerOrderBy, type NamedOrdering } from "../lower/lowerOrderBy";
import { Lowering } from "../scope/lowering";
import { isNestedExpand, lowerShape } from "../lower/lowerShape";
import { every } from "../model/model";
import { checkCollectionOptions } from "../lower/options";
import { maxPageSize, pageOf, type Page } from "./paging";
import { cookieOf, positionOf, type PagingCookie } from "./pagingCookie";
import { withSyntaxErrors } from "../scope/queryErrors";
import { expandRows, fetchRows, outputsOf, type ExpandPaging } from "./rows";
import type { RowShape } from "../scope/shape";

/** The body of the answer. */
export function queryCollection(context: QueryContext, request: CollectionRequest): string {
  return withSyntaxErrors(() => {
    checkCollectionOptions(request.options);
    return request.options.apply ? queryAggregates(context, request) : queryRows(context, request);
  });
}

/** `/$ref`: the same rows as links. */
export function queryReferences(context: QueryContext, request: CollectionRequest): string {
  return withSyntaxErrors(() => {
    checkCollectionOptions(request.options);
    const shape: RowShape = { table: request.table, columns: [], expansions: [], selected: [] };
    const { rows, cookie } = fetchPage(context, request, shape);
    const links = rows.map((row) => {
      const id = String(row.values[request.table.primaryIdColumn]);
      return `{"@odata.id":${JSON.stringify(`${context.serviceRoot}${request.table.entitySetName}(${id})`)}}`;
    });
    const head = headOf(context, request, "Collection($ref)", () => countSource(context, request));
    return `{${head}"value":[${links.join(",")}]${linkPart(context, request, cookie)}}`;
  });
}

/** `/$count`, capped. */
export function countRows(context: QueryContext, request: SourceRequest): number {
  return withSyntaxErrors(() => {
    checkCollectionOptions(request.options);
    if (request.options.apply) throw invalidODataRequest("$apply is not supported with /$count.");
    return Math.min(countSource(context, request), maxCount);
  });
}

/** One more than the cap when there are more. */
function countSource(context: QueryContext, request: SourceRequest): number {
  const lowering = new Lowering(context, request.options.aliases ?? {});
  return countUpTo(context, sourceOf(lowering, request).query, maxCount + 1);
}

function queryRows(context: QueryContext, request: CollectionRequest): string {
  const shape = lowerShape(context.store.catalog, request.table, request.options);
  const { rows, cookie } = fetchPage(context, request, shape);
  const writer = new RowWriter(context, wantedAnnotations(request.preferences), false);
  writer.prepare(rows, shape);
  const fragment = contextOfRows(request.table.entitySetName, shape);
  const parts = ["{", headOf(context, request, fragment, () => countSource(context, request)), '"value":'];
  writer.writeRows(parts, rows, shape);
  parts.push(linkPart(context, request, cookie), "}");
  return parts.join("");
}

function orderKey(index: number): string {
  return `#order${index}`;
}

/** Reads one row more than the page size, to detect another page. */
function fetchPage(
  context: QueryContext,
  request: CollectionRequest,
  shape: RowShape,
): { rows: Row[]; cookie?: PagingCookie } {
  const page = pageOf(request.options, request.preferences);
  const lowering = new Lowering(context, request.options.aliases ?? {});
  const { rows: scope, query } = sourceOf(lowering, request);
  const orderings = lowerOrderBy(lowering, request.options.orderby, scope);
  const where = page.previous
    ? every([query.where, { kind: "after", orderings, position: positionOf(page.previous, orderings) }])
    : query.where;
  const outputs = [
    ...outputsOf(shape, scope),
    ...orderings.map((ordering, index) => ({ name: orderKey(index), value: ordering.expression })),
  ];
  const limit = page.isPaged ? page.size + 1 : page.size;
  const found = fetchRows(context, { ...query, where, outputs, orderings, limit });
  const rows = found.slice(0, page.size);
  expandRows(context, rows, shape, expandPaging(request, page));
  const cookie = found.length > rows.length ? cookieOfPage(page, orderings, rows) : undefined;
  return { rows, ...(cookie && { cookie }) };
}

function expandPaging({ options }: CollectionRequest, page: Page): ExpandPaging {
  return {
    isNested: isNestedExpand(options.expand),
    pageSize: page.isPaged ? page.size : maxPageSize,
  };
}

function cookieOfPage(page: Page, orderings: NamedOrdering[], rows: Row[]): PagingCookie | undefined {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return undefined;
  const valuesOf = (row: Row) => orderings.map((_, index) => row.values[orderKey(index)] ?? null);
  return cookieOf((page.previous?.page ?? 0) + 1, orderings, valuesOf(first), valuesOf(last));
}
