import { defined } from "../defined";
import { headerParameter, isMultipart, type MimePart, parseHeaders, parseMultipart, splitHead } from "./mime";

/**
 * The parts of a `$batch` response, change sets unfolded, in the order of the requests. Pure.
 */
export interface BatchPart {
  /** 0: the part is not an HTTP message. It keeps its position, which identifies its request. */
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** Returned inside change sets. */
  contentId?: string;
  /** The part belongs to the response of a change set. */
  isInChangeSet: boolean;
}

export type BatchReading = { ok: true; parts: BatchPart[]; isComplete: boolean } | { ok: false; problem: string };

export function readBatch(text: string, contentType: string | undefined): BatchReading {
  const boundary = headerParameter(contentType, "boundary");
  if (!isMultipart(contentType) || boundary === undefined) return { ok: false, problem: "it is not a multipart body" };
  const outer = parseMultipart(text, boundary);
  const parts: BatchPart[] = [];
  let isComplete = outer.isClosed;
  for (const mimePart of outer.parts) {
    const inner = headerParameter(mimePart.headers["content-type"], "boundary");
    if (isMultipart(mimePart.headers["content-type"]) && inner !== undefined) {
      const changeSet = parseMultipart(mimePart.content, inner);
      isComplete = isComplete && changeSet.isClosed;
      // A response of a change set without a part cannot be read.
      if (changeSet.parts.length === 0) parts.push(unreadable(mimePart, true));
      for (const nested of changeSet.parts) parts.push(readPart(nested, true));
    } else {
      parts.push(readPart(mimePart, false));
    }
  }
  return { ok: true, parts, isComplete };
}

/** `HTTP/1.1 204 No Content`, headers, an empty line, a body. */
function readPart(mimePart: MimePart, isInChangeSet: boolean): BatchPart {
  const message = mimePart.content.replace(/^(\r?\n)+/, "");
  const line = /^HTTP\/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t][^\r\n]*)?(?:\r?\n|$)/i.exec(message);
  if (!line) return unreadable(mimePart, isInChangeSet);
  const { head, rest } = splitHead(message.slice(line[0].length));
  return {
    ...unreadable(mimePart, isInChangeSet),
    status: Number(line[1]),
    headers: parseHeaders(head),
    body: rest.trim(),
  };
}

function unreadable({ headers }: MimePart, isInChangeSet: boolean): BatchPart {
  return { status: 0, headers: {}, body: "", ...defined({ contentId: headers["content-id"] }), isInChangeSet };
}
