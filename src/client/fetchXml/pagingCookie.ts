import { XMLParser, XMLValidator } from "fast-xml-parser";

/**
 * The paging cookie of FetchXML [FetchXmlPage]. The service returns
 * `<cookie pagenumber="2" pagingcookie="..." istracking="False" />`, whose inner value is percent-encoded twice; the
 * next request wants the inner value, decoded, in `paging-cookie`. Pure.
 */
export interface PagingCookie {
  /** `<cookie page="1"><accountid last="{...}" first="{...}" /></cookie>`; absent where the service pages by number. */
  inner: string | undefined;
  /** The page it was made on; the next request asks for the one after it. */
  page: number | undefined;
}

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", parseAttributeValue: false });

/** The outer form, the inner form, either of them still encoded or escaped; undefined when it is not a cookie. */
export function readPagingCookie(text: string): PagingCookie | undefined {
  let candidate = text.trim();
  for (let layer = 0; layer < 6; layer++) {
    const cookie = attributesOf(candidate);
    const inner = cookie?.["pagingcookie"];
    if (typeof inner === "string" && inner !== "") candidate = inner;
    else if (cookie) return cookieOf(candidate, cookie);
    const decoded = decode(candidate);
    if (decoded === candidate && !cookie) return undefined;
    candidate = decoded.trim();
  }
  return undefined;
}

/** `<cookie pagenumber="2" istracking="False" />` names the next page and has no inner cookie [FetchXmlPage]. */
function cookieOf(text: string, attributes: Record<string, unknown>): PagingCookie {
  const next = pageOf(attributes["pagenumber"]);
  if (next === undefined) return { inner: text, page: pageOf(attributes["page"]) };
  return { inner: undefined, page: next - 1 };
}

function attributesOf(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith("<cookie")) return undefined;
  if (XMLValidator.validate(text) !== true) return undefined;
  const cookie = parsed(text)?.cookie;
  return typeof cookie === "object" && cookie !== null ? (cookie as Record<string, unknown>) : undefined;
}

/** The parser is stricter than the validator in places. */
function parsed(text: string): { cookie?: unknown } | undefined {
  try {
    return parser.parse(text) as { cookie?: unknown };
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  if (text.startsWith("&lt;")) {
    return text
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&apos;", "'")
      .replaceAll("&amp;", "&");
  }
  if (!text.startsWith("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pageOf(value: unknown): number | undefined {
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined;
}
