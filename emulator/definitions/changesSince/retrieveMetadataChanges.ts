import { isJsonObject, type JsonObject } from "../../json";
import { errors } from "../../errors/catalog";
import { invalidArgument } from "../../errors/rejections";
import { ServiceError } from "../../errors/serviceError";
import type { Table } from "../../metadata/model";
import type { Store } from "../../organization/store/store";
import { definitionOfTable } from "../describe/definitionOfTable";
import { asList, type Definition, type Json } from "../describe/definitionType";
import { enumTypes } from "../describe/enumTypes";
import { plainText } from "../describe/jsonText";
import { complexDefinition, wantedIn, wants, type Wanted } from "./complexDefinition";
import { compileCriteria, type Criteria } from "./criteria";
import { changedSince, currentStamp, versionOf } from "./versions";

export interface MetadataChangesRequest {
  /** EntityQueryExpression; null asks for nothing but the stamp and deletions. */
  query: unknown;
  /** A `ServerVersionStamp` of before: only what has changed since. */
  clientVersionStamp?: string;
  /** Flags of DeletedMetadataFilters, by comma. */
  deletedMetadataFilters?: string;
}

/** The collections of a table that a query can include, and the member of the query that filters each. */
const parts = {
  Attributes: "AttributeQuery",
  OneToManyRelationships: "RelationshipQuery",
  ManyToOneRelationships: "RelationshipQuery",
  ManyToManyRelationships: "RelationshipQuery",
  Keys: "KeyQuery",
} as const;

interface Query {
  criteria: Criteria;
  wanted: Wanted;
  languages: ReadonlySet<number>;
  parts: { name: string; criteria: Criteria; wanted: Wanted }[];
}

export function retrieveMetadataChanges(store: Store, request: MetadataChangesRequest): JsonObject {
  const { clientVersionStamp: stamp } = request;
  const since = stamp === undefined ? undefined : versionOf(store, stamp);
  const changed = since === undefined ? undefined : changedSince(store, since, false);
  const query = isJsonObject(request.query) ? readQuery(request.query) : undefined;
  const tables = query ? store.catalog.tables() : [];
  return {
    ServerVersionStamp: currentStamp(store),
    DeletedMetadata: deleted(store, since, request.deletedMetadataFilters ?? "Default"),
    EntityMetadata: tables.flatMap((table) => (query ? describe(store, table, query, changed) : [])),
  };
}

function readQuery(body: JsonObject): Query {
  const wanted = wantedIn(body["Properties"]);
  const partsWanted = Object.entries(parts).filter(([name]) => wants(wanted, name));
  for (const queryName of new Set(Object.values(parts))) {
    const names = Object.entries(parts).filter(([, each]) => each === queryName);
    if (isJsonObject(body[queryName]) && !names.some(([name]) => wants(wanted, name))) {
      throw notRequested(queryName, names.map(([name]) => name).join(", "));
    }
  }
  return {
    criteria: compileCriteria(body["Criteria"]),
    wanted,
    languages: languagesIn(body["LabelQuery"]),
    parts: partsWanted.map(([name, queryName]) => {
      const part = body[queryName];
      const given = isJsonObject(part) ? part : undefined;
      return {
        name,
        criteria: compileCriteria(given?.["Criteria"]),
        // Without a query of their own, parts come whole.
        wanted: given ? wantedIn(given["Properties"]) : "all",
      };
    }),
  };
}

function notRequested(query: string, properties: string): ServiceError {
  return new ServiceError(
    query === "RelationshipQuery" ? errors.InvalidRelationshipQuery : errors.InvalidAttributeQuery,
    `${properties} must be part of the requested EntityMetadata properties when a ${query} is specified.`,
  );
}

function languagesIn(labelQuery: unknown): ReadonlySet<number> {
  const languages = isJsonObject(labelQuery) ? (labelQuery["FilterLanguages"] ?? []) : [];
  if (!Array.isArray(languages)) throw invalidArgument("FilterLanguages must be a list of language codes.");
  return new Set(languages.map(Number));
}

/** Nothing when the table does not match, or neither it nor any of the wanted parts has changed. */
function describe(
  { catalog }: Store,
  table: Table,
  query: Query,
  changed: ReadonlyMap<string, unknown> | undefined,
): { [name: string]: Json }[] {
  const definition = definitionOfTable(catalog, table);
  if (!query.criteria(definition)) return [];
  const isNew = (each: Definition): boolean => changed?.has(plainText(each.read("MetadataId"))) ?? true;
  const answer = complexDefinition(definition, query.wanted, query.languages);
  answer["HasChanged"] = changed ? isNew(definition) : null;
  let hasParts = false;
  for (const name of Object.keys(parts)) answer[name] = [];
  for (const part of query.parts) {
    const found = asList(definition.follow(part.name)).filter((each) => part.criteria(each) && isNew(each));
    hasParts ||= found.length > 0;
    answer[part.name] = found.map((each) => ({
      ...complexDefinition(each, part.wanted, query.languages),
      HasChanged: changed ? true : null,
    }));
  }
  return isNew(definition) || hasParts ? [answer] : [];
}

const filterFlags = enumTypes["DeletedMetadataFilters"] ?? {};

/** "Deleted metadata is only returned when a valid ClientVersionStamp is included in a request" (Microsoft). */
function deleted(store: Store, since: number | undefined, filters: string): JsonObject {
  const flags = filters.split(",").reduce((sum, name) => {
    const flag = filterFlags[name.trim()];
    if (flag === undefined) throw invalidArgument(`'${name.trim()}' is not a member of DeletedMetadataFilters.`);
    return sum | flag;
  }, 0);
  const gone = since === undefined ? new Map<string, string>() : changedSince(store, since, true);
  const kinds = ["Entity", "Attribute", "Relationship", "OptionSet"].filter(
    (kind) => flags & (filterFlags[kind] ?? 0) && [...gone.values()].includes(kind),
  );
  const values = kinds.map((kind) => [...gone].filter(([, each]) => each === kind).map(([id]) => id));
  return {
    Count: kinds.length,
    IsReadOnly: false,
    Keys: kinds,
    Values: values.map((ids) => ({ Count: ids.length, IsReadOnly: false, Items: ids })),
  };
}
