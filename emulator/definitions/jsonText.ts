import type { Json } from "./definitionType";

/** JSON text with 64-bit whole numbers written out in full, which `JSON.stringify` refuses to do. */
export function jsonText(value: Json): string {
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`);
  return `{${members.join(",")}}`;
}

/** A simple value without the quotation marks of JSON. */
export const plainText = (value: Json): string => (typeof value === "string" ? value : jsonText(value));
