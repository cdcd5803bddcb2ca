/** From an operation on rows to the messages that steps are registered for. */
import type { Table } from "../metadata/model";
import type { QueryContext } from "../query";
import type { Operation } from "../records";
import type { SqlRow } from "../organization/store/database";
import { emptyGuid, type Entity, entityCollection, optionSetValue, reference, typed } from "./contract";
import { givenEntity, targetEntity } from "./entities";
import type { Occurrence } from "./executionContext";

type RowOperation = Extract<Operation, { message: "Create" | "Update" | "Delete" }>;
type LinkOperation = Extract<Operation, { message: "Associate" | "Disassociate" }>;

/** The request as it came, before the platform added anything: what pre-stages see, and parents of other contexts. */
export function asRequested(operation: Operation): Occurrence {
  switch (operation.message) {
    case "Create":
    case "Update": {
      const { message, table, id, values } = operation;
      const inputs = [
        { key: "Target", value: typed("Entity", givenEntity(table, id, values)) },
        { key: "SuppressDuplicateDetection", value: false },
      ];
      return { ...at(message, table, id), inputs, changed: Object.keys(values) };
    }
    case "Delete":
      return deletion(operation.table, operation.id);
    case "Associate":
    case "Disassociate":
      return link(operation);
    case "CreateMultiple":
    case "UpdateMultiple":
      return at(operation.message, operation.table, emptyGuid);
  }
}

/**
 * The messages of an operation that is done.
 *
 * @param stored columns an update stored, given and derived
 * @param after the row as it is now; missing after a deletion
 */
export function afterwards(
  context: QueryContext,
  operation: RowOperation | LinkOperation,
  { before, after, stored }: { before?: SqlRow | undefined; after?: SqlRow | undefined; stored?: SqlRow | undefined },
): Occurrence[] {
  switch (operation.message) {
    case "Create":
      return [creation(context, operation, after ?? {})];
    case "Update":
      return updates(context, operation, before ?? {}, stored ?? {});
    case "Delete":
      return [deletion(operation.table, operation.id)];
    case "Associate":
    case "Disassociate":
      return [link(operation)];
  }
}

/** `CreateMultiple` and `UpdateMultiple`; a single row raises them too [BulkMessages]. */
export function multiple(message: "CreateMultiple" | "UpdateMultiple", table: Table, targets: Entity[]): Occurrence {
  return {
    ...at(message, table, emptyGuid),
    inputs: [{ key: "Targets", value: entityCollection(table.logicalName, targets) }],
    outputs: message === "CreateMultiple" ? [{ key: "Ids", value: targets.map((target) => target.Id) }] : [],
    changed: [...new Set(targets.flatMap((target) => target.Attributes.map(({ key }) => key)))],
  };
}

/** The entity an occurrence of Create or Update is about. */
export function targetOf({ inputs }: Occurrence): Entity {
  return inputs.find(({ key }) => key === "Target")?.value as Entity;
}

function at(message: string, table: Table, id: string): Occurrence {
  return { message, entityName: table.logicalName, entityId: id, inputs: [], outputs: [] };
}

/** The target holds every column that got a value, and those that were given empty. */
function creation(context: QueryContext, operation: RowOperation & { values: SqlRow }, after: SqlRow): Occurrence {
  const { table, id, values } = operation;
  const filled = Object.entries(after).filter(([name, value]) => value !== null && !(name in values));
  const columns = { ...values, ...Object.fromEntries(filled) };
  return {
    ...at("Create", table, id),
    inputs: [{ key: "Target", value: typed("Entity", targetEntity(context, table, id, columns)) }],
    outputs: [{ key: "id", value: id }],
  };
}

const stateColumns = ["statecode", "statuscode"];
const stamps = ["modifiedon", "modifiedby", "modifiedonbehalfby"];

/**
 * An update that sets state or status with other columns is run once for the others and once for the state
 * [SpecialUpdates]. A new owner or state raises the older message of its own as well.
 */
function updates(
  context: QueryContext,
  operation: RowOperation & { values: SqlRow },
  before: SqlRow,
  stored: SqlRow,
): Occurrence[] {
  const { table, id, values } = operation;
  const others = Object.keys(values).filter((name) => !stateColumns.includes(name));
  const isSplit = others.length > 0 && stateColumns.some((name) => name in values);
  const parts = isSplit ? [without(stored, stateColumns), only(stored, [...stateColumns, ...stamps])] : [stored];
  const runs = parts.map((part): Occurrence => ({
    ...at("Update", table, id),
    inputs: [{ key: "Target", value: typed("Entity", targetEntity(context, table, id, part)) }],
    changed: Object.keys(part),
  }));
  return [...runs, ...specialMessages(table, id, before, stored)];
}

function specialMessages(table: Table, id: string, before: SqlRow, stored: SqlRow): Occurrence[] {
  const isNew = (name: string): boolean => stored[name] !== undefined && stored[name] !== before[name];
  const target = reference(table.logicalName, id);
  const messages: Occurrence[] = [];
  if (isNew("ownerid")) {
    const assignee = reference(String(stored["ownerid#type"] ?? "systemuser"), String(stored["ownerid"]));
    const inputs = [
      { key: "Target", value: target },
      { key: "Assignee", value: assignee },
    ];
    messages.push({ ...at("Assign", table, id), inputs });
  }
  if (stateColumns.some(isNew)) {
    const inputs = [
      { key: "EntityMoniker", value: target },
      { key: "State", value: optionSetValue(Number(stored["statecode"])) },
      { key: "Status", value: optionSetValue(Number(stored["statuscode"])) },
    ];
    messages.push({ ...at("SetState", table, id), inputs }, { ...at("SetStateDynamicEntity", table, id), inputs });
  }
  return messages;
}

function only(row: SqlRow, names: string[]): SqlRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
}
function without(row: SqlRow, names: string[]): SqlRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

function deletion(table: Table, id: string): Occurrence {
  return { ...at("Delete", table, id), inputs: [{ key: "Target", value: reference(table.logicalName, id) }] };
}

/** These messages have no table [AssociateRows]; their parameters identify the rows. */
function link({ message, target, relationship, related }: LinkOperation): Occurrence {
  return {
    message,
    entityName: "none",
    entityId: emptyGuid,
    inputs: [
      { key: "Target", value: reference(target.logicalName, target.id) },
      { key: "Relationship", value: typed("Relationship", { PrimaryEntityRole: null, SchemaName: relationship }) },
      { key: "RelatedEntities", value: [reference(related.logicalName, related.id)] },
    ],
    outputs: [],
  };
}
