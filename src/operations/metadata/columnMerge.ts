/**
 * A column's definition is replaced as a whole: members that the body omits would be lost ("Update a column", Microsoft
 * Learn). So the body is merged into the present definition, and labels are merged by language. Pure.
 */
import { isObject, type JsonObject } from "../../client";

export type Definition = JsonObject;

/** Members that the service returns and does not accept. */
const responseOnly = /^@odata\.(context|etag)$/;

export function mergeDefinition(present: Definition, changes: Definition): Definition {
  const kept = Object.entries(present).filter(([name]) => !responseOnly.test(name));
  return mergeObjects(Object.fromEntries(kept), changes);
}

function mergeObjects(present: Definition, changes: Definition): Definition {
  const merged: Definition = { ...present };
  for (const [name, change] of Object.entries(changes)) {
    const value = present[name];
    if (name === "LocalizedLabels" && Array.isArray(value) && Array.isArray(change)) {
      merged[name] = mergeLabels(value, change);
    } else merged[name] = isObject(value) && isObject(change) ? mergeObjects(value, change) : change;
  }
  return merged;
}

/** The body replaces the labels of its languages; the others are kept. */
function mergeLabels(present: unknown[], changes: unknown[]): unknown[] {
  const language = (label: unknown) => (isObject(label) ? label["LanguageCode"] : undefined);
  const changed = new Set(changes.map(language));
  return [...present.filter((label) => !changed.has(language(label))), ...changes];
}
