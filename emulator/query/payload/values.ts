/** Stored values as JSON text, by the type of their column (reference: data types on the wire). */
import type { Column } from "../../metadata/model";
import type { SqlValue } from "../../organization/store/database";

export function jsonValue(column: Column, value: SqlValue | undefined): string {
  if (value === null || value === undefined) return "null";
  switch (column.type) {
    case "Money":
      return Number(value).toFixed(4);
    case "Boolean":
      return Number(value) === 0 ? "false" : "true";
    case "BigInt":
    case "Decimal":
    case "Double":
    case "Integer":
    case "Picklist":
    case "State":
    case "Status":
      return String(value);
    case "Image":
      return `"${imageText(value)}"`;
    case "Customer":
    case "DateTime":
    case "File":
    case "Lookup":
    case "Owner":
    case "Uniqueidentifier":
    case "EntityName":
    case "ManagedProperty":
    case "Memo":
    case "MultiSelectPicklist":
    case "PartyList":
    case "String":
    case "Virtual":
      return JSON.stringify(value);
  }
}

function imageText(value: Exclude<SqlValue, null>): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : String(value);
}
