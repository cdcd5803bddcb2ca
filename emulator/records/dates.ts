import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import { wrongLiteral } from "./writeErrors";

/** Dataverse keeps dates in SQL Server's datetime, which begins on this day ("Date and time format of columns"). */
const earliest = "1753-01-01";

const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const dateTime = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|z|[+-]\d{2}:\d{2})?$/;

/** Edm.Date: `1974-03-25`, and nothing else; a time of day is refused as ODataLib does. */
export function storedDate(value: unknown): string {
  const text = typeof value === "string" ? value : "";
  if (!isCalendarDay(text)) throw wrongLiteral(value, "Edm.Date");
  return inRange(text, text);
}

/**
 * Edm.DateTimeOffset to UTC at a resolution of seconds; fractions are dropped, as on reading. Text without `Z` or an
 * offset is taken as UTC, and a bare date as its midnight (neither is documented; both are what clients observe).
 */
export function storedDateTime(value: unknown): string {
  const text = typeof value === "string" ? value : "";
  if (isCalendarDay(text)) return inRange(text, `${text}T00:00:00Z`);
  const match = dateTime.exec(text);
  const day = match?.[1] ?? "";
  if (match === null || !isCalendarDay(day)) throw wrongLiteral(value, "Edm.DateTimeOffset");
  const instant = new Date(`${day}T${match[2] ?? ""}${match[3] ?? ":00"}${(match[4] ?? "Z").toUpperCase()}`);
  if (Number.isNaN(instant.getTime())) throw wrongLiteral(value, "Edm.DateTimeOffset");
  return inRange(text, storedInstant(instant));
}

export function storedInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/** `2023-02-30` has the form of a date but is none; `Date` would roll it over to March. */
function isCalendarDay(text: string): boolean {
  if (!date.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function inRange(given: string, stored: string): string {
  if (stored >= earliest) return stored;
  throw new ServiceError(
    errors.InvalidDateTime,
    `DateTime is less than minimum value supported by CrmDateTime. Actual value: ${given}, Minimum value supported: ${earliest}`,
  );
}
