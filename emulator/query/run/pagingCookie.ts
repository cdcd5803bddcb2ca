/**
 * The paging cookie: where a page ended, as the values of its ordering columns in its first and last row.
 *
 *   outer = <cookie pagenumber="2" pagingcookie="..." istracking="False" />
 *   inner = <cookie page="1"><name last="Zoo" first="Aal" /><accountid last="{...}" first="{...}" /></cookie>
 *
 * The inner text stands in the outer one percent-encoded twice, hex digits in lower case ([QueryPage], [FetchXmlPage]).
 * FetchXML gives the outer text as an annotation and takes the inner one back; OData gives the outer one in
 * `$skiptoken`, where the encoding of the URL counts as the second.
 */
import type { SqlValue } from "../../organization/store/database";
import type { NamedOrdering } from "../lower/lowerOrderBy";
import type { Ordering, ValueKind } from "../model/model";
import { invalidPagingCookie } from "../scope/queryErrors";
import { storedDate, storedDateTime, storedGuid } from "../scope/values";

export interface PagingCookie {
  /** The page that ended here; the next one is `page + 1`. */
  page: number;
  columns: CookieColumn[];
  /** Children of an expanded row: how many of them the page held. */
  countOfRecords?: number;
}

/** Values as text; guids in braces and upper case, as in Dataverse's own cookies. */
export interface CookieColumn {
  name: string;
  first: string | null;
  last: string | null;
}

/** The cookie of a page of which these are the ordering values of the first and the last row. */
export function cookieOf(
  page: number,
  orderings: NamedOrdering[],
  first: SqlValue[],
  last: SqlValue[],
  countOfRecords?: number,
): PagingCookie {
  const columns = orderings.map((ordering, index) => ({
    name: ordering.name,
    first: valueText(ordering, first[index] ?? null),
    last: valueText(ordering, last[index] ?? null),
  }));
  return { page, columns, ...(countOfRecords !== undefined && { countOfRecords }) };
}

function valueText(ordering: NamedOrdering, value: SqlValue): string | null {
  if (value === null) return null;
  return kindOf(ordering) === "guid" ? `{${String(value).toUpperCase()}}` : String(value);
}

function kindOf({ expression }: Ordering): ValueKind {
  if (expression.kind === "column") return expression.column.kind;
  return expression.kind === "datePart" ? "number" : "text";
}

export function innerCookie(cookie: PagingCookie): string {
  // Aggregates have no rows to name: the page number is all there is.
  if (cookie.columns.length === 0) return "";
  const columns = cookie.columns.map(
    ({ name, first, last }) => `<${name} ${attribute("last", last)} ${attribute("first", first)} />`,
  );
  const count = cookie.countOfRecords === undefined ? "" : ` countOfRecords="${cookie.countOfRecords}"`;
  return `<cookie page="${cookie.page}"${count}>${columns.join("")}</cookie>`;
}

/** The text of `$skiptoken`; the URL around it encodes the inner cookie for the second time. */
export function skipTokenText(cookie: PagingCookie): string {
  return outerCookie(cookie, encodedAgain(innerCookie(cookie)));
}

/** The annotation `Microsoft.Dynamics.CRM.fetchxmlpagingcookie`. */
export function fetchXmlCookieText(cookie: PagingCookie): string {
  return outerCookie(cookie, encodedAgain(encodedAgain(innerCookie(cookie))));
}

function outerCookie(cookie: PagingCookie, inner: string): string {
  return `<cookie pagenumber="${cookie.page + 1}" pagingcookie="${inner}" istracking="False" />`;
}

/** @throws ServiceError when the text is not a cookie of the emulator. */
export function readSkipToken(text: string): PagingCookie {
  const [, pageNumber, inner] =
    /^<cookie pagenumber="(\d{1,9})" pagingcookie="([^"<>]*)" istracking="False" \/>$/.exec(text) ?? [];
  if (pageNumber === undefined || inner === undefined) throw invalidPagingCookie();
  if (inner === "") return { page: Number(pageNumber) - 1, columns: [] };
  const cookie = readInnerCookie(decoded(inner));
  if (cookie.page !== Number(pageNumber) - 1) throw invalidPagingCookie();
  return cookie;
}

export function readInnerCookie(text: string): PagingCookie {
  const [, page, count, content = ""] =
    /^<cookie page="(\d{1,9})"(?: countOfRecords="(\d{1,9})")?>(.*)<\/cookie>$/su.exec(text.trim()) ?? [];
  const columns = [...content.matchAll(columnPattern)].map(readColumn);
  // Everything between the tags must have been read.
  if (!Number(page) || columns.length === 0 || content.replace(columnPattern, "") !== "") throw invalidPagingCookie();
  return { page: Number(page), columns, ...(count !== undefined && { countOfRecords: Number(count) }) };
}

const columnPattern = /<([\w.]+) (?:last="([^"<]*)"|lastnull="1") (?:first="([^"<]*)"|firstnull="1") \/>/gu;

function readColumn([, name = "", last, first]: RegExpMatchArray): CookieColumn {
  return {
    name,
    last: last === undefined ? null : unescaped(last),
    first: first === undefined ? null : unescaped(first),
  };
}

/**
 * The start of the next page.
 *
 * @throws ServiceError when the cookie's columns or values do not fit the order of the query.
 */
export function positionOf(cookie: PagingCookie, orderings: NamedOrdering[]): SqlValue[] {
  if (cookie.columns.length !== orderings.length) throw invalidPagingCookie();
  return orderings.map((ordering, index) => {
    const { name, last } = cookie.columns[index] ?? { name: "", last: null };
    if (name !== ordering.name) throw invalidPagingCookie();
    const value = last === null ? null : valueFrom(kindOf(ordering), last);
    if (value === undefined) throw invalidPagingCookie();
    return value;
  });
}

function valueFrom(kind: ValueKind, text: string): SqlValue | undefined {
  switch (kind) {
    case "text":
    case "multiChoice":
      return text;
    case "number":
    case "boolean":
      return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/.test(text) ? Number(text) : undefined;
    case "guid":
      return storedGuid(text);
    case "dateTime":
      return storedDateTime(text);
    case "date":
      return storedDate(text);
    case "binary":
      return undefined;
  }
}

function attribute(name: string, text: string | null): string {
  return text === null ? `${name}null="1"` : `${name}="${escaped(text)}"`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function unescaped(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

/** `encodeURIComponent` leaves `!'()*` alone and writes hex digits in upper case; Dataverse does neither. */
function encodedAgain(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidPagingCookie();
  }
}
