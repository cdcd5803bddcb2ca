/**
 * Texts of Field Value as numbers, booleans and dates. Each function returns undefined when the value is not one. Pure.
 */

import { ExactNumber, isObject } from "../../client";

export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return undefined;
}

/** Edm.Int32: whole numbers and choices. */
export function parseWholeNumber(value: unknown): number | undefined {
  const number = Number(parseInteger(value) ?? NaN);
  return number >= -2_147_483_648 && number <= 2_147_483_647 ? number : undefined;
}

/** `12.0` is a whole number too. */
export function parseInteger(value: unknown): bigint | undefined {
  const [, integer] = /^\+?(-?\d+)(?:\.0*)?$/.exec(scalarText(value)?.trim() ?? "") ?? [];
  return integer === undefined ? undefined : BigInt(integer);
}

/** A JavaScript number is exact to 15 significant digits; a longer one is sent digit by digit. */
export function parseDecimal(value: unknown): number | ExactNumber | undefined {
  const text = scalarText(value)?.trim() ?? "";
  const { sign, whole = "", fraction = "", exponent = "" } = decimalPattern.exec(text)?.groups ?? {};
  const number = Number(text);
  if (whole + fraction === "" || !Number.isFinite(number)) return undefined;
  const digits = (whole + fraction).replace(/^0+|0+$/g, "");
  if (digits.length <= 15) return number;
  const decimals = fraction === "" ? "" : `.${fraction}`;
  return new ExactNumber(`${sign === "-" ? "-" : ""}${whole.replace(/^0+(?=\d)/, "") || "0"}${decimals}${exponent}`);
}

const decimalPattern = /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<exponent>[eE][+-]?\d+)?$/;

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

/** A binary value of an earlier step: bytes, their JSON form, or a file (`{ data, contentType }`). */
export function base64(value: unknown): string | undefined {
  if (Buffer.isBuffer(value) || value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (!isObject(value)) return undefined;
  const { data, type, contentType } = value;
  if (type === "Buffer" && Array.isArray(data)) return Buffer.from(data as number[]).toString("base64");
  return typeof contentType === "string" ? base64(data) : undefined;
}
