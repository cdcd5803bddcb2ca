import fc from "fast-check";
import { keyFilter, keySegment, keyText, needsFilterLookup, parseRecordKey } from "./recordKey";

const id = "11111111-2222-3333-4444-55555555555a";
function parse(text: string) {
  return parseRecordKey(text, "Entity ID");
}

describe("parseRecordKey", () => {
  it.each([
    [id, `(${id})`],
    [`{${id.toUpperCase()}}`, `(${id})`],
    [` (${id}) `, `(${id})`],
    ["accountnumber='A-1'", "(accountnumber='A-1')"],
    ["(accountnumber='A-1')", "(accountnumber='A-1')"],
    ["accountnumber = 'A-1' , name = 'Larch, Ltd'", "(accountnumber='A-1',name='Larch,%20Ltd')"],
    ["name='O''Brien'", "(name='O''Brien')"],
    ["name='O'Brien'", "(name='O''Brien')"],
    ["name='O'Brien',accountnumber='A'1'", "(name='O''Brien',accountnumber='A''1')"],
    ["name='x'',code=''y'", "(name='x'',code%3D''y')"],
    ['accountnumber="A-1", name = "Larch, O\'Brien"', "(accountnumber='A-1',name='Larch,%20O''Brien')"],
    ["code=7,amount=-1.5", "(code=7,amount=-1.5)"],
    [`_parentid_value={${id}},code='7'`, `(_parentid_value=${id},code='7')`],
    ["startson=2023-01-02T00:00:00Z", "(startson=2023-01-02T00%3A00%3A00Z)"],
    ["name='Müller & Söhne'", "(name='M%C3%BCller%20%26%20S%C3%B6hne')"],
  ])("reads %s and writes %s", (text, segment) => {
    expect(keySegment(parse(text))).toBe(segment);
  });

  it.each([
    ["", "is needed"],
    ["A-1", "neither a record id nor an alternate key"],
    ["11111111-2222-3333-4444", "neither a record id nor an alternate key"],
    ["accountnumber=A-1", "accountnumber='A-1'"],
    ["accountnumber='A-1", "must end with an apostrophe"],
    ["accountnumber=", "has no value"],
    ["accountnumber=''", "the value of accountnumber in the alternate key is empty"],
    ["code='1',accountnumber=' '", "the value of accountnumber in the alternate key is empty"],
    ["='A-1'", 'should be a column, "=" and a value'],
    ["a='1',a='2'", "named twice"],
    ["a='1' and b='2'", "separated by commas"],
    ["bad column='1'", 'should be a column, "=" and a value'],
  ])("refuses %p naming the input and what would be right", (text, problem) => {
    expect(() => parse(text)).toThrow(problem);
    expect(() => parse(text)).toThrow(/^Entity ID: /);
  });

  it("keeps any text of a properly quoted value, and nothing of it leaves the quotes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }).filter((text) => text.trim() !== ""),
        (value) => {
          const key = parse(`name='${value.replaceAll("'", "''")}'`);
          expect(key).toEqual({ kind: "alternate", parts: [{ column: "name", value: { kind: "text", text: value } }] });
          const written = decodeURIComponent(keySegment(key));
          expect(written).toBe(`(name='${value.replaceAll("'", "''")}')`);
        },
      ),
    );
  });
});

describe("a key that no URL path can carry", () => {
  it.each(["a/b", "a<b", "a*b", "50%", "a&b", "a:b", "a\\b", "a?b", "a+b"])("is found by filter: %s", (value) => {
    const key = parse(`accountnumber='${value}'`);
    expect(needsFilterLookup(key)).toBe(true);
    expect(key.kind === "alternate" && keyFilter(key)).toBe(`accountnumber eq '${value}'`);
  });

  it("is not needed for ids, numbers, dates and ordinary text", () => {
    for (const text of [id, "code=7", "startson=2023-01-02T00:00:00Z", "name='O''Brien, Ltd.'"]) {
      expect(needsFilterLookup(parse(text))).toBe(false);
    }
  });
});

it("shows a key as people write it", () => {
  expect(keyText(parse("name='O'Brien',code=7"))).toBe("name='O''Brien',code=7");
});
