/** Definitions of real tables, as an organization answered them, against ours. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseQueryOptions, parseResourcePath } from "../../odata";
import { openStore } from "../../organization/open";
import { answerDefinitions } from "..";

const folder = join(__dirname, "../../../../shared/vectors/metadata");
const available = existsSync(folder);
const suite = available ? describe : describe.skip;

if (!available && process.env["CI"]) {
  it("finds the published definitions", () => {
    throw new Error(`${folder} is missing.`);
  });
}

interface Label {
  UserLocalizedLabel: { Label: string } | null;
}
type Definition = Record<string, unknown> & { LogicalName: string; SchemaName: string; DisplayName?: Label };
function read<Item>(file: string): Item[] {
  return (JSON.parse(readFileSync(join(folder, file), "utf8")) as { value: Item[] }).value;
}

/** Labeled after its image column here, not as in the first organizations. */
const derivedLabel = "entityimageid";

suite("published definitions", () => {
  const store = openStore({ seed: false });
  afterAll(() => store.close());

  function get(path: string, query = ""): Record<string, unknown> {
    const context = { store, serviceRoot: "https://demo.crm.dynamics.com/api/data/v9.2/" };
    return JSON.parse(answerDefinitions(context, parseResourcePath(path), parseQueryOptions(query)).body) as Record<
      string,
      unknown
    >;
  }

  const labelText = (definition: Definition): string | undefined => definition.DisplayName?.UserLocalizedLabel?.Label;

  describe.each(["account", "contact"])("of %s", (logicalName) => {
    const published = available
      ? read<Definition & { Attributes: Definition[] }>("EntityDefinitions.webapi-shape.json").find(
          (candidate) => candidate.LogicalName === logicalName,
        )
      : undefined;

    it("agree on the table's names, ids and label", () => {
      if (!published) throw new Error("not in the vectors");
      const { DisplayName, Attributes, ...facts } = published;
      const ours = get(`EntityDefinitions(LogicalName='${logicalName}')`) as Definition;
      expect(ours).toMatchObject(facts);
      expect(labelText(ours)).toBe(labelText({ ...published, DisplayName } as Definition));
      expect(Attributes.length).toBeGreaterThan(0);
    });

    it("agree on every column we have: type, schema name, label, the primary name", () => {
      const { value } = get(`EntityDefinitions(LogicalName='${logicalName}')/Attributes`) as { value: Definition[] };
      const ours = new Map(value.map((column) => [column.LogicalName, column]));
      const shared = (published?.Attributes ?? []).filter(
        ({ LogicalName }) => ours.has(LogicalName) && LogicalName !== derivedLabel,
      );
      expect(shared.length).toBeGreaterThan(10);
      const facts = (column: Definition | undefined): unknown => ({
        name: column?.LogicalName,
        schemaName: column?.SchemaName,
        type: column?.["AttributeType"],
        isPrimaryName: column?.["IsPrimaryName"],
        label: column && labelText(column),
      });
      expect(shared.map((column) => facts(ours.get(column.LogicalName)))).toEqual(shared.map(facts));
      const announced = shared.filter((column) => column["@odata.type"] !== undefined);
      expect(announced.map((column) => ours.get(column.LogicalName)?.["@odata.type"])).toEqual(
        announced.map((column) => column["@odata.type"]),
      );
    });
  });

  it("agree on the members of a relationship and on its ends", () => {
    const { value } = get("RelationshipDefinitions") as { value: Definition[] };
    const ours = new Map(value.map((relationship) => [relationship.SchemaName, relationship]));
    const shared = read<Definition>("RelationshipDefinitions.webapi-shape.json").filter(({ SchemaName }) =>
      ours.has(SchemaName),
    );
    expect(shared.length).toBeGreaterThan(0);
    for (const published of shared) {
      const own = ours.get(published.SchemaName) ?? {};
      expect(Object.keys(own)).toEqual(expect.arrayContaining(Object.keys(published)));
      const ends = Object.keys(published).filter((name) => /^Referenc(ed|ing)|^RelationshipType$/.test(name));
      expect(own).toMatchObject(Object.fromEntries(ends.map((name) => [name, published[name]])));
    }
  });
});
