import { type JsonObject, isJsonObject } from "../json";
import { invalidProperty } from "./writeErrors";
import type { Column, Navigation, Table } from "../metadata/model";
import type { WriteContext } from "./context";
import { resolveReference } from "./references";
import { lookupValue, type StoredRow } from "./rows";
import { storedGuid, storedValue } from "./values";
import { deepUpdate, payloadError, undeclaredProperty } from "./writeErrors";

export type SingleNavigation = Extract<Navigation, { kind: "single" }>;
export type ManyNavigation = Exclude<Navigation, SingleNavigation>;

/** A JSON body understood: columns to store, and the rows to create or link around this one. */
export interface RowDraft {
  /** The primary key in the body, on create the row's id. */
  id?: string;
  values: StoredRow;
  /** Rows to create first, whose ids go into this row's lookups. */
  parents: { navigation: SingleNavigation; body: JsonObject }[];
  /** Rows to create afterwards, under this one. */
  children: { navigation: ManyNavigation; bodies: JsonObject[] }[];
  /** Existing rows to link to this one. */
  links: { navigation: ManyNavigation; ids: string[] }[];
}

/**
 * Nested rows and lists of bindings are for creating only: deep update is not offered ("Create related table rows").
 */
export type WriteKind = "create" | "update";

const bind = "@odata.bind";
const type = "@odata.type";

/**
 * Reads a body against a table's definition. Columns that the caller may not set are passed over silently, as the
 * service does with its system columns; names that do not exist are refused.
 *
 * @throws ServiceError
 */
export function readBody(context: WriteContext, table: Table, body: JsonObject, kind: WriteKind): RowDraft {
  const draft: RowDraft = { values: {}, parents: [], children: [], links: [] };
  for (const [name, value] of Object.entries(body)) {
    const at = name.indexOf("@");
    if (at === -1) readProperty(context, table, draft, name, value, kind);
    else if (name === type) checkType(table, value);
    else if (name.endsWith(bind)) readBinding(context, table, draft, name.slice(0, -bind.length), value, kind);
    // `@odata.etag` and the like speak of the row and change nothing; on a property they must find it.
    else if (at > 0 && !isDeclared(context, table, name.slice(0, at))) throw undeclaredProperty(name.slice(0, at));
  }
  return draft;
}

/** [ODataJson], section 4.5.3: the type of a row in full, behind `#`; ODataLib's text when it is another. */
function checkType(table: Table, value: unknown): void {
  const expected = `Microsoft.Dynamics.CRM.${table.logicalName}`;
  if (typeof value === "string" && value.replace(/^#/, "") === expected) return;
  throw payloadError(
    `A resource with type '${String(value).replace(/^#/, "")}' was found, but it is not assignable to the expected type '${expected}'.`,
  );
}

function isDeclared(context: WriteContext, table: Table, name: string): boolean {
  const { catalog } = context.store;
  return catalog.columnByProperty(table, name) !== undefined || catalog.navigation(table, name) !== undefined;
}

function readProperty(
  context: WriteContext,
  table: Table,
  draft: RowDraft,
  name: string,
  value: unknown,
  kind: WriteKind,
): void {
  const { catalog } = context.store;
  const navigation = catalog.navigation(table, name);
  if (navigation !== undefined) return readNested(draft, navigation, value, kind);
  const column = catalog.columnByProperty(table, name);
  if (column === undefined) throw invalidProperty(table, name);
  if (catalog.isLookup(column)) {
    throw payloadError(
      "CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.",
    );
  }
  if (column.isPrimaryId) {
    if (value !== null) draft.id = storedGuid(value);
    return;
  }
  const stored = storedValue(table, column, value, () => catalog.choices(column));
  if (isWritable(column, kind)) draft.values[column.logicalName] = stored;
}

/** A navigation property with a value behind it: `null` empties a lookup, a row or a list of rows is a deep insert. */
function readNested(draft: RowDraft, navigation: Navigation, value: unknown, kind: WriteKind): void {
  if (navigation.kind === "single" && value === null) {
    if (isWritable(navigation.column, kind)) Object.assign(draft.values, lookupValue(navigation.column, null));
    return;
  }
  if (navigation.kind === "single" ? !isJsonObject(value) : !isListOfRows(value)) {
    throw payloadError(
      `A '${nodeName(value)}' node was found when trying to read the value of the navigation property '${navigation.name}'; however, a '${navigation.kind === "single" ? "StartObject" : "StartArray"}' node was expected.`,
    );
  }
  if (kind === "update") throw deepUpdate(navigation.name);
  if (navigation.kind === "single") {
    if (isJsonObject(value)) draft.parents.push({ navigation, body: value });
  } else if (isListOfRows(value)) {
    draft.children.push({ navigation, bodies: value });
  }
}

function readBinding(
  context: WriteContext,
  table: Table,
  draft: RowDraft,
  name: string,
  value: unknown,
  kind: WriteKind,
): void {
  const navigation = context.store.catalog.navigation(table, name);
  if (navigation === undefined) throw undeclaredProperty(name);
  if (navigation.kind === "single") {
    if (value === null) return readNested(draft, navigation, null, kind);
    const target = resolveReference(context, value, navigation.target);
    if (!isWritable(navigation.column, kind)) return;
    const reference = { table: target.table.logicalName, id: target.id };
    Object.assign(draft.values, lookupValue(navigation.column, reference));
    return;
  }
  if (kind === "update") throw deepUpdate(name);
  if (!Array.isArray(value)) throw payloadError(`The value of '${name}${bind}' must be a list of URIs.`);
  const ids = value.map((each) => resolveReference(context, each, navigation.target).id);
  draft.links.push({ navigation, ids });
}

/** Mirrored columns are the database's own; the others say themselves who may set them. */
function isWritable(column: Column, kind: WriteKind): boolean {
  if (column.mirrors !== undefined) return false;
  return kind === "create" ? column.isValidForCreate : column.isValidForUpdate;
}

function isListOfRows(value: unknown): value is JsonObject[] {
  return Array.isArray(value) && value.every(isJsonObject);
}

/** ODataLib's names of JSON nodes. */
function nodeName(value: unknown): string {
  if (Array.isArray(value)) return "StartArray";
  return isJsonObject(value) ? "StartObject" : "PrimitiveValue";
}
