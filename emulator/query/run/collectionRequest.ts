/** The subject of a request for a collection, and the common parts of its response. */
import type { Table } from "../../metadata/model";
import type { QueryOptions } from "../../odata/ast";
import { contextUrl, totalRecordCount, totalRecordCountLimitExceeded } from "../payload";
import { compileCount } from "../compile/compile";
import type { Preferences, QueryContext, RelatedTo } from "../model/context";
import { lowerFilter } from "../lower/lowerFilter";
import type { Lowering } from "../scope/lowering";
import { every, type SubQuery } from "../model/model";
import { nextLink } from "./paging";
import type { PagingCookie } from "./pagingCookie";
import { linkChildren, type RowScope } from "../scope/rowScope";

export interface CollectionRequest {
  table: Table;
  options: QueryOptions;
  preferences: Preferences;
  relatedTo?: RelatedTo;
  /** As requested: `accounts`, `accounts(<id>)/Account_Tasks`. */
  resourcePath: string;
  /** As requested, without the question mark. */
  rawQuery: string;
}

export type SourceRequest = Pick<CollectionRequest, "table" | "options" | "relatedTo">;

/** Rows are counted so far and no further [QueryCount]. */
export const maxCount = 5000;

/** The members before `value`, each followed by a comma, in the order of Microsoft's published responses. */
export function headOf(
  context: QueryContext,
  { options, preferences }: Pick<CollectionRequest, "options" | "preferences">,
  fragment: string,
  countRows: () => number,
): string {
  const parts = [`"@odata.context":${JSON.stringify(contextUrl(context.serviceRoot, fragment))},`];
  const count = options.count ? countRows() : undefined;
  if (count !== undefined) parts.push(`"@odata.count":${Math.min(count, maxCount)},`);
  if (preferences.includesAnnotation(totalRecordCount)) {
    parts.push(`"@${totalRecordCount}":${count === undefined ? -1 : Math.min(count, maxCount)},`);
  }
  if (preferences.includesAnnotation(totalRecordCountLimitExceeded)) {
    parts.push(`"@${totalRecordCountLimitExceeded}":${(count ?? 0) > maxCount},`);
  }
  return parts.join("");
}

export function linkPart(context: QueryContext, request: CollectionRequest, cookie: PagingCookie | undefined): string {
  return cookie === undefined
    ? ""
    : `,"@odata.nextLink":${JSON.stringify(nextLink(context, request.resourcePath, request.rawQuery, cookie))}`;
}

/** The number of rows, counted no further than `cap`. */
export function countUpTo(context: QueryContext, query: SubQuery, cap: number): number {
  const { text, parameters } = compileCount(query, cap);
  return Number(context.store.database.get(text, parameters)?.["count"] ?? 0);
}

export interface Source {
  rows: RowScope;
  query: SubQuery;
}

/** The rows a request is about: of a table, or those related to one row; filtered. */
export function sourceOf(lowering: Lowering, { table, options, relatedTo }: SourceRequest): Source {
  const rows = lowering.rowsOf(table);
  const filter = lowerFilter(lowering, options.filter, rows);
  const link = relatedTo && linkChildren(rows, relatedTo.navigation, relatedTo.parentTable, relatedTo.parentId);
  return { rows, query: { from: rows, joins: rows.joins, where: every([...(link ? [link.where] : []), filter]) } };
}
