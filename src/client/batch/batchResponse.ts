import { headerParameter, isMultipart, type MimePart, parseHeaders, parseMultipart, splitHead } from "./mime";

/**
 * The parts of a `$batch` answer, change sets unfolded, in the order of the requests. Pure.
 */
export interface BatchPart {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** Echoed inside change sets. */
  contentId?: string;
  /** The part stands in a change set's answer. */
  isInChangeSet: boolean;
}

export type BatchReading = { ok: true; parts: BatchPart[]; isWhole: boolean } | { ok: false; problem: string };

export function readBatch(text: string, contentType: string | undefined): BatchReading {
  const boundary = headerParameter(contentType, "boundary");
  if (!isMultipart(contentType) || boundary === undefined) return { ok: false, problem: "it is no multipart body" };
  const outer = parseMultipart(text, boundary);
  const parts: BatchPart[] = [];
  let isWhole = outer.isClosed;
  for (const mimePart of outer.parts) {
    const inner = headerParameter(mimePart.headers["content-type"], "boundary");
    if (isMultipart(mimePart.headers["content-type"]) && inner !== undefined) {
      const changeSet = parseMultipart(mimePart.content, inner);
      isWhole = isWhole && changeSet.isClosed;
      for (const nested of changeSet.parts) parts.push(...readPart(nested, true));
    } else {
      parts.push(...readPart(mimePart, false));
    }
  }
  return { ok: true, parts, isWhole };
}

/** `HTTP/1.1 204 No Content`, headers, an empty line, a body. A part that is no HTTP message counts for nothing. */
function readPart(mimePart: MimePart, isInChangeSet: boolean): BatchPart[] {
  const message = mimePart.content.replace(/^(\r?\n)+/, "");
  const line = /^HTTP\/\d(?:\.\d)?[ \t]+(\d{3})[^\r\n]*(?:\r?\n|$)/i.exec(message);
  if (!line) return [];
  const { head, rest } = splitHead(message.slice(line[0].length));
  const contentId = mimePart.headers["content-id"];
  return [
    {
      status: Number(line[1]),
      headers: parseHeaders(head),
      body: rest.trim(),
      ...(contentId === undefined ? {} : { contentId }),
      isInChangeSet,
    },
  ];
}
