/** The functions and actions on relationships, lookups to several tables and alternate keys. */
import { createMultiTableLookup, eligibleTables, isEligible, reactivateKey } from "../definitions/changes";
import { runChange } from "./definitionChange";
import { defineAction, defineFunction, type Operation } from "./operation";

const newLookup = {
  parameters: {
    OneToManyRelationships: "Collection(mscrm.OneToManyRelationshipMetadata)",
    Lookup: "mscrm.LookupAttributeMetadata",
    SolutionUniqueName: "Edm.String?",
  },
  response: { RelationshipIds: "Collection(Edm.Guid)", AttributeId: "Edm.Guid" },
} as const;

const createPolymorphicLookupAttribute = defineAction({
  name: "CreatePolymorphicLookupAttribute",
  ...newLookup,
  run: runChange((context, { OneToManyRelationships: relationships, Lookup: lookup }) =>
    createMultiTableLookup(context, lookup, relationships, "Lookup"),
  ),
});

const createCustomerRelationships = defineAction({
  name: "CreateCustomerRelationships",
  ...newLookup,
  run: runChange((context, { OneToManyRelationships: relationships, Lookup: lookup }) =>
    createMultiTableLookup(context, lookup, relationships, "Customer"),
  ),
});

const reactivateEntityKey = defineAction({
  name: "ReactivateEntityKey",
  parameters: {
    EntityLogicalName: "Edm.String",
    EntityKeyLogicalName: "Edm.String",
    SolutionUniqueName: "Edm.String?",
  },
  run: runChange((context, { EntityLogicalName: table, EntityKeyLogicalName: key }) =>
    reactivateKey(context, table, key),
  ),
});

/** An operation that returns whether a table can be an end of a relationship. */
function eligibility(name: string): Operation {
  return defineAction({
    name,
    parameters: { EntityName: "Edm.String" },
    response: { [name]: "Edm.Boolean" },
    run: ({ store }, { EntityName }) => ({ [name]: isEligible(store.catalog, EntityName) }),
  });
}

/** The other ends that a table, if one is given, can have relationships with. */
function validTables(name: string, nearEnd: string): Operation {
  return defineFunction({
    name,
    parameters: { [nearEnd]: "Edm.String?" },
    response: { EntityNames: "Collection(Edm.String)" },
    run: ({ store }, { [nearEnd]: table }) => {
      const isOpen = typeof table !== "string" || isEligible(store.catalog, table);
      return { EntityNames: isOpen ? eligibleTables(store.catalog) : [] };
    },
  });
}

const getValidManyToMany = defineFunction({
  name: "GetValidManyToMany",
  parameters: {},
  response: { EntityNames: "Collection(Edm.String)" },
  run: ({ store }) => ({ EntityNames: eligibleTables(store.catalog) }),
});

export const relationshipOperations: Operation[] = [
  createPolymorphicLookupAttribute,
  createCustomerRelationships,
  reactivateEntityKey,
  eligibility("CanBeReferenced"),
  eligibility("CanBeReferencing"),
  eligibility("CanManyToMany"),
  getValidManyToMany,
  validTables("GetValidReferencedEntities", "ReferencingEntityName"),
  validTables("GetValidReferencingEntities", "ReferencedEntityName"),
];
