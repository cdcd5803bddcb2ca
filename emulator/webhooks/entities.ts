/** Rows as the event context shows them: the target of a message, and images of a row before and after. */
import type { Column, Table } from "../metadata/model";
import { formatValue, type QueryContext } from "../query";
import type { SqlRow, SqlValue } from "../organization/store/database";
import { isStored, typeColumnName } from "../organization/store/naming";
import { contractDate, type Entity, entity, optionSetValue, type Pair, reference, typed } from "./contract";

const labeledColumns = new Set<Column["type"]>(["Boolean", "MultiSelectPicklist", "Picklist", "State", "Status"]);

/**
 * The columns in `row`, which come as the message has them: empty ones as null, lookups without their names, and of
 * formatted values the labels of choices.
 */
export function targetEntity(context: QueryContext, table: Table, id: string, row: SqlRow): Entity {
  const { [table.primaryIdColumn]: _id, ...given } = row;
  const names = Object.keys(given).filter((name) => isShown(table, name));
  const attributes = names.map((name): Pair => ({ key: name, value: attributeValue(table, name, row) }));
  // The id follows what was given and precedes what the platform adds; readers go by key.
  attributes.splice(Math.min(1, attributes.length), 0, { key: table.primaryIdColumn, value: id });
  const labeled = names.filter((name) => labeledColumns.has(table.columns.get(name)?.type ?? "String"));
  return entity(table.logicalName, id, attributes, formattedValues(context, table, row, labeled));
}

/** Only the values that the client sent. */
export function givenEntity(table: Table, id: string, row: SqlRow): Entity {
  const names = Object.keys(row).filter((name) => isShown(table, name) && name !== table.primaryIdColumn);
  const attributes = names.map((name): Pair => ({ key: name, value: attributeValue(table, name, row) }));
  return entity(table.logicalName, id, [...attributes, { key: table.primaryIdColumn, value: id }]);
}

/** A copy of the row: columns that have a value, of those asked for; with all formatted values and names. */
export function imageEntity(context: QueryContext, table: Table, row: SqlRow, columns: string[]): Entity {
  const id = String(row[table.primaryIdColumn]);
  const wanted = columns.length === 0 ? [...table.columns.keys()] : columns.filter((name) => table.columns.has(name));
  const names = [...new Set([...wanted, table.primaryIdColumn])].filter(
    (name) => isShown(table, name) && (row[name] ?? null) !== null,
  );
  const formatted = formattedValues(context, table, row, names);
  const nameOf = new Map(formatted.map(({ key, value }) => [key, String(value)]));
  const attributes = names.map((name): Pair => ({
    key: name,
    value: attributeValue(table, name, row, nameOf.get(name)),
  }));
  return entity(table.logicalName, id, attributes, formatted);
}

/** Image content and row versions are not attributes of an event; companions are part of their lookup. */
function isShown(table: Table, name: string): boolean {
  const column = table.columns.get(name);
  if (column === undefined || column.type === "Image" || name === "versionnumber") return false;
  return isStored(table, column) && column.isValidForRead;
}

function formattedValues(context: QueryContext, table: Table, row: SqlRow, names: string[]): Pair[] {
  return names.flatMap((name) => {
    const column = table.columns.get(name);
    const value = column && formatValue(context, table, column, row[name] ?? null, row);
    return value === undefined ? [] : [{ key: name, value }];
  });
}

function attributeValue(table: Table, name: string, row: SqlRow, lookupName: string | null = null): unknown {
  const column = table.columns.get(name);
  const value = row[name] ?? null;
  if (column === undefined || value === null) return null;
  switch (column.type) {
    case "Boolean":
      return Number(value) === 1;
    case "BigInt":
    case "Decimal":
    case "Double":
    case "Integer":
      return Number(value);
    case "Money":
      return typed("Money", { Value: Number(value) });
    case "Picklist":
    case "State":
    case "Status":
      return optionSetValue(Number(value));
    case "MultiSelectPicklist":
      // A collection has no members of its own, so it is a plain list of typed values.
      return String(value)
        .split(",")
        .map((each) => optionSetValue(Number(each)));
    case "DateTime":
      return contractDate(new Date(String(value)));
    case "Customer":
    case "Lookup":
    case "Owner":
      return reference(targetOf(column, row), String(value), lookupName);
    case "EntityName":
    case "File":
    case "Image":
    case "ManagedProperty":
    case "Memo":
    case "PartyList":
    case "String":
    case "Uniqueidentifier":
    case "Virtual":
      return String(value);
  }
}

function targetOf(column: Column, row: SqlRow): string {
  const type: SqlValue | undefined = row[typeColumnName(column)];
  return String(type ?? column.targets?.[0] ?? "");
}
