import {
  type DataverseClient,
  type DataverseRecord,
  largestPageSize,
  pages,
  queryString,
  type RequestAddress,
} from "../../client";
import { type TableReference, withEntitySet } from "../tables/names";

export interface QueryRecords {
  entityType: TableReference;
  fieldNames: string[];
  filterExpression: string | undefined;
  orderByFieldNames: string[];
  expandPropertyNames: string[];
  recordsPerPage: number;
  /** The link of an earlier page; it carries the whole query. */
  nextPageId: string | undefined;
  fetchAll: boolean;
  /** Stop after this many records. */
  maxRecords: number | undefined;
  includeCount: boolean;
}

export interface QueryResult {
  value: DataverseRecord[];
  /** Present when more records match; the query continues from either link without a gap. */
  "@odata.nextLink"?: string;
  /** The same link under the name that flows built on the published connector use. */
  oDataNextLink?: string;
  "@odata.count"?: number;
  /** No more records match. */
  isComplete: boolean;
}

/** One page, or with Fetch All every page up to Max Records. */
export function queryRecords(client: DataverseClient, query: QueryRecords): Promise<QueryResult> {
  const { nextPageId } = query;
  if (nextPageId !== undefined) {
    return readPages(client, query, { operation: "Query the next page of records", link: nextPageId });
  }
  return withEntitySet(client, query.entityType, (entitySetName) =>
    readPages(client, query, { operation: `Query records of ${entitySetName}`, path: entitySetName + queryOf(query) }),
  );
}

function queryOf(query: QueryRecords): string {
  return queryString({
    $select: query.fieldNames,
    $filter: query.filterExpression,
    $orderby: query.orderByFieldNames,
    $expand: query.expandPropertyNames,
    $count: query.includeCount,
  });
}

async function readPages(
  client: DataverseClient,
  query: QueryRecords,
  first: { operation: string } & RequestAddress,
): Promise<QueryResult> {
  const limit = query.fetchAll
    ? (query.maxRecords ?? Infinity)
    : Math.min(query.maxRecords ?? Infinity, query.recordsPerPage);
  const pageSize = (rowsRead: number) => Math.min(query.recordsPerPage, largestPageSize, limit - rowsRead);
  const value: DataverseRecord[] = [];
  let count: number | undefined;
  let link: string | undefined;
  for await (const page of pages<DataverseRecord>(client, { ...first, method: "GET" }, pageSize)) {
    for (const row of page.value) value.push(row);
    count ??= page["@odata.count"];
    link = page["@odata.nextLink"];
    if (value.length >= limit || !query.fetchAll) break;
  }
  return {
    value,
    ...(link === undefined ? {} : { "@odata.nextLink": link, oDataNextLink: link }),
    ...(count === undefined ? {} : { "@odata.count": count }),
    isComplete: link === undefined,
  };
}
