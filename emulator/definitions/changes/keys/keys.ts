/** Alternate keys [AlternateKeys]. The index of a key is built at once. */
import type { JsonObject } from "../../../json";
import { errors } from "../../../errors/catalog";
import { ServiceError } from "../../../errors/serviceError";
import type { AlternateKey, ColumnType, Table } from "../../../metadata/model";
import { editDefinitions } from "../../../organization/store/definitionEditor";
import { entityKey } from "../../describe/definitionOfKey";
import { noSuchDefinition } from "../../read/definitionErrors";
import type { ChangeContext } from "../request/changeContext";
import { missingMember, unknownColumn, unknownTable } from "../request/changeErrors";
import { checkBody, labelIn, textIn } from "../request/definitionBody";
import { checkSchemaName } from "../request/names";

/** "Be aware of the following constraints", the same page. */
const keyTypes: ReadonlySet<ColumnType> = new Set([
  "DateTime",
  "Decimal",
  "Integer",
  "Lookup",
  "Picklist",
  "String",
  "Customer",
]);
const mostColumns = 16;
const mostKeys = 10;

/** `POST EntityDefinitions(..)/Keys`. @returns the MetadataId of the key */
export function createKey(context: ChangeContext, table: Table, body: JsonObject): string {
  checkBody(body, entityKey, ["AsyncJob"]);
  const schemaName = textIn(body, "SchemaName");
  if (schemaName === undefined) throw missingMember("SchemaName", "EntityKeyMetadata");
  checkSchemaName(schemaName, "EntityKey");
  const columns = columnsIn(table, body);
  const logicalName = schemaName.toLowerCase();
  if (table.keys.some((key) => key.logicalName === logicalName)) {
    throw new ServiceError(
      errors.EntityKeyNameExists,
      `An entity key with the name ${schemaName} already exists on entity ${table.logicalName}.`,
    );
  }
  if (
    table.keys.some(
      (key) => key.columns.length === columns.length && key.columns.every((name) => columns.includes(name)),
    )
  ) {
    throw new ServiceError(
      errors.EntityKeyWithSelectedAttributesExists,
      "An entity key with the selected attributes already exists on entity.",
    );
  }
  if (table.keys.length >= mostKeys) throw invalidOperation(`An entity has at most ${mostKeys} keys.`);
  const key: AlternateKey = {
    metadataId: context.newId(),
    logicalName,
    schemaName,
    displayName: labelIn(body, "DisplayName") ?? { 1033: schemaName },
    columns,
    indexStatus: "Active",
  };
  editDefinitions(context.store, (editor) => editor.putKey(table, key));
  return key.metadataId;
}

export function deleteKey({ store }: ChangeContext, table: Table, key: AlternateKey): void {
  editDefinitions(store, (editor) => editor.removeKey(table, key));
}

/** The `ReactivateEntityKey` action: builds the index of a key again after rows shared its values. */
export function reactivateKey(context: ChangeContext, tableName: string, keyName: string): void {
  const table = context.store.catalog.table(tableName);
  if (!table) throw unknownTable(tableName);
  const key = table.keys.find(({ logicalName }) => logicalName === keyName);
  if (!key) throw noSuchDefinition("EntityKeyMetadata", keyName);
  if (key.indexStatus !== "Failed") {
    throw new ServiceError(
      errors.ReactivateEntityKeyOnlyForFailedJobs,
      "Reactivate entity key is only supported for failed job",
    );
  }
  editDefinitions(context.store, (editor) => editor.putKey(table, key));
}

function columnsIn(table: Table, body: JsonObject): string[] {
  const names = (body["KeyAttributes"] ?? []) as string[];
  if (names.length === 0) throw missingMember("KeyAttributes", "EntityKeyMetadata");
  if (names.length > mostColumns) throw invalidOperation(`A key has at most ${mostColumns} attributes.`);
  if (new Set(names).size < names.length) throw invalidOperation("A key has each attribute once.");
  for (const name of names) {
    const column = table.columns.get(name);
    if (!column) throw unknownColumn(table.logicalName, name);
    if (!keyTypes.has(column.type) || column.isLogical) {
      throw invalidOperation(`The attribute ${name} of type ${column.type} cannot be part of a key.`);
    }
  }
  return names;
}

function invalidOperation(reason: string) {
  return new ServiceError(errors.InvalidEntityKeyOperation, `Invalid EntityKey Operation performed : ${reason}`);
}
