/**
 * Spans of time the query functions speak of: `LastMonth`, `NextXDays`, `ThisFiscalPeriod`. Calendar days are UTC days
 * (the emulator's callers live there). A span includes its start and excludes its end; either may be open.
 */
import type { FiscalSettings } from "../model/model";

export interface Span {
  from?: Date;
  until?: Date;
}

export interface CalendarSettings {
  /** 0 = Sunday, Dataverse's default. */
  firstDayOfWeek: number;
  /** Dataverse's default: from January, by quarters. */
  fiscal: FiscalSettings;
}

export const defaultCalendar: CalendarSettings = { firstDayOfWeek: 0, fiscal: { startMonth: 1, monthsPerPeriod: 3 } };

export type CalendarUnit = "minute" | "hour" | "day" | "week" | "month" | "year" | "fiscalPeriod" | "fiscalYear";

const millisecondsPer = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

/** The start of the unit `at` falls into. */
export function startOf(unit: CalendarUnit, at: Date, settings: CalendarSettings): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  switch (unit) {
    case "minute":
    case "hour":
      return new Date(Math.floor(at.getTime() / millisecondsPer[unit]) * millisecondsPer[unit]);
    case "day":
      return utc(year, month, day);
    case "week":
      return utc(year, month, day - ((at.getUTCDay() - settings.firstDayOfWeek + 7) % 7));
    case "month":
      return utc(year, month, 1);
    case "year":
      return utc(year, 0, 1);
    case "fiscalPeriod":
    case "fiscalYear": {
      const { startMonth, monthsPerPeriod } = settings.fiscal;
      const sinceStart = (month + 1 - startMonth + 12) % 12;
      return utc(year, month - (unit === "fiscalYear" ? sinceStart : sinceStart % monthsPerPeriod), 1);
    }
  }
}

/** `count` units later; a day that the month does not have becomes its last one. */
export function plus(at: Date, count: number, unit: CalendarUnit, settings: CalendarSettings): Date {
  if (unit === "minute" || unit === "hour" || unit === "day" || unit === "week") {
    return new Date(at.getTime() + count * millisecondsPer[unit]);
  }
  const months = { month: 1, year: 12, fiscalYear: 12, fiscalPeriod: settings.fiscal.monthsPerPeriod }[unit] * count;
  const target = utc(at.getUTCFullYear(), at.getUTCMonth() + months, 1);
  const daysInMonth = utc(target.getUTCFullYear(), target.getUTCMonth() + 1, 0).getUTCDate();
  target.setUTCDate(Math.min(at.getUTCDate(), daysInMonth));
  return new Date(target.getTime() + (at.getTime() - startOf("day", at, settings).getTime()));
}

/** The whole unit that lies `offset` units from now: 0 this one, -1 the last one. */
export function whole(unit: CalendarUnit, offset: number, now: Date, settings: CalendarSettings): Span {
  const from = plus(startOf(unit, now, settings), offset, unit, settings);
  return { from, until: plus(from, 1, unit, settings) };
}

/**
 * The last `count` units. Hours count from this moment, days and longer from the start of the day so long ago, both up
 * to now; fiscal units are whole ones before the present one.
 */
export function last(unit: CalendarUnit, count: number, now: Date, settings: CalendarSettings): Span {
  if (unit === "fiscalPeriod" || unit === "fiscalYear") {
    const until = startOf(unit, now, settings);
    return { from: plus(until, -count, unit, settings), until };
  }
  const from = plus(now, -count, unit, settings);
  return { from: unit === "hour" ? from : startOf("day", from, settings), until: secondAfter(now) };
}

/** The next `count` units, the mirror of `last`: to the end of the day so far ahead. */
export function next(unit: CalendarUnit, count: number, now: Date, settings: CalendarSettings): Span {
  if (unit === "fiscalPeriod" || unit === "fiscalYear") {
    const from = plus(startOf(unit, now, settings), 1, unit, settings);
    return { from, until: plus(from, count, unit, settings) };
  }
  const until = plus(now, count, unit, settings);
  return {
    from: now,
    until: unit === "hour" ? secondAfter(until) : plus(startOf("day", until, settings), 1, "day", settings),
  };
}

/** Period 1 is the first of the fiscal year, which is named after the calendar year it begins in. */
export function fiscalPeriod(year: number, period: number, settings: CalendarSettings): Span {
  const { startMonth, monthsPerPeriod } = settings.fiscal;
  const from = utc(year, startMonth - 1 + (period - 1) * monthsPerPeriod, 1);
  return { from, until: plus(from, 1, "fiscalPeriod", settings) };
}

export function fiscalYear(year: number, settings: CalendarSettings): Span {
  const from = utc(year, settings.fiscal.startMonth - 1, 1);
  return { from, until: plus(from, 1, "fiscalYear", settings) };
}

/** As `DateTime` columns are stored. */
function dateTimeText(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/**
 * A span over calendar dates, as text of the form `YYYY-MM-DD`: a day that is only begun belongs to it whole, since
 * a date without time cannot lie before or after a moment of its own day.
 */
export function dateSpan({ from, until }: Span, settings: CalendarSettings): { from?: string; until?: string } {
  const midnight = until && startOf("day", until, settings);
  const end = midnight && until && midnight < until ? plus(midnight, 1, "day", settings) : midnight;
  return {
    ...(from && { from: from.toISOString().slice(0, 10) }),
    ...(end && { until: end.toISOString().slice(0, 10) }),
  };
}

export function dateTimeSpan({ from, until }: Span): { from?: string; until?: string } {
  return { ...(from && { from: dateTimeText(from) }), ...(until && { until: dateTimeText(until) }) };
}

/** Values have whole seconds; "up to now" includes the present one. */
function secondAfter(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000 + 1000);
}

/** Unlike `Date.UTC`, takes the years 0 to 99 as they are. */
function utc(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date;
}
