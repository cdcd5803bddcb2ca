import { compare, malformed } from "./matching";

test.each<[unknown, unknown]>([
  [1, 1],
  ["a", "a"],
  [null, null],
  [null, undefined],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ a: { b: [{ c: null }] } }, { a: { b: [{ d: 1 }] } }],
  [{}, { a: 1 }],
  [{ $match: "^b$" }, "a\nb\nc"],
  [{ $length: 2 }, ["a", "b"]],
  [{ $length: { $atLeast: 1 } }, "ab"],
  [{ $contains: { id: 2 } }, [{ id: 1 }, { id: 2, name: "x" }]],
  [{ $atLeast: 1, $atMost: 1 }, 1],
  [{ total: { $atMost: 3 } }, { total: 3 }],
])("%j fits %j", (expected, actual) => {
  expect(compare(expected, actual, "it")).toEqual([]);
});

test.each<[unknown, unknown, string[]]>([
  [1, "1", ['x: it is "1", not 1']],
  [1, undefined, ["x: it is not there, not 1"]],
  [false, null, ["x: it is null, not false"]],
  [{ a: 1, "b c": [1] }, { a: 2, "b c": [2] }, ["x: a is 2, not 1", 'x: ["b c"][0] is 2, not 1']],
  [{ a: { b: 1 } }, { a: null }, ["x: a is null, not an object with b"]],
  [[1, 2], [1], ["x: it has 1 elements, not 2: [1]"]],
  [[1], { 0: 1 }, ['x: it is {"0":1}, not a list']],
  [{ a: { $match: "^b" } }, { a: "ab" }, ['x: a is "ab", which does not match /^b/']],
  [{ $match: "1" }, 1, ["x: it is 1, which does not match /1/"]],
  [{ a: { $length: 2 } }, { a: ["b"] }, ["x: a.length is 1, not 2"]],
  [{ $length: 0 }, null, ["x: it is null, which has no length"]],
  [{ $contains: 3 }, [1, 2], ["x: it is [1,2], and nothing in it fits 3"]],
  [{ $atLeast: 2 }, 1, ["x: it is 1, not 2 or more"]],
  [{ $atMost: 2 }, "1", ['x: it is "1", not 2 or less']],
])("%j does not fit %j", (expected, actual, said) => {
  expect(compare(expected, actual, "x")).toEqual(said);
});

test.each<[unknown, RegExp]>([
  [{ a: [{ $macth: "x" }] }, /^x\.a\[0\]: \$macth are not all matchers; there are \$match, \$length/],
  [{ $length: 1, name: "x" }, /\$length, name are not all matchers/],
  [{ $match: "(" }, /Invalid regular expression/],
  [{ $length: { $atleast: 1 } }, /^x\.\$length: \$atleast/],
])("%j can never be met", (expected, said) => {
  expect(malformed(expected, "x")).toEqual([expect.stringMatching(said)]);
});

test("does not treat inherited names of objects as matchers", () => {
  expect(malformed({ constructor: 1 }, "x")).toEqual([]);
  expect(compare({ constructor: 1 }, { constructor: 1 }, "x")).toEqual([]);
});
