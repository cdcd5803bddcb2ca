import fc from "fast-check";
import type { Expression } from "./definition";
import { parseReference, resolveExpression, resolveInputs, templateParts } from "./expressions";

const configVars: Record<string, unknown> = {
  Region: "EMEA",
  "Page Size": 50,
  Connection: { key: "clientCredentials" },
};
const scope = {
  steps: {
    getEntity: {
      results: { name: "Fabrikam", value: [{ id: "1" }, { id: "2" }], "@odata.nextLink": "next", none: null },
    },
    loopOverItems: { currentItem: { ".tag": "file", name: "a.txt" }, index: 0, isFirst: true, isLast: false },
    readFile: { results: { data: Buffer.from("bytes"), contentType: "text/plain" } },
    count: { results: 3 },
    trigger: {
      results: { headers: { "X-Shopify-Topic": "orders" }, webhookUrls: { "Flow 2": "https://example.com" } },
    },
  },
  configVar: (key: string) => configVars[key],
};
function resolve(expression: Expression) {
  return resolveExpression(expression, scope);
}

describe("reference", () => {
  test.each([
    ["getEntity.results.name", "Fabrikam"],
    ["getEntity.results.value.1.id", "2"],
    ["getEntity.results.value[0].id", "1"],
    ['getEntity.results["@odata.nextLink"]', "next"],
    ["getEntity.results.['@odata.nextLink']", "next"],
    ['loopOverItems.currentItem.[".tag"]', "file"],
    ["loopOverItems.index", 0],
    ["trigger.results.headers.X-Shopify-Topic", "orders"],
    ["trigger.results.webhookUrls.Flow 2", "https://example.com"],
    ["getEntity.results.value.length", 2],
    ["count.results", 3],
    ["getEntity.results.none", null],
  ])("%s leads to its value", (value, expected) => {
    expect(resolve({ type: "reference", value })).toEqual(expected);
  });

  test.each([
    "getEntity.results.missing",
    "getEntity.results.none.deeper",
    "getEntity.results.value.9.id",
    "notRun.results.name",
    "getEntity.results.constructor",
    "count.results.toFixed",
  ])("%s leads to nothing", (value) => {
    expect(resolve({ type: "reference", value })).toBeUndefined();
  });

  test("hands over the value itself, not a copy or a text", () => {
    const buffer = scope.steps.readFile.results.data;
    expect(resolve({ type: "reference", value: "readFile.results.data" })).toBe(buffer);
  });

  test.each(["", "a..b", "a.", "a[", "a[x]", 'a["x]', ".a"])("%p is not a reference", (text) => {
    expect(() => parseReference(text)).toThrow(SyntaxError);
  });

  test("any names survive being quoted", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (names) => {
        const quoted = names.map((name) => `["${name.replaceAll(/["\\]/g, "\\$&")}"]`).join("");
        expect(parseReference(`step${quoted}`)).toEqual(["step", ...names]);
      }),
    );
  });
});

describe("template", () => {
  test.each([
    ["accountnumber='{{$getEntity.results.value.0.id}}'", "accountnumber='1'"],
    ["{{#Region}}-{{#Page Size}}", "EMEA-50"],
    ["{{$count.results}}", "3"],
    ["[{{$getEntity.results.missing}}]", "[]"],
    ["[{{$getEntity.results.none}}]", "[]"],
    ["{{$getEntity.results.value}}", '[{"id":"1"},{"id":"2"}]'],
    ["{{$readFile.results.data}}", "bytes"],
    ["{{ liquid }} {% raw %}", "{{ liquid }} {% raw %}"],
    ["line 1\n{{#Region}}", "line 1\nEMEA"],
    ["", ""],
  ])("%p becomes %p", (value, expected) => {
    expect(resolve({ type: "template", value })).toBe(expected);
  });

  test("text without placeholders is kept to the letter", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("{{")),
        (value) => resolve({ type: "template", value }) === value,
      ),
    );
  });

  test("distinguishes placeholders from text", () => {
    expect(templateParts("a {{$x.results}} b {{#Y Z}}")).toEqual([
      { text: "a " },
      { reference: "x.results" },
      { text: " b " },
      { configVar: "Y Z" },
    ]);
  });
});

describe("value and configVar", () => {
  test.each<[Expression, unknown]>([
    [{ type: "value", value: "100" }, "100"],
    [{ type: "value", value: "" }, ""],
    [{ type: "value", value: null }, undefined],
    [{ type: "value", value: "{{$count.results}}" }, "{{$count.results}}"],
    [{ type: "configVar", value: "Page Size" }, 50],
    [{ type: "configVar", value: "" }, undefined],
  ])("%j", (expression, expected) => {
    expect(resolve(expression)).toEqual(expected);
  });
});

describe("complex", () => {
  test("elements without names are a list of values", () => {
    const value: Expression[] = [
      { type: "value", value: "name" },
      { type: "reference", value: "getEntity.results.name" },
    ];
    expect(resolve({ type: "complex", value })).toEqual(["name", "Fabrikam"]);
  });

  test("elements with names are key and value pairs, and names may be expressions", () => {
    const value: Expression[] = [
      { name: "revenue", type: "reference", value: "count.results" },
      { name: { type: "configVar", value: "Region" }, type: "value", value: "x" },
    ];
    expect(resolve({ type: "complex", value })).toEqual([
      { key: "revenue", value: 3 },
      { key: "EMEA", value: "x" },
    ]);
  });

  test("a condition keeps its operators, and its terms are values even with empty names", () => {
    const condition: Expression = {
      name: "Large",
      type: "complex",
      value: [
        "and",
        ["greaterThan", { name: "", type: "reference", value: "count.results" }, { type: "value", value: "2" }],
        ["or", ["exists", { type: "reference", value: "getEntity.results.name" }]],
      ],
    };
    expect(resolve({ type: "complex", value: [condition] })).toEqual([
      { key: "Large", value: ["and", ["greaterThan", 3, "2"], ["or", ["exists", "Fabrikam"]]] },
    ]);
  });

  test("an empty list stays an empty list", () => {
    expect(resolveInputs({ fieldNames: { type: "complex", value: [] } }, scope)).toEqual({ fieldNames: [] });
  });
});
