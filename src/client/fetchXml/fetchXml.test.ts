import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { parseFetchDocument } from "./fetchDocument";
import { readPagingCookie } from "./pagingCookie";

const parse = (xml: string) => parseFetchDocument(xml, "XML Query");
const plain = '<fetch count="3"><entity name="account"><attribute name="name"/></entity></fetch>';

describe("a FetchXML document", () => {
  it.each([
    ["as it is", plain],
    ["after blanks and lines", `\n\n  ${plain}\n`],
    ["after a byte order mark", `\uFEFF${plain}`],
    ["after a declaration", `<?xml version="1.0" encoding="utf-8"?>\n${plain}`],
    ["after comments that mention <fetch>", `<!-- <fetch page="9"> -->${plain}<!-- end -->`],
    ["with single quotes", plain.replaceAll('"', "'")],
    [
      "with blanks around attributes",
      '<fetch\n  count = "3"\n><entity\n name="account" ><attribute name="name" /></entity></fetch >',
    ],
  ])("is read %s and written the same", (_case, xml) => {
    const document = parse(xml);
    expect(document.entityName).toBe("account");
    expect(document.attribute("count")).toBe("3");
    expect(document.withAttributes({}).replaceAll(/>\s+</g, "><")).toBe(plain);
  });

  it("sets and takes away attributes of <fetch>, whatever stands there already", () => {
    const document = parse(
      `<fetch page='2' paging-cookie='&lt;cookie/&gt;' count="3"><entity name="account"/></fetch>`,
    );
    expect(document.withAttributes({ page: "3", "paging-cookie": '<cookie page="2"/>' })).toBe(
      '<fetch page="3" paging-cookie="&lt;cookie page=&quot;2&quot;/&gt;" count="3"><entity name="account"/></fetch>',
    );
    expect(document.withAttributes({ page: undefined, "paging-cookie": undefined })).toBe(
      '<fetch count="3"><entity name="account"/></fetch>',
    );
  });

  it("keeps the text of values: entities, character references, CDATA, blanks", () => {
    const xml = `<fetch><entity name="account"><filter><condition attribute="name" operator="in"><value> a &amp; b &#39;x&#x41; </value><value><![CDATA[<raw> & "q"]]></value></condition></filter></entity></fetch>`;
    const again = parse(parse(xml).withAttributes({})).withAttributes({});
    expect(again).toContain("<value> a &amp; b &apos;xA </value>");
    expect(again).toContain("<value>&lt;raw&gt; &amp; &quot;q&quot;</value>");
  });

  it("keeps any condition value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (value) => {
        const escaped = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
        const written = parse(
          `<fetch><entity name="a"><condition value="${escaped}"/></entity></fetch>`,
        ).withAttributes({});
        const back = /<condition value="([^"]*)"/.exec(written)?.[1] ?? "";
        const decoded = back
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&quot;", '"')
          .replaceAll("&apos;", "'")
          .replaceAll("&amp;", "&");
        expect(decoded).toBe(value);
      }),
    );
  });

  it.each([
    ["", "one <fetch> element", "line 1, column 1"],
    ["select name from account", "not well-formed XML", "line 1, column 1"],
    ["<fetch><entity name='account'></fetch>", "not well-formed XML", "line 1, column 31"],
    ["\n\n<fetch>\n  <entity name=account/>\n</fetch>", "not well-formed XML", "line 4"],
    ["<!-- c -->\n<query/>", "one <fetch> element", "line 2, column 1"],
    ["<fetch/><fetch/>", "", "line 1"],
    ["<fetch><entity/></fetch>", "one <entity> with the name", "line 1, column 1"],
    ["<fetch><entity name='a'/><entity name='b'/></fetch>", "one <entity>", "line 1"],
    ["<!DOCTYPE x [<!ENTITY y 'z'>]><fetch><entity name='&y;'/></fetch>", "document type declaration", "line 1"],
  ])("refuses %p with line and column", (xml, problem, position) => {
    expect(() => parse(xml)).toThrow(problem);
    expect(() => parse(xml)).toThrow(position);
    expect(() => parse(xml)).toThrow(/^XML Query: /);
  });
});

describe("a paging cookie", () => {
  const inner = '<cookie page="1"><accountid last="{B}" first="{A}" /></cookie>';
  const once = encodeURIComponent(inner);
  const twice = encodeURIComponent(once);

  it.each([
    ["the annotation", `<cookie pagenumber="2" pagingcookie="${twice}" istracking="False" />`],
    ["the inner cookie", inner],
    ["encoded once", once],
    ["encoded twice", twice],
    ["escaped as an attribute", inner.replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")],
  ])("is read from %s", (_form, text) => {
    expect(readPagingCookie(text)).toEqual({ inner, page: 1 });
  });

  it.each(["", "2", "cookie", "<cake/>", "%", "<cookie"])("is not found in %p", (text) => {
    expect(readPagingCookie(text)).toBeUndefined();
  });

  const vectors = path.resolve(__dirname, "../../../../shared/vectors/wire-v9.2");
  const published = existsSync(vectors) || process.env["CI"] ? it : it.skip;
  published("of Microsoft's first page is the attribute of Microsoft's second request", () => {
    const read = (name: string) => readFileSync(path.join(vectors, name), "utf8");
    const body = read("fetchxml-paging-page1.response.http");
    const json = JSON.parse(body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1)) as Record<string, string>;
    const cookie = readPagingCookie(json["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"] ?? "");
    const second = parse(read("fetchxml-paging-page2.fetch.xml"));
    expect(cookie?.inner).toBe(second.attribute("paging-cookie"));
  });
});
