/** One field of a record, as entered in Field Value and as sent. */
import { InvalidInputError } from "../../client";
import type { ColumnDefinition, TableDefinition } from "../tables/definitions";

/** Label of the input that field values come from. */
export const fieldValueInput = "Field Value";

/** A column by any of its names, and the text or value entered for it. */
export interface FieldValue {
  column: string;
  value: unknown;
}

/** A column and the value entered for it; `reject` throws the error that names both. */
export interface EnteredValue {
  table: TableDefinition;
  column: ColumnDefinition;
  value: unknown;
  reject: (expected: string) => never;
}

/** Members of the request body for one field, and the members that they replace: the other forms of a lookup. */
export interface ConvertedField {
  members: Record<string, unknown>;
  replaces: string[];
}

/** Data types as the table designer shows them [ColumnTypes]. */
const displayTypes: Readonly<Record<string, string>> = {
  BigInt: "big integer",
  Boolean: "yes/no",
  DateTime: "date and time",
  Double: "float",
  Integer: "whole number",
  Memo: "multiline text",
  Money: "currency",
  MultiSelectPicklist: "choices",
  PartyList: "activity parties",
  Picklist: "choice",
  State: "status",
  Status: "status reason",
  String: "text",
  Uniqueidentifier: "unique identifier",
};

/** @throws InvalidInputError that names the column, its type, the value, and what the column accepts. */
export function rejectValue(
  { logicalName: tableName }: TableDefinition,
  { logicalName, type }: ColumnDefinition,
  value: unknown,
  expected: string,
): never {
  const shown = (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 100);
  const displayType = displayTypes[type] ?? type.toLowerCase();
  throw new InvalidInputError(
    fieldValueInput,
    `"${shown}" is not a valid value for ${tableName}.${logicalName} (${displayType}): expected ${expected}.`,
  );
}
