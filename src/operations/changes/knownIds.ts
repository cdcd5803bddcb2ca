/** The ids of a whole table, kept compactly so that deletes which no delta can show are found by comparing. */

export function encodeIds(ids: Iterable<string>): string {
  const bytes = Array.from(ids, (id) => Buffer.from(id.replaceAll("-", ""), "hex"));
  return Buffer.concat(bytes).toString("base64");
}

export function decodeIds(encoded: string): Set<string> {
  const bytes = Buffer.from(encoded, "base64");
  const ids = new Set<string>();
  for (let start = 0; start + 16 <= bytes.length; start += 16) {
    const hex = bytes.toString("hex", start, start + 16);
    ids.add(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
  }
  return ids;
}

/** Adds the ids of rows that exist and removes those of deleted rows. */
export function updateIds(encoded: string, changed: string[], deleted: string[]): string {
  if (changed.length === 0 && deleted.length === 0) return encoded;
  const ids = decodeIds(encoded);
  for (const id of changed) ids.add(id.toLowerCase());
  for (const id of deleted) ids.delete(id.toLowerCase());
  return encodeIds(ids);
}

/** Bytes come in groups of three, of which base64 makes four characters. */
export function countIds(encoded: string): number {
  return Math.floor(Buffer.byteLength(encoded, "base64") / 16);
}
