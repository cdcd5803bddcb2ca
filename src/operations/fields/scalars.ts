/** Texts of Field Value as numbers, booleans and dates. Each function returns undefined when the value is not one. Pure. */

export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return undefined;
}

/** Largest value of a whole number or choice: Edm.Int32. */
export const maxInteger = 2_147_483_647;

export function parseWholeNumber(value: unknown, largest = maxInteger): number | undefined {
  const text = scalarText(value)?.trim() ?? "";
  if (!/^[+-]?\d+(\.0+)?$/.test(text)) return undefined;
  const number = Number(text);
  return Math.abs(number) <= largest ? number : undefined;
}

/** A JavaScript number is exact to 15 significant digits; a longer one would be changed silently. */
export function parseDecimal(value: unknown): number | undefined {
  const text = scalarText(value)?.trim() ?? "";
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined;
  const digits = text
    .replace(/[eE].*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "");
  const number = Number(text);
  return digits.length <= 15 && Number.isFinite(number) ? number : undefined;
}

export function parseBoolean(value: unknown): boolean | undefined {
  const text = scalarText(value)?.trim().toLowerCase();
  if (text === "true" || text === "yes" || text === "1") return true;
  if (text === "false" || text === "no" || text === "0") return false;
  return undefined;
}

/** `2024-05-31`; a time is accepted only when it is midnight. */
export function parseDate(value: unknown): string | undefined {
  const parts = dateParts(value);
  if (!parts) return undefined;
  const { date, time = "00:00", seconds = "" } = parts;
  return /^00:00(:00(\.0+)?)?$/.test(time + seconds) ? date : undefined;
}

/** `2024-05-31T14:30:00Z`. The service requires a time and an offset: midnight and UTC where they are missing. */
export function parseDateTime(value: unknown): string | undefined {
  const parts = dateParts(value);
  return parts && isoText(parts);
}

interface DateParts {
  date: string;
  time?: string;
  seconds?: string;
  offset?: string;
}

const datePattern =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2})(?<seconds>:\d{2}(?:\.\d+)?)?\s*(?<offset>Z|[+-]\d{2}:?\d{2})?)?$/i;

function dateParts(value: unknown): DateParts | undefined {
  const isDate = value instanceof Date && !Number.isNaN(value.getTime());
  const text = isDate ? value.toISOString() : (scalarText(value)?.trim() ?? "");
  const { date, ...time } = datePattern.exec(text)?.groups ?? {};
  if (date === undefined || !isCalendarDate(date)) return undefined;
  const parts = { date, ...time };
  return Number.isNaN(Date.parse(isoText(parts))) ? undefined : parts;
}

function isoText({ date, time = "00:00", seconds = ":00", offset = "Z" }: DateParts): string {
  return `${date}T${time}${seconds}${offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`;
}

/** `Date.parse` reads the 31st of February as the 2nd or 3rd of March. */
function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
