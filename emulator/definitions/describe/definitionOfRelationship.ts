/** Relationships as OneToManyRelationshipMetadata and ManyToManyRelationshipMetadata. */
import type { ManyToMany, OneToMany } from "../../metadata/model";
import { definitionKind } from "./definitionType";
import type { Definition, DefinitionKind, Json } from "./definitionType";
import { complex, enumeration, flag, guid, int, introducedVersion, managed, noLabel, text } from "./propertyValues";

type AnyRelationship = OneToMany | ManyToMany;

function isOneToMany(relationship: AnyRelationship): relationship is OneToMany {
  return "referencedTable" in relationship;
}

const relationshipBase = definitionKind<AnyRelationship>("RelationshipMetadataBase", {
  isAbstract: true,
  keys: ["SchemaName"],
  settings: (relationship) => relationship.settings,
  properties: {
    IsCustomRelationship: flag((relationship) => relationship.isCustom),
    IsValidForAdvancedFind: flag(() => true),
    SchemaName: text((relationship) => relationship.schemaName),
    SecurityTypes: enumeration("SecurityTypes", (relationship) => (isOneToMany(relationship) ? "Append" : "None")),
    IsManaged: flag((relationship) => !relationship.isCustom),
    RelationshipType: enumeration("RelationshipType", (relationship) =>
      isOneToMany(relationship) ? "OneToManyRelationship" : "ManyToManyRelationship",
    ),
    IntroducedVersion: text((relationship) => introducedVersion(relationship.isCustom)),
    MetadataId: guid((relationship) => relationship.metadataId),
    HasChanged: flag(() => null),
    IsCustomizable: managed(
      "iscustomizable",
      () => true,
      (relationship) => relationship.isCustom,
    ),
  },
});

const oneToMany = definitionKind<OneToMany, AnyRelationship>("OneToManyRelationshipMetadata", {
  base: relationshipBase,
  properties: {
    ReferencedAttribute: text((relationship) => relationship.referencedColumn),
    ReferencedEntity: text((relationship) => relationship.referencedTable),
    ReferencingAttribute: text((relationship) => relationship.referencingColumn),
    ReferencingEntity: text((relationship) => relationship.referencingTable),
    IsHierarchical: flag((relationship) => relationship.isHierarchical),
    EntityKey: text(() => null),
    IsRelationshipAttributeDenormalized: flag(() => false),
    ReferencedEntityNavigationPropertyName: text((relationship) => relationship.referencedNavigationProperty),
    ReferencingEntityNavigationPropertyName: text((relationship) => relationship.referencingNavigationProperty),
    RelationshipBehavior: int(() => 1),
    IsDenormalizedLookup: flag(() => null),
    DenormalizedAttributeName: text(() => null),
    AssociatedMenuConfiguration: complex("AssociatedMenuConfiguration", (relationship) =>
      menu(isBookkeeping(relationship) ? "DoNotDisplay" : "UseCollectionName"),
    ),
    CascadeConfiguration: complex("CascadeConfiguration", cascades),
    RelationshipAttributes: complex("Collection(RelationshipAttribute)", () => []),
  },
});

const manyToMany = definitionKind<ManyToMany, AnyRelationship>("ManyToManyRelationshipMetadata", {
  base: relationshipBase,
  properties: {
    Entity1LogicalName: text((relationship) => relationship.table1),
    Entity2LogicalName: text((relationship) => relationship.table2),
    IntersectEntityName: text((relationship) => relationship.intersectTable),
    Entity1IntersectAttribute: text((relationship) => relationship.intersectColumn1),
    Entity2IntersectAttribute: text((relationship) => relationship.intersectColumn2),
    Entity1NavigationPropertyName: text((relationship) => relationship.navigationProperty1),
    Entity2NavigationPropertyName: text((relationship) => relationship.navigationProperty2),
    Entity1AssociatedMenuConfiguration: complex("AssociatedMenuConfiguration", () => menu("UseCollectionName")),
    Entity2AssociatedMenuConfiguration: complex("AssociatedMenuConfiguration", () => menu("UseCollectionName")),
  },
});

/** The type of `RelationshipDefinitions`, and the two it falls into. */
export { manyToMany, oneToMany, relationshipBase };

export function definitionOfOneToMany(relationship: OneToMany): Definition {
  return oneToMany.define(relationship);
}
export function definitionOfManyToMany(relationship: ManyToMany): Definition {
  return manyToMany.define(relationship);
}

/** Who created, changed or owns a row: relationships every table has, shown in no menu. */
const bookkeepingColumns = new Set([
  "createdby",
  "createdonbehalfby",
  "modifiedby",
  "modifiedonbehalfby",
  "ownerid",
  "owningbusinessunit",
  "owningteam",
  "owninguser",
]);
function isBookkeeping(relationship: OneToMany): boolean {
  return bookkeepingColumns.has(relationship.referencingColumn);
}

function menu(behavior: "DoNotDisplay" | "UseCollectionName"): Json {
  return {
    Behavior: behavior,
    Group: "Details",
    Order: 10000,
    IsCustomizable: true,
    Icon: null,
    ViewId: "00000000-0000-0000-0000-000000000000",
    AvailableOffline: true,
    MenuId: null,
    QueryApi: null,
    Label: noLabel,
  };
}

/** Tables whose rows can be merged [Merge]; their children follow the surviving row. */
const mergeable = new Set(["account", "contact", "incident", "lead"]);

/**
 * Sharing and reparenting follow the assignment rule: a relationship either cascades all of them (parental) or none
 * ("Table relationship behavior", Microsoft).
 */
function cascades(relationship: OneToMany): Json {
  const { cascadeAssign: assign, cascadeDelete } = relationship;
  return {
    Assign: assign,
    Delete: cascadeDelete,
    Archive: cascadeDelete === "RemoveLink" ? "RemoveLink" : "NoCascade",
    Merge: mergeable.has(relationship.referencedTable) ? "Cascade" : "NoCascade",
    Reparent: assign,
    Share: assign,
    Unshare: assign,
    RollupView: "NoCascade",
  };
}

export const relationshipKinds: readonly DefinitionKind<never>[] = [relationshipBase, oneToMany, manyToMany];
