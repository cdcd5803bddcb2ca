import { InvalidInputError } from "../../client";
import type { ColumnDefinition, TableDefinition } from "../tables/definitions";

/** Label of the input that field values come from. */
export const fieldValueInput = "Field Value";

/** Members of the request body for one field. A lookup also takes out the other ways its column could be written. */
export interface ConvertedField {
  members: Record<string, unknown>;
  replaces: string[];
}

/** Names the column, its type, the text and what would be right. */
export function refuseValue(table: TableDefinition, column: ColumnDefinition, value: unknown, hint: string): never {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  throw new InvalidInputError(
    fieldValueInput,
    `"${shown.slice(0, 100)}" does not fit the column ${table.logicalName}.${column.logicalName} of type ${column.type}: expected ${hint}.`,
  );
}
