import fc from "fast-check";
import { keyValueList, objectValue } from "./keyValues";
import { labelList, textList } from "./lists";
import * as clean from "./text";

const page = { smallest: 1, largest: 5000 };

describe("every cleaner", () => {
  const cleaners: Record<string, (value: unknown) => unknown> = {
    optionalText: clean.optionalText("X"),
    boolean: clean.boolean("X", true),
    optionalWholeNumber: clean.optionalWholeNumber("X", page),
    wholeNumber: clean.wholeNumber("X", page, 100),
    textList: textList("X"),
    keyValueList: keyValueList("X"),
    objectValue: objectValue("X"),
    oneOf: clean.oneOf("X", ["json", "text"], "json"),
  };

  it.each(Object.keys(cleaners))("%s takes an absent value, null and empty text for the same", (name) => {
    const run = cleaners[name] as (value: unknown) => unknown;
    expect([undefined, null, "", "  "].map(run)).toEqual(Array(4).fill(run(undefined)));
  });

  it.each(Object.keys(cleaners))("%s answers anything else with a value or an error that names the input", (name) => {
    const run = cleaners[name] as (value: unknown) => unknown;
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => {
        try {
          run(value);
        } catch (error) {
          expect(String((error as Error).message)).toMatch(/^X: /);
        }
      }),
    );
  });
});

it.each([
  ["Contoso", "Contoso"],
  [" Contoso ", "Contoso"],
  [5, "5"],
  [true, "true"],
])("reads the text %p", (given, expected) => {
  expect(clean.requiredText("Name", "")(given)).toBe(expected);
});

it.each([undefined, "", " ", null])("refuses %p where a text is required", (given) => {
  expect(() => clean.requiredText("Entity Type", "for example accounts")(given)).toThrow(
    "Entity Type: a value is needed, for example accounts.",
  );
});

it.each([
  ["true", true],
  ["False", false],
  ["0", false],
  [true, true],
  ["no", false],
])("reads %p as %p", (given, expected) => {
  expect(clean.boolean("Fetch All", true)(given)).toBe(expected);
});

it.each(["0", "5001", "1.5", "-1", "many", "1e3"])("refuses %p as a page size", (given) => {
  expect(() => clean.wholeNumber("Records Per Page", page, 100)(given)).toThrow(
    `Records Per Page: "${given}" is not a whole number from 1 to 5000.`,
  );
});

it.each([
  [
    ["name", "revenue"],
    ["name", "revenue"],
  ],
  ["name, revenue", ["name", "revenue"]],
  [
    ["name,revenue", " ", undefined],
    ["name", "revenue"],
  ],
  [["primarycontactid($select=fullname,emailaddress1)"], ["primarycontactid($select=fullname,emailaddress1)"]],
  [["tasks($filter=subject eq 'a,(b')"], ["tasks($filter=subject eq 'a,(b')"]],
  ['["name", "revenue"]', ["name", "revenue"]],
  [
    [["name", "revenue"], "websiteurl", '["telephone1"]'],
    ["name", "revenue", "websiteurl", "telephone1"],
  ],
])("reads the list %p", (given, expected) => {
  expect(textList("Field Name")(given)).toEqual(expected);
});

it("takes a label in brackets for a label", () => {
  expect(labelList("Entity Type Filter")(["[Old] Account", "[2024]"])).toEqual(["[Old] Account", "[2024]"]);
});

it.each([
  [[{ key: "name", value: "A" }], [{ key: "name", value: "A" }]],
  [{ name: "A" }, [{ key: "name", value: "A" }]],
  ['{"name":"A"}', [{ key: "name", value: "A" }]],
  [[{ key: "", value: "" }], []],
])("reads the pairs %p", (given, expected) => {
  expect(keyValueList("Field Value")(given)).toEqual(expected);
});

it.each([[[{ key: "", value: "lost?" }]], [["name"]], ["name=A"], [5]])("refuses the pairs %p", (given) => {
  expect(() => keyValueList("Field Value")(given)).toThrow(/^Field Value: /);
});

describe("Dynamic Values", () => {
  const read = objectValue("Dynamic Values");
  const expected = { name: "Zoë", revenue: 5.5 };

  it.each([
    ["an object", expected],
    ["JSON text", JSON.stringify(expected)],
    [
      "key/value pairs",
      [
        { key: "name", value: "Zoë" },
        { key: "revenue", value: 5.5 },
      ],
    ],
    ["a download", { data: Buffer.from(JSON.stringify(expected)), contentType: "application/json" }],
    ["bytes", Buffer.from(JSON.stringify(expected))],
  ])("are read from %s", (_form, given) => {
    expect(read(given)).toEqual(expected);
  });

  it.each(["{bad", "5", "[1]", '"text"', 5, true])("are refused as %p", (given) => {
    expect(() => read(given)).toThrow(/^Dynamic Values: /);
  });
});
