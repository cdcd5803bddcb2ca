/** `POST EntityDefinitions(..)/Attributes`. */
import type { JsonObject } from "../../../json";
import { invalidArgument } from "../../../errors/rejections";
import type { Table } from "../../../metadata/model";
import { editDefinitions } from "../../../organization/store/definitionEditor";
import type { ChangeContext } from "../request/changeContext";
import { currencyFor } from "./currencyColumns";
import { isPrimaryImage, isPrimaryName, newColumns } from "./newColumn";

/** @returns the MetadataId of the new column. */
export function createColumn(context: ChangeContext, table: Table, body: JsonObject): string {
  if (table.isIntersect || table.unionOf) {
    throw invalidArgument(`Attributes cannot be created for the entity ${table.logicalName}.`);
  }
  if (isPrimaryName(body)) {
    throw invalidArgument("A table has one primary name attribute, and it has it from the start.");
  }
  const columns = newColumns(context, table, body);
  const currency = currencyFor(context, table, columns);
  const [column] = columns;
  return editDefinitions(context.store, (editor) => {
    const next = editor.addColumns(table, [...columns, ...currency.columns]);
    for (const relationship of currency.relationships) editor.putOneToMany(relationship);
    const isImage = column?.type === "Image" && (table.primaryImageColumn === undefined || isPrimaryImage(body));
    if (isImage) editor.putTable({ ...next, primaryImageColumn: column.logicalName });
    return column?.metadataId ?? "";
  });
}
