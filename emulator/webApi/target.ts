import { notEmulated } from "../errors/serviceError";
import { segmentNotFound } from "../errors/rejections";
import type { Column, Table } from "../metadata/model";
import type { PathStep } from "../odata/ast";
import type { RelatedTo } from "../query";
import { existingId, findId, readKey, type ManyNavigation, type RowKey, type SingleNavigation } from "../records";
import { sqlName, typeColumnName, hasTypeColumn } from "../organization/store/naming";
import type { RequestContext } from "../messages/requestContext";

/** What a resource path means, after every row on the way to the last segment has been found. */
export type Target =
  | { kind: "collection"; table: Table; relatedTo?: RelatedTo }
  | { kind: "row"; table: Table; key: RowKey; member?: Member }
  | { kind: "related"; table: Table; id: string; navigation: SingleNavigation }
  | { kind: "property"; table: Table; id: string; property: string; column: Column }
  | { kind: "rawValue"; of: Extract<Target, { kind: "property" }> }
  | { kind: "count"; of: Extract<Target, { kind: "collection" }> }
  | { kind: "references"; of: Extract<Target, { kind: "collection" | "row" | "related" }> }
  | { kind: "operation"; name: string; on: Extract<Target, { kind: "collection" | "row" }> };

/** The collection a row was addressed through: `accounts(..)/Account_Tasks(..)`. */
export interface Member {
  table: Table;
  id: string;
  navigation: ManyNavigation;
}

const NAMESPACE = "Microsoft.Dynamics.CRM.";

/**
 * Walks the segments behind an entity set. Names are case-sensitive throughout.
 *
 * @throws ServiceError 404 0x8006088a for a segment that is not there.
 */
export function resolveTarget(context: RequestContext, table: Table, segments: PathStep[]): Target {
  const [first, ...rest] = segments;
  let target: Target = entitySet(context, table, first);
  for (const segment of rest) target = step(context, target, segment);
  return target;
}

function entitySet(context: RequestContext, table: Table, segment: PathStep | undefined): Target {
  if (segment?.key === undefined) return { kind: "collection", table };
  return { kind: "row", table, key: readKey(context.store, table, segment.key, context.options.aliases) };
}

function step(context: RequestContext, target: Target, segment: PathStep): Target {
  switch (target.kind) {
    case "collection":
      return stepFromCollection(target, segment);
    case "row":
      return stepFromRow(context, target, segment);
    case "related":
      if (segment.name === "$ref") return { kind: "references", of: target };
      return stepFromRow(context, followed(context, target), segment);
    case "property":
      if (segment.name === "$value") return { kind: "rawValue", of: target };
      throw segmentNotFound(segment.name);
    case "references":
    case "count":
    case "rawValue":
    case "operation":
      throw segmentNotFound(segment.name);
  }
}

function stepFromCollection(target: Extract<Target, { kind: "collection" }>, segment: PathStep): Target {
  if (segment.name === "$count") return { kind: "count", of: target };
  if (segment.name === "$ref") return { kind: "references", of: target };
  if (segment.name.startsWith(NAMESPACE)) return operation(target, segment);
  throw segmentNotFound(segment.name);
}

function stepFromRow(context: RequestContext, target: Extract<Target, { kind: "row" }>, segment: PathStep): Target {
  const { store } = context;
  const { table } = target;
  if (segment.name === "$ref") return { kind: "references", of: target };
  if (segment.name.startsWith(NAMESPACE)) {
    if (store.catalog.table(segment.name.slice(NAMESPACE.length))) throw notEmulated("type casts in paths");
    return operation(target, segment);
  }
  const navigation = store.catalog.navigation(table, segment.name);
  const column = store.catalog.columnByProperty(table, segment.name);
  if (navigation === undefined && column === undefined) throw segmentNotFound(segment.name);
  const id = existingId(store, table, target.key);
  if (navigation === undefined) {
    if (column === undefined) throw segmentNotFound(segment.name);
    return { kind: "property", table, id, property: segment.name, column };
  }
  if (navigation.kind === "single") return { kind: "related", table, id, navigation };
  if (segment.key === undefined) {
    return {
      kind: "collection",
      table: navigation.target,
      relatedTo: { navigation, parentId: id, parentTable: table },
    };
  }
  const key = readKey(store, navigation.target, segment.key, context.options.aliases);
  return { kind: "row", table: navigation.target, key, member: { table, id, navigation } };
}

function operation(on: Extract<Target, { kind: "collection" | "row" }>, segment: PathStep): Target {
  return { kind: "operation", name: segment.name.slice(NAMESPACE.length), on };
}

/** The row behind a single-valued navigation property, to walk on from. */
function followed(
  context: RequestContext,
  target: Extract<Target, { kind: "related" }>,
): Extract<Target, { kind: "row" }> {
  const related = relatedRow(context, target);
  if (related === undefined) throw segmentNotFound(target.navigation.name);
  return { kind: "row", table: related.table, key: { kind: "primary", id: related.id } };
}

/** The row a lookup points at, or `undefined` when it is empty or points at another table than the navigation leads to. */
export function relatedRow(
  { store }: RequestContext,
  { table, id, navigation }: Extract<Target, { kind: "related" }>,
): { table: Table; id: string } | undefined {
  const { column } = navigation;
  const names = hasTypeColumn(column) ? [column.logicalName, typeColumnName(column)] : [column.logicalName];
  const row = store.database.get(
    `SELECT ${names.map(sqlName).join(", ")} FROM ${sqlName(table.logicalName)} WHERE ${sqlName(table.primaryIdColumn)} = ?`,
    [id],
  );
  const value = row?.[column.logicalName];
  if (typeof value !== "string") return undefined;
  const type = row?.[typeColumnName(column)] ?? navigation.target.logicalName;
  if (type === navigation.target.logicalName) return { table: navigation.target, id: value };
  if (navigation.target.unionOf?.members.some((member) => member.table === type)) {
    const member = store.catalog.table(String(type));
    return member === undefined ? undefined : { table: member, id: value };
  }
  return undefined;
}

/** Whether the member really is in the collection it was addressed through. */
export function isMember({ store }: RequestContext, member: Member, table: Table, key: RowKey): boolean {
  const otherId = findId(store, table, key);
  if (otherId === undefined) return false;
  const { navigation } = member;
  if (navigation.kind === "manyToMany") {
    const sql = `SELECT 1 AS found FROM ${sqlName(navigation.relationship.intersectTable)} WHERE ${sqlName(navigation.nearColumn)} = ? AND ${sqlName(navigation.farColumn)} = ?`;
    return store.database.get(sql, [member.id, otherId]) !== undefined;
  }
  const lookup = sqlName(navigation.relationship.referencingColumn);
  const sql = `SELECT 1 AS found FROM ${sqlName(table.logicalName)} WHERE ${sqlName(table.primaryIdColumn)} = ? AND ${lookup} = ?`;
  return store.database.get(sql, [otherId, member.id]) !== undefined;
}
