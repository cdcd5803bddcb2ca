import {
  type DataverseClient,
  type DataverseRecord,
  type DataverseResponse,
  encodeForUrl,
  errorFromResponse,
  type FetchDocument,
  InvalidInputError,
  parseFetchDocument,
  readPagingCookie,
  parseJson,
  partResponse,
  rowsOf,
  type RequestOptions,
  unexpectedData,
  unexpectedResponse,
} from "../../client";
import { getEntitySets } from "../tables/definitions";
import { asLogicalName, type TableReference, withEntitySet } from "../tables/names";

export interface FetchXmlQuery {
  /** Left out or the logical name that the query itself names: the entity set is then looked up. */
  entityType: string | undefined;
  xmlQuery: string;
  /** Names of annotations, or `*`. */
  includeAnnotations: string[];
  pageNumber: number | undefined;
  /** The cookie of the page before. */
  nextPageId: string | undefined;
  /** `systemuserid` of the user to act as. */
  impersonateUserId: string | undefined;
  fetchAll: boolean;
}

export interface FetchXmlResult {
  value: DataverseRecord[];
  "@odata.count"?: number;
  /** What the next call needs; absent when nothing is left. */
  PagingInfo?: { cookie: string; page: number; nextPage: true };
  isComplete: boolean;
}

const queryInput = "XML Query";

/** Without these annotations a page does not say that there is another ("Page results using FetchXml", Microsoft Learn). */
const pagingAnnotations = [
  "Microsoft.Dynamics.CRM.fetchxmlpagingcookie",
  "Microsoft.Dynamics.CRM.morerecords",
  "Microsoft.Dynamics.CRM.totalrecordcount",
];

/** One page, or with Fetch All every page, with a cookie where the query has one and by page number where not. */
export async function runFetchXml(client: DataverseClient, query: FetchXmlQuery): Promise<FetchXmlResult> {
  const document = parseFetchDocument(query.xmlQuery, queryInput);
  const start = startingPage(document, query);
  const entityType = await entityTypeOf(client, query.entityType, document.entityName);
  return withEntitySet(client, entityType, (entitySetName) => gather(client, entitySetName, document, query, start));
}

interface Position {
  page: number | undefined;
  cookie: string | undefined;
}

/** The inputs win over the query's own `page` and `paging-cookie`; a cookie goes with the page it was made for. */
function startingPage(document: FetchDocument, query: FetchXmlQuery): Position {
  const given = query.nextPageId === undefined ? undefined : readPagingCookie(query.nextPageId);
  if (query.nextPageId !== undefined && !given) {
    throw new InvalidInputError(
      "Next Page Id",
      "the paging cookie of an earlier page is needed: the cookie of its PagingInfo.",
    );
  }
  const writtenPage = pageOf(document.attribute("page"));
  const page = query.pageNumber ?? (given ? (given.page ?? 1) + 1 : writtenPage);
  const isWrittenPage = given === undefined && page === writtenPage;
  const cookie = given?.inner ?? (isWrittenPage ? document.attribute("paging-cookie") : undefined);
  if (document.attribute("top") !== undefined && (page !== undefined || query.fetchAll)) {
    throw new InvalidInputError(
      queryInput,
      `the attribute "top" excludes paging: take it out, or leave the paging inputs empty.`,
    );
  }
  return { page, cookie };
}

function pageOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d*$/.test(text.trim()) ? Number(text) : undefined;
}

async function entityTypeOf(
  client: DataverseClient,
  given: TableReference | undefined,
  entityName: string,
): Promise<TableReference> {
  if (given !== undefined && given !== entityName) return given;
  const logicalName = asLogicalName(entityName);
  return (await getEntitySets(client, [logicalName])).get(logicalName) ?? entityName;
}

interface FetchPage {
  value: DataverseRecord[];
  "@odata.count"?: number;
  "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"?: string;
  "@Microsoft.Dynamics.CRM.morerecords"?: boolean;
}

async function gather(
  client: DataverseClient,
  entitySetName: string,
  document: FetchDocument,
  query: FetchXmlQuery,
  start: Position,
): Promise<FetchXmlResult> {
  const value: DataverseRecord[] = [];
  let position: Position | undefined = start;
  let count: number | undefined;
  while (position) {
    const xml = document.withAttributes({ page: position.page?.toString(), "paging-cookie": position.cookie });
    const page: FetchPage = await readPage(client, entitySetName, xml, query);
    for (const row of page.value) value.push(row);
    count ??= page["@odata.count"];
    position = nextPosition(page, position, entitySetName);
    if (!query.fetchAll) break;
  }
  return {
    value,
    ...(count === undefined ? {} : { "@odata.count": count }),
    ...(position && { PagingInfo: { cookie: position.cookie ?? "", page: position.page ?? 1, nextPage: true } }),
    isComplete: !position,
  };
}

/** The page number is counted here: the cookie's own is not to be relied on. */
function nextPosition(page: FetchPage, position: Position, entitySetName: string): Position | undefined {
  const annotation: unknown = page["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"];
  if (page["@Microsoft.Dynamics.CRM.morerecords"] !== true && annotation === undefined) return undefined;
  const cookie = typeof annotation === "string" ? readPagingCookie(annotation)?.inner : undefined;
  // A cookie names its page and the last row of it; without one, a page that is empty is the last.
  if (cookie === undefined ? page.value.length === 0 : cookie === position.cookie) {
    throw unexpectedData(queryOf(entitySetName), "its pages go on without a further record");
  }
  return { page: (position.page ?? 1) + 1, cookie };
}

/** A GET of its own may have a URL of 32 KB; inside a batch it may have twice as much ("Web API limits", Microsoft Learn). */
const longestUrl = 32_768;

async function readPage(
  client: DataverseClient,
  entitySetName: string,
  xml: string,
  query: FetchXmlQuery,
): Promise<FetchPage> {
  const operation = queryOf(entitySetName);
  const path = `${entitySetName}?fetchXml=${encodeForUrl(xml)}`;
  const request = { operation, method: "GET" as const, path, options: requestOptions(query) };
  const response =
    client.urlLength(path) > longestUrl ? await readInBatch(client, request) : await client.request<FetchPage>(request);
  rowsOf<DataverseRecord>(response);
  return response.body as FetchPage;
}

function queryOf(entitySetName: string): string {
  return `Run FetchXML query on ${entitySetName}`;
}

function requestOptions({ includeAnnotations, impersonateUserId }: FetchXmlQuery): RequestOptions {
  const annotations = includeAnnotations.includes("*")
    ? ["*"]
    : [...new Set([...includeAnnotations, ...pagingAnnotations])];
  return { prefer: [`odata.include-annotations="${annotations.join(",")}"`], callerId: impersonateUserId };
}

async function readInBatch(
  client: DataverseClient,
  request: { operation: string; method: "GET"; path: string; options: RequestOptions },
): Promise<DataverseResponse<unknown>> {
  const { operation, method, path, options } = request;
  const batch = await client.batch({
    operation,
    requests: [{ method, path, options }],
    mode: "stopAtFirstError",
    repeat: { isSafe: true },
  });
  const part = batch.body.parts[0];
  if (!part) throw unexpectedResponse(batch, "the batch has no part");
  const response = partResponse(batch, part, request);
  if (part.status >= 400) throw errorFromResponse(response);
  if (part.status !== 200) throw unexpectedResponse(batch, "its part is no page of records");
  const body = parseJson(part.body);
  if (body === undefined) throw unexpectedResponse(batch, "its body is not JSON");
  return { ...response, body };
}
