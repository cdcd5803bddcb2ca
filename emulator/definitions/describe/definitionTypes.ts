/** Every entity type of the metadata by name, and the sets through which definitions are reached. */
import type { Catalog } from "../../metadata/catalog";
import { definitionOfGlobalChoice, optionSetBase, optionSetKinds } from "./definitionOfChoices";
import { attributeKinds } from "./definitionOfColumn";
import { entityKey } from "./definitionOfKey";
import {
  definitionOfManyToMany,
  definitionOfOneToMany,
  relationshipBase,
  relationshipKinds,
} from "./definitionOfRelationship";
import { definitionOfTable, entity } from "./definitionOfTable";
import type { Definition, DefinitionType } from "./definitionType";

export const definitionTypes: readonly DefinitionType[] = [
  entity,
  ...attributeKinds,
  entityKey,
  ...relationshipKinds,
  ...optionSetKinds,
];

/** By short name; `undefined` for one that the metadata does not have. */
export function definitionTypeNamed(name: string): DefinitionType | undefined {
  return definitionTypes.find((type) => type.name === name);
}

export interface DefinitionSet {
  type: DefinitionType;
  definitions(catalog: Catalog): Definition[];
}

export const definitionSets: Record<string, DefinitionSet> = {
  EntityDefinitions: {
    type: entity,
    definitions: (catalog) => catalog.tables().map((table) => definitionOfTable(catalog, table)),
  },
  GlobalOptionSetDefinitions: {
    type: optionSetBase,
    definitions: ({ metadata }) => [...metadata.globalChoices.values()].map(definitionOfGlobalChoice),
  },
  RelationshipDefinitions: {
    type: relationshipBase,
    definitions: ({ metadata }) => [
      ...metadata.oneToMany.map(definitionOfOneToMany),
      ...metadata.manyToMany.map(definitionOfManyToMany),
    ],
  },
};
