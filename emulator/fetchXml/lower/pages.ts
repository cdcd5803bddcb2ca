/** Which rows of a result are asked for [FetchXmlPage]. */
import { errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import type { PagingCookie } from "../../query/run/pagingCookie";
import { readInnerCookie } from "../../query/run/pagingCookie";
import type { Fetch } from "../tree/fetchTree";

/** Rows; the default and the most. */
export const maxPageSize = 5000;

/** Rows that can be reached without a cookie. */
const maxRowsWithoutCookie = 50_000;

export interface Page {
  /** Counted from 1. */
  number: number;
  size: number;
  /** True if the response indicates more rows; with `top`, it does not. */
  isPaged: boolean;
  /** Of a page before this one. */
  cookie?: PagingCookie;
}

/** How many rows to pass over: from the first one, or from the end of the page that the cookie was given with. */
export function rowsToSkip({ number, size, cookie }: Page): number {
  return (cookie ? number - cookie.page - 1 : number - 1) * size;
}

export function pageOf(fetch: Fetch): Page {
  if (fetch.top !== undefined) return { number: 1, size: fetch.top, isPaged: false };
  const size = Math.min(fetch.count ?? maxPageSize, maxPageSize);
  const cookie = fetch.pagingCookie === undefined ? undefined : readInnerCookie(fetch.pagingCookie);
  const number = fetch.page ?? (cookie ? cookie.page + 1 : 1);
  // Back to a page at or before the cookie's: it says nothing about where that began, so it is looked for from the
  // first row.
  const isAhead = cookie !== undefined && number > cookie.page;
  return { number, size, isPaged: true, ...(isAhead && { cookie }) };
}

/** @throws ServiceError beyond the rows that simple paging reaches. */
export function checkReach({ number, size, cookie }: Page): void {
  if (cookie === undefined && number * size > Math.max(maxRowsWithoutCookie, size))
  // OverRetrievalUpperLimitWithoutPagingCookie
  {
    throw new ServiceError(
      errors.OverRetrievalUpperLimitWithoutPagingCookie,
      "Paging cookie is required when trying to retrieve a set of records on any high pages.",
    );
  }
}
