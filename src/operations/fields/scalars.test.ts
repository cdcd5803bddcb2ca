import { ExactNumber } from "../../client";
import { parseBoolean, parseDate, parseDateTime, parseDecimal, parseWholeNumber } from "./scalars";

it.each<[unknown, number | undefined]>([
  ["42", 42],
  [" -7 ", -7],
  ["12.0", 12],
  [42, 42],
  [0, 0],
  ["2147483647", 2_147_483_647],
  ["2147483648", undefined],
  ["1.5", undefined],
  ["1,000", undefined],
  ["many", undefined],
  [{}, undefined],
])("reads %p as the whole number %p", (value, number) => {
  expect(parseWholeNumber(value)).toBe(number);
});

it.each<[unknown, number | ExactNumber | undefined]>([
  ["20000.55", 20000.55],
  ["-.5", -0.5],
  ["5.", 5],
  ["1e3", 1000],
  [1.25, 1.25],
  ["123456789012345", 123456789012345],
  ["0.000123456789012345", 0.000123456789012345],
  ["100000000000000000", 1e17],
  ["123456789012.3456", new ExactNumber("123456789012.3456")],
  ["+0922337203685477.5807", new ExactNumber("922337203685477.5807")],
  ["-.12345678901234567", new ExactNumber("-0.12345678901234567")],
  ["", undefined],
  [".", undefined],
  ["1e", undefined],
  ["1e999", undefined],
  ["$5", undefined],
  ["1,000", undefined],
])("reads %p as the decimal %p", (value, number) => {
  expect(parseDecimal(value)).toEqual(number);
});

it.each<[unknown, boolean | undefined]>([
  [true, true],
  ["YES", true],
  [1, true],
  [" false ", false],
  ["no", false],
  ["0", false],
  ["perhaps", undefined],
  [2, undefined],
])("reads %p as the boolean %p", (value, boolean) => {
  expect(parseBoolean(value)).toBe(boolean);
});

it.each<[unknown, string | undefined]>([
  ["2024-05-31", "2024-05-31"],
  ["2024-05-31T00:00:00.000Z", "2024-05-31"],
  ["2024-05-31T10:00:00Z", undefined],
  ["2024-02-30", undefined],
  ["31.05.2024", undefined],
])("reads %p as the date %p", (value, date) => {
  expect(parseDate(value)).toBe(date);
});

it.each<[unknown, string | undefined]>([
  ["2024-05-31", "2024-05-31T00:00:00Z"],
  ["2024-05-31 14:30", "2024-05-31T14:30:00Z"],
  ["2024-05-31T14:30:15.123z", "2024-05-31T14:30:15.123Z"],
  ["2024-05-31T14:30:00 +0200", "2024-05-31T14:30:00+02:00"],
  [new Date("2024-05-31T14:30:00Z"), "2024-05-31T14:30:00.000Z"],
  [new Date(NaN), undefined],
  ["2023-02-29T10:00Z", undefined],
  ["2024-05-31T25:00:00Z", undefined],
  ["tomorrow", undefined],
])("reads %p as the date and time %p", (value, dateTime) => {
  expect(parseDateTime(value)).toBe(dateTime);
});
