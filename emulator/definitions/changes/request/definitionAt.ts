/** The model's object behind the definition that a path leads to. */
import type { Catalog } from "../../../metadata/catalog";
import type { AlternateKey, Column, GlobalChoice, ManyToMany, OneToMany, Table } from "../../../metadata/model";
import type { ResourcePath } from "../../../odata/ast";
import type { Definition } from "../../describe/definitionType";
import { plainText } from "../../describe/jsonText";
import type { Target } from "../../read/resolveTarget";

export type DefinitionAt =
  | { kind: "table"; table: Table }
  | { kind: "column"; table: Table; column: Column }
  | { kind: "key"; table: Table; key: AlternateKey }
  | { kind: "oneToMany"; relationship: OneToMany }
  | { kind: "manyToMany"; relationship: ManyToMany }
  | { kind: "globalChoice"; choice: GlobalChoice };

/** `undefined` if the path does not lead to a separate definition, for example to a column's option set. */
export function definitionAt(catalog: Catalog, { segments }: ResourcePath, target: Target): DefinitionAt | undefined {
  if (target.kind !== "single" || target.definition === null) return undefined;
  if (segments.some(({ name }) => name === "OptionSet" || name === "GlobalOptionSet")) return undefined;
  const id = idOf(target.definition);
  const hasId = <T extends { metadataId: string }>(each: T): boolean => each.metadataId === id;
  const { metadata } = catalog;
  const table = catalog.tableById(id);
  if (table) return { kind: "table", table };
  const oneToMany = metadata.oneToMany.find(hasId);
  if (oneToMany) return { kind: "oneToMany", relationship: oneToMany };
  const manyToMany = metadata.manyToMany.find(hasId);
  if (manyToMany) return { kind: "manyToMany", relationship: manyToMany };
  const choice = [...metadata.globalChoices.values()].find(hasId);
  if (choice) return { kind: "globalChoice", choice };
  return partOfTable(catalog, target.definition, id);
}

function partOfTable(catalog: Catalog, definition: Definition, id: string): DefinitionAt | undefined {
  const table = catalog.table(plainText(definition.read("EntityLogicalName")));
  const column = table && [...table.columns.values()].find(({ metadataId }) => metadataId === id);
  if (table && column) return { kind: "column", table, column };
  const key = table?.keys.find(({ metadataId }) => metadataId === id);
  return table && key ? { kind: "key", table, key } : undefined;
}

function idOf(definition: Definition): string {
  return plainText(definition.read("MetadataId"));
}
