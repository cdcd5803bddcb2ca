/**
 * The wire format of a definition (the metadata of a table, column, key, relationship or choice). Each entity
 * type of Dataverse's metadata is written down once as a `DefinitionKind`: its properties in the order the service
 * writes them, their types, and how each follows from the emulator's model. Selecting, filtering, casting and
 * `$metadata` all read the same table, so they cannot disagree. Properties are computed only when they are asked for,
 * which is what keeps a request over the whole organization fast.
 */
import { isJsonObject } from "../../json";
import type { Setting, Settings } from "../../metadata/model";
import { isEnum } from "./enumTypes";

export type Json = null | boolean | number | bigint | string | Json[] | { [name: string]: Json };

export const crmNamespace = "Microsoft.Dynamics.CRM";

/** Adds the namespace to the short name of a type. */
export function qualified(name: string): string {
  return `${crmNamespace}.${name}`;
}

export interface DefinitionProperty<Source> {
  /** `Edm.Boolean`, or the short name of an enum or complex type, or `Collection(...)` of one. */
  type: string;
  of(source: Source): Json;
}

export interface DefinitionNavigation<Source> {
  target: DefinitionType;
  isCollection: boolean;
  of(source: Source): Definition[] | Definition | null;
}

/** One definition: which type it really has, and how to read it. */
export interface Definition {
  type: DefinitionType;
  read(property: string): Json;
  follow(navigation: string): Definition[] | Definition | null;
}

/** An entity type of the metadata, without the knowledge of what it is computed from. */
export interface DefinitionType {
  /** Without namespace: `StringAttributeMetadata`. */
  name: string;
  base: DefinitionType | undefined;
  isAbstract: boolean;
  /** Name -> type, inherited ones included, in the order the service writes them. */
  properties: ReadonlyMap<string, string>;
  navigations: ReadonlyMap<string, { target: DefinitionType; isCollection: boolean }>;
  /** Properties that may name one definition in parentheses besides the plain id. */
  keys: readonly string[];
}

export interface DefinitionKind<Source> extends DefinitionType {
  propertiesOf: Record<string, DefinitionProperty<Source>>;
  navigationsOf: Record<string, DefinitionNavigation<Source>>;
  settingsOf: (source: Source) => Settings | undefined;
  define(source: Source): Definition;
}

interface KindDescription<Source, Base> {
  base?: DefinitionKind<Base>;
  isAbstract?: boolean;
  properties?: Record<string, DefinitionProperty<Source>>;
  navigations?: Record<string, DefinitionNavigation<Source>>;
  keys?: readonly string[];
  /** Values a maker set; they stand before what would follow from the source. */
  settings?: (source: Source) => Settings | undefined;
  /** The service writes inherited properties first for attributes, own ones first for everything else. */
  inheritedFirst?: boolean;
}

export function definitionKind<Source extends Base, Base = Source>(
  name: string,
  description: KindDescription<Source, Base>,
): DefinitionKind<Source> {
  const { base, properties = {}, navigations = {} } = description;
  const inherited = base?.propertiesOf ?? {};
  const propertiesOf = simpleFirst(
    description.inheritedFirst ? { ...inherited, ...properties } : { ...properties, ...inherited },
  );
  const navigationsOf = { ...base?.navigationsOf, ...navigations };
  const settingsOf = description.settings ?? base?.settingsOf ?? (() => undefined);
  const kind: DefinitionKind<Source> = {
    name,
    base,
    isAbstract: description.isAbstract ?? false,
    properties: new Map(Object.entries(propertiesOf).map(([property, { type }]) => [property, type])),
    navigations: new Map(Object.entries(navigationsOf)),
    keys: description.keys ?? base?.keys ?? [],
    propertiesOf,
    navigationsOf,
    settingsOf,
    define: (source) => ({
      type: kind,
      read: (property) => withSetting(propertiesOf[property]?.of(source) ?? null, settingsOf(source)?.[property]),
      follow: (navigation) => navigationsOf[navigation]?.of(source) ?? null,
    }),
  };
  return kind;
}

/** The customized value, if there is one; a partially set complex value keeps its other members. */
export function withSetting(derived: Json, setting: Setting | undefined): Json {
  if (setting === undefined) return derived;
  return isJsonObject(derived) && isJsonObject(setting) ? { ...derived, ...setting } : setting;
}

/** Simple values stand before structured ones in every answer of the service. */
function simpleFirst<Source>(
  properties: Record<string, DefinitionProperty<Source>>,
): Record<string, DefinitionProperty<Source>> {
  const entries = Object.entries(properties);
  return Object.fromEntries([
    ...entries.filter(([, { type }]) => isSimple(type)),
    ...entries.filter(([, { type }]) => !isSimple(type)),
  ]);
}

/** True if a value of the type is one JSON scalar: `Edm.*` and enums are scalars, complex types are not. */
export function isSimple(type: string): boolean {
  return type.startsWith("Edm.") || isEnum(type);
}

export function isKindOf(type: DefinitionType, ancestor: DefinitionType): boolean {
  return type === ancestor || (type.base !== undefined && isKindOf(type.base, ancestor));
}

/** The targets of a navigation property, one or many, as a list. */
export function asList(found: Definition[] | Definition | null): Definition[] {
  return found === null ? [] : Array.isArray(found) ? found : [found];
}

/** A member of a structured value; null below null. */
export function memberOf(value: Json, name: string): Json {
  return isJsonObject(value) ? (value[name] ?? null) : null;
}
