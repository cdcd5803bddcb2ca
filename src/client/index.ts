/**
 * The Dataverse Web API client: it takes typed requests and returns responses or throws errors. It knows HTTP, OData's
 * headers and Dataverse's errors. Tables belong to `operations/`, and Prismatic to `session.ts`.
 *
 * Every request goes to the organization's origin or is rejected before it is sent.
 */
export { maxBatchRequests } from "./batch/batchRequest";
export { type BatchPart } from "./batch/batchResponse";
export { createCache, type Cache } from "./cache";
export { type ChangePage, isNotTracked, isRejectedToken, readChangePage } from "./changes";
export { createDataverseClient, type DataverseClient, type DataverseClientOptions } from "./client";
export { defined, type Defined } from "./defined";
export { isAnyErrorBody, isErrorBody } from "./errors/body";
export { errorCode } from "./errors/codes";
export { DataverseError } from "./errors/DataverseError";
export { InvalidInputError } from "./errors/InvalidInputError";
export { errorFromResponse, errorInside, unexpectedData, unexpectedResponse } from "./errors/messages";
export { ExactNumber } from "./exactNumber";
export { type FetchDocument, parseFetchDocument } from "./fetchXml/fetchDocument";
export { readPagingCookie } from "./fetchXml/pagingCookie";
export { multipartBody, type MultipartPart } from "./http/multipart";
export { isObject, type JsonObject, parseJson, textMember } from "./json";
export { encodeForUrl, parseETag, parseGuid, stringLiteral } from "./odata/literals";
export { queryString, type QueryOptions } from "./odata/queryString";
export { keyFilter, keySegment, keyText, needsFilterLookup, parseRecordKey, type RecordKey } from "./odata/recordKey";
export { organizationOrigin } from "./organizationUrl";
export { largestPageSize, pages, type Page } from "./paging";
export {
  type Batch,
  type BatchResponse,
  type DataverseRecord,
  type DataverseRequest,
  type DataverseResponse,
  type HttpMethod,
  type PartRequest,
  type RequestAddress,
  type RequestOptions,
} from "./request";
export { jsonText } from "./requestBody";
export { checkConfirmed, partResponse, rowsOf, type RowShape } from "./responses";
export { isWrongAddress } from "./retry/failure";
export { createLimits, type Limits } from "./retry/limits";
export { rawRetryPolicy } from "./retry/policy";
