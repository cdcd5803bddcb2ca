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
import { asLogicalName, type EntitySetName, type TableReference, withEntitySet } from "../tables/names";

export interface FetchXmlQuery {
  /** When it is absent, or the logical name in the query, the entity set is looked up. */
  entityType: TableReference | undefined;
  xmlQuery: string;
  /** Names of annotations, or `*`. */
  includeAnnotations: string[];
  pageNumber: number | undefined;
  /** The cookie of the previous page. */
  nextPageId: string | undefined;
  /** `systemuserid` of the user to act as. */
  impersonateUserId: string | undefined;
  fetchAll: boolean;
}

export interface FetchXmlResult {
  value: DataverseRecord[];
  "@odata.count"?: number;
  /** Absent when all records are read. */
  PagingInfo?: PagingInfo;
  isComplete: boolean;
  /** The service's own annotations of the last page that was read. */
  [annotation: `@Microsoft.Dynamics.CRM.${string}`]: unknown;
}

/** As in the published connector, whose flows page by any of its members. */
export interface PagingInfo {
  /** For Next Page Id; empty where the service pages by number alone. */
  cookie: string;
  /** The page that was read. */
  page: number;
  /** For Page Number. */
  nextPage: number;
}

const queryInput = "XML Query";

/** Without these annotations a page does not show whether another one follows [FetchXmlPage]. */
const pagingAnnotations = [
  "Microsoft.Dynamics.CRM.fetchxmlpagingcookie",
  "Microsoft.Dynamics.CRM.morerecords",
  "Microsoft.Dynamics.CRM.totalrecordcount",
];

/** One page, or with Fetch All every page: by cookie when the service returns one, else by page number. */
export async function runFetchXml(client: DataverseClient, query: FetchXmlQuery): Promise<FetchXmlResult> {
  const document = parseFetchDocument(query.xmlQuery, queryInput);
  const start = startingPage(document, query);
  const entityType = await findTableOf(client, query.entityType, document.entityName);
  return withEntitySet(client, entityType, (entitySetName) =>
    readPages(client, { entitySetName, document, query, start }),
  );
}

interface Position {
  page: number | undefined;
  cookie: string | undefined;
}

/** The inputs take precedence over `page` and `paging-cookie` of the query. A cookie is valid only for its own page. */
function startingPage(document: FetchDocument, query: FetchXmlQuery): Position {
  const entered = query.nextPageId === undefined ? undefined : readPagingCookie(query.nextPageId);
  if (query.nextPageId !== undefined && !entered) {
    throw new InvalidInputError(
      "Next Page Id",
      "the paging cookie of an earlier page is needed: `cookie` of its PagingInfo.",
    );
  }
  const pageOfQuery = parsePage(document.attribute("page"));
  const page = query.pageNumber ?? (entered ? (entered.page ?? 1) + 1 : pageOfQuery);
  const isPageOfQuery = entered === undefined && page === pageOfQuery;
  const cookie = entered?.inner ?? (isPageOfQuery ? document.attribute("paging-cookie") : undefined);
  // The first page of a query with `top` is all of it.
  if (document.attribute("top") !== undefined && ((page !== undefined && page > 1) || query.fetchAll)) {
    throw new InvalidInputError(
      queryInput,
      `the attribute "top" excludes paging: remove it, or leave the paging inputs empty.`,
    );
  }
  return { page: document.attribute("top") === undefined ? page : undefined, cookie };
}

function parsePage(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d*$/.test(text.trim()) ? Number(text) : undefined;
}

async function findTableOf(
  client: DataverseClient,
  entityType: TableReference | undefined,
  entityName: string,
): Promise<TableReference> {
  if (entityType !== undefined && entityType !== entityName) return entityType;
  const logicalName = asLogicalName(entityName);
  return (await getEntitySets(client, [logicalName])).get(logicalName) ?? entityName;
}

interface FetchPage {
  value: DataverseRecord[];
  "@odata.count"?: number;
  [annotation: `@Microsoft.Dynamics.CRM.${string}`]: unknown;
}

interface PagedQuery {
  entitySetName: EntitySetName;
  document: FetchDocument;
  query: FetchXmlQuery;
  start: Position;
}

async function readPages(
  client: DataverseClient,
  { entitySetName, document, query, start }: PagedQuery,
): Promise<FetchXmlResult> {
  const value: DataverseRecord[] = [];
  let position: Position | undefined = start;
  let count: number | undefined;
  let annotations = {};
  while (position) {
    const xml = document.withAttributes({ page: position.page?.toString(), "paging-cookie": position.cookie });
    const page: FetchPage = await readPage(client, entitySetName, xml, query);
    for (const row of page.value) value.push(row);
    count ??= page["@odata.count"];
    annotations = annotationsOf(page);
    position = nextPosition(page, position, entitySetName);
    if (!query.fetchAll) break;
  }
  return {
    value,
    ...(count === undefined ? {} : { "@odata.count": count }),
    ...annotations,
    ...(position && { PagingInfo: pagingInfo(position) }),
    isComplete: !position,
  };
}

function annotationsOf(page: FetchPage): Partial<FetchPage> {
  return Object.fromEntries(Object.entries(page).filter(([name]) => name.startsWith("@Microsoft.Dynamics.CRM.")));
}

function pagingInfo({ page = 1, cookie = "" }: Position): PagingInfo {
  return { cookie, page: page - 1, nextPage: page };
}

/** The page number is counted here, because the one in the cookie is not reliable. */
function nextPosition(page: FetchPage, position: Position, entitySetName: EntitySetName): Position | undefined {
  const annotation: unknown = page["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"];
  if (!isTrue(page["@Microsoft.Dynamics.CRM.morerecords"]) && annotation === undefined) return undefined;
  const cookie = typeof annotation === "string" ? readPagingCookie(annotation)?.inner : undefined;
  // A cookie contains its page and the page's last row, so it never repeats. Without cookies, an empty page is the
  // last.
  if (cookie === undefined ? page.value.length === 0 : cookie === position.cookie) {
    throw unexpectedData(queryOf(entitySetName), "its pages continue without another record");
  }
  return { page: (position.page ?? 1) + 1, cookie };
}

/** Clients have seen the text as well as the boolean. */
function isTrue(value: unknown): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

/** A single GET can have a URL of 32 KB, a GET in a batch twice as much ("Web API limits", Microsoft Learn). */
const longestUrl = 32_768;

async function readPage(
  client: DataverseClient,
  entitySetName: EntitySetName,
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

function queryOf(entitySetName: EntitySetName): string {
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
  if (part.status !== 200) throw unexpectedResponse(batch, "its part is not a page of records");
  const body = parseJson(part.body);
  if (body === undefined) throw unexpectedResponse(batch, "its body is not JSON");
  return { ...response, body };
}
