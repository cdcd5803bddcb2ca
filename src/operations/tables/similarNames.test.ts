import { similarNames, suggestion } from "./similarNames";

const tables = [
  { name: "accounts", labels: ["account", "Account"] },
  { name: "contacts", labels: ["contact", "Contact"] },
  { name: "productpricelevels", labels: ["productpricelevel", "Price List Item"] },
  { name: "new_projects", labels: ["new_project", "Projects"] },
];

it.each([
  ["a mistyped name", "acounts", ["accounts"]],
  ["two swapped letters", "accoutns", ["accounts"]],
  ["a mistyped first letter", "sccounts", ["accounts"]],
  ["a mistyped display name", "Price List Itme", ["productpricelevels"]],
  ["a display name with other blanks", "pricelist  item", ["productpricelevels"]],
  ["a name without its prefix", "project", ["new_projects"]],
  ["a part of a name", "pricelevel", ["productpricelevels"]],
  ["nothing close", "opportunities", []],
  ["two letters", "ac", []],
  ["blanks", "  ", []],
])("suggests for %s", (_title, wanted, names) => {
  expect(similarNames(wanted, tables)).toEqual(names);
});

it("suggests the closest names first, and at most five", () => {
  const columns = [
    "accountcategorycode",
    "accountclassificationcode",
    "accountid",
    "accountnumber",
    "accountratingcode",
  ];
  const candidates = [...columns.map((name) => ({ name })), { name: "name", labels: ["Account Name"] }];
  const similar = similarNames("Account Name", candidates);
  expect(similar[0]).toBe("name");
  expect(similarNames("account", candidates)).toHaveLength(5);
});

it("does not compare a text that is too long to be a name", () => {
  expect(similarNames("a".repeat(1_000_000), [{ name: "a".repeat(1_000_000) }])).toEqual([]);
});

it("writes a suggestion as a sentence, and nothing when no name is similar", () => {
  expect(suggestion("acounts", tables)).toBe(" Similar: accounts.");
  expect(suggestion("opportunities", tables)).toBe("");
});
