import { holdsValues } from "./sentValues";

const id = "0a1b2c3d-0000-4000-8000-00000000000a";

it.each<[string, unknown, unknown]>([
  ["text", "Larch", "Larch"],
  ["text with blanks around it", " Larch ", "Larch"],
  ["nothing", null, null],
  ["empty text", "", null],
  ["money, rounded", 1234.56789, 1234.57],
  ["a number as text", "42", 42],
  ["a choice as text", "3", 3],
  ["a GUID in capitals", id.toUpperCase(), id],
  ["milliseconds", "2026-11-23T10:11:12.345Z", "2026-11-23T10:11:12Z"],
  ["another offset", "2026-11-23T12:11:12+02:00", "2026-11-23T10:11:12Z"],
  ["a day", "2026-11-23T00:00:00Z", "2026-11-23"],
  ["several choices", "2,1", "1,2"],
  ["related records", [{ subject: "Call" }], undefined],
])("finds %s again", (_kind, sent, stored) => {
  expect(holdsValues({ column: stored }, { column: sent })).toBe(true);
});

it.each<[string, unknown, unknown]>([
  ["another text", "New", "Old"],
  ["texts that end alike", "Customer 5", "Order 5"],
  ["texts that only look like numbers", "007", "7"],
  ["another number", 5, 6],
  ["a value where there is none", "Larch", null],
  ["another day", "2026-11-23", "2026-11-24"],
])("does not find %s", (_kind, sent, stored) => {
  expect(holdsValues({ column: stored }, { column: sent })).toBe(false);
});

it("finds a link by its ID in a column of any name", () => {
  const sent = { "parentcustomerid_account@odata.bind": `/accounts(${id})` };
  expect(holdsValues({ _parentcustomerid_value: id }, sent)).toBe(true);
  expect(holdsValues({ _parentcustomerid_value: null }, sent)).toBe(false);
});

it("does not miss what the record does not show", () => {
  expect(holdsValues({}, { column: "sent" })).toBe(true);
});
