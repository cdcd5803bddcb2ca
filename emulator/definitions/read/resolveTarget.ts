/**
 * Follows a resource path through the definitions:
 *
 *     set [ key ] { "/" ( navigation [ key ] | cast [ key ] | property ) } [ "/$value" ]
 *
 * and keeps the text that `@odata.context` names the place by. Everything is read from the type tables, so a path can
 * reach exactly what they declare.
 */
import { invalidODataRequest, segmentNotFound } from "../../errors/rejections";
import type { Catalog } from "../../metadata/catalog";
import type { Expression, KeyPredicate, PathStep, QueryOptions, ResourcePath } from "../../odata/ast";
import { notEmulated } from "../../errors/serviceError";
import { complexTypes } from "../describe/complexTypes";
import { noSuchDefinition } from "./definitionErrors";
import { asList, isKindOf, isSimple, memberOf, crmNamespace, qualified } from "../describe/definitionType";
import type { Definition, DefinitionType, Json } from "../describe/definitionType";
import { definitionSets, definitionTypes } from "../describe/definitionTypes";

/** How `@odata.context` names a place: the set, the key of one member, and a cast behind either. */
interface Place {
  set: string;
  key: string;
  cast: string;
}

export type Target =
  | { kind: "collection"; declared: DefinitionType; definitions: Definition[]; place: Place }
  /** `definition` is null where a single-valued navigation property leads nowhere. */
  | { kind: "single"; declared: DefinitionType; definition: Definition | null; place: Place }
  | { kind: "property"; type: string; value: Json; place: Place; isRaw: boolean };

type Aliases = NonNullable<QueryOptions["aliases"]>;

export function resolveTarget(catalog: Catalog, path: ResourcePath, aliases: Aliases = {}): Target {
  const [first, ...rest] = path.segments;
  const set = first && Object.hasOwn(definitionSets, first.name) ? definitionSets[first.name] : undefined;
  if (!first || !set) throw segmentNotFound(first?.name ?? "");
  const start: Target = {
    kind: "collection",
    declared: set.type,
    definitions: set.definitions(catalog),
    place: { set: first.name, key: "", cast: "" },
  };
  return rest.reduce((target, step) => enter(target, step, aliases), withKey(start, first, aliases));
}

function enter(target: Target, step: PathStep, aliases: Aliases): Target {
  if (step.arguments || step.parameters?.length === 0) throw segmentNotFound(step.name);
  if (target.kind === "property") return insideProperty(target, step);
  if (step.name.startsWith(`${crmNamespace}.`)) return withKey(cast(target, step.name), step, aliases);
  if (step.name === "$count" || step.name === "$ref") throw notEmulated(`${step.name} of metadata`);
  if (target.kind === "collection" || target.definition === null) throw segmentNotFound(step.name);
  const navigation = target.declared.navigations.get(step.name);
  if (navigation) return withKey(follow(target.definition, step.name, navigation, target.place), step, aliases);
  const type = target.declared.properties.get(step.name);
  if (type === undefined || keyOf(step)) throw segmentNotFound(step.name);
  const place = below(target.place, step.name);
  return { kind: "property", type, value: target.definition.read(step.name), place, isRaw: false };
}

function below({ set, key, cast }: Place, name: string): Place {
  return {
    set: `${set}${key}${cast}/${name}`,
    key: "",
    cast: "",
  };
}

function follow(
  definition: Definition,
  name: string,
  { target: declared, isCollection }: { target: DefinitionType; isCollection: boolean },
  from: Place,
): Target {
  const found = definition.follow(name);
  const place = below(from, name);
  if (isCollection) return { kind: "collection", declared, definitions: asList(found), place };
  return { kind: "single", declared, definition: asList(found)[0] ?? null, place };
}

/** [ODataUrl] section 4.11: a cast keeps the members that are of the type, and types them so. */
function cast(target: Exclude<Target, { kind: "property" }>, name: string): Target {
  const type = definitionTypes.find((candidate) => qualified(candidate.name) === name);
  if (!type) throw segmentNotFound(name);
  if (!isKindOf(type, target.declared)) {
    throw invalidODataRequest(
      `The type '${name}' specified in the URI is neither a base type nor a sub-type of the previously-specified type '${qualified(target.declared.name)}'.`,
    );
  }
  // "You cannot cast the attributes to this type": Query table definitions using the Web API, Microsoft.
  if (type.isAbstract && type !== target.declared) {
    throw invalidODataRequest(`The type '${name}' is abstract. Cast to one of the types derived from it.`);
  }
  const place = { ...target.place, cast: `/${name}` };
  if (target.kind === "collection") {
    const definitions = target.definitions.filter((definition) => isKindOf(definition.type, type));
    return { kind: "collection", declared: type, definitions, place };
  }
  if (target.definition !== null && !isKindOf(target.definition.type, type)) throw segmentNotFound(name);
  return { kind: "single", declared: type, definition: target.definition, place };
}

function withKey(target: Target, step: PathStep, aliases: Aliases): Target {
  const predicate = keyOf(step);
  if (!predicate) return target;
  if (target.kind !== "collection") throw segmentNotFound(step.name);
  const { property, value } = readKey(predicate, target.declared, aliases);
  const definition = target.definitions.find((candidate) => candidate.read(property) === value);
  if (!definition) throw noSuchDefinition(rootName(target.declared), value);
  const key = property === "MetadataId" ? `(${value})` : `('${value.replaceAll("'", "''")}')`;
  return { kind: "single", declared: target.declared, definition, place: { ...target.place, key } };
}

/** Behind a qualified name the parser takes a named key for the parameters of a function; here nothing is one. */
function keyOf({ key, parameters, at }: PathStep): KeyPredicate | undefined {
  return key ?? (parameters ? { kind: "compound", parts: parameters, at } : undefined);
}

function rootName(type: DefinitionType): string {
  return type.base ? rootName(type.base) : type.name;
}

function readKey(key: KeyPredicate, type: DefinitionType, aliases: Aliases): { property: string; value: string } {
  const parts = key.kind === "simple" ? [{ name: "MetadataId", value: key.value }] : key.parts;
  const [part] = parts;
  if (!part || parts.length > 1 || !(part.name === "MetadataId" || type.keys.includes(part.name))) {
    throw invalidODataRequest(
      `The key of '${qualified(type.name)}' is MetadataId${type.keys.map((name) => ` or ${name}`).join("")}.`,
    );
  }
  return { property: part.name, value: keyValue(part.value, part.name === "MetadataId" ? "guid" : "string", aliases) };
}

function keyValue(expression: Expression, expected: "guid" | "string", aliases: Aliases): string {
  if (expression.kind === "alias") {
    const value = aliases[expression.name];
    if (value && value.kind !== "alias") return keyValue(value, expected, aliases);
  }
  if (expression.kind === "literal" && expression.literal.type === expected) return expression.literal.value;
  throw invalidODataRequest(`Bad Request - Error in query syntax. A key of type ${expected} was expected.`);
}

/** `DisplayName/UserLocalizedLabel/Label`, and `$value` behind a simple property. */
function insideProperty(target: Extract<Target, { kind: "property" }>, step: PathStep): Target {
  if (target.isRaw || keyOf(step)) throw segmentNotFound(step.name);
  if (step.name === "$value") {
    if (!isSimple(target.type)) {
      throw invalidODataRequest(`$value cannot be applied to a property of type '${target.type}'.`);
    }
    return { ...target, isRaw: true };
  }
  const type = complexTypes[target.type]?.members[step.name];
  if (type === undefined) throw segmentNotFound(step.name);
  return { ...target, type, value: memberOf(target.value, step.name), place: below(target.place, step.name) };
}
