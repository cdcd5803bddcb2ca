import type { Json } from "./definitionType";

/**
 * JSON text with 64-bit whole numbers written out in full. `JSON.stringify` refuses those, and is four times as fast on
 * the answers that hold none, such as the names and labels of a whole organization.
 */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return written(value);
  }
}

function written(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`);
  return `{${members.join(",")}}`;
}

/** A simple value without the quotation marks of JSON. */
export function plainText(value: Json): string {
  return typeof value === "string" ? value : jsonText(value);
}
