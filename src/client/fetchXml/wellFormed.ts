import { XMLValidator } from "fast-xml-parser";

/**
 * Checks that a text is well-formed XML, and decodes its references. Pure. Dataverse reads the query with a conforming
 * parser, so everything that such a parser rejects is found here, with its position, before a request is made. A
 * conforming parser (saxes) agrees with these checks, needs as many lines to explain its errors, and adds 25 kB to the
 * bundle.
 */
export type Position = [line: number, column: number];

export interface XmlFault {
  problem: string;
  position: Position;
}

/** XML's own entities and numeric references; a query has no declaration that could add others (XML 1.0, 4.6). */
const reference = /&(?:amp|lt|gt|quot|apos|#(\d+)|#x([\da-fA-F]+));/;

export function findFault(xml: string): XmlFault | undefined {
  const at = (problem: string, index: number): XmlFault => ({ problem, position: positionAt(xml, index) });
  if (xml === "") return at("the query is empty", 0);
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) {
    const { msg, line, col } = verdict.err;
    // The validator lists what is still open as a JSON array.
    const open = /^Invalid '\[/.test(msg) ? [...msg.matchAll(/"([^"]+)"/g)].at(-1)?.[1] : undefined;
    if (open !== undefined) return at(`the query is not well-formed XML: <${open}> is not closed`, lastOpen(xml, open));
    return { problem: `the query is not well-formed XML: ${msg.replace(/\.$/, "")}`, position: [line, col ?? 1] };
  }
  const markup = markupOf(xml);
  const doctype = markup.search(/<!DOCTYPE/i);
  if (doctype >= 0) return at("a document type declaration is not allowed in a query", doctype);
  const character = xml.search(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
  if (character >= 0) return at("the query is not well-formed XML: it contains a control character", character);
  const ampersand = badReference(markup);
  if (ampersand >= 0) return at("the query is not well-formed XML: & must be written as &amp;", ampersand);
  const less = attributeWithLess(markup);
  return less >= 0
    ? at("the query is not well-formed XML: < in an attribute must be written as &lt;", less)
    : undefined;
}

/** Nothing in a comment or a CDATA section is markup. In one pass, also where none of them is ever closed. */
function markupOf(xml: string): string {
  const opening = /<!--|<!\[CDATA\[/g;
  let markup = "";
  let at = 0;
  for (let found = opening.exec(xml); found; found = opening.exec(xml)) {
    const end = xml.indexOf(found[0] === "<!--" ? "-->" : "]]>", opening.lastIndex);
    if (end < 0) break;
    markup += xml.slice(at, found.index) + xml.slice(found.index, end + 3).replace(/[^\n]/g, " ");
    at = opening.lastIndex = end + 3;
  }
  return markup + xml.slice(at);
}

/** Indexes of the start tags of this name, in order. */
export function startTags(xml: string, name: string): number[] {
  return tags(xml, name).flatMap(({ index, isEnd }) => (isEnd ? [] : [index]));
}

/** Index of the innermost element of this name that is never closed. */
function lastOpen(xml: string, name: string): number {
  const open: number[] = [];
  for (const { index, isEnd, isEmpty } of tags(xml, name)) {
    if (isEnd) open.pop();
    else if (!isEmpty) open.push(index);
  }
  return open.at(-1) ?? 0;
}

function tags(xml: string, name: string): { index: number; isEnd: boolean; isEmpty: boolean }[] {
  const tag = new RegExp(`<(/?)${name}(?=[\\s/>])(?:"[^"]*"|'[^']*'|[^"'>])*>`, "g");
  return [...markupOf(xml).matchAll(tag)].map(({ index, 0: text, 1: slash }) => ({
    index,
    isEnd: slash === "/",
    isEmpty: text.endsWith("/>"),
  }));
}

function badReference(markup: string): number {
  for (let at = markup.indexOf("&"); at >= 0; at = markup.indexOf("&", at + 1)) {
    const [text, decimal, hex] = reference.exec(markup.slice(at, at + 12)) ?? [];
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? parseInt(hex, 16) : 0x20;
    if (text === undefined || !markup.startsWith(text, at) || !isXmlCharacter(code)) return at;
  }
  return -1;
}

/** `Char` of XML 1.0, section 2.2. */
function isXmlCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

function attributeWithLess(markup: string): number {
  let quote = "";
  let isInTag = false;
  for (let at = 0; at < markup.length; at++) {
    const character = markup[at] as string;
    if (quote !== "") {
      if (character === "<") return at;
      if (character === quote) quote = "";
    } else if (isInTag && (character === '"' || character === "'")) quote = character;
    else if (character === "<") isInTag = true;
    else if (character === ">") isInTag = false;
  }
  return -1;
}

export function positionAt(xml: string, index: number): Position {
  const before = xml.slice(0, index).split("\n");
  return [before.length, (before.at(-1)?.length ?? 0) + 1];
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function decodeReferences(text: string): string {
  return text.replace(new RegExp(reference, "g"), (whole, decimal?: string, hex?: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    return named[whole.slice(1, -1)] ?? whole;
  });
}

/** Text as the value of an attribute in double quotes. */
export function encodeReferences(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
