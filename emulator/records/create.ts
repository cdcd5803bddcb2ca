import type { JsonObject } from "../json";
import { invalidArgument } from "../errors/rejections";
import type { Column, Table } from "../metadata/model";
import { isStored } from "../organization/store/naming";
import { linkRows } from "./associate";
import { createdStamp } from "./audit";
import { computedColumns } from "./computedColumns";
import type { WriteContext } from "./context";
import { currency } from "./currency";
import { checkAlternateKeys } from "./keys";
import { ownership } from "./ownership";
import { type ManyNavigation, readBody, type RowDraft } from "./payload";
import { inPipeline } from "./pipeline";
import { insertRow, lookupValue, rowExists, type StoredRow } from "./rows";
import { stateAndStatus } from "./stateStatus";
import { checkOffers } from "./tableKinds";
import { deepUpdate, keyTaken } from "./writeErrors";

/** The values of a new row besides its body: its ID and key values from the URL, or its parent in a deep insert. */
export interface CreatePreset {
  id?: string;
  values?: StoredRow;
  /** An upsert neither creates nested rows nor links lists of others: deep insert is for POST. */
  isFlat?: boolean;
}

/**
 * Creates a row and everything nested in its body, all or nothing.
 *
 * @returns the id of the outermost row.
 * @throws ServiceError
 */
export function createRow(context: WriteContext, table: Table, body: JsonObject, preset: CreatePreset = {}): string {
  checkOffers(table, "Create");
  return context.store.database.transaction(() => {
    const draft = readBody(context, table, body, "create");
    if (preset.isFlat) checkFlat(draft);
    const values = { ...preset.values, ...draft.values, ...createParents(context, draft) };
    const id = preset.id ?? draft.id ?? context.newId();
    inPipeline(context, { message: "Create", table, id, values }, () => insertNew(context, table, id, values));
    for (const { navigation, bodies } of draft.children) {
      for (const child of bodies) createChild(context, table, id, navigation, child);
    }
    for (const { navigation, ids } of draft.links) {
      for (const otherId of ids) linkRows(context, table, id, navigation, otherId);
    }
    return id;
  });
}

function checkFlat({ parents, children, links }: RowDraft): void {
  const nested = [...parents, ...children, ...links][0];
  if (nested !== undefined) throw deepUpdate(nested.navigation.name);
}

function createParents(context: WriteContext, draft: RowDraft): StoredRow {
  const lookups: StoredRow = {};
  for (const { navigation, body } of draft.parents) {
    const id = createRow(context, navigation.target, body);
    Object.assign(lookups, lookupValue(navigation.column, { table: navigation.target.logicalName, id }));
  }
  return lookups;
}

function createChild(
  context: WriteContext,
  table: Table,
  id: string,
  navigation: ManyNavigation,
  body: JsonObject,
): void {
  if (navigation.kind === "manyToMany") {
    linkRows(context, table, id, navigation, createRow(context, navigation.target, body));
    return;
  }
  const lookup = navigation.target.columns.get(navigation.relationship.referencingColumn);
  const values = lookup === undefined ? {} : lookupValue(lookup, { table: table.logicalName, id });
  createRow(context, navigation.target, body, { values });
}

function insertNew(context: WriteContext, table: Table, id: string, values: StoredRow): undefined {
  const { store } = context;
  if (rowExists(store, table, id)) throw keyTaken();
  const given = { ...defaults(table), ...principalDefaults(context, table), ...values };
  const row: StoredRow = { ...given, [table.primaryIdColumn]: id };
  Object.assign(row, ownership(context, table, undefined, row), stateAndStatus(store, table, undefined, values));
  Object.assign(row, currency(store, table, undefined, row), createdStamp(context, table, values));
  Object.assign(row, computedColumns(store, table, id, undefined, row));
  const stored = storedColumnsOnly(table, row);
  checkRequired(table, stored);
  checkAlternateKeys(store, table, id, stored, stored);
  insertRow(store, table, stored);
  return undefined;
}

/** Column defaults of the definition; state and status have their own rule. */
function defaults(table: Table): StoredRow {
  const row: StoredRow = {};
  for (const column of table.columns.values()) {
    const value = column.defaultValue;
    if (value === undefined || column.type === "State" || column.type === "Status") continue;
    row[column.logicalName] = typeof value === "boolean" ? Number(value) : value;
  }
  return row;
}

/** Users and teams belong to the caller's organization. By default, the creator of a team is its administrator. */
function principalDefaults({ caller }: WriteContext, { logicalName }: Table): StoredRow {
  if (logicalName === "systemuser") return { organizationid: caller.organizationId };
  return logicalName === "team" ? { organizationid: caller.organizationId, administratorid: caller.userId } : {};
}

function storedColumnsOnly(table: Table, row: StoredRow): StoredRow {
  const isKept = (name: string): boolean => {
    const column: Column | undefined = table.columns.get(name.replace(/#type$/, ""));
    return column !== undefined && column.mirrors === undefined && isStored(table, column);
  };
  return Object.fromEntries(Object.entries(row).filter(([name]) => isKept(name)));
}

/** Only SystemRequired is the API's business; ApplicationRequired is a rule of forms ("Column requirement level"). */
function checkRequired(table: Table, row: StoredRow): void {
  for (const column of table.columns.values()) {
    if (column.requiredLevel !== "SystemRequired" || !column.isValidForCreate || column.mirrors !== undefined) continue;
    if (!isStored(table, column) || (row[column.logicalName] ?? null) !== null) continue;
    throw invalidArgument(
      `The required attribute '${column.logicalName}' of the '${table.logicalName}' entity is missing.`,
    );
  }
}
