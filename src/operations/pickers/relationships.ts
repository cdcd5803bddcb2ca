/** The relationships of a table, by the navigation properties that a query expands. */
import type { DataverseClient } from "../../client";
import { type ListedTable, listTables } from "./tables";
import { readDefinition } from "../tables/definitions";
import { type LabelDefinition, type LabeledItem, labelTexts, sortByLabel } from "../tables/labels";
import type { LogicalName, TableReference } from "../tables/names";

interface Relationships {
  LogicalName: LogicalName;
  Attributes: { LogicalName: string; DisplayName: LabelDefinition | null }[];
  ManyToOneRelationships: {
    ReferencingEntityNavigationPropertyName: string | null;
    ReferencingAttribute: string;
    ReferencedEntity: LogicalName;
  }[];
  OneToManyRelationships: {
    ReferencedEntityNavigationPropertyName: string | null;
    ReferencingEntity: LogicalName;
  }[];
  ManyToManyRelationships: {
    Entity1LogicalName: LogicalName;
    Entity1NavigationPropertyName: string | null;
    Entity2LogicalName: LogicalName;
    Entity2NavigationPropertyName: string | null;
  }[];
}

const lists = {
  Attributes: ["LogicalName", "DisplayName"],
  ManyToOneRelationships: ["ReferencingEntityNavigationPropertyName", "ReferencingAttribute", "ReferencedEntity"],
  OneToManyRelationships: ["ReferencedEntityNavigationPropertyName", "ReferencingEntity"],
  ManyToManyRelationships: [
    "Entity1LogicalName",
    "Entity1NavigationPropertyName",
    "Entity2LogicalName",
    "Entity2NavigationPropertyName",
  ],
};

/** Value: navigation property. Relationships to tables that the Web API does not serve are omitted. */
export async function pickRelationships(client: DataverseClient, table: TableReference): Promise<LabeledItem[]> {
  const [definition, tables] = await Promise.all([
    readDefinition<Relationships>(client, {
      operation: `List the relationships of ${table}`,
      table,
      $select: ["LogicalName"],
      $expand: lists,
    }),
    listTables(client),
  ]);
  const names = new Map(tables.map((each) => [each.LogicalName, each]));
  const labels = new Map(definition.Attributes.map((each) => [each.LogicalName, labelTexts(each.DisplayName)[0]]));
  const items = [...toOne(definition), ...toMany(definition), ...manyToMany(definition)].flatMap((relationship) => {
    const target = names.get(relationship.target);
    if (!relationship.navigationProperty || !target) return [];
    return [itemOf(relationship, relationship.navigationProperty, target, labels)];
  });
  return sortByLabel([...new Map(items.map((item) => [item.key, item])).values()]);
}

/** `Primary Contact: Contact (primarycontactid)` for a lookup, `Contacts (contact_customer_accounts)` for a list. */
function itemOf(
  { isCollection, column }: Relationship,
  key: string,
  target: ListedTable,
  columnLabels: ReadonlyMap<string, string | undefined>,
): LabeledItem {
  const name = labelTexts(isCollection ? target.DisplayCollectionName : target.DisplayName)[0] ?? target.LogicalName;
  const by = column === undefined ? name : (columnLabels.get(column) ?? column);
  return { key, label: `${by === name ? name : `${by}: ${name}`} (${key})` };
}

interface Relationship {
  navigationProperty: string | null;
  /** The related table. */
  target: LogicalName;
  isCollection: boolean;
  /** The lookup column, when it belongs to the table itself. */
  column?: string;
}

function toOne({ ManyToOneRelationships }: Relationships): Relationship[] {
  return ManyToOneRelationships.map((each) => ({
    navigationProperty: each.ReferencingEntityNavigationPropertyName,
    target: each.ReferencedEntity,
    isCollection: false,
    column: each.ReferencingAttribute,
  }));
}

function toMany({ OneToManyRelationships }: Relationships): Relationship[] {
  return OneToManyRelationships.map((each) => ({
    navigationProperty: each.ReferencedEntityNavigationPropertyName,
    target: each.ReferencingEntity,
    isCollection: true,
  }));
}

/** A table that is related to itself has a navigation property for each side. */
function manyToMany({ LogicalName, ManyToManyRelationships }: Relationships): Relationship[] {
  return ManyToManyRelationships.flatMap((each) => [
    ...(each.Entity1LogicalName === LogicalName
      ? [
          {
            navigationProperty: each.Entity1NavigationPropertyName,
            target: each.Entity2LogicalName,
            isCollection: true,
          },
        ]
      : []),
    ...(each.Entity2LogicalName === LogicalName
      ? [
          {
            navigationProperty: each.Entity2NavigationPropertyName,
            target: each.Entity1LogicalName,
            isCollection: true,
          },
        ]
      : []),
  ]);
}
