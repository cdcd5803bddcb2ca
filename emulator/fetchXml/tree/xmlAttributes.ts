/** XML attributes by type. */
import { type ErrorEntry, errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import { missingAttribute, nodeXml } from "./fetchErrors";
import type { XmlElement } from "./xmlElement";

/** An empty attribute counts as one that is not there, as tools write them. */
export function optional(element: XmlElement, name: string): string | undefined {
  const value = element.attributes.get(name);
  return value === undefined || value.trim() === "" ? undefined : value;
}

export function required(element: XmlElement, name: string): string {
  const value = optional(element, name);
  if (value === undefined) throw missingAttribute(element, name);
  return value;
}

const booleans: Record<string, boolean> = { true: true, false: false, 1: true, 0: false };

/** @param error for anything but the four values */
export function flag(element: XmlElement, name: string, error: ErrorEntry = errors.QueryBuilderInvalid_Value): boolean {
  const text = optional(element, name)?.trim().toLowerCase();
  if (text === undefined) return false;
  const value = Object.hasOwn(booleans, text) ? booleans[text] : undefined;
  if (value === undefined) {
    throw new ServiceError(
      error,
      `The only valid values for ${name} attribute are 'true', 'false', '1', and '0'. ${nodeXml(element)}`,
    );
  }
  return value;
}

/** A whole number from 1 on. */
export function positive(element: XmlElement, name: string): number | undefined {
  const text = optional(element, name)?.trim();
  if (text === undefined) return undefined;
  if (!/^[-+]?\d{1,15}$/.test(text)) {
    throw new ServiceError(errors.QueryBuilderInvalid_Value, `Invalid value specified for type. ${name} = ${text}`);
  }
  if (Number(text) < 1) {
    throw new ServiceError(
      errors.QueryBuilderValue_GreaterThanZero,
      `A value greater than zero must be specified. ${name} = ${text}`,
    );
  }
  return Number(text);
}

export function optionals<Name extends string>(
  element: XmlElement,
  names: Record<Name, string>,
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(names) as Name[]) {
    const value = optional(element, names[name]);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** An alias becomes part of names in the answer and in the paging cookie. */
export function aliasOf(element: XmlElement): string | undefined {
  const alias = optional(element, "alias");
  if (alias === undefined || /^[A-Za-z_][\w.]*$/.test(alias)) return alias;
  throw new ServiceError(
    errors.QueryBuilderInvalid_Alias,
    `The alias '${alias}' is not valid. Only characters within the ranges [A-Z], [a-z], [0-9] or _ are allowed. ` +
      "The first character may only be in the ranges [A-Z], [a-z] or _.",
  );
}
