/** Columns from their definitions: the one that was asked for and those the platform adds to it. */
import type { JsonObject } from "../../../json";
import { invalidArgument } from "../../../errors/rejections";
import type { Catalog } from "../../../metadata/catalog";
import type { ColumnSpec } from "../../../metadata/columns";
import { buildColumn, withCompanions } from "../../../metadata/define";
import type { Column, Label, RequiredLevel, Table } from "../../../metadata/model";
import { attribute, definitionOfColumn } from "../../describe/definitionOfColumn";
import { definitionTypeNamed } from "../../describe/definitionTypes";
import { type ChangeContext, instantOf } from "../request/changeContext";
import { columnExists, missingMember } from "../request/changeErrors";
import { checkNotCalculated, columnKind, type Facts } from "./columnFacts";
import { checkBody, flagIn, labelIn, settingsIn, textIn, wrappedIn } from "../request/definitionBody";
import { checkSchemaName } from "../request/names";

/** Members of every column that are kept as they are. */
const columnSettings = [
  "IsAuditEnabled",
  "IsCustomizable",
  "IsGlobalFilterEnabled",
  "IsRenameable",
  "IsSecured",
  "IsSortableEnabled",
  "IsValidForAdvancedFind",
  "CanModifyAdditionalSettings",
  "ExternalName",
];

/** The columns that a POST of one column's definition adds to the table, the wanted one first. */
export function newColumns(context: ChangeContext, table: Table, body: JsonObject): Column[] {
  const { catalog } = context.store;
  const kind = columnKind(body);
  checkBody(body, definitionTypeNamed(kind.name) ?? attribute);
  checkNotCalculated(body);
  const columns = built(context, table, body, {
    type: kind.type,
    options: kind.type === "Image" ? {} : { required: requiredLevelIn(body) },
    facts: kind.facts(body, catalog),
    references: [],
  });
  return withSettings(context, table, columns, body, kind.settings);
}

type Kind = Pick<ColumnSpec, "type" | "options" | "facts" | "references">;

/** @throws ServiceError 0x80047013 when the table has one of the columns. */
export function built(context: ChangeContext, table: Table, body: JsonObject, kind: Kind): Column[] {
  const schemaName = textIn(body, "SchemaName");
  if (schemaName === undefined) throw missingMember("SchemaName", "AttributeMetadata");
  const displayName = labelIn(body, "DisplayName");
  if (!displayName) throw missingMember("DisplayName", "AttributeMetadata");
  checkSchemaName(schemaName, "Attribute");
  const spec: ColumnSpec = { ...kind, schemaName, displayName: context.store.catalog.label(displayName) };
  const columns = withCompanions(spec).map((each) => ({
    ...buildColumn(table.logicalName, each),
    metadataId: context.newId(),
    isCustom: true,
  }));
  const taken = columns.find(({ logicalName }) => table.columns.has(logicalName));
  if (taken) throw columnExists(taken.logicalName);
  return columns.map((column) => ({ ...column, ...labelsOf(column, schemaName, body, displayName) }));
}

/** All the languages: for the column itself and, with an addition, for its base amount or its image's id. */
function labelsOf(column: Column, schemaName: string, body: JsonObject, displayName: Label): Facts {
  if (column.schemaName === schemaName) {
    const description = labelIn(body, "Description");
    return { displayName, ...(description ? { description } : {}) };
  }
  const addition = { Money: " (Base)", Uniqueidentifier: " Id" }[column.type as string];
  if (addition === undefined) return {};
  return {
    displayName: Object.fromEntries(
      Object.entries(displayName).map(([language, text]) => [language, `${text}${addition}`]),
    ),
  };
}

function withSettings(
  context: ChangeContext,
  table: Table,
  [column, ...companions]: Column[],
  body: JsonObject,
  own: readonly string[],
): Column[] {
  if (!column) return [];
  const at = instantOf(context);
  const stamps = { CreatedOn: at, ModifiedOn: at };
  const settings = settingsOfColumn(context.store.catalog, table, column, body, own);
  return [
    { ...column, settings: { ...settings, ...stamps } },
    ...companions.map((companion) => ({ ...companion, settings: stamps })),
  ];
}

export function settingsOfColumn(
  catalog: Catalog,
  table: Table,
  column: Column,
  body: JsonObject,
  own: readonly string[],
): NonNullable<Column["settings"]> {
  const { settings: _none, ...bare } = column;
  return settingsIn(body, [...columnSettings, ...own], definitionOfColumn(catalog, table, bare));
}

/** @throws ServiceError for a level that only the platform's own columns have. */
export function requiredLevelIn(body: JsonObject): RequiredLevel {
  const level = (wrappedIn(body, "RequiredLevel") ?? "None") as RequiredLevel;
  if (level === "SystemRequired") throw invalidArgument("The RequiredLevel 'SystemRequired' cannot be set.");
  return level;
}

/** True if the body defines the primary name column. */
export function isPrimaryName(body: JsonObject): boolean {
  return flagIn(body, "IsPrimaryName") === true;
}

export function isPrimaryImage(body: JsonObject): boolean {
  return flagIn(body, "IsPrimaryImage") === true;
}
