/**
 * The vocabulary in which definitions are written down: one function per kind of property, each pairing the declared
 * type with the way the value follows from its source.
 */
import { namedGuid } from "../../metadata/ids";
import type { Label } from "../../metadata/model";
import type { DefinitionProperty, Json } from "./definitionType";

type Read<Source, Value extends Json> = (source: Source) => Value | undefined;

function property<Value extends Json>(type: string) {
  return <Source>(of: Read<Source, Value>): DefinitionProperty<Source> => ({
    type,
    of: (source) => of(source) ?? null,
  });
}

export const flag = property<boolean | null>("Edm.Boolean");
export const text = property<string | null>("Edm.String");
export const int = property<number | null>("Edm.Int32");
export const long = property<bigint | number | null>("Edm.Int64");
export const decimal = property<number | null>("Edm.Decimal");
export const double = property<number | null>("Edm.Double");
export const guid = property<string | null>("Edm.Guid");
export const dateTime = property<string | null>("Edm.DateTimeOffset");

/** A member name of the enum. */
export function enumeration<Source>(type: string, of: Read<Source, string | null>): DefinitionProperty<Source> {
  return property<string | null>(type)(of);
}

/** A value of a complex type, or a collection. */
export function complex<Source>(type: string, of: Read<Source, Json>): DefinitionProperty<Source> {
  return property<Json>(type)(of);
}

/** `{"Value": ...}`: the complex types that wrap one name. */
export function wrapped<Source>(type: string, of: Read<Source, string>): DefinitionProperty<Source> {
  return property<Json>(type)((source) => ({ Value: of(source) ?? null }));
}

/** A BooleanManagedProperty. */
export function managed<Source>(
  logicalName: string,
  of: (source: Source) => boolean,
  canBeChanged: (source: Source) => boolean = () => true,
): DefinitionProperty<Source> {
  return property<Json>("BooleanManagedProperty")((source) => ({
    Value: of(source),
    CanBeChanged: canBeChanged(source),
    ManagedPropertyLogicalName: logicalName,
  }));
}

/** The organization's base language, and the only one the callers of the emulator have. */
const userLanguage = 1033;

export const noLabel: Json = { LocalizedLabels: [], UserLocalizedLabel: null };

/**
 * A Label as the service writes it. Each localized text has an id of its own; here it follows from the thing it names.
 *
 * @param owner what is labeled, unique in the organization: the id of the definition and the name of the property
 */
export function labelValue(label: Label | undefined, owner: string, isManaged: boolean): Json {
  if (label === undefined) return noLabel;
  const localized = Object.entries(label).map(([language, value]) => ({
    Label: value,
    LanguageCode: Number(language),
    IsManaged: isManaged,
    MetadataId: namedGuid(`label/${owner}/${language}`),
    HasChanged: null,
  }));
  const user = localized.find(({ LanguageCode }) => LanguageCode === userLanguage);
  return { LocalizedLabels: localized, UserLocalizedLabel: user ?? null };
}

export function labeled<Source>(of: Read<Source, Json>): DefinitionProperty<Source> {
  return property<Json>("Label")(of);
}

/** Standard definitions carry the platform's first date, as `CreatedOn` of the service's own columns does. */
export const standardCreatedOn = "1900-01-01T00:00:00Z";

/** `IntroducedVersion` of what Microsoft ships and of what a maker adds. */
export function introducedVersion(isCustom: boolean): string {
  return isCustom ? "1.0.0.0" : "5.0.0.0";
}
