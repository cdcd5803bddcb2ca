import { parseBatchOperations } from "./operations";

const id = "11111111-2222-3333-4444-555555555555";
const create = { action: "create", collection: "accounts", data: { name: "Larch" } };

it("reads an action in any case, and drops the data of a delete", () => {
  expect(
    parseBatchOperations([{ action: " Delete ", collection: " accounts ", key: id, data: { name: "x" } }]),
  ).toEqual([
    {
      index: 0,
      action: "delete",
      collection: "accounts",
      key: { kind: "id", id },
      data: {},
      returnRepresentation: false,
    },
  ]);
});

it("reads a reference to an earlier operation as the key", () => {
  const operations = parseBatchOperations([
    { ...create, contentId: 1 },
    { ...create, action: "update", key: "$1", returnRepresentation: "true" },
  ]);
  expect(operations[0]?.contentId).toBe("1");
  expect(operations[1]).toMatchObject({ key: { kind: "reference", contentId: "1" }, returnRepresentation: true });
});

it.each<[string, unknown[], string]>([
  ["a list without operations", [], "at least one operation is needed"],
  ["a text", ["create"], "index 0 is not valid: it is not an object"],
  ["an unknown action", [{ ...create, action: "merge" }], `"action" must be create, update, upsert or delete`],
  ["an operation without a table", [{ ...create, collection: " " }], `"collection" is missing`],
  ["an update without a key", [create, { ...create, action: "update" }], `index 1 is not valid: "key" is missing`],
  ["a create with an alternate key", [{ ...create, key: "name='x'" }], "must be a GUID for the new record"],
  ["a member that is not known", [{ ...create, Key: id }], `"Key" is not a member of an operation`],
  ["a content ID with a blank", [{ ...create, contentId: "a b" }], `"contentId" must be a number or a word`],
  ["a flag that is not true or false", [{ ...create, returnRepresentation: "maybe" }], "must be true or false"],
  [
    "a content ID twice",
    [
      { ...create, contentId: "a" },
      { ...create, contentId: "a" },
    ],
    `an earlier operation has the same contentId "a"`,
  ],
  [
    "a reference to a later operation, deep in the data",
    [
      { ...create, data: { contacts: [{ "parent@odata.bind": "$b" }] } },
      { ...create, contentId: "b" },
    ],
    `"$b" does not refer to an earlier operation`,
  ],
])("rejects %s", (_kind, operations, message) => {
  expect(() => parseBatchOperations(operations)).toThrow(message);
});
