/**
 * Reading the JSON of a definition. `checkBody` holds it against the same type tables that answer reads, so what can be
 * read can be sent back and nothing else is taken; the readers below then need not doubt the types.
 */
import { isJsonObject, type JsonObject } from "../../../json";
import type { Label, Settings, Setting } from "../../../metadata/model";
import { payloadError } from "../../../records";
import { complexTypes } from "../../describe/complexTypes";
import {
  isSimple,
  crmNamespace,
  qualified,
  withSetting,
  type Definition,
  type DefinitionType,
} from "../../describe/definitionType";
import { enumMember, flagEnums, isEnum } from "../../describe/enumTypes";

/** Short name of the type that `@odata.type` announces; the `#` in front is optional (OData JSON Format 4.5.3). */
export function announcedType(body: JsonObject): string | undefined {
  const type = body["@odata.type"];
  if (type === undefined) return undefined;
  if (typeof type !== "string") throw payloadError("The value of '@odata.type' must be a string.");
  const name = type.replace(/^#/, "");
  if (!name.startsWith(`${crmNamespace}.`)) throw unresolvedType(name);
  return name.slice(crmNamespace.length + 1);
}

export function unresolvedType(name: string) {
  return payloadError(
    `A type named '${name}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.`,
  );
}

/**
 * @param also members that are written but never read, such as `Lookup` of a new relationship
 * @throws ServiceError 0x80048d19 for an undeclared member or a value of another type.
 */
export function checkBody(body: JsonObject, type: DefinitionType, also: readonly string[] = []): void {
  for (const [name, value] of Object.entries(body)) {
    if (name.includes("@") || type.navigations.has(name) || also.includes(name)) continue;
    const declared = type.properties.get(name);
    if (declared === undefined) throw undeclared(name, type.name);
    checkValue(name, value, declared);
  }
}

function undeclared(name: string, type: string) {
  return payloadError(
    `The property '${name}' does not exist on type '${qualified(type)}'. Make sure to only use property names that are defined by the type.`,
  );
}

function checkValue(name: string, value: unknown, type: string): void {
  if (value === null) return;
  const item = /^Collection\((.*)\)$/.exec(type)?.[1];
  if (item !== undefined) {
    if (!Array.isArray(value)) throw wrongType(name, value, type);
    for (const each of value) checkValue(name, each, item);
  } else if (isSimple(type)) {
    if (!isOfType(value, type)) throw wrongType(name, value, type);
  } else {
    if (!isJsonObject(value)) throw wrongType(name, value, type);
    checkComplex(value, type);
  }
}

function checkComplex(value: JsonObject, declared: string): void {
  const announced = announcedType(value) ?? declared;
  const members = membersOf(Object.hasOwn(complexTypes, announced) ? announced : declared);
  for (const [name, member] of Object.entries(value)) {
    if (name.includes("@")) continue;
    const type = members[name];
    if (type === undefined) throw undeclared(name, announced);
    checkValue(name, member, type);
  }
}

function membersOf(name: string): Record<string, string> {
  const type = complexTypes[name];
  return type ? { ...(type.base === undefined ? {} : membersOf(type.base)), ...type.members } : {};
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "Edm.Boolean":
      return typeof value === "boolean";
    case "Edm.Int32":
    case "Edm.Int64":
      return Number.isInteger(value);
    case "Edm.Decimal":
    case "Edm.Double":
      return typeof value === "number";
    case "Edm.Guid":
      return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
    default:
      return typeof value === "string" && (!isEnum(type) || isEnumText(value, type));
  }
}

function isEnumText(value: string, type: string): boolean {
  const members = value.split(",").map((member) => member.trim());
  if (members.length > 1 && !flagEnums.has(type)) return false;
  return members.every((member) => enumMember(type, member) !== undefined);
}

function wrongType(name: string, value: unknown, type: string) {
  return payloadError(
    `Cannot convert the literal '${JSON.stringify(value)}' of '${name}' to the expected type '${type}'.`,
  );
}

/** Readers of a checked body: `undefined` for what is missing or null. */
export function textIn(body: JsonObject, name: string): string | undefined {
  return asText(body[name]);
}

export function numberIn(body: JsonObject, name: string): number | undefined {
  const value = body[name];
  return typeof value === "number" ? value : undefined;
}

export function flagIn(body: JsonObject, name: string): boolean | undefined {
  const value = body[name];
  return typeof value === "boolean" ? value : undefined;
}

export function objectIn(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name];
  return isJsonObject(value) ? value : undefined;
}

/** @throws ServiceError 0x80048d19 when it is not a list of objects. */
export function objectsIn(body: JsonObject, name: string): JsonObject[] {
  const value = body[name] ?? [];
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    throw payloadError(`A collection of objects was expected in '${name}'.`);
  }
  return value;
}

/** `{"Value": "Text"}`: formats, behaviors, required levels. */
export function wrappedIn(body: JsonObject, name: string): string | undefined {
  return asText(objectIn(body, name)?.["Value"]);
}

/** The labels by language, from `LocalizedLabels`; `UserLocalizedLabel` is read-only. */
export function labelIn(body: JsonObject, name: string): Label | undefined {
  const label = objectIn(body, name);
  return label && labelOf(label);
}

export function labelOf(label: JsonObject): Label {
  const labels: Label = {};
  for (const localized of objectsIn(label, "LocalizedLabels")) {
    const [language, text] = [numberIn(localized, "LanguageCode"), textIn(localized, "Label")];
    if (language !== undefined && text !== undefined) labels[language] = text;
  }
  return labels;
}

/** "MSCRM.MergeLabels" [TableDefinitions]. */
export function changedLabel(present: Label | undefined, given: Label | undefined, merges: boolean): Label | undefined {
  return merges ? { ...present, ...given } : given;
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * The settings among the members of a body, except those that equal the definition's values without them.
 *
 * @param definition the definition as it is without settings
 */
export function settingsIn(body: JsonObject, names: readonly string[], definition: Definition): Settings {
  const settings: Settings = {};
  for (const name of names) {
    const given = plain(body[name]);
    if (given === undefined || given === null) continue;
    const derived = definition.read(name);
    if (JSON.stringify(withSetting(derived, given)) !== JSON.stringify(derived)) settings[name] = given;
  }
  return settings;
}

/** The value without its annotations. */
function plain(value: unknown): Setting | undefined {
  if (Array.isArray(value)) return value.map((each) => plain(each) ?? null);
  if (!isJsonObject(value)) return value as Setting | undefined;
  const members = Object.entries(value).filter(([name]) => !name.includes("@"));
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member) ?? null]));
}
