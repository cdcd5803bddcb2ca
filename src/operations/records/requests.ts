import { defined, isObject, type PartRequest, queryString, type RequestOptions } from "../../client";

/**
 * The requests that write records. A single request and a part of a batch are built here alike, so that they cannot
 * drift apart. Pure.
 */
export type RecordRequest = Omit<PartRequest, "contentId">;

/** The response contains the record with these columns, or with all when none is named. Absent: it contains nothing. */
export interface Representation {
  columns: string[];
}

export interface CreateOptions {
  recordId?: string | undefined;
  /** Required with a record id when the body has nested records: the id is sent as this column. */
  primaryIdColumn?: string | undefined;
  representation?: Representation | undefined;
}

/**
 * True if the body creates or links further records, which only a POST supports ("Create related table rows in one
 * operation", Microsoft Learn).
 */
export function hasNestedRecords(body: Record<string, unknown>): boolean {
  return Object.values(body).some(
    (value) =>
      (Array.isArray(value) && value.length > 0) ||
      (isObject(value) && Object.getPrototypeOf(value) === Object.prototype),
  );
}

export function createRequest(
  entitySetName: string,
  body: Record<string, unknown>,
  { recordId, primaryIdColumn, representation }: CreateOptions = {},
): RecordRequest {
  const values = withoutEmptyLookups(body);
  if (recordId !== undefined && primaryIdColumn !== undefined) {
    return writeRequest("POST", entitySetName, {}, { [primaryIdColumn]: recordId, ...values }, representation);
  }
  if (recordId === undefined) return writeRequest("POST", entitySetName, {}, values, representation);
  // Create-only ("Limit upsert operations", Microsoft Learn): a repeat cannot create twice.
  return writeRequest("PATCH", `${entitySetName}(${recordId})`, { ifNoneMatch: "*" }, values, representation);
}

/**
 * A lookup of a new record is empty anyway, and environments are reported to reject null in `@odata.bind`. `parents`
 * are the objects around: a circular reference is left to the writer of the JSON, which names it.
 */
function withoutEmptyLookups(values: Record<string, unknown>, parents: unknown[] = []): Record<string, unknown> {
  const members = Object.entries(values).filter(([name, value]) => !isEmptyLookup(name, value));
  const inside = [...parents, values];
  return Object.fromEntries(members.map(([name, value]) => [name, withoutEmptyLookupsInside(value, inside)]));
}

const deepestNesting = 50;

function withoutEmptyLookupsInside(value: unknown, parents: unknown[]): unknown {
  if (parents.includes(value) || parents.length > deepestNesting) return value;
  if (Array.isArray(value)) return value.map((item) => withoutEmptyLookupsInside(item, [...parents, value]));
  const isPlain = isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? withoutEmptyLookups(value, parents) : value;
}

export function isEmptyLookup(name: string, value: unknown): boolean {
  return name.endsWith(bindSuffix) && value === null;
}

export const bindSuffix = "@odata.bind";

/** `address` is `accounts(<key>)`, or `$1` for an earlier request of the same change set. */
export function updateRequest(
  address: string,
  body: Record<string, unknown>,
  { etag, representation }: { etag?: string | undefined; representation?: Representation | undefined } = {},
): RecordRequest {
  // Without a condition a PATCH of a missing record would create it.
  return writeRequest("PATCH", address, { ifMatch: etag ?? "*" }, body, representation);
}

export function upsertRequest(
  address: string,
  body: Record<string, unknown>,
  { representation }: { representation?: Representation | undefined } = {},
): RecordRequest {
  return writeRequest("PATCH", address, {}, body, representation);
}

export function deleteRequest(address: string, { etag }: { etag?: string | undefined } = {}): RecordRequest {
  return { method: "DELETE", path: address, options: defined({ ifMatch: etag }) };
}

function writeRequest(
  method: "POST" | "PATCH",
  address: string,
  options: RequestOptions,
  body: Record<string, unknown>,
  representation: Representation | undefined,
): RecordRequest {
  if (!representation) return { method, path: address, options, body };
  const path = `${address}${queryString({ $select: representation.columns })}`;
  return { method, path, options: { ...options, prefer: ["return=representation"] }, body };
}
