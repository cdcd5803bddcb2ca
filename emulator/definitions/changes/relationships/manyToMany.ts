/** Many-to-many relationships, each with the intersect table that holds its pairs. */
import type { JsonObject } from "../../../json";
import { invalidArgument } from "../../../errors/rejections";
import { errors } from "../../../errors/catalog";
import { ServiceError } from "../../../errors/serviceError";
import { bigInt, uniqueId } from "../../../metadata/columns";
import { buildTable } from "../../../metadata/define";
import type { ManyToMany, Table } from "../../../metadata/model";
import { editDefinitions } from "../../../organization/store/definitionEditor";
import { definitionOfManyToMany, manyToMany } from "../../describe/definitionOfRelationship";
import type { ChangeContext } from "../request/changeContext";
import { missingMember, navigationPropertyExists, unknownTable } from "../request/changeErrors";
import { canRelate } from "./eligibility";
import { checkBody, settingsIn, textIn } from "../request/definitionBody";
import { checkRelationshipName, checkSchemaName } from "../request/names";
import { menuSettings } from "./oneToMany";

const menus = ["Entity1AssociatedMenuConfiguration", "Entity2AssociatedMenuConfiguration"];

/** @returns the MetadataId of the relationship. */
export function createManyToMany(context: ChangeContext, body: JsonObject): string {
  checkBody(body, manyToMany);
  const schemaName = required(body, "SchemaName");
  checkRelationshipName(context.store.catalog, schemaName);
  const intersectName = required(body, "IntersectEntityName");
  checkIntersect(context, intersectName);
  const [first, second] = [sideOf(context, body, "Entity1LogicalName"), sideOf(context, body, "Entity2LogicalName")];
  const isSelf = first.logicalName === second.logicalName;
  const relationship: ManyToMany = {
    metadataId: context.newId(),
    schemaName,
    table1: first.logicalName,
    table2: second.logicalName,
    intersectColumn1: `${first.primaryIdColumn}${isSelf ? "one" : ""}`,
    intersectColumn2: `${second.primaryIdColumn}${isSelf ? "two" : ""}`,
    intersectTable: intersectName.toLowerCase(),
    navigationProperty1: textIn(body, "Entity1NavigationPropertyName") ?? schemaName,
    navigationProperty2: textIn(body, "Entity2NavigationPropertyName") ?? `${schemaName}${isSelf ? "_referenced" : ""}`,
    isCustom: true,
  };
  checkNavigation(context, relationship);
  const settings = settingsOf(relationship, body);
  const intersect = intersectTable(context, relationship, intersectName);
  return editDefinitions(context.store, (editor) => {
    editor.addManyToMany({ ...relationship, settings }, intersect);
    return relationship.metadataId;
  });
}

export function changeManyToMany(context: ChangeContext, relationship: ManyToMany, body: JsonObject): void {
  checkBody(body, manyToMany);
  const fixed: Record<string, string> = {
    SchemaName: relationship.schemaName,
    Entity1LogicalName: relationship.table1,
    Entity2LogicalName: relationship.table2,
    IntersectEntityName: relationship.intersectTable,
    Entity1NavigationPropertyName: relationship.navigationProperty1,
    Entity2NavigationPropertyName: relationship.navigationProperty2,
  };
  for (const [name, value] of Object.entries(fixed)) {
    const given = textIn(body, name);
    if (given !== undefined && given !== value) {
      throw invalidArgument(`The ${name} of a relationship cannot be changed.`);
    }
  }
  const { settings: _settings, ...bare } = relationship;
  editDefinitions(context.store, (editor) => editor.putManyToMany({ ...bare, settings: settingsOf(bare, body) }));
}

function settingsOf(relationship: ManyToMany, body: JsonObject): NonNullable<ManyToMany["settings"]> {
  const names = ["IsCustomizable", "IsValidForAdvancedFind"];
  return {
    ...settingsIn(body, names, definitionOfManyToMany(relationship)),
    ...menuSettings(body, menus, relationship.metadataId),
  };
}

function required(body: JsonObject, name: string): string {
  const value = textIn(body, name);
  if (value === undefined) throw missingMember(name, "ManyToManyRelationshipMetadata");
  return value;
}

function checkIntersect({ store }: ChangeContext, name: string): void {
  checkSchemaName(name, "Entity");
  if (!store.catalog.table(name.toLowerCase())) return;
  throw new ServiceError(
    errors.InvalidIntersectEntity,
    `Cannot use existing non intersect entity ${name} as an intersect entity for defining many to many relationships.`,
  );
}

function sideOf({ store }: ChangeContext, body: JsonObject, name: string): Table {
  const logicalName = required(body, name);
  const table = store.catalog.table(logicalName);
  if (!table) throw unknownTable(logicalName);
  if (!canRelate(table)) {
    throw new ServiceError(
      errors.EntityCannotParticipateInEntityAssociation,
      `The entity ${logicalName} cannot participate in an entity association`,
    );
  }
  return table;
}

function checkNavigation({ store: { catalog } }: ChangeContext, relationship: ManyToMany): void {
  const { table1, table2, navigationProperty1, navigationProperty2 } = relationship;
  if (table1 === table2 && navigationProperty1 === navigationProperty2) {
    throw navigationPropertyExists(navigationProperty1);
  }
  const ends: [string, string][] = [
    [table1, navigationProperty1],
    [table2, navigationProperty2],
  ];
  for (const [logicalName, name] of ends) {
    const table = catalog.table(logicalName);
    if (table && (catalog.navigation(table, name) ?? catalog.columnByProperty(table, name))) {
      throw navigationPropertyExists(name);
    }
  }
}

function intersectTable({ store, newId }: ChangeContext, relationship: ManyToMany, schemaName: string): Table {
  const logicalName = relationship.intersectTable;
  const readOnly = { access: "R", required: "SystemRequired" } as const;
  const codes = store.catalog.tables().map(({ objectTypeCode }) => objectTypeCode);
  const table = buildTable({
    schemaName,
    // The service makes its set of pairs with "set" ("EntitySetName" of intersect tables).
    entitySetName: `${logicalName}set`,
    displayName: ["", ""],
    objectTypeCode: Math.max(9_999, ...codes) + 1,
    primaryId: `${logicalName}id`,
    ownership: "None",
    isIntersect: true,
    changeTracking: false,
    optimisticConcurrency: false,
    columns: [
      uniqueId(`${logicalName}id`, "", { access: "CR" }),
      uniqueId(relationship.intersectColumn1, "", readOnly),
      uniqueId(relationship.intersectColumn2, "", readOnly),
      bigInt("VersionNumber", "", { access: "R" }),
    ],
  });
  const columns = [...table.columns.values()].map((column) => ({ ...column, metadataId: newId() }));
  return {
    ...table,
    metadataId: newId(),
    isCustom: true,
    columns: new Map(columns.map((column) => [column.logicalName, column])),
  };
}
