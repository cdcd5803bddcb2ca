/**
 * OData literals as Dataverse reads them in URLs. Pure.
 * [ODataAbnf], section 7.
 */

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A GUID with or without braces, as the lower-case bare form; undefined for anything else. */
export function parseGuid(text: string): string | undefined {
  const bare = text.trim().replace(/^\{(.*)\}$/, "$1");
  return guidPattern.test(bare) ? bare.toLowerCase() : undefined;
}

/** Apostrophes are doubled ([ODataUrl] 5.1.1.14.1); percent-encoding is a separate step. */
export function stringLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Numbers, GUIDs, dates and booleans are written without quotes in a URL. */
export function isUnquotedLiteral(text: string): boolean {
  return (
    guidPattern.test(text) ||
    /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ||
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text) ||
    /^(true|false|null)$/.test(text)
  );
}

/**
 * Percent-encodes text for a path segment or the value of a query option. `encodeURIComponent` leaves OData's
 * apostrophes and parentheses alone; commas and dollar signs are legal there too and keep logs readable.
 */
export function encodeForUrl(text: string): string {
  return encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%24", "$");
}

/** `W/"5001"`. Record versions are numbers; people also enter the bare number or leave the W/ out. */
export function parseETag(text: string): string | undefined {
  const version = /^(?:W\/)?"?(\d+)"?$/i.exec(text.trim())?.[1];
  return version === undefined ? undefined : `W/"${version}"`;
}
