import fc from "fast-check";
import { InvalidInputError, keyText, parseFetchDocument, parseRecordKey, readPagingCookie } from "../../src/client";
import { anyText, elapsedMs, longestMs, longTexts, mutated, runs } from "./arbitraries";

/** Either a result or an error that names the input. */
function resultOf<Result>(input: string, run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as Error).message.startsWith(`${input}: `)).toBe(true);
    return undefined;
  }
}

describe("FetchXML", () => {
  const queries = [
    `<fetch count="50" page="2"><entity name="account"><attribute name="name" /><filter><condition attribute="name" operator="eq" value="A &amp; B &lt; C" /></filter></entity></fetch>`,
    `<?xml version="1.0"?>\n<!-- note --><fetch aggregate='true'>\n <entity name='contact'><![CDATA[ x ]]><link-entity name="account" from="accountid" to="parentcustomerid"/></entity></fetch>`,
  ];
  const tokens = [
    "<",
    ">",
    "</entity>",
    "<entity name='x'>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&#x10FFFF;",
    "&bad;",
    "<?xml?>",
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    "<fetch>",
    "__proto__",
    "xmlns:a='b'",
    "='",
    "\0",
  ];

  const readQuery = (text: string): void => {
    const document = resultOf("XML Query", () => parseFetchDocument(text, "XML Query"));
    if (!document) return;
    const changed = document.withAttributes({ page: "7", "paging-cookie": '<cookie page="6"/>', count: undefined });
    const again = parseFetchDocument(changed, "XML Query");
    expect([
      again.entityName,
      again.attribute("page"),
      again.attribute("paging-cookie"),
      again.attribute("count"),
    ]).toEqual([document.entityName, "7", '<cookie page="6"/>', undefined]);
  };

  it("is read and written again, or refused with a reason", () => {
    fc.assert(fc.property(fc.oneof(mutated(queries, tokens), anyText), readQuery), runs(3_000));
  });

  it.each(
    longTexts([
      "<a>",
      "<a/>",
      "<!--",
      "<fetch ",
      "&amp;",
      "&#1;",
      "<![CDATA[",
      "<?",
      " ",
      "\n",
      "]]>",
      "<!DOCTYPE ",
      "a='b' ",
    ]),
  )("of half a megabyte of %s is read in one pass", (_piece, text) => {
    expect(elapsedMs(() => readQuery(text))).toBeLessThan(longestMs);
    const query = `<fetch><entity name="account"><attribute name="x"/>${text}</entity></fetch>`;
    expect(elapsedMs(() => readQuery(query))).toBeLessThan(longestMs);
  });

  it("may nest deep", () => {
    readQuery(`<fetch><entity name="a">${"<filter>".repeat(5_000)}${"</filter>".repeat(5_000)}</entity></fetch>`);
  });
});

describe("a paging cookie", () => {
  const inner = `<cookie page="3"><accountid last="{11111111-2222-3333-4444-555555555555}" first="{00000000-2222-3333-4444-555555555555}" /></cookie>`;
  const outer = `<cookie pagenumber="4" pagingcookie="${encodeURIComponent(encodeURIComponent(inner))}" istracking="False" />`;
  const tokens = ["%", "%25", "%3C", "&lt;", "&amp;", '"', "<cookie", "/>", "__proto__='1'", "<!DOCTYPE a>", "&#0;"];

  it("is read from both its forms, however often it was encoded on its way", () => {
    fc.assert(
      fc.property(fc.constantFrom(inner, outer), fc.integer({ min: 0, max: 2 }), (cookie, times) => {
        const encoded = Array.from({ length: times }).reduce<string>((text) => encodeURIComponent(text), cookie);
        expect(readPagingCookie(encoded)).toEqual({ inner, page: 3 });
      }),
      runs(20),
    );
  });

  it("is read or rejected after any mutation", () => {
    const text = fc.oneof(mutated([inner, outer, encodeURIComponent(outer)], tokens), anyText);
    fc.assert(
      fc.property(text, (given) => {
        const cookie = readPagingCookie(given);
        if (cookie?.inner !== undefined) expect(cookie.inner.startsWith("<cookie")).toBe(true);
      }),
      runs(3_000),
    );
  });

  it.each(longTexts(["%25", "%3C", "&lt;", "&amp;lt;", "<cookie ", "<cookie>", 'a="" ']))(
    "of half a megabyte of %s is read in one pass",
    (_piece, text) => {
      expect(elapsedMs(() => readPagingCookie(text))).toBeLessThan(longestMs);
      expect(elapsedMs(() => readPagingCookie(`<cookie ${text}/>`))).toBeLessThan(longestMs);
    },
  );
});

describe("a record's key", () => {
  const keys = [
    "11111111-2222-3333-4444-555555555555",
    "{11111111-2222-3333-4444-555555555555}",
    "(accountnumber='A-1')",
    "accountnumber='O''Brien',new_code=5,_parentid_value=11111111-2222-3333-4444-555555555555",
  ];
  const tokens = ["'", "''", ",", "=", "(", ")", "{", " and ", "a=", "null", "\0", "\n"];

  it("is read, or refused with a reason", () => {
    fc.assert(
      fc.property(fc.oneof(mutated(keys, tokens), anyText), (text) => {
        resultOf("Entity ID", () => parseRecordKey(text, "Entity ID"));
      }),
      runs(3_000),
    );
  });

  it("is the same when it is written and read again", () => {
    const column = fc.stringMatching(/^[a-z_][a-z0-9_]{0,20}$/);
    const value = fc.oneof(
      anyText.filter((text) => text.trim() !== "").map((text) => ({ kind: "text" as const, text })),
      fc.integer().map((number) => ({ kind: "literal" as const, text: String(number) })),
    );
    const parts = fc.uniqueArray(fc.record({ column, value }), {
      minLength: 1,
      maxLength: 4,
      selector: (part) => part.column,
    });
    fc.assert(
      fc.property(parts, (given) => {
        const key = { kind: "alternate" as const, parts: given };
        expect(parseRecordKey(keyText(key), "Entity ID")).toEqual(key);
      }),
      runs(2_000),
    );
  });

  it.each(longTexts(["'", "''", "' ", "a=", "a='',", "a=1,", "','", "',a", "',a ", "' and a=", "(", " ", "a"]))(
    "of half a megabyte of %s is read in one pass",
    (_piece, text) => {
      for (const key of [text, `a=${text}`, `a='${text}`, `a='${text}'`, `a='${text}x`]) {
        const read = () => resultOf("Entity ID", () => parseRecordKey(key, "Entity ID"));
        expect(elapsedMs(read)).toBeLessThan(longestMs);
      }
    },
  );

  it("of very many columns is read in one pass", () => {
    const text = Array.from({ length: 50_000 }, (_none, index) => `c${index}=1`).join(",");
    expect(elapsedMs(() => parseRecordKey(text, "Entity ID"))).toBeLessThan(longestMs);
  });
});
