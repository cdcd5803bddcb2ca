/** Guards for values that came as JSON: their types are unknown until they are checked. Pure. */
export type JsonObject = Record<string, unknown>;

/** An object, not null and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text that an object has under a name; undefined for an empty text and for anything else. */
export function textMember(value: unknown, name: string): string | undefined {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === "string" && member !== "" ? member : undefined;
}

/** Undefined when the text is not JSON: JSON itself has no such value. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
