import type { DataverseClient } from "./client";
import type { DataverseRequest, DataverseResponse } from "./request";
import { rowsOf } from "./responses";
import { unexpectedResponse } from "./errors/messages";
import { isOrganizationUrl } from "./organizationUrl";

/** One page of a collection, as Dataverse sends it. */
export interface Page<Row> {
  value: Row[];
  "@odata.nextLink"?: string;
  "@odata.count"?: number;
  [annotation: string]: unknown;
}

/** Rows per page: 1 to 5,000 on standard tables [Query]. */
export const largestPageSize = 5_000;

export function maxPageSize(rows: number): string {
  return `odata.maxpagesize=${rows}`;
}

/**
 * The pages of a collection, one at a time. The next link is used exactly as Dataverse wrote it, and the `Prefer`
 * header goes with every page, because the link does not carry the page size.
 *
 * `pageSize` is called before every request with the number of rows read so far. A caller who wants a certain number of
 * rows can then stop at the end of a page, and the last link continues without a gap.
 */
export async function* pages<Row>(
  client: DataverseClient,
  first: DataverseRequest,
  pageSize: (rowsRead: number) => number,
): AsyncGenerator<Page<Row>, void> {
  let request = first;
  let rowsRead = 0;
  // One remembered link, replaced at every power of two, finds a cycle of any length (Brent's algorithm).
  let kept = first.link;
  for (let pagesRead = 1; ; pagesRead++) {
    const { page, response } = await readPage<Row>(client, request, pageSize(rowsRead));
    yield page;
    rowsRead += page.value.length;
    const link = page["@odata.nextLink"];
    if (link === undefined) return;
    if (link === kept || link === request.link) {
      throw unexpectedResponse(response, "its next page is one that was read before");
    }
    if (Number.isInteger(Math.log2(pagesRead))) kept = link;
    const { path: _path, ...rest } = first;
    request = { ...rest, link };
  }
}

async function readPage<Row>(
  client: DataverseClient,
  request: DataverseRequest,
  rows: number,
): Promise<{ page: Page<Row>; response: DataverseResponse<unknown> }> {
  const { options } = request;
  const prefer = [...(options?.prefer ?? []), maxPageSize(rows)];
  const response = await client.request<Page<Row>>({ ...request, options: { ...options, prefer } });
  const value = rowsOf<Row & object>(response);
  const { "@odata.nextLink": link, ...page } = response.body as Page<Row>;
  const given: unknown = link;
  if (given === undefined || given === null) return { page: { ...page, value }, response };
  if (typeof given === "string" && isOwn(client, given)) {
    return { page: { ...page, value, "@odata.nextLink": given }, response };
  }
  throw unexpectedResponse(response, "its link to the next page does not lead to the organization");
}

function isOwn({ organizationUrl }: DataverseClient, link: string): boolean {
  return URL.canParse(link) && isOrganizationUrl(organizationUrl, new URL(link));
}
