import { encodeForUrl } from "./literals";

/** The system query options of a request, unencoded. Absent and empty ones are left out. */
export interface QueryOptions {
  $select?: string[] | undefined;
  $expand?: string[] | undefined;
  $filter?: string | undefined;
  $orderby?: string[] | undefined;
  $top?: number | undefined;
  $count?: boolean | undefined;
}

/** `?$select=name,revenue&$filter=...`, or nothing. */
export function queryString(options: QueryOptions): string {
  const given = Object.entries(options)
    .map(([name, value]: [string, unknown]) => [name, Array.isArray(value) ? value.join(",") : value])
    .filter(([, value]) => value !== undefined && value !== "" && value !== false)
    .map(([name, value]) => `${String(name)}=${encodeForUrl(String(value))}`);
  return given.length === 0 ? "" : `?${given.join("&")}`;
}
