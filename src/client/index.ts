/**
 * The Dataverse Web API client: typed requests in, values or errors out. It knows HTTP, OData's headers and Dataverse's
 * errors; it knows neither tables (that is `operations/`) nor Prismatic (that is `session.ts`).
 *
 * One idea: every request goes to the organization's own origin or is refused before it is sent.
 */
export { checkConfirmed, errorInside, rowsOf, type RowShape } from "./responses";
export { type BatchRequest, maxBatchRequests } from "./batch/batchRequest";
export { type BatchPart } from "./batch/batchResponse";
export {
  createDataverseClient,
  type Batch,
  type BatchAnswer,
  type DataverseAnswer,
  type DataverseClient,
  type DataverseClientOptions,
  type DataverseRecord,
  type DataverseRequest,
} from "./client";
export { createCache, type Cache } from "./cache";
export { defined, type Defined } from "./defined";
export {
  DataverseError,
  errorCode,
  errorFromResponse,
  InvalidInputError,
  isAnyErrorBody,
  isErrorBody,
  isWrongAddress,
  unexpectedAnswer,
} from "./errors/errors";
export { type FetchDocument, parseFetchDocument } from "./fetchXml/fetchDocument";
export { readPagingCookie } from "./fetchXml/pagingCookie";
export { isObject, type JsonObject, parseJson, textMember } from "./json";
export { createLimits, type Limits } from "./retry/limits";
export { multipartBody, type MultipartPart } from "./http/multipart";
export { encodeForUrl, parseGuid, stringLiteral } from "./odata/literals";
export { keyFilter, keySegment, keyText, needsFilterLookup, parseRecordKey, type RecordKey } from "./odata/recordKey";
export { queryString, type QueryOptions } from "./odata/queryString";
export { largestPageSize, pages, readPage, type Page } from "./paging";
export { rawRetryPolicy } from "./retry/policy";
export { type HttpMethod, type TransportResponse } from "./http/transport";
export { organizationOrigin } from "./organizationUrl";
