/**
 * Text as Dataverse compares it, regardless of case in every script (Microsoft: Filter rows using OData, "All filter
 * conditions for string values are case insensitive"). SQLite's NOCASE knows the letters A to Z only; it is in step
 * with this one for these, so an index serves both.
 */
export function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
