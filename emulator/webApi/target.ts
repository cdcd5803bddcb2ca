/** The resource that a path names. Rows on the way to its last segment are looked up, the last one is not. */
import { notEmulated } from "../errors/serviceError";
import type { RequestContext } from "../messages/requestContext";
import { segmentNotFound } from "../errors/rejections";
import type { Column, Table } from "../metadata/model";
import type { PathStep, ResourcePath } from "../odata/ast";
import { unresolvedParameters } from "../operations/parameters";
import { findOperation, needsNamespace } from "../operations/registry";
import type { BindingTarget } from "../operations/runOperation";
import type { RelatedTo } from "../query";
import { existingId, isPartyList, readKey, type ManyNavigation, type RowKey, type SingleNavigation } from "../records";
import { isKnownEntitySet } from "./knownTables";
import { relatedRow } from "./relatedRow";

/** Resources by kind. Kinds differ where the methods do, so that `routes.ts` can be a table. */
export interface Resources {
  serviceDocument: object;
  metadata: object;
  batch: object;
  definitions: { path: ResourcePath };
  unboundOperation: { segment: PathStep };
  boundOperation: { segment: PathStep; name: string; on: BindingTarget };
  /** `accounts`, or the "many" side of a lookup: `accounts(..)/Account_Tasks`. */
  collection: { table: Table; relatedTo?: RelatedTo };
  manyToMany: { table: Table; relatedTo: RelatedTo };
  /** `emails(..)/email_activity_parties`, replaced as a whole. */
  partyList: { table: Table; relatedTo: RelatedTo };
  count: { of: CollectionTarget };
  row: { table: Table; key: RowKey; member?: Member };
  /** `accounts(..)/primarycontactid` */
  relatedRow: { table: Table; id: string; navigation: SingleNavigation };
  property: PropertyOfRow;
  image: PropertyOfRow;
  file: PropertyOfRow;
  rawValue: { of: PropertyTarget };
  /** `.../$ref` of an entity set, of related rows, of a lookup, of one related row and of a row. */
  setReferences: { of: CollectionTarget };
  relatedReferences: { table: Table; relatedTo: RelatedTo };
  lookupReference: { of: Target<"relatedRow"> };
  memberReference: { table: Table; key: RowKey; member: Member };
  rowReference: object;
}

export type Kind = keyof Resources;
export type Target<Some extends Kind = Kind> = { [Each in Some]: { kind: Each } & Resources[Each] }[Some];
export type CollectionTarget = Target<"collection" | "manyToMany" | "partyList">;
export type PropertyTarget = Target<"property" | "image" | "file">;

interface PropertyOfRow {
  table: Table;
  id: string;
  property: string;
  column: Column;
}

/** The collection that a row was addressed through: `accounts(..)/Account_Tasks(..)`. */
export interface Member {
  table: Table;
  id: string;
  navigation: ManyNavigation;
}

export const namespace = "Microsoft.Dynamics.CRM.";

const definitionSets = ["EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions"];

export function isDefinitionSet(name: string): boolean {
  return definitionSets.includes(name);
}

/**
 * Names are case-sensitive throughout.
 *
 * @throws ServiceError 404 0x8006088a for a segment that does not exist, 501 for one that only the service has.
 */
export function resolveTarget(context: RequestContext, path: ResourcePath): Target {
  const { store } = context;
  const [first, ...rest] = path.segments;
  if (first === undefined) return { kind: "serviceDocument" };
  if (first.name === "$metadata" && rest.length === 0) return { kind: "metadata" };
  if (first.name === "$batch") return { kind: "batch" };
  if (isDefinitionSet(first.name)) return { kind: "definitions", path };
  const table = store.catalog.tableBySet(first.name);
  if (table === undefined) return unboundOperation(context, first, rest[0]);
  const last = rest.at(-1);
  if (last !== undefined && needsNamespace(store, last.name)) throw unresolvedParameters();
  return rest.reduce((target, segment) => step(context, target, segment), entitySet(context, table, first));
}

function unboundOperation({ store }: RequestContext, segment: PathStep, next: PathStep | undefined): Target {
  if (findOperation(store, segment.name) === undefined) {
    if (isKnownEntitySet(segment.name)) throw notEmulated(`the entity set '${segment.name}'`, "Tables");
    throw segmentNotFound(segment.name);
  }
  // No route leads from the response of an operation to a part of it.
  if (next !== undefined) throw segmentNotFound(next.name);
  return { kind: "unboundOperation", segment };
}

function entitySet(context: RequestContext, table: Table, segment: PathStep): Target {
  if (segment.key === undefined) return { kind: "collection", table };
  return { kind: "row", table, key: readKey(context.store, table, segment.key, context.options.aliases) };
}

function step(context: RequestContext, target: Target, segment: PathStep): Target {
  switch (target.kind) {
    case "collection":
    case "manyToMany":
    case "partyList":
      return stepFromCollection(target, segment);
    case "row":
      return stepFromRow(context, target, segment);
    case "relatedRow":
      if (segment.name === "$ref") return { kind: "lookupReference", of: target };
      return stepFromRow(context, followed(context, target), segment);
    case "property":
    case "image":
    case "file":
      if (segment.name === "$value") return { kind: "rawValue", of: target };
      throw segmentNotFound(segment.name);
    default:
      throw segmentNotFound(segment.name);
  }
}

function stepFromCollection(target: CollectionTarget, segment: PathStep): Target {
  const { table, relatedTo } = target;
  if (segment.name === "$count") return { kind: "count", of: target };
  if (segment.name === "$ref") {
    return relatedTo === undefined
      ? { kind: "setReferences", of: target }
      : { kind: "relatedReferences", table, relatedTo };
  }
  if (segment.name.startsWith(namespace)) return boundOperation({ kind: "collection", table }, segment);
  throw segmentNotFound(segment.name);
}

function stepFromRow(context: RequestContext, target: Target<"row">, segment: PathStep): Target {
  const { store } = context;
  const { table, key, member } = target;
  if (segment.name === "$ref") {
    return member === undefined ? { kind: "rowReference" } : { kind: "memberReference", table, key, member };
  }
  if (segment.name.startsWith(namespace)) {
    if (store.catalog.table(segment.name.slice(namespace.length))) throw notEmulated("type casts in paths");
    return boundOperation({ kind: "row", table, key }, segment);
  }
  const navigation = store.catalog.navigation(table, segment.name);
  const column = store.catalog.columnByProperty(table, segment.name);
  if (navigation === undefined) {
    if (column === undefined) throw segmentNotFound(segment.name);
    return { kind: propertyKind(column), table, id: existingId(store, table, key), property: segment.name, column };
  }
  const id = existingId(store, table, key);
  if (navigation.kind === "single") return { kind: "relatedRow", table, id, navigation };
  if (segment.key === undefined) return relatedCollection({ navigation, parentId: id, parentTable: table });
  const memberKey = readKey(store, navigation.target, segment.key, context.options.aliases);
  return { kind: "row", table: navigation.target, key: memberKey, member: { table, id, navigation } };
}

function relatedCollection(relatedTo: RelatedTo): CollectionTarget {
  const { navigation } = relatedTo;
  const table = navigation.target;
  if (isPartyList(navigation)) return { kind: "partyList", table, relatedTo };
  return { kind: navigation.kind === "manyToMany" ? "manyToMany" : "collection", table, relatedTo };
}

function propertyKind({ type }: Column): PropertyTarget["kind"] {
  if (type === "File") return "file";
  return type === "Image" ? "image" : "property";
}

function boundOperation(on: BindingTarget, segment: PathStep): Target {
  return { kind: "boundOperation", segment, name: segment.name.slice(namespace.length), on };
}

/** The row that a lookup refers to, to walk on from. */
function followed(context: RequestContext, target: Target<"relatedRow">): Target<"row"> {
  const related = relatedRow(context, target);
  if (related === undefined) throw segmentNotFound(target.navigation.name);
  return { kind: "row", table: related.table, key: { kind: "primary", id: related.id } };
}
