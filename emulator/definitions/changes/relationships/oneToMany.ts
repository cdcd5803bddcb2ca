/** One-to-many relationships: each new one brings a lookup, or a further target of a multi-table lookup. */
import type { JsonObject } from "../../../json";
import { invalidArgument } from "../../../errors/rejections";
import { errors } from "../../../errors/catalog";
import { ServiceError } from "../../../errors/serviceError";
import type { Catalog } from "../../../metadata/catalog";
import type { CascadeType, Column, OneToMany, Settings, Table } from "../../../metadata/model";
import { editDefinitions, type DefinitionEditor } from "../../../organization/store/definitionEditor";
import { definitionOfOneToMany, oneToMany } from "../../describe/definitionOfRelationship";
import { lookup as lookupType } from "../../describe/definitionOfColumn";
import { labelValue } from "../../describe/propertyValues";
import { type ChangeContext, instantOf } from "../request/changeContext";
import {
  columnExists,
  missingMember,
  navigationPropertyExists,
  sameNavigationProperties,
  unknownTable,
} from "../request/changeErrors";
import { canRelate } from "./eligibility";
import { checkBody, flagIn, labelOf, objectIn, settingsIn, textIn } from "../request/definitionBody";
import { checkRelationshipName } from "../request/names";
import { built, requiredLevelIn, settingsOfColumn } from "../columns/newColumn";

const relationshipSettings = ["IsCustomizable", "IsValidForAdvancedFind", "CascadeConfiguration"];

/** Types of the nested `Lookup`; the second is what the actions for several targets take. */
const lookupTypes = new Set(["LookupAttributeMetadata", "ComplexLookupAttributeMetadata"]);

/** `POST RelationshipDefinitions`. @returns the MetadataId of the relationship */
export function createOneToMany(context: ChangeContext, body: JsonObject): string {
  const lookup = objectIn(body, "Lookup");
  if (!lookup) throw missingMember("Lookup", "OneToManyRelationshipMetadata");
  return editDefinitions(context.store, (editor) => {
    const { parent, child } = tablesOf(context.store.catalog, body);
    const existing = child.columns.get(lookupName(lookup).toLowerCase());
    if (existing) {
      checkMultiTable(context.store.catalog, child, existing);
      const relationship = relationshipOf(context, body, { parent, child, column: existing, isOneOfSeveral: true });
      addTarget(editor, child, existing, parent);
      editor.putOneToMany(relationship);
      return relationship.metadataId;
    }
    const column = addLookup(context, editor, child, lookup, "Lookup", [parent.logicalName]);
    const relationship = relationshipOf(context, body, { parent, child, column, isOneOfSeveral: false });
    editor.putOneToMany(relationship);
    return relationship.metadataId;
  });
}

export interface MultiTableLookup {
  [name: string]: unknown;
  RelationshipIds: string[];
  AttributeId: string;
}

/** `CreatePolymorphicLookupAttribute` and `CreateCustomerRelationships`: one lookup, a relationship for each target. */
export function createMultiTableLookup(
  context: ChangeContext,
  lookup: JsonObject,
  bodies: JsonObject[],
  type: "Lookup" | "Customer",
): MultiTableLookup {
  return editDefinitions(context.store, (editor) => {
    const { catalog } = context.store;
    const pairs = bodies.map((body) => ({ body, ...tablesOf(catalog, body) }));
    const [first] = pairs;
    if (!first) throw missingMember("OneToManyRelationships", "CreatePolymorphicLookupAttribute");
    const child = first.child.logicalName;
    if (pairs.some((pair) => pair.child.logicalName !== child)) {
      throw invalidArgument("All relationships of a lookup must have the same ReferencingEntity.");
    }
    const targets = pairs.map(({ parent }) => parent.logicalName);
    if (new Set(targets).size < targets.length) throw invalidArgument("A lookup refers to each entity once.");
    const column = addLookup(context, editor, first.child, lookup, type, targets);
    const ids = pairs.map(({ body, parent }) => {
      const relationship = relationshipOf(context, body, { parent, child: first.child, column, isOneOfSeveral: true });
      editor.putOneToMany(relationship);
      return relationship.metadataId;
    });
    return { RelationshipIds: ids, AttributeId: column.metadataId };
  });
}

/** `PUT RelationshipDefinitions(..)`: what follows from the relationship, not what it joins. */
export function changeOneToMany(context: ChangeContext, relationship: OneToMany, body: JsonObject): void {
  checkBody(body, oneToMany, ["Lookup"]);
  const fixed: Record<string, unknown> = {
    SchemaName: relationship.schemaName,
    ReferencedEntity: relationship.referencedTable,
    ReferencingEntity: relationship.referencingTable,
    ReferencingAttribute: relationship.referencingColumn,
    ReferencedEntityNavigationPropertyName: relationship.referencedNavigationProperty,
    ReferencingEntityNavigationPropertyName: relationship.referencingNavigationProperty,
  };
  for (const [name, value] of Object.entries(fixed)) {
    const given = textIn(body, name);
    if (given !== undefined && given !== value) {
      throw invalidArgument(`The ${name} of a relationship cannot be changed.`);
    }
  }
  const next = withBehavior({ ...relationship, isHierarchical: flagIn(body, "IsHierarchical") ?? false }, body);
  checkHierarchy(context.store.catalog, next);
  editDefinitions(context.store, (editor) => editor.putOneToMany(next));
}

function tablesOf(catalog: Catalog, body: JsonObject): { parent: Table; child: Table } {
  checkBody(body, oneToMany, ["Lookup"]);
  const named = (name: string): Table => {
    const logicalName = textIn(body, name);
    if (logicalName === undefined) throw missingMember(name, "OneToManyRelationshipMetadata");
    const table = catalog.table(logicalName);
    if (!table) throw unknownTable(logicalName);
    if (!canRelate(table)) {
      throw new ServiceError(
        errors.EntityCannotParticipateInEntityAssociation,
        `The entity ${logicalName} cannot participate in an entity association`,
      );
    }
    return table;
  };
  return { parent: named("ReferencedEntity"), child: named("ReferencingEntity") };
}

function lookupName(lookup: JsonObject): string {
  const name = textIn(lookup, "SchemaName");
  if (name === undefined) throw missingMember("SchemaName", "LookupAttributeMetadata");
  return name;
}

/** A plain lookup has the navigation property of its own name; those of a multi-table lookup name the target too. */
function checkMultiTable(catalog: Catalog, child: Table, column: Column): void {
  const isPlain = catalog.navigation(child, column.schemaName) !== undefined;
  if (column.type !== "Lookup" || !column.isCustom || isPlain) throw columnExists(column.logicalName);
}

function addTarget(editor: DefinitionEditor, child: Table, column: Column, parent: Table): void {
  if (column.targets?.includes(parent.logicalName)) {
    throw invalidArgument(`The attribute ${column.logicalName} refers to the entity ${parent.logicalName} already.`);
  }
  editor.retarget(child, column, [...(column.targets ?? []), parent.logicalName]);
}

function addLookup(
  context: ChangeContext,
  editor: DefinitionEditor,
  child: Table,
  lookup: JsonObject,
  type: "Lookup" | "Customer",
  targets: string[],
): Column {
  const announced =
    typeof lookup["@odata.type"] === "string" ? lookup["@odata.type"].replace(/^#?.*\./, "") : undefined;
  if (announced !== undefined && !lookupTypes.has(announced)) {
    throw invalidArgument(`The Lookup of a relationship cannot be a ${announced}.`);
  }
  checkBody(lookup, lookupType, ["Relationships"]);
  const references = targets.map((target) => ({
    target,
    relationship: "",
    onDelete: "RemoveLink" as const,
    onAssign: "NoCascade" as const,
    hierarchical: false,
  }));
  const [column, ...companions] = built(context, child, lookup, {
    type,
    options: { required: requiredLevelIn(lookup) },
    facts: {},
    references,
  });
  if (!column) throw missingMember("Lookup", "OneToManyRelationshipMetadata");
  const at = instantOf(context);
  const settings = settingsOfColumn(context.store.catalog, child, column, lookup, []);
  const made = { ...column, settings: { ...settings, CreatedOn: at, ModifiedOn: at } };
  editor.addColumns(child, [made, ...companions]);
  return made;
}

interface Ends {
  parent: Table;
  child: Table;
  column: Column;
  isOneOfSeveral: boolean;
}

function relationshipOf(context: ChangeContext, body: JsonObject, ends: Ends): OneToMany {
  const { parent, child, column, isOneOfSeveral } = ends;
  const { catalog } = context.store;
  const schemaName = textIn(body, "SchemaName");
  if (schemaName === undefined) throw missingMember("SchemaName", "OneToManyRelationshipMetadata");
  checkRelationshipName(catalog, schemaName);
  const referencedColumn = textIn(body, "ReferencedAttribute");
  if (referencedColumn !== undefined && referencedColumn !== parent.primaryIdColumn) {
    throw invalidArgument(`The ReferencedAttribute must be ${parent.primaryIdColumn}; it is ${referencedColumn}.`);
  }
  const usual = isOneOfSeveral ? `${column.schemaName}_${parent.logicalName}` : column.schemaName;
  const relationship: OneToMany = {
    metadataId: context.newId(),
    schemaName,
    referencedTable: parent.logicalName,
    referencedColumn: parent.primaryIdColumn,
    referencingTable: child.logicalName,
    referencingColumn: column.logicalName,
    referencingNavigationProperty: textIn(body, "ReferencingEntityNavigationPropertyName") ?? usual,
    referencedNavigationProperty: textIn(body, "ReferencedEntityNavigationPropertyName") ?? schemaName,
    isCustom: true,
    isHierarchical: flagIn(body, "IsHierarchical") ?? false,
    cascadeDelete: "RemoveLink",
    cascadeAssign: "NoCascade",
  };
  checkNavigation(catalog, relationship);
  checkHierarchy(catalog, relationship);
  return withBehavior(relationship, body);
}

/** Names of navigation properties are unique in a table, also beside those of its columns ([ODataCsdl] section 7.1). */
function checkNavigation(catalog: Catalog, relationship: OneToMany): void {
  const { referencedNavigationProperty: collection, referencingNavigationProperty: single } = relationship;
  if (relationship.referencedTable === relationship.referencingTable && collection === single) {
    throw sameNavigationProperties(relationship.schemaName);
  }
  const ends: [string, string][] = [
    [relationship.referencedTable, collection],
    [relationship.referencingTable, single],
  ];
  for (const [logicalName, name] of ends) {
    const table = catalog.table(logicalName);
    if (table && (catalog.navigation(table, name) ?? catalog.columnByProperty(table, name))) {
      throw navigationPropertyExists(name);
    }
  }
}

/** [Hierarchies]: one per table, and within the table. */
function checkHierarchy({ metadata }: Catalog, relationship: OneToMany): void {
  if (!relationship.isHierarchical) return;
  if (relationship.referencedTable !== relationship.referencingTable) {
    throw invalidArgument("Only a self-referential relationship can be hierarchical.");
  }
  const other = metadata.oneToMany.find(
    (each) =>
      each.isHierarchical &&
      each.referencedTable === relationship.referencedTable &&
      each.schemaName !== relationship.schemaName,
  );
  if (other) throw invalidArgument(`The relationship ${other.schemaName} is the hierarchy of the entity already.`);
}

function withBehavior(relationship: OneToMany, body: JsonObject): OneToMany {
  const cascades = objectIn(body, "CascadeConfiguration") ?? {};
  const cascade = (name: string, usual: CascadeType): CascadeType =>
    (textIn(cascades, name) as CascadeType | undefined) ?? usual;
  const { settings: _settings, ...bare } = relationship;
  const next: OneToMany = {
    ...bare,
    cascadeDelete: cascade("Delete", "RemoveLink"),
    cascadeAssign: cascade("Assign", "NoCascade"),
  };
  const settings = {
    ...settingsIn(body, relationshipSettings, definitionOfOneToMany(next)),
    ...menuSettings(body, ["AssociatedMenuConfiguration"], next.metadataId),
  };
  return { ...next, settings };
}

/** The relationship's position in the application; its label gets an ID like every other label. */
export function menuSettings(body: JsonObject, names: readonly string[], owner: string): Settings {
  const settings: Settings = {};
  for (const name of names) {
    const menu = objectIn(body, name);
    if (!menu) continue;
    const label = objectIn(menu, "Label");
    const members = Object.entries(menu).filter(([member]) => !member.includes("@") && member !== "Label");
    const shown = label ? { Label: labelValue(labelOf(label), `${owner}/${name}`, false) } : {};
    settings[name] = { ...Object.fromEntries(members), ...shown } as Settings;
  }
  return settings;
}
