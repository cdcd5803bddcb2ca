/** The names of new definitions: what they may look like, and those that follow from another. */
import type { Catalog } from "../../../metadata/catalog";
import {
  collectionNameExists,
  entitySetNameExists,
  invalidPrefix,
  nameTooLong,
  notAlphanumeric,
  notStartingWithLetter,
  notUnique,
} from "./changeErrors";

/**
 * Longest schema names. The service's own limits are those of its database columns and differ a little by kind; no
 * page lists them all.
 */
const limits = { Attribute: 50, Entity: 64, EntityKey: 100, OptionSet: 100, EntityRelationship: 100 } as const;

export type NamedKind = keyof typeof limits;

/** Two to eight letters and digits, a letter first, not "mscrm" ("Create a solution publisher", Microsoft). */
const publisherPrefix = /^(?!mscrm)[a-z][a-z0-9]{1,7}_./i;

function hasPrefix(name: string): boolean {
  return publisherPrefix.test(name);
}

/** @throws ServiceError 0x80044364 .. 0x80044367 */
export function checkSchemaName(name: string, kind: NamedKind): void {
  if (!/^\w*$/.test(name)) throw notAlphanumeric(name, kind);
  if (!/^[a-z]/i.test(name)) throw notStartingWithLetter(name, kind);
  if (name.length > limits[kind]) throw nameTooLong(name, kind, limits[kind]);
  // Microsoft's own clients name a one-to-many relationship after its tables, which may have no prefix.
  if (kind !== "EntityRelationship" && !hasPrefix(name)) throw invalidPrefix(name, kind);
}

/** Tables and relationships share one space of names with the intersect tables. */
export function checkTableName(catalog: Catalog, schemaName: string): void {
  checkSchemaName(schemaName, "Entity");
  if (catalog.table(schemaName.toLowerCase())) throw notUnique(schemaName, "Entity");
}

export function checkCollectionNames(catalog: Catalog, entitySetName: string, collectionName: string): void {
  const others = catalog.tables();
  if (others.some((table) => table.logicalCollectionName === collectionName)) {
    throw collectionNameExists(collectionName);
  }
  if (others.some((table) => table.entitySetName === entitySetName)) throw entitySetNameExists(entitySetName);
}

export function checkRelationshipName({ metadata }: Catalog, schemaName: string): void {
  checkSchemaName(schemaName, "EntityRelationship");
  const isTaken = [...metadata.oneToMany, ...metadata.manyToMany].some(
    (each) => each.schemaName.toLowerCase() === schemaName.toLowerCase(),
  );
  if (isTaken) throw notUnique(schemaName, "EntityRelationship");
}

/** The service's default collection name: the English plural of the name. */
export function plural(name: string): string {
  if (/[^aeiou_\W]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
