import { parseRecordKey } from "../../client";
import { asEntitySetName } from "../tables/names";
import { alternateKeyValues, isAddressable, recordPath } from "./addresses";

const entitySetName = asEntitySetName("accounts");
function addressOf(key: string) {
  return { entitySetName, key: parseRecordKey(key, "Entity ID") };
}

it.each([
  ["{11111111-2222-3333-4444-55555555555A}", "accounts(11111111-2222-3333-4444-55555555555a)"],
  ["accountnumber='A 1'", "accounts(accountnumber='A%201')"],
  ["name='O''Brien',new_number=5", "accounts(name='O''Brien',new_number=5)"],
])("writes the key %s into the path", (key, path) => {
  expect(recordPath(addressOf(key))).toBe(path);
});

it.each([
  ["name='A'", true],
  ["name='A/B'", false],
  ["name='50%'", false],
  ["11111111-2222-3333-4444-555555555555", true],
])("reports whether a URL can contain the key %s: %p", (key, expected) => {
  expect(isAddressable(addressOf(key))).toBe(expected);
});

it("turns an alternate key into the values of a new record", () => {
  const { key } = addressOf("name='A/B',new_number=5,new_day=2024-05-31");
  expect(alternateKeyValues(key)).toEqual({ name: "A/B", new_number: 5, new_day: "2024-05-31" });
});

it("rejects a lookup in the key of a new record", () => {
  const { key } = addressOf("_ownerid_value=11111111-2222-3333-4444-555555555555,name='A/B'");
  expect(() => alternateKeyValues(key)).toThrow("cannot be created with the lookup _ownerid_value");
});
