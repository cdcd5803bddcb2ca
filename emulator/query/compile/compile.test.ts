/** The parts of the model that FetchXML will use and OData does not. */
import { Database } from "../../organization/store/database";
import { compileQuery } from "./compile";
import { always, column, type ColumnRef, type DatePart, type Expression, type Query } from "../model/model";

const database = new Database();
afterAll(() => database.close());
database.exec(`
  CREATE TABLE parent (parentid TEXT PRIMARY KEY, city TEXT COLLATE NOCASE, kind INTEGER, at TEXT);
  INSERT INTO parent VALUES ('a', 'Bern', 2, '2024-01-01T00:00:00Z'), ('b', 'bern', 1, '2024-06-30T12:00:00Z'),
    ('c', 'Aarau', 3, '2023-12-31T23:59:59Z'), ('d', NULL, NULL, NULL);
`);

function ref(name: string, kind: ColumnRef["kind"]): ColumnRef {
  return { alias: "p", column: name, kind };
}
const id = column(ref("parentid", "guid"));
function query(more: Partial<Query>): unknown[] {
  const { text, parameters } = compileQuery({
    from: { table: "parent", alias: "p" },
    joins: [],
    where: always,
    outputs: [{ name: "x", value: id }],
    orderings: [{ expression: id, descending: false }],
    ...more,
  });
  return database.all(text, parameters).map((row) => row["x"]);
}

test("choices sort by their labels", () => {
  const labels = [
    { value: 1, label: "zebra" },
    { value: 2, label: "Mouse" },
    { value: 3, label: "ant" },
  ];
  const expression: Expression = { kind: "label", column: ref("kind", "number"), labels };
  expect(query({ orderings: [{ expression, descending: false }] })).toEqual(["d", "c", "a", "b"]);
  expect(query({ orderings: [{ expression, descending: true }] })).toEqual(["b", "a", "c", "d"]);
});

test("distinct rows ignore case, as grouping does", () => {
  const city = column(ref("city", "text"));
  expect(query({ distinct: true, outputs: [{ name: "x", value: city }], orderings: [] })).toHaveLength(3);
  expect(query({ groupBy: [city], outputs: [{ name: "x", value: city }], orderings: [] })).toHaveLength(3);
});

test("distinct values can be counted", () => {
  const value = { kind: "aggregate", method: "count", of: column(ref("city", "text")), distinct: true } as const;
  expect(query({ groupBy: [], outputs: [{ name: "x", value }], orderings: [] })).toEqual([2]);
});

test("pages by number skip the rows before", () => {
  expect(query({ limit: 2, offset: 1 })).toEqual(["b", "c"]);
});

test("the first rows of each group are taken in the order asked for", () => {
  const by = ref("city", "text");
  const orderings = [{ expression: id, descending: true }];
  expect(query({ perGroup: { by, rows: 1 }, orderings })).toEqual(expect.arrayContaining(["b", "c", "d"]));
  expect(query({ perGroup: { by, rows: 1 }, orderings })).not.toContain("a");
});

test.each<[DatePart, unknown[]]>([
  ["day", [1, 30, 31, null]],
  ["week", [1, 27, 53, null]],
  ["month", [1, 6, 12, null]],
  ["quarter", [1, 2, 4, null]],
  ["year", [2024, 2024, 2023, null]],
  ["fiscal-period", [3, 4, 2, null]],
  ["fiscal-year", [2023, 2023, 2023, null]],
])("the %s of a date, in a fiscal year of quarters from July", (part, expected) => {
  const fiscal = { startMonth: 7, monthsPerPeriod: 3 } as const;
  const value: Expression = { kind: "datePart", column: ref("at", "dateTime"), part, fiscal };
  expect(query({ outputs: [{ name: "x", value }] })).toEqual(expected);
});
