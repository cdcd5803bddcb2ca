/**
 * `accounts?savedQuery=<id>` and `?userQuery=<id>`: the FetchXML of a view of everybody's or of a user's own. Pages of
 * views go by links, as those of OData do [PredefinedQueries].
 */
import { errors } from "../../errors/catalog";
import { invalidArgument } from "../../errors/rejections";
import { ServiceError } from "../../errors/serviceError";
import { nextLink } from "../../query/run/paging";
import { readSkipToken } from "../../query/run/pagingCookie";
import type { QueryContext } from "../../query/model/context";
import { storedGuid } from "../../query/scope/values";
import { sqlName } from "../../organization/store/naming";
import { maxPageSize, pageOf, type Page } from "../lower/pages";
import { parseFetch } from "../tree/parseFetch";
import { bodyOf, runFetch, type FetchXmlRequest } from "./queryFetchXml";
import type { Result } from "./rowQuery";

export interface ViewRequest extends Omit<FetchXmlRequest, "fetchXml"> {
  view: "savedQuery" | "userQuery";
  id: string;
  /** As requested: `accounts`, `accounts(<id>)/Account_Tasks`. */
  resourcePath: string;
  /** As requested, without the question mark. */
  rawQuery: string;
  skiptoken?: string;
}

export function queryView(context: QueryContext, request: ViewRequest): string {
  const fetchRequest = { ...request, fetchXml: fetchXmlOf(context, request) };
  const fetch = parseFetch(fetchRequest.fetchXml);
  const page = fetch.top === undefined ? pageByLink(request, fetch.count) : pageOf(fetch);
  const result = runFetch(context, fetchRequest, fetch, page);
  return bodyOf(context, fetchRequest, fetch, result, { before: "", after: linkPart(context, request, result, page) });
}

function fetchXmlOf({ store }: QueryContext, { view, id }: ViewRequest): string {
  const table = store.catalog.table(view.toLowerCase());
  const guid = storedGuid(id);
  if (guid === undefined) throw invalidArgument(`The value of ${view} is no id: ${id}`);
  const row =
    table &&
    store.database.get(
      `SELECT fetchxml FROM ${sqlName(table.logicalName)} WHERE ${sqlName(table.primaryIdColumn)} = ?`,
      [guid],
    );
  if (!row) throw new ServiceError(errors.ObjectDoesNotExist, `${view.toLowerCase()} With Id = ${guid} Does Not Exist`);
  return String(row["fetchxml"] ?? "");
}

function pageByLink({ preferences, skiptoken }: ViewRequest, viewSize = maxPageSize): Page {
  const size = Math.min(preferences.maxPageSize ?? viewSize, maxPageSize);
  if (skiptoken === undefined) return { number: 1, size, isPaged: true };
  const cookie = readSkipToken(skiptoken);
  // Groups, and rows ordered by linked tables, have no position: their pages are counted.
  return { number: cookie.page + 1, size, isPaged: true, ...(cookie.columns.length > 0 && { cookie }) };
}

function linkPart(context: QueryContext, { resourcePath, rawQuery }: ViewRequest, result: Result, page: Page): string {
  if (!result.hasMore) return "";
  const cookie = result.cookie ?? { page: page.number, columns: [] };
  return `,"@odata.nextLink":${JSON.stringify(nextLink(context, resourcePath, rawQuery, cookie))}`;
}
