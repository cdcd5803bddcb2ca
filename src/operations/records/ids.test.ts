import { columnBesideId, createdId, guidColumns } from "./ids";

const id = "11111111-2222-3333-4444-55555555555a";

it("finds the GUIDs of a row, but not the ones of lookups and annotations", () => {
  const row = { accountid: id, _ownerid_value: id, "x@y": id, name: "Larch", revenue: 5 };
  expect([...guidColumns(row)]).toEqual([["accountid", id]]);
});

it.each<[string, Record<string, unknown>, string | undefined]>([
  ["a plain value", { name: "Larch" }, "name"],
  ["an empty value", { telephone1: null }, "telephone1"],
  ["a GUID, which could be taken for the id", { new_reference: id }, undefined],
  ["a link and related records", { "owner@odata.bind": "/x", contacts: [{}] }, undefined],
])("selects a column to read the row with, for a write of %s", (_kind, written, column) => {
  expect(columnBesideId(written)).toBe(column);
});

it.each([
  [`https://contoso.crm.dynamics.com/api/data/v9.2/accounts(${id.toUpperCase()})`, id],
  ["https://contoso.crm.dynamics.com/api/data/v9.2/accounts(name='A')", undefined],
  [undefined, undefined],
])("reads the id from OData-EntityId %p", (header, expected) => {
  expect(createdId({ "odata-entityid": header })).toBe(expected);
});
