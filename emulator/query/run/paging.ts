/**
 * Pages of a collection: how many rows one has, where it begins, and the link to the next one. Links hold the whole
 * request as it came and the paging cookie; nothing is kept on the server [QueryPage].
 */
import type { QueryOptions } from "../../odata/ast";
import type { Preferences, QueryContext } from "../model/context";
import { readSkipToken, skipTokenText, type PagingCookie } from "./pagingCookie";

/** Rows; standard tables. */
export const maxPageSize = 5000;

export interface Page {
  size: number;
  /** True if a link follows when there are more rows; with `$top`, none follows. */
  isPaged: boolean;
  /** The end of the previous page. */
  previous?: PagingCookie;
}

/** With a page size in the request, or on a further page, `$top` is ignored. */
export function pageOf(options: QueryOptions, preferences: Preferences): Page {
  const previous = options.skiptoken === undefined ? undefined : readSkipToken(options.skiptoken);
  const found = previous && { previous };
  if (preferences.maxPageSize !== undefined) {
    return { size: Math.min(preferences.maxPageSize, maxPageSize), isPaged: true, ...found };
  }
  if (options.top === undefined || previous) return { size: maxPageSize, isPaged: true, ...found };
  return { size: Math.min(options.top, maxPageSize), isPaged: false };
}

/** The query without an older token, and the new one at its end. */
export function nextLink(context: QueryContext, resourcePath: string, rawQuery: string, cookie: PagingCookie): string {
  const others = rawQuery.split("&").filter((part) => part !== "" && !/^(\$|%24)skiptoken=/i.test(part));
  return `${context.serviceRoot}${resourcePath}?${[...others, skipToken(cookie)].join("&")}`;
}

/**
 * Percent-encoded as Dataverse does it: `=`, `/` and the like stay, the percent signs of the inner cookie become `%25`.
 */
export function skipToken(cookie: PagingCookie): string {
  return `$skiptoken=${encodeURI(skipTokenText(cookie))}`;
}
