import { type DataverseRecord, parseGuid } from "../../client";

/**
 * Checks whether a record holds the values that were sent to create it. Dataverse changes the format of some values,
 * which is not a difference; a column that the record does not contain is not a difference either. Pure.
 */
export function holdsValues(record: DataverseRecord, sent: Record<string, unknown>): boolean {
  const links = new Set(
    Object.entries(record).flatMap(([name, value]) => (name.startsWith("_") ? [guidOf(value)] : [])),
  );
  return Object.entries(sent).every(([name, value]) => {
    if (name.endsWith("@odata.bind")) {
      // A lookup has different names in requests and responses.
      const id = typeof value === "string" ? /\(([0-9a-f-]{36})\)$/i.exec(value)?.[1] : undefined;
      return id === undefined || links.has(id.toLowerCase());
    }
    return name.includes("@") || !(name in record) || isSame(value, record[name]);
  });
}

function guidOf(value: unknown): string | undefined {
  return typeof value === "string" ? parseGuid(value) : undefined;
}

/** Half of the last digit that a money or decimal column without decimals keeps. */
const longestRounding = 0.5;

function isSame(sent: unknown, stored: unknown): boolean {
  // Related records, files and lists are not compared.
  if (typeof sent === "object" && sent !== null) return true;
  const text = textForm(sent);
  if (typeof stored === "number" || typeof sent === "number") {
    const [given, found] = [Number(text), Number(textForm(stored))];
    const isWhole = Number.isInteger(given);
    return (
      text !== "" && textForm(stored) !== "" && (isWhole ? given === found : Math.abs(given - found) <= longestRounding)
    );
  }
  const other = textForm(stored);
  if (text === other) return true;
  const id = guidOf(text);
  if (id !== undefined) return id === guidOf(other);
  if (isDate(text) && isDate(other)) return sameDate(text, other);
  return isNumberList(text) && isNumberList(other) && sorted(text) === sorted(other);
}

function textForm(value: unknown): string {
  return typeof value === "string" ? value.trim() : JSON.stringify(value ?? "").replace(/^""$/, "");
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(text);
}

/** Columns store whole seconds, or the date only. */
function sameDate(sent: string, stored: string): boolean {
  if (sent.length === 10 || stored.length === 10) return sent.slice(0, 10) === stored.slice(0, 10);
  return Math.abs(Date.parse(sent) - Date.parse(stored)) < 1_000;
}

/** The choices of a multi-select column, in any order. */
function isNumberList(text: string): boolean {
  return /^\d+(,\d+)+$/.test(text);
}

function sorted(list: string): string {
  return list.split(",").sort().join(",");
}
