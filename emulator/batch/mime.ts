/**
 * Multipart bodies (RFC 2046 section 5.1.1) and the header blocks in them (RFC 5322 section 2.2):
 *
 *     multipart  = [preamble line-end] 1*("--" boundary blanks line-end part) "--" boundary "--" blanks [epilogue]
 *     part       = *(header line-end) [line-end content] line-end     ; the last line end belongs to the delimiter
 *     header     = name ":" value *(line-end 1*blank value)           ; folded values are joined
 *
 * Text is Latin-1, one character for each byte, so that positions are the body's own and contents stay bytes. A line
 * end is CRLF. LF alone is understood as one too, and reported, since Dataverse cannot read such a message.
 */
import { invalidODataRequest } from "../errors/rejections";
import { unexpectedEnd } from "./batchErrors";

/** A stretch of the body. */
export interface Section {
  start: number;
  end: number;
  /** True if the lines read so far, around and inside it, end in CRLF. */
  isStrict: boolean;
}

export interface Multipart {
  parts: Section[];
  /** Behind the delimiter that closes the last part. */
  end: number;
}

export interface HeaderBlock {
  /** By lower-case name; repeated ones joined by commas (RFC 9110 section 5.3). */
  headers: Record<string, string>;
  /** The content after the empty line. */
  content: Section;
}

interface Delimiter {
  start: number;
  end: number;
  isClosing: boolean;
  lineEnd: string;
}

/** @throws ServiceError when the body does not begin, or does not end, with this boundary's delimiters. */
export function splitMultipart(text: string, { start, end, isStrict }: Section, boundary: string): Multipart {
  const parts: Section[] = [];
  let open: Delimiter | undefined;
  for (;;) {
    const delimiter = nextDelimiter(text, boundary, open?.end ?? start, start);
    if (delimiter === undefined || delimiter.start > end) throw unexpectedEnd();
    if (open !== undefined) parts.push(between(text, open, delimiter, isStrict));
    if (delimiter.isClosing) return { parts, end: delimiter.end - delimiter.lineEnd.length };
    open = delimiter;
  }
}

/** @throws ServiceError for a line that is not a header. */
export function readHeaders(text: string, section: Section): HeaderBlock {
  const fields: { name: string; value: string }[] = [];
  let { start, isStrict } = section;
  while (start < section.end) {
    const line = lineAt(text, start, section.end);
    start = line.next;
    isStrict &&= line.isStrict;
    if (line.text === "") break;
    const previous = fields.at(-1);
    if (/^[ \t]/.test(line.text) && previous !== undefined) previous.value += ` ${line.text.trim()}`;
    else fields.push(headerField(line.text));
  }
  const headers: Record<string, string> = {};
  for (const { name, value } of fields) {
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return { headers, content: { start, end: section.end, isStrict } };
}

/** One line, decoded, and where the next begins. */
export function lineAt(text: string, start: number, end: number): { text: string; next: number; isStrict: boolean } {
  const feed = text.indexOf("\n", start);
  if (feed === -1 || feed >= end) return { text: utf8(text.slice(start, end)), next: end, isStrict: true };
  const isStrict = feed > start && text[feed - 1] === "\r";
  return { text: utf8(text.slice(start, isStrict ? feed - 1 : feed)), next: feed + 1, isStrict };
}

/** A parameter of a header like `Content-Type`, unquoted (RFC 2045 section 5.1). */
export function headerParameter(header: string, name: string): string | undefined {
  for (const [, key = "", quoted, bare] of header.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g)) {
    if (key.toLowerCase() === name) return quoted?.replace(/\\(.)/g, "$1") ?? bare;
  }
  return undefined;
}

export function mediaType(header: string): string {
  return (header.split(";")[0] ?? "").trim().toLowerCase();
}

function headerField(line: string): { name: string; value: string } {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  if (name === "" || /\s/.test(name)) {
    throw invalidODataRequest(
      `The message header '${line}' is invalid. The header value must be of the format '<header name>: <header value>'.`,
    );
  }
  return { name, value: line.slice(colon + 1).trim() };
}

/** A delimiter stands at the beginning of a line and has only blanks behind it; anything else is content. */
function nextDelimiter(text: string, boundary: string, from: number, first: number): Delimiter | undefined {
  const dashed = `--${boundary}`;
  // The line end in front of a delimiter may be the one the delimiter before it ended with.
  for (let at = text.indexOf(dashed, from); at !== -1; at = text.indexOf(dashed, at + 1)) {
    if (at !== first && text[at - 1] !== "\n") continue;
    const behind = at + dashed.length;
    const isClosing = text.startsWith("--", behind);
    const rest = /[ \t]*(\r?\n|$)/y;
    rest.lastIndex = isClosing ? behind + 2 : behind;
    const matched = rest.exec(text);
    if (matched !== null) return { start: at, end: rest.lastIndex, isClosing, lineEnd: matched[1] ?? "" };
  }
  return undefined;
}

function between(text: string, open: Delimiter, next: Delimiter, isStrict: boolean): Section {
  const lineEnd = text.startsWith("\r\n", next.start - 2) ? 2 : 1;
  return {
    start: open.end,
    end: Math.max(open.end, next.start - lineEnd),
    isStrict: isStrict && open.lineEnd === "\r\n" && lineEnd === 2,
  };
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}
