/** `PUT EntityDefinitions(..)/Attributes(..)`: the whole definition of a column again. */
import type { JsonObject } from "../../../json";
import { invalidArgument } from "../../../errors/rejections";
import type { Column, Table } from "../../../metadata/model";
import { editDefinitions, type DefinitionEditor } from "../../../organization/store/definitionEditor";
import { sqlName } from "../../../organization/store/naming";
import { definitionOfColumn, attribute } from "../../describe/definitionOfColumn";
import { isKindOf } from "../../describe/definitionType";
import { definitionTypeNamed } from "../../describe/definitionTypes";
import { type ChangeContext, instantOf } from "../request/changeContext";
import { checkNotCalculated, kindOfType, type Facts } from "./columnFacts";
import { announcedType, changedLabel, checkBody, labelIn, textIn, unresolvedType } from "../request/definitionBody";
import { isPrimaryImage, requiredLevelIn, settingsOfColumn } from "./newColumn";

/** @param cast the short name of the type in the URL */
export function changeColumn(
  context: ChangeContext,
  table: Table,
  column: Column,
  body: JsonObject,
  cast: string | undefined,
): void {
  const { catalog } = context.store;
  const type = typeOf(context, table, column, announcedType(body) ?? cast);
  checkBody(body, type);
  checkNotCalculated(body);
  checkFixed(column, body);
  const kind = type === attribute ? undefined : kindOfType(column.type);
  const facts: Facts = kind?.facts(withOptions(column, body), catalog) ?? {};
  const next: Column = {
    ...withoutSettings(column, kind !== undefined),
    ...settable(facts),
    ...labels(context, column, body),
  };
  if (column.requiredLevel !== "SystemRequired") next.requiredLevel = requiredLevelIn(body);
  const created = column.settings?.["CreatedOn"];
  next.settings = {
    ...settingsOfColumn(catalog, table, next, body, kind?.settings ?? []),
    ...(created === undefined ? {} : { CreatedOn: created }),
    ModifiedOn: instantOf(context),
  };
  editDefinitions(context.store, (editor) => {
    changeBehavior(context, table, column, next);
    putColumn(editor, table, next, body);
  });
}

function putColumn(editor: DefinitionEditor, table: Table, column: Column, body: JsonObject): void {
  const next = editor.putColumn(table, column);
  if (column.type === "Image" && isPrimaryImage(body)) {
    editor.putTable({ ...next, primaryImageColumn: column.logicalName });
  }
}

/** The column's own type, or AttributeMetadata when nothing more is said; it cannot be changed. */
function typeOf({ store }: ChangeContext, table: Table, column: Column, name: string | undefined) {
  const own = definitionOfColumn(store.catalog, table, column).type;
  if (name === undefined || name === attribute.name) return attribute;
  const announced = definitionTypeNamed(name);
  if (!announced || !isKindOf(announced, attribute)) throw unresolvedType(`Microsoft.Dynamics.CRM.${name}`);
  if (announced !== own) {
    throw invalidArgument(
      `The type of the attribute ${column.logicalName} cannot be changed from ${own.name} to ${name}.`,
    );
  }
  return own;
}

function checkFixed(column: Column, body: JsonObject): void {
  const fixed: Record<string, unknown> = {
    LogicalName: column.logicalName,
    SchemaName: column.schemaName,
    MetadataId: column.metadataId,
  };
  for (const [name, value] of Object.entries(fixed)) {
    const given = textIn(body, name);
    if (given !== undefined && given !== value) throw invalidArgument(`The ${name} of an attribute cannot be changed.`);
  }
}

/** Options are changed by actions only; what a body says of them does not count [ChoiceDefinitions]. */
function withOptions(column: Column, body: JsonObject): JsonObject {
  const { OptionSet: _ignored, "GlobalOptionSet@odata.bind": _bound, ...rest } = body;
  if (column.globalChoiceName !== undefined) {
    return { ...rest, OptionSet: { IsGlobal: true, Name: column.globalChoiceName } };
  }
  const options = (column.choices ?? []).map(({ value }) => ({ Value: value, Label: { LocalizedLabels: [] } }));
  return column.type === "Boolean" ? rest : { ...rest, OptionSet: { Options: options } };
}

function settable({ choices: _choices, globalChoiceName: _global, ...rest }: Facts): Facts {
  return rest;
}

/** A default that the body leaves out is taken away. */
function withoutSettings(column: Column, saysDefault: boolean): Column {
  const { settings: _settings, defaultValue, ...bare } = column;
  return saysDefault || defaultValue === undefined ? bare : { ...bare, defaultValue };
}

function labels({ mergesLabels }: ChangeContext, column: Column, body: JsonObject): Facts {
  const displayName = labelIn(body, "DisplayName");
  const description = changedLabel(column.description, labelIn(body, "Description"), mergesLabels);
  return {
    ...(displayName ? { displayName: changedLabel(column.displayName, displayName, mergesLabels) ?? {} } : {}),
    description: description ?? {},
  };
}

/** From user's local time once to another behavior, never back [DateBehavior]. */
function changeBehavior({ store }: ChangeContext, table: Table, before: Column, after: Column): void {
  if (before.dateTimeBehavior === after.dateTimeBehavior) return;
  if (before.dateTimeBehavior !== "UserLocal" || !before.isCustom) {
    throw invalidArgument(`The DateTimeBehavior of the attribute ${before.logicalName} cannot be changed.`);
  }
  if (after.dateTimeBehavior !== "DateOnly") return;
  const name = sqlName(before.logicalName);
  store.database.run(`UPDATE ${sqlName(table.logicalName)} SET ${name} = substr(${name}, 1, 10)`);
}
