/**
 * The text of a `$batch` request. Pure; boundaries come in as values.
 *
 * [Batch]: CRLF everywhere, headers of the outer request are not
 * inherited, at most 1,000 requests, a change set contains writes only and is all or nothing, and a later request of
 * the same change set refers to an earlier one by `$<Content-ID>`.
 */
export interface BatchRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Absolute path (`/api/data/v9.2/accounts`), or `$1` for the record that an earlier request created. */
  url: string;
  headers: Record<string, string>;
  /** JSON text. */
  body?: string | undefined;
  /** Required in a change set, and unique in the batch. */
  contentId?: string | undefined;
}

export interface BatchText {
  contentType: string;
  body: string;
}

export const maxBatchRequests = 1_000;

const crlf = "\r\n";

/** Independent requests: they run in order, and a failed one does not undo the others. */
export function writeBatch(requests: BatchRequest[], boundary: string): BatchText {
  const parts = requests.map((request) => `--${boundary}${crlf}${part(request)}`);
  return { contentType: contentType(boundary), body: `${parts.join("")}--${boundary}--${crlf}` };
}

/** One change set: either all of the requests take effect or none does. */
export function writeChangeSet(requests: BatchRequest[], boundary: string, changeSetBoundary: string): BatchText {
  const parts = requests.map((request) => `--${changeSetBoundary}${crlf}${part(request)}`);
  const changeSet = `${parts.join("")}--${changeSetBoundary}--${crlf}`;
  const head = `--${boundary}${crlf}Content-Type: ${contentType(changeSetBoundary)}${crlf}${crlf}`;
  return { contentType: contentType(boundary), body: `${head}${changeSet}${crlf}--${boundary}--${crlf}` };
}

function contentType(boundary: string): string {
  return `multipart/mixed; boundary="${boundary}"`;
}

/** Every part ends with a line end, because the line end before a delimiter belongs to the delimiter. */
function part({ method, url, headers, body, contentId }: BatchRequest): string {
  return [
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    "",
    `${method} ${url} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : ["Content-Type: application/json"]),
    "",
    body ?? "",
    "",
  ].join(crlf);
}
