/**
 * A column's definition is written back whole: what the body leaves out would be lost. So the body is merged into the present
 * definition, and labels language by language. Pure. ("Update a column", Microsoft Learn)
 */
export type Definition = Record<string, unknown>;

/** Members the service adds to what it sends and does not take back. */
const sentOnly = /^@odata\.(context|etag)$/;

export function mergeDefinition(present: Definition, changes: Definition): Definition {
  const kept = Object.entries(present).filter(([name]) => !sentOnly.test(name));
  return mergeObjects(Object.fromEntries(kept), changes);
}

function mergeObjects(present: Definition, changes: Definition): Definition {
  const merged: Definition = { ...present };
  for (const [name, change] of Object.entries(changes)) {
    const value = present[name];
    if (name === "LocalizedLabels" && Array.isArray(value) && Array.isArray(change))
      merged[name] = mergeLabels(value, change);
    else merged[name] = isObject(value) && isObject(change) ? mergeObjects(value, change) : change;
  }
  return merged;
}

/** A language that the body names is replaced; the others stay. */
function mergeLabels(present: unknown[], changes: unknown[]): unknown[] {
  const language = (label: unknown) => (isObject(label) ? label["LanguageCode"] : undefined);
  const changed = new Set(changes.map(language));
  return [...present.filter((label) => !changed.has(language(label))), ...changes];
}

function isObject(value: unknown): value is Definition {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
