/** The text of values in the report, on one line. */
export type Values = Record<string, unknown>;

/** The longest text shown of a name or a list. */
const maxLength = 60;

export function summary(results: unknown): string {
  if (results === undefined || results === null || results === "") return "done";
  if (Buffer.isBuffer(results)) return `${results.length} bytes`;
  if (Array.isArray(results)) return results.length === 1 ? "1 item" : `${results.length} items`;
  if (isRecord(results)) return shorten(Object.keys(results).join(", ")) || "done";
  return shorten(typeof results === "string" ? results : (JSON.stringify(results) ?? ""));
}

export function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 3)}...`;
}

export function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}
