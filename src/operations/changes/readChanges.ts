/**
 * The requests of the trigger. Each reads one page: the caller decides whether to go on in this run, in the next batch
 * or in the next poll.
 */
import { type ChangePage, type DataverseClient, type DataverseRecord, queryString, readChangePage } from "../../client";
import { type ChangeQuery, selectOf } from "./changeQuery";
import type { ChangeTable } from "./changeTable";

/**
 * One page of the rows modified at or after `from`, the oldest change first. The order makes the service page by the
 * last row's values, so that a row changed meanwhile moves to the end and no row is skipped.
 */
export function readModifiedRows(
  client: DataverseClient,
  query: ChangeQuery,
  table: ChangeTable,
  position: { from: string } | { link: string },
  pageSize: number,
): Promise<ChangePage> {
  const address =
    "link" in position
      ? position
      : {
          path:
            table.entitySetName +
            queryString({
              $select: selectOf(query, table),
              $filter: both(`modifiedon ge ${position.from}`, query.filterExpression),
              $orderby: ["modifiedon", table.primaryIdColumn],
              $expand: query.expandPropertyNames,
            }),
        };
  const operation = `Read changed records of ${table.entitySetName}`;
  return readChangePage(client, { operation, method: "GET", ...address }, { pageSize });
}

/** All rows that match the filter, in the order of their ids, which no change alters. */
export function readAllRows(
  client: DataverseClient,
  query: ChangeQuery,
  table: ChangeTable,
  link: string | undefined,
  pageSize: number,
): Promise<ChangePage> {
  const path =
    table.entitySetName +
    queryString({
      $select: selectOf(query, table),
      $filter: query.filterExpression,
      $orderby: [table.primaryIdColumn],
      $expand: query.expandPropertyNames,
    });
  const address = link === undefined ? { path } : { link };
  const operation = `Read the records of ${table.entitySetName}`;
  return readChangePage(client, { operation, method: "GET", ...address }, { pageSize });
}

function both(first: string, second: string | undefined): string {
  return second === undefined ? first : `${first} and (${second})`;
}

/** One page of the first reading: ids only, because the service gives a delta link for a complete reading alone. */
export function readIds(
  client: DataverseClient,
  table: ChangeTable,
  link: string | undefined,
  pageSize: number,
): Promise<ChangePage> {
  const operation = `Read the ids of ${table.entitySetName} to track changes`;
  const path = table.entitySetName + queryString({ $select: [table.primaryIdColumn] });
  const address = link === undefined ? { path } : { link };
  return readChangePage(client, { operation, method: "GET", ...address }, { tracksChanges: true, pageSize });
}

export function readDelta(
  client: DataverseClient,
  table: ChangeTable,
  link: string,
  pageSize: number | undefined,
): Promise<ChangePage> {
  const operation = `Read the tracked changes of ${table.entitySetName}`;
  return readChangePage(client, { operation, method: "GET", link }, pageSize === undefined ? {} : { pageSize });
}

/** The rows of these ids that match the filter. A row that was deleted meanwhile is missing. */
export function readRowsById(
  client: DataverseClient,
  query: ChangeQuery,
  table: ChangeTable,
  ids: string[],
  idsPerRequest: number,
): Promise<DataverseRecord[]> {
  const { filterExpression, expandPropertyNames: $expand } = query;
  return readByIds(client, table, ids, idsPerRequest, (condition) => ({
    $select: selectOf(query, table),
    $filter: both(condition, filterExpression),
    $expand,
  }));
}

/** Those of the ids whose rows exist. */
export async function existingIds(
  client: DataverseClient,
  table: ChangeTable,
  ids: string[],
  idsPerRequest: number,
): Promise<Set<string>> {
  const { primaryIdColumn } = table;
  const rows = await readByIds(client, table, ids, idsPerRequest, ($filter) => ({
    $select: [primaryIdColumn],
    $filter,
  }));
  return new Set(rows.map((row) => String(row[primaryIdColumn]).toLowerCase()));
}

async function readByIds(
  client: DataverseClient,
  { entitySetName, primaryIdColumn }: ChangeTable,
  ids: string[],
  idsPerRequest: number,
  optionsOf: (condition: string) => Parameters<typeof queryString>[0],
): Promise<DataverseRecord[]> {
  const rows: DataverseRecord[] = [];
  for (let first = 0; first < ids.length; first += idsPerRequest) {
    const values = ids.slice(first, first + idsPerRequest).map((id) => `'${id}'`);
    const condition = `Microsoft.Dynamics.CRM.In(PropertyName='${primaryIdColumn}',PropertyValues=[${values.join(",")}])`;
    const operation = `Read changed records of ${entitySetName}`;
    const path = entitySetName + queryString(optionsOf(condition));
    const page = await readChangePage(client, { operation, method: "GET", path }, { pageSize: idsPerRequest });
    for (const row of page.rows) rows.push(row);
  }
  return rows;
}
