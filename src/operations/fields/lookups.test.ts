import { parseReference } from "./lookups";

const id = "11111111-2222-3333-4444-555555555555";

it.each<[unknown, unknown]>([
  [id, { key: id }],
  [` {${id}} `, { key: `{${id}}` }],
  [`contact(${id})`, { table: "contact", key: id }],
  [`/contacts(${id})`, { table: "contacts", key: id }],
  ["accounts(accountnumber='A (1)')", { table: "accounts", key: "accountnumber='A (1)'" }],
  [
    { id, logicalName: "contact", name: "Ann" },
    { table: "contact", key: id },
  ],
  [{ id }, { key: id }],
  [{ logicalName: "contact" }, undefined],
  ["Ann Example", undefined],
  ["contact()", undefined],
  [5, undefined],
])("reads %p as a reference to a record", (value, reference) => {
  expect(parseReference(value)).toEqual(reference);
});
