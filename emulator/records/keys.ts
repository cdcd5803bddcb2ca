import { invalidODataRequest } from "../errors/rejections";
import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { AlternateKey, Column, Table } from "../metadata/model";
import type { Expression, KeyPredicate, Literal } from "../odata/ast";
import type { SqlValue } from "../organization/store/database";
import { sqlName } from "../organization/store/naming";
import type { Store } from "../organization/store/store";
import type { StoredRow } from "./rows";
import { storedValue } from "./values";
import { alternateKeyTaken, doesNotExist, noRowWithKey } from "./writeErrors";

/** Which row a URL or a binding means: by primary key, or by the columns of an alternate key. */
export type RowKey = { kind: "primary"; id: string } | { kind: "alternate"; key: AlternateKey; values: StoredRow };

/** `@p` in a key stands for a query option of that name. */
export type Aliases = Record<string, Expression>;

/**
 * Reads a key predicate against the table's keys; the row itself is not looked for.
 *
 * @throws ServiceError 400 when the columns are not a key of the table, or a value does not fit its column.
 */
export function readKey(store: Store, table: Table, predicate: KeyPredicate, aliases: Aliases = {}): RowKey {
  if (predicate.kind === "simple") return { kind: "primary", id: guidOf(literalOf(predicate.value, aliases), table) };
  const parts = predicate.parts.map((part) => ({ name: part.name, literal: literalOf(part.value, aliases) }));
  const [first] = parts;
  // Users and teams inherit their declared key, `ownerid`, from principal, so the named form does not exist for them.
  const isNamedPrimaryKey = parts.length === 1 && first?.name === table.primaryIdColumn && !isPrincipal(table);
  if (first !== undefined && isNamedPrimaryKey) return { kind: "primary", id: guidOf(first.literal, table) };

  const values: StoredRow = {};
  for (const { name, literal } of parts) {
    const column = store.catalog.columnByProperty(table, name);
    if (column === undefined || column.logicalName in values) throw notAKey(table);
    values[column.logicalName] = keyValue(store, table, column, literal);
  }
  const names = Object.keys(values);
  const key = table.keys.find(
    (candidate) => candidate.columns.length === names.length && candidate.columns.every((name) => name in values),
  );
  if (key === undefined) throw notAKey(table);
  // A key is usable only when its index has been built (EntityKeyIndexStatus).
  if (key.indexStatus !== "Active") {
    throw new ServiceError(
      errors.EntityKeyNotDefined,
      `The specified key attributes are not a defined key for the ${table.logicalName} entity`,
    );
  }
  return { kind: "alternate", key, values };
}

/** The id of the row the key means, or `undefined` when an alternate key matches none. A primary key is not checked. */
export function findId(store: Store, table: Table, key: RowKey): string | undefined {
  if (key.kind === "primary") return key.id;
  return idWithValues(store, table, key.values);
}

/**
 * The id of the row a key predicate means.
 *
 * @throws ServiceError 404 0x80060891 when no row has these alternate key values, 0x80040217 when no row has the id.
 */
export function resolveKey(store: Store, table: Table, predicate: KeyPredicate, aliases: Aliases = {}): string {
  return existingId(store, table, readKey(store, table, predicate, aliases));
}

export function existingId(store: Store, table: Table, key: RowKey): string {
  if (key.kind === "alternate") {
    const id = idWithValues(store, table, key.values);
    if (id === undefined) throw noRowWithKey(table);
    return id;
  }
  if (idWithValues(store, table, { [table.primaryIdColumn]: key.id }) === undefined) throw doesNotExist(table, key.id);
  return key.id;
}

/**
 * No two rows share the values of an alternate key; a row with an empty key column takes no part.
 *
 * @throws ServiceError 412 0x80060892
 */
export function checkAlternateKeys(store: Store, table: Table, id: string, row: StoredRow, changed: StoredRow): void {
  for (const key of table.keys) {
    if (!key.columns.some((name) => name in changed)) continue;
    const values = Object.fromEntries(key.columns.map((name) => [name, row[name] ?? null]));
    if (Object.values(values).includes(null)) continue;
    const other = idWithValues(store, table, values, id);
    if (other === undefined) continue;
    const names = key.columns.map((name) => table.columns.get(name)?.displayName[1033] ?? name);
    throw alternateKeyTaken(key, names);
  }
}

function idWithValues(store: Store, table: Table, values: StoredRow, except?: string): string | undefined {
  const conditions = Object.keys(values).map((name) => `${sqlName(name)} = ?`);
  const parameters = Object.values(values);
  if (except !== undefined) {
    conditions.push(`${sqlName(table.primaryIdColumn)} <> ?`);
    parameters.push(except);
  }
  const row = store.database.get(
    `SELECT ${sqlName(table.primaryIdColumn)} AS id FROM ${sqlName(table.logicalName)} WHERE ${conditions.join(" AND ")} LIMIT 1`,
    parameters,
  );
  return row === undefined ? undefined : String(row["id"]);
}

function isPrincipal(table: Table): boolean {
  return table.logicalName === "systemuser" || table.logicalName === "team";
}

function literalOf(value: Expression, aliases: Aliases): Literal {
  const expression = value.kind === "alias" ? aliases[value.name] : value;
  if (expression?.kind === "literal") return expression.literal;
  throw invalidODataRequest("A key value must be a literal or an alias of one.");
}

function guidOf(literal: Literal, table: Table): string {
  if (literal.type === "guid") return literal.value;
  throw invalidODataRequest(
    `The key value for '${table.primaryIdColumn}' of type 'Microsoft.Dynamics.CRM.${table.logicalName}' is not a valid 'Edm.Guid'.`,
  );
}

function keyValue(store: Store, table: Table, column: Column, literal: Literal): SqlValue {
  if (store.catalog.isLookup(column) && literal.type === "guid") return literal.value;
  const value = keyJson(column, literal);
  if (value === undefined) {
    throw invalidODataRequest(`The value of key property '${column.logicalName}' does not fit its type.`);
  }
  return storedValue(table, column, value, () => store.catalog.choices(column));
}

/** The JSON value a literal would be in a body; `undefined` when the literal is not of the column's kind. */
function keyJson(column: Column, literal: Literal): string | number | undefined {
  switch (column.type) {
    case "String":
    case "Memo":
      return literal.type === "string" ? literal.value : undefined;
    case "Integer":
    case "Decimal":
    case "Picklist":
      return literal.type === "number" ? Number(literal.text) : undefined;
    case "DateTime":
      return literal.type === "dateTimeOffset" || literal.type === "date" ? literal.text : undefined;
    case "Uniqueidentifier":
      return literal.type === "guid" ? literal.value : undefined;
    default:
      return undefined;
  }
}

/** ODataLib's text when the names in the parentheses are not a declared key. */
function notAKey(table: Table): ServiceError {
  const type = `Microsoft.Dynamics.CRM.${table.logicalName}`;
  return invalidODataRequest(
    `The key in the request URI is not valid for resource '${type}'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource '${type}'.`,
  );
}
