import { dateText, moneyText, numberText } from "./format";

test.each<[number | bigint, number, string]>([
  [0, 0, "0"],
  [999, 0, "999"],
  [1000, 0, "1,000"],
  [-1234567.891, 2, "-1,234,567.89"],
  [0.5, 2, "0.50"],
  [-0.001, 2, "0.00"],
  [12345678901234567890n, 0, "12,345,678,901,234,567,890"],
])("the number %p with %p decimals reads %s", (value, digits, expected) => {
  expect(numberText(value, digits)).toBe(expected);
});

test.each<[number, string]>([
  [20000, "$20,000.00"],
  [-20000.5, "($20,000.50)"],
  [0, "$0.00"],
])("%p dollars read %s", (value, expected) => {
  expect(moneyText(value, 2, { symbol: "$" })).toBe(expected);
});

test.each([
  ["2023-04-07T21:59:01Z", false, "4/7/2023 9:59 PM"],
  ["2023-12-31T00:05:00Z", false, "12/31/2023 12:05 AM"],
  ["2023-12-31T12:00:00Z", false, "12/31/2023 12:00 PM"],
  ["2023-12-31T12:00:00Z", true, "12/31/2023"],
  ["1974-03-25", true, "3/25/1974"],
])("%s reads %s", (stored, isDateOnly, expected) => {
  expect(dateText(stored, isDateOnly)).toBe(expected);
});
