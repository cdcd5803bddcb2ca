import { ServiceError } from "../errors/serviceError";
import type { Choice, Column, ColumnType, Table } from "../metadata/model";
import { rounded, storedValue } from "./values";

const table = { logicalName: "account", columns: new Map<string, Column>() } as Table;

function column(type: ColumnType, facts: Partial<Column> = {}): Column {
  return {
    metadataId: "",
    logicalName: "c",
    schemaName: "C",
    type,
    displayName: {},
    requiredLevel: "None",
    isPrimaryId: false,
    isPrimaryName: false,
    isCustom: false,
    isValidForCreate: true,
    isValidForRead: true,
    isValidForUpdate: true,
    isLogical: false,
    ...facts,
  };
}

const choices: Choice[] = [1, 2, 9].map((value) => ({ value, label: { 1033: `Choice ${value}` } }));
function store(target: Column, value: unknown): unknown {
  return storedValue(table, target, value, () => choices);
}

function codeOf(target: Column, value: unknown): string {
  try {
    store(target, value);
  } catch (error) {
    if (error instanceof ServiceError) return `${error.status} ${error.code}`;
    throw error;
  }
  return "accepted";
}

const dateOnly = column("DateTime", { dateTimeBehavior: "DateOnly" });
const dateTime = column("DateTime", { dateTimeBehavior: "UserLocal" });

describe("a value of a request body", () => {
  it.each<[string, Column, unknown, unknown]>([
    ["text", column("String", { maxLength: 3 }), "abc", "abc"],
    ["null for any column", column("Integer"), null, null],
    ["a quoted whole number", column("Integer"), "42", 42],
    ["a quoted choice, as low-code flows send it", column("Picklist"), "9", 9],
    ["true", column("Boolean"), true, 1],
    ["quoted false", column("Boolean"), "false", 0],
    ["a decimal beyond its precision", column("Decimal", { precision: 2 }), 1.005, 1.01],
    ["money at four decimals", column("Money", { precision: 2 }), 10.123456, 10.1235],
    ["a double as it is", column("Double"), 1e-7, 1e-7],
    ["multi-select with blanks and out of order", column("MultiSelectPicklist"), "9, 1", "1,9"],
    ["empty multi-select", column("MultiSelectPicklist"), "", null],
    ["a date", dateOnly, "1974-03-25", "1974-03-25"],
    ["an instant in UTC", dateTime, "2023-04-07T21:59:01Z", "2023-04-07T21:59:01Z"],
    ["an instant with an offset", dateTime, "2023-04-07T23:59:01+02:00", "2023-04-07T21:59:01Z"],
    ["fractions of a second, dropped", dateTime, "2023-04-07T21:59:01.987Z", "2023-04-07T21:59:01Z"],
    ["an instant without a zone, taken as UTC", dateTime, "2023-04-07T21:59", "2023-04-07T21:59:00Z"],
    ["a date where an instant is stored", dateTime, "2023-04-07", "2023-04-07T00:00:00Z"],
    [
      "a braced guid",
      column("Uniqueidentifier"),
      "{ABCDEF00-1111-4222-8333-444455556666}",
      "abcdef00-1111-4222-8333-444455556666",
    ],
  ])("takes %s", (_what, target, value, expected) => {
    expect(store(target, value)).toEqual(expected);
  });

  it.each<[string, Column, unknown, string]>([
    ["a number for text", column("String"), 5, "400 0x80048d19"],
    ["text for a whole number", column("Integer"), "abc", "400 0x80048d19"],
    ["empty text for a whole number", column("Integer"), "", "400 0x80048d19"],
    ["a fraction for a whole number", column("Integer"), 1.5, "400 0x80048d19"],
    ["a number above 32 bits", column("Integer"), 2 ** 31, "400 0x80048d19"],
    ["a quoted decimal", column("Decimal"), "1.5", "400 0x80048d19"],
    ["quoted money", column("Money"), "1.5", "400 0x80048d19"],
    ["a word for a boolean", column("Boolean"), "yes", "400 0x80048d19"],
    ["an object for text", column("String"), {}, "400 0x80048d19"],
    ["a list for text", column("String"), ["a"], "400 0x80048d19"],
    ["a time for a date", dateOnly, "2023-01-01T00:00:00Z", "400 0x80048d19"],
    ["a day that does not exist", dateTime, "2023-02-30T00:00:00Z", "400 0x80048d19"],
    ["a date before 1753", dateTime, "1752-12-31T00:00:00Z", "400 0x80040239"],
    ["text that is no guid", column("Uniqueidentifier"), "abc", "400 0x80048d19"],
    ["text longer than the column", column("String", { maxLength: 3 }), "abcd", "400 0x80044331"],
    ["a number below the range", column("Integer", { minValue: 0 }), -1, "400 0x80044330"],
    ["money above the range", column("Money", { maxValue: 10 }), 10.01, "400 0x80044330"],
    ["an unknown choice", column("Picklist"), 3, "400 0x8004431a"],
    ["an unknown choice among several", column("MultiSelectPicklist"), "1,3", "400 0x8004431a"],
    ["text that is no base64", column("Image"), "not base64!", "400 0x80048d19"],
  ])("refuses %s", (_what, target, value, expected) => {
    expect(codeOf(target, value)).toBe(expected);
  });

  it("names the IEEE754 conflict for quoted decimals, because clients search for that text", () => {
    expect(() => store(column("Decimal"), "1.5")).toThrow(
      "Cannot convert a value to target type 'Edm.Decimal' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true.",
    );
  });

  it("says how long the text may be", () => {
    expect(() => store(column("String", { maxLength: 3 }), "abcd")).toThrow(
      "The length of the 'c' attribute of the 'account' entity exceeded the maximum allowed length of '3'.",
    );
  });
});

it.each([
  [1.005, 2, 1.01],
  [-1.005, 2, -1.01],
  [0.00005, 4, 0.0001],
  [123456789.12345, 4, 123456789.1235],
])("rounds %d to %d decimals by its decimal text", (value, decimals, expected) => {
  expect(rounded(value, decimals)).toBe(expected);
});
