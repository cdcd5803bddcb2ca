/**
 * Percent-decoding that remembers where each character came from, so that an error found in decoded text can name the
 * offset in the URL. Decoding happens once, after the URL is split ([ODataUrl], "URL Parsing").
 */

/** Decoded text, and the way back from an index in it to the offset in the text the caller handed in. */
export interface SourceText {
  readonly text: string;
  readonly offsetAt: (index: number) => number;
}

/** RFC 3986: in a path `+` is a plus. In a query ASP.NET, which Dataverse runs on, reads it as a blank. */
export type UrlPart = "path" | "query";

const encodedRun = /(?:%[0-9a-f]{2})+/gi;

export function plainText(text: string): SourceText {
  return { text, offsetAt: (index) => index };
}

/**
 * Decodes one piece of a URL that begins at offset `base` of the whole. A `%` that two hexadecimal digits do not follow
 * stands for itself and bytes that are not UTF-8 become U+FFFD, as in .NET's `Uri.UnescapeDataString`.
 */
export function decodeText(encoded: string, base: number, part: UrlPart): SourceText {
  const spaced = part === "query" ? encoded.replaceAll("+", " ") : encoded;
  if (!spaced.includes("%")) return { text: spaced, offsetAt: (index) => base + index };

  const pieces: string[] = [];
  const offsets: number[] = [];
  let copied = 0;
  const copyUntil = (end: number) => {
    pieces.push(spaced.slice(copied, end));
    for (; copied < end; copied++) offsets.push(base + copied);
  };
  for (const run of spaced.matchAll(encodedRun)) {
    copyUntil(run.index);
    copied = run.index + run[0].length;
    const decoded = Buffer.from(run[0].replaceAll("%", ""), "hex").toString("utf8");
    pieces.push(decoded);
    pushRunOffsets(offsets, decoded, base + run.index, base + copied);
  }
  copyUntil(spaced.length);
  const end = base + spaced.length;
  return { text: pieces.join(""), offsetAt: (index) => offsets[index] ?? end };
}

function pushRunOffsets(offsets: number[], decoded: string, start: number, end: number): void {
  let offset = start;
  for (const character of decoded) {
    // A surrogate pair is one character of four bytes and takes two places in a JavaScript string.
    for (let unit = 0; unit < character.length; unit++) offsets.push(Math.min(offset, end));
    offset += 3 * Buffer.byteLength(character);
  }
}
