/** `POST EntityDefinitions`: a table with its primary column, and all that the platform adds to a maker's table. */
import type { JsonObject } from "../../../json";
import { errors } from "../../../errors/catalog";
import { invalidArgument } from "../../../errors/rejections";
import { notEmulated, ServiceError } from "../../../errors/serviceError";
import { uniqueId } from "../../../metadata/columns";
import { buildRelationship, buildTable, type TableSpec } from "../../../metadata/define";
import type { Column, Label, OneToMany, Table } from "../../../metadata/model";
import { ofCustomTable } from "../../../organization/seed/tables/systemColumns";
import { editDefinitions } from "../../../organization/store/definitionEditor";
import { definitionOfTable, entity } from "../../describe/definitionOfTable";
import { type ChangeContext, instantOf } from "../request/changeContext";
import { columnExists, missingMember } from "../request/changeErrors";
import { withCurrency } from "../columns/currencyColumns";
import { checkBody, flagIn, labelIn, objectsIn, settingsIn, textIn } from "../request/definitionBody";
import { checkCollectionNames, checkTableName, plural } from "../request/names";
import { isPrimaryName, newColumns } from "../columns/newColumn";
import { notesAndActivities } from "./notesAndActivities";

/** Members of a table that are kept as they are. */
export const tableSettings = [...entity.properties]
  .filter(([, type]) => type === "BooleanManagedProperty")
  .map(([name]) => name)
  .concat(
    "AutoCreateAccessTeams",
    "AutoRouteToOwnerQueue",
    "EntityColor",
    "EntityHelpUrl",
    "EntityHelpUrlEnabled",
    "HasFeedback",
    "IconLargeName",
    "IconMediumName",
    "IconSmallName",
    "IconVectorName",
    "IsActivityParty",
    "IsAvailableOffline",
    "IsBusinessProcessEnabled",
    "IsDocumentManagementEnabled",
    "IsDocumentRecommendationsEnabled",
    "IsEnabledForExternalChannels",
    "IsInteractionCentricEnabled",
    "IsKnowledgeManagementEnabled",
    "IsMSTeamsIntegrationEnabled",
    "IsOneNoteIntegrationEnabled",
    "IsQuickCreateEnabled",
    "IsReadingPaneEnabled",
    "IsRetrieveAuditEnabled",
    "IsRetrieveMultipleAuditEnabled",
    "IsSLAEnabled",
    "SyncToExternalSearchIndex",
  );

/** Custom tables have type codes from here on ([TableMetadata]: ObjectTypeCode). */
const firstCustomTypeCode = 10_000;

/** @returns the MetadataId of the new table. */
export function createTable(context: ChangeContext, body: JsonObject): string {
  checkBody(body, entity, ["TableType"]);
  checkOffered(body);
  const { schemaName, ...names } = namesIn(context, body);
  const spec = specOf(context, body, schemaName);
  const bare = buildTable(spec);
  const at = instantOf(context);
  const table: Table = {
    ...bare,
    ...names,
    metadataId: context.newId(),
    isCustom: true,
    columns: withPlatformFacts(context, bare),
    keys: [],
  };
  const { columns: own, primary } = ownColumns(context, table, body);
  const whole = withCurrency(context, {
    ...table,
    primaryNameColumn: primary,
    columns: inOrder(table, own),
    ...firstImage(own),
  });
  const settings = settingsIn(body, tableSettings, definitionOfTable(context.store.catalog, whole.table));
  return editDefinitions(context.store, (editor) => {
    editor.addTable({ ...whole.table, settings: { ...settings, CreatedOn: at, ModifiedOn: at } });
    for (const relationship of [...relationshipsOf(context, table, spec), ...whole.relationships]) {
      editor.putOneToMany(relationship);
    }
    notesAndActivities(context, editor, table.logicalName, {
      notes: flagIn(body, "HasNotes") ?? false,
      activities: flagIn(body, "HasActivities") ?? false,
    });
    return table.metadataId;
  });
}

function checkOffered(body: JsonObject): void {
  if (flagIn(body, "IsActivity")) throw notEmulated("custom activity tables");
  if ((textIn(body, "TableType") ?? "Standard") !== "Standard") throw notEmulated("elastic and virtual tables");
}

interface Names {
  schemaName: string;
  entitySetName: string;
  logicalCollectionName: string;
  displayName: Label;
  displayCollectionName: Label;
  description?: Label;
}

function namesIn({ store }: ChangeContext, body: JsonObject): Names {
  const schemaName = textIn(body, "SchemaName");
  if (schemaName === undefined) throw missingMember("SchemaName", "EntityMetadata");
  const displayName = labelIn(body, "DisplayName");
  if (!displayName) throw missingMember("DisplayName", "EntityMetadata");
  const displayCollectionName = labelIn(body, "DisplayCollectionName");
  if (!displayCollectionName) throw missingMember("DisplayCollectionName", "EntityMetadata");
  checkTableName(store.catalog, schemaName);
  const logicalCollectionName = textIn(body, "LogicalCollectionName") ?? plural(schemaName.toLowerCase());
  const entitySetName = textIn(body, "EntitySetName") ?? logicalCollectionName;
  checkCollectionNames(store.catalog, entitySetName, logicalCollectionName);
  const description = labelIn(body, "Description");
  return {
    schemaName,
    entitySetName,
    logicalCollectionName,
    displayName,
    displayCollectionName,
    ...(description ? { description } : {}),
  };
}

function specOf({ store }: ChangeContext, body: JsonObject, schemaName: string): TableSpec {
  const ownership = textIn(body, "OwnershipType") ?? "UserOwned";
  if (ownership !== "UserOwned" && ownership !== "OrganizationOwned") {
    throw invalidArgument(`The OwnershipType '${ownership}' is not valid for a custom entity.`);
  }
  const codes = store.catalog.tables().map(({ objectTypeCode }) => objectTypeCode);
  const primaryId = `${schemaName}Id`;
  return {
    schemaName,
    entitySetName: "",
    displayName: ["", ""],
    objectTypeCode: Math.max(firstCustomTypeCode - 1, ...codes) + 1,
    primaryId,
    ownership,
    changeTracking: flagIn(body, "ChangeTrackingEnabled") ?? false,
    optimisticConcurrency: flagIn(body, "IsOptimisticConcurrencyEnabled") ?? true,
    columns: [
      uniqueId(primaryId, store.catalog.label(labelIn(body, "DisplayName") ?? {}), { access: "CR" }),
      ...ofCustomTable(schemaName.toLowerCase(), ownership),
    ],
  };
}

function withPlatformFacts(context: ChangeContext, table: Table): Map<string, Column> {
  const at = instantOf(context);
  const columns = [...table.columns.values()].map((column): Column => ({
    ...column,
    metadataId: context.newId(),
    isCustom: column.isPrimaryId,
    settings: { CreatedOn: at, ModifiedOn: at },
  }));
  return new Map(columns.map((column) => [column.logicalName, column]));
}

/** The columns in the body with the one among them that names rows. */
function ownColumns(context: ChangeContext, table: Table, body: JsonObject): { columns: Column[]; primary: string } {
  const bodies = objectsIn(body, "Attributes");
  const named = textIn(body, "PrimaryNameAttribute") ?? "";
  const primaries = bodies.filter(isPrimaryName);
  const primary = primaries[0] ?? bodies.find((each) => textIn(each, "SchemaName")?.toLowerCase() === named);
  if (!primary) {
    throw new ServiceError(
      errors.PrimaryNameAttributeNotFound,
      `PrimaryName attribute not found for Entity: ${table.logicalName}`,
    );
  }
  if (primaries.length > 1) {
    throw new ServiceError(
      errors.DuplicatePrimaryNameAttribute,
      `The ${table.logicalName} entity can only have one primary name attribute.`,
    );
  }
  const [first, ...companions] = newColumns(context, table, primary);
  if (first?.type !== "String") throw invalidArgument("The primary name attribute must be a StringAttributeMetadata.");
  const columns = [{ ...first, isPrimaryName: true }, ...companions];
  for (const each of bodies) {
    // Microsoft's own end-to-end tests send the primary column a second time as an ordinary one, and expect the table.
    if (each === primary || textIn(each, "SchemaName")?.toLowerCase() === first.logicalName) continue;
    const more = newColumns(context, table, each);
    const taken = more.find(({ logicalName }) => columns.some((column) => column.logicalName === logicalName));
    if (taken) throw columnExists(taken.logicalName);
    columns.push(...more);
  }
  return { columns, primary: first.logicalName };
}

/** A table's image is its first image column [ImageColumns]. */
function firstImage(columns: Column[]): Pick<Table, "primaryImageColumn"> {
  const image = columns.find(({ type }) => type === "Image");
  return image ? { primaryImageColumn: image.logicalName } : {};
}

/** The id first, then what the maker defined, then the platform's own. */
function inOrder(table: Table, own: Column[]): Map<string, Column> {
  const [id, ...platform] = [...table.columns.values()];
  const all = [...(id ? [id] : []), ...own, ...platform];
  return new Map(all.map((column) => [column.logicalName, column]));
}

function relationshipsOf(context: ChangeContext, table: Table, spec: TableSpec): OneToMany[] {
  return spec.columns.flat().flatMap((column) =>
    column.references.map((reference) => ({
      ...buildRelationship(table, column, reference),
      metadataId: context.newId(),
      referencedColumn: context.store.catalog.table(reference.target)?.primaryIdColumn ?? `${reference.target}id`,
      isCustom: true,
    })),
  );
}
