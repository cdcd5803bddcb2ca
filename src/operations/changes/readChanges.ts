/**
 * The requests of the trigger. Each reads one page: the caller decides whether to go on in this run, in the next batch
 * or in the next poll.
 */
import {
  type ChangePage,
  type DataverseClient,
  type DataverseRecord,
  largestPageSize,
  queryString,
  readChangePage,
} from "../../client";
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
  return readChangePage(client, { operation, method: "GET", ...address }, { pageSize: largestPageSize });
}

function both(first: string, second: string | undefined): string {
  return second === undefined ? first : `${first} and (${second})`;
}

/** One page of the first reading: ids only, because the service gives a delta link for a complete reading alone. */
export function readIds(client: DataverseClient, table: ChangeTable, link: string | undefined): Promise<ChangePage> {
  const operation = `Read the ids of ${table.entitySetName} to track changes`;
  const path = table.entitySetName + queryString({ $select: [table.primaryIdColumn] });
  const address = link === undefined ? { path } : { link };
  return readChangePage(
    client,
    { operation, method: "GET", ...address },
    { tracksChanges: true, pageSize: largestPageSize },
  );
}

export function readDelta(client: DataverseClient, table: ChangeTable, link: string): Promise<ChangePage> {
  const operation = `Read the tracked changes of ${table.entitySetName}`;
  return readChangePage(client, { operation, method: "GET", link }, {});
}

/** The function takes at most 500 values, because a query may have at most 500 conditions [FetchXmlFilter]. */
const idsPerRequest = 300;

/** The rows of these ids that match the filter. A row that was deleted meanwhile is missing. */
export async function readRowsById(
  client: DataverseClient,
  query: ChangeQuery,
  table: ChangeTable,
  ids: string[],
): Promise<DataverseRecord[]> {
  const rows: DataverseRecord[] = [];
  for (let first = 0; first < ids.length; first += idsPerRequest) {
    const values = ids.slice(first, first + idsPerRequest).map((id) => `'${id}'`);
    const condition = `Microsoft.Dynamics.CRM.In(PropertyName='${table.primaryIdColumn}',PropertyValues=[${values.join(",")}])`;
    const path =
      table.entitySetName +
      queryString({
        $select: selectOf(query, table),
        $filter: both(condition, query.filterExpression),
        $expand: query.expandPropertyNames,
      });
    const operation = `Read changed records of ${table.entitySetName}`;
    const page = await readChangePage(client, { operation, method: "GET", path }, { pageSize: largestPageSize });
    for (const row of page.rows) rows.push(row);
  }
  return rows;
}
