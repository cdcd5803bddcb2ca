/** The number of Web API requests by purpose. */
export interface RequestCounts {
  /** For the flow's own work. */
  data: number;
  /** For definitions of tables and columns, which the component remembers. */
  metadata: number;
}

/** The part of an entry in the emulator's journal that is counted. */
export interface CountedRequest {
  seq: number;
  path: string;
}

/**
 * Counts what the journal gained since the last call. The journal drops its oldest entries, so that its length does not
 * count; what it dropped between two calls counts as data.
 */
export function countRequests(requests: () => Promise<readonly CountedRequest[]>): () => Promise<RequestCounts> {
  let counted = 0;
  return async () => {
    const entries = await requests();
    const last = entries.at(-1)?.seq ?? counted;
    const total = Math.max(0, last - counted);
    const metadata = entries.filter(({ seq, path }) => seq > counted && isMetadata(path)).length;
    counted = Math.max(counted, last);
    return { data: total - metadata, metadata };
  };
}

export function addCounts(left: RequestCounts, right: RequestCounts): RequestCounts {
  return { data: left.data + right.data, metadata: left.metadata + right.metadata };
}

/** `1 request, 2 for metadata`. */
export function countsText({ data, metadata }: RequestCounts, noun = "request"): string {
  const own = data === 0 && metadata > 0 ? [] : [`${data} ${noun}${data === 1 ? "" : "s"}`];
  if (metadata === 0) return own.join("");
  const first = own.length > 0 ? `${metadata}` : `${metadata} ${noun}${metadata === 1 ? "" : "s"}`;
  return [...own, `${first} for metadata`].join(", ");
}

/** Definitions are read at `EntityDefinitions` and its neighbors [QueryDefinitions]. */
function isMetadata(path: string): boolean {
  return /^\/api\/data\/v\d+\.\d+\/(Entity|Relationship|GlobalOptionSet|ManagedProperty)Definitions\b/.test(path);
}
