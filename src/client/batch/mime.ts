/**
 * Reading a multipart body (RFC 2046, section 5.1). Pure.
 *
 *   body      = [preamble] *( delimiter part ) [close [epilogue]]
 *   delimiter = line start "--" boundary *blank line end
 *   close     = delimiter with "--" after the boundary
 *   part      = *( header line end ) line end content
 *
 * Written as a format, read with tolerance: header names in any case, blanks anywhere RFC 5322 allows them, folded
 * headers, quoted or bare boundaries, LF for CRLF, and a last part whose closing delimiter never came. The line end
 * before a delimiter belongs to the delimiter.
 */
export interface MimePart {
  /** Names in lower case. */
  headers: Record<string, string>;
  content: string;
}

export interface MimeBody {
  parts: MimePart[];
  /** The closing delimiter is present: nothing was cut off. */
  isClosed: boolean;
}

/** A parameter of a header value such as `multipart/mixed; boundary="a b"`. */
export function headerParameter(value: string | undefined, name: string): string | undefined {
  const parameters = /;\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;]*))/g;
  for (const [, key = "", quoted, bare] of (value ?? "").matchAll(parameters)) {
    if (key.toLowerCase() === name) return quoted === undefined ? bare : quoted.replace(/\\(.)/g, "$1");
  }
  return undefined;
}

export function isMultipart(contentType: string | undefined): boolean {
  return /^\s*multipart\//i.test(contentType ?? "");
}

export function parseMultipart(text: string, boundary: string): MimeBody {
  const parts: MimePart[] = [];
  let start: number | undefined;
  for (const { from, to, isClose } of delimiters(text, boundary)) {
    if (start !== undefined) parts.push(parsePart(text.slice(start, from)));
    if (isClose) return { parts, isClosed: true };
    start = to;
  }
  if (start !== undefined) parts.push(parsePart(text.slice(start)));
  return { parts, isClosed: false };
}

interface Delimiter {
  /** Start of the line end before the delimiter. */
  from: number;
  /** Start of the next part. */
  to: number;
  isClose: boolean;
}

/** Every line that is a delimiter, in one pass. A boundary inside a line is content. */
function* delimiters(text: string, boundary: string): Generator<Delimiter> {
  const marker = `--${boundary}`;
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length)) {
    if (at > 0 && text[at - 1] !== "\n") continue;
    const tail = /^(--)?[ \t]*(?:\r?\n|$)/.exec(text.slice(at + marker.length, at + marker.length + 80));
    if (!tail) continue;
    const from = at === 0 ? 0 : at - (text[at - 2] === "\r" ? 2 : 1);
    yield { from, to: at + marker.length + tail[0].length, isClose: tail[1] !== undefined };
  }
}

/** Header lines up to the first empty line, and the content after it. Headers alone are a part without content. */
function parsePart(text: string): MimePart {
  const { head, rest } = splitHead(text);
  return { headers: parseHeaders(head), content: rest };
}

export function splitHead(text: string): { head: string; rest: string } {
  const leading = /^\r?\n/.exec(text);
  if (leading) return { head: "", rest: text.slice(leading[0].length) };
  const end = /\r?\n\r?\n/.exec(text);
  if (!end) return { head: text, rest: "" };
  return { head: text.slice(0, end.index), rest: text.slice(end.index + end[0].length) };
}

export function parseHeaders(head: string): Record<string, string> {
  const headers: Record<string, string> = {};
  // A line that begins with a blank continues the one before (RFC 5322, section 2.2.3).
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}
