/** A FetchXML request from its text to the body of the answer. */
import { errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import type { Table } from "../../metadata/model";
import { wantedAnnotations } from "../../query/payload";
import { headOf, maxCount } from "../../query/run/collectionRequest";
import { compileResultCount } from "../../query/compile/compile";
import type { Preferences, QueryContext, RelatedTo } from "../../query/model/context";
import { Lowering } from "../../query/scope/lowering";
import type { Query } from "../../query/model/model";
import { fetchXmlCookieText } from "../../query/run/pagingCookie";
import { linkChildren } from "../../query/scope/rowScope";
import { queryGroups } from "./aggregateQuery";
import { attributeName, FetchRowWriter } from "./fetchRowWriter";
import type { Fetch } from "../tree/fetchTree";
import { openQuery } from "../lower/links";
import { pageOf, type Page } from "../lower/pages";
import { parseFetch } from "../tree/parseFetch";
import { queryRows, type Result } from "./rowQuery";
import { contextFragment } from "../lower/contextFragment";

export interface FetchXmlRequest {
  /** Of the entity set in the URL. */
  table: Table;
  fetchXml: string;
  preferences: Preferences;
  relatedTo?: RelatedTo;
  /** `$count=true` */
  withCount?: boolean;
}

const pagingCookieAnnotation = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
const moreRecordsAnnotation = "Microsoft.Dynamics.CRM.morerecords";

/**
 * The whole JSON body.
 *
 * @throws ServiceError for what Dataverse refuses
 */
export function queryFetchXml(context: QueryContext, request: FetchXmlRequest): string {
  const fetch = parseFetch(request.fetchXml);
  const result = runFetch(context, request, fetch, pageOf(fetch));
  return bodyOf(context, request, fetch, result, { before: moreRecords(request.preferences, result), after: "" });
}

/** @throws ServiceError */
export function runFetch(
  context: QueryContext,
  { table, relatedTo }: FetchXmlRequest,
  fetch: Fetch,
  page: Page,
): Result {
  const root = openQuery(new Lowering(context, undefined), fetch.entity);
  if (root.rows.table !== table.logicalName) {
    throw new ServiceError(
      errors.QueryBuilderEntitiesDontMatch,
      "The entity name specified in fetchxml does not match the entity name specified in the Entity or Query Expression. " +
        `Entity name in the request: ${table.logicalName}, in fetchxml: ${root.rows.table}`,
    );
  }
  if (relatedTo) {
    root.level.where.push(
      linkChildren(root.rows, relatedTo.navigation, relatedTo.parentTable, relatedTo.parentId).where,
    );
  }
  return fetch.aggregate ? queryGroups(context, fetch, root, page) : queryRows(context, fetch, root, page);
}

/** The members of the body other than the rows and their number. */
interface Extras {
  before: string;
  after: string;
}

export function bodyOf(
  context: QueryContext,
  { preferences, withCount }: FetchXmlRequest,
  fetch: Fetch,
  { root, cells, rows, unpaged, versionOutput }: Result,
  extras: Extras,
): string {
  const options = { count: fetch.countsTotal || withCount === true };
  const head = headOf(context, { options, preferences }, contextFragment(root, fetch, cells), () =>
    countResult(context, unpaged),
  );
  const wanted = {
    ...wantedAnnotations(preferences),
    attributeName: preferences.includesAnnotation(attributeName),
  };
  const writer = new FetchRowWriter(context, wanted, cells, versionOutput);
  return `{${head}${extras.before}"value":${writer.write(rows)}${extras.after}}`;
}

function countResult(context: QueryContext, unpaged: Query): number {
  const { text, parameters } = compileResultCount(unpaged, maxCount + 1);
  return Number(context.store.database.get(text, parameters)?.["count"] ?? 0);
}

/** On the last page both annotations are missing ([FetchXmlPage], "Last Page"). */
function moreRecords(preferences: Preferences, { hasMore, cookie }: Result): string {
  const parts: string[] = [];
  if (hasMore && cookie && preferences.includesAnnotation(pagingCookieAnnotation)) {
    parts.push(`"@${pagingCookieAnnotation}":${JSON.stringify(fetchXmlCookieText(cookie))},`);
  }
  if (hasMore && preferences.includesAnnotation(moreRecordsAnnotation)) parts.push(`"@${moreRecordsAnnotation}":true,`);
  return parts.join("");
}
