import fc from "fast-check";
import { duplicateMember } from "./duplicateMember";

test.each<[string, string | undefined]>([
  ['{"name":"a","name":"b"}', "name"],
  ['{"a":{"b":1},"c":[{"b":2},{"b":3}],"b":4}', undefined],
  ['{"a":[{"b":1,"c":{},"b" : 2}]}', "b"],
  ['{"a":"x\\",\\"a\\":1","b":"a"}', undefined],
  ['{"a\\\\":1,"a":2}', undefined],
  ['{"a":1,"\\u0061":2}', "a"],
  ['{"__proto__":1,"constructor":2}', undefined],
  ['["a","a"]', undefined],
  ['"a"', undefined],
])("in %s the name given twice is %s", (text, expected) => {
  expect(duplicateMember(text)).toBe(expected);
});

test("finds no duplicate name in the output of JSON.stringify, and finds one that was added", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
      const text = JSON.stringify(value);
      const [name = ""] = Object.keys(value);
      expect(duplicateMember(text)).toBeUndefined();
      expect(duplicateMember(`${text.slice(0, -1)},${JSON.stringify(name)}:0}`)).toBe(name);
    }),
  );
});
