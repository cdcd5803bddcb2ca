/** Query functions about dates: each is a span of time, or a fiscal period of any year. */
import { invalidODataRequest } from "../../errors/rejections";
import {
  dateSpan,
  dateTimeSpan,
  fiscalPeriod,
  fiscalYear,
  last,
  next,
  plus,
  whole,
  type CalendarSettings,
  type CalendarUnit,
  type Span,
} from "../scope/calendar";
import type { FunctionCall, Parameters, QueryFunction } from "./functionCall";
import { notForColumn } from "./functionCall";
import type { Condition } from "../model/model";
import { storedDate, storedDateTime } from "../scope/values";

interface Moment {
  now: Date;
  settings: CalendarSettings;
}

function dateFunction(
  parameters: Parameters,
  span: (moment: Moment, values: string[], call: FunctionCall) => Span,
  finerThanDays = false,
): QueryFunction {
  return {
    parameters,
    lower: (call) => {
      const { kind } = call.ref;
      if (kind !== "dateTime" && kind !== "date") throw notForColumn(call);
      // A column without a time of day knows no hours [DateBehavior].
      if (kind === "date" && finerThanDays) throw notForColumn(call);
      const settings = call.lowering.calendar;
      const found = span({ now: call.lowering.context.store.now(), settings }, call.values, call);
      const ends = kind === "date" ? dateSpan(found, settings) : dateTimeSpan(found);
      return { kind: "range", column: call.ref, ...ends };
    },
  };
}

function fixed(span: (moment: Moment) => Span): QueryFunction {
  return dateFunction("none", span);
}

function wholeUnit(unit: CalendarUnit, offset: number): QueryFunction {
  return fixed(({ now, settings }) => whole(unit, offset, now, settings));
}

function counted(span: typeof last, unit: CalendarUnit): QueryFunction {
  return dateFunction(
    "PropertyValue",
    ({ now, settings }, [count]) => span(unit, units(count), now, settings),
    unit === "hour",
  );
}

/** Strictly before so long ago. */
function olderThan(unit: CalendarUnit): QueryFunction {
  return dateFunction(
    "PropertyValue",
    ({ now, settings }, [count]) => ({ until: plus(now, -units(count), unit, settings) }),
    unit === "hour" || unit === "minute",
  );
}

function onDay(span: (day: Date, dayAfter: Date) => Span): QueryFunction {
  return dateFunction("PropertyValue", ({ settings }, [text = ""], call) => {
    const day = (call.ref.kind === "date" ? storedDate(text) : storedDateTime(text))?.slice(0, 10);
    if (day === undefined) {
      throw invalidODataRequest(`Cannot convert the literal '${text}' to the expected type 'Edm.DateTimeOffset'.`);
    }
    const start = new Date(`${day}T00:00:00Z`);
    return span(start, plus(start, 1, "day", settings));
  });
}

function periodAndYear(span: (period: Span) => Span): QueryFunction {
  return dateFunction("PropertyValue1,PropertyValue2", ({ settings }, [period, year]) =>
    span(fiscalPeriod(units(year), units(period), settings)),
  );
}

/** A period of any year. */
function inFiscalPeriod(call: FunctionCall): Condition {
  if (call.ref.kind !== "dateTime" && call.ref.kind !== "date") throw notForColumn(call);
  const { fiscal } = call.lowering.calendar;
  return {
    kind: "compare",
    operator: "eq",
    left: { kind: "datePart", column: call.ref, part: "fiscal-period", fiscal },
    right: units(call.values[0]),
  };
}

function units(text: string | undefined): number {
  const count = /^\d{1,9}$/.test(text ?? "") ? Number(text) : 0;
  if (count < 1) {
    throw invalidODataRequest(
      `The value '${text ?? ""}' of a query function must be a whole number greater than zero.`,
    );
  }
  return count;
}

export const dateFunctions: Record<string, QueryFunction> = {
  Today: wholeUnit("day", 0),
  Tomorrow: wholeUnit("day", 1),
  Yesterday: wholeUnit("day", -1),
  ThisWeek: wholeUnit("week", 0),
  LastWeek: wholeUnit("week", -1),
  NextWeek: wholeUnit("week", 1),
  ThisMonth: wholeUnit("month", 0),
  LastMonth: wholeUnit("month", -1),
  NextMonth: wholeUnit("month", 1),
  ThisYear: wholeUnit("year", 0),
  LastYear: wholeUnit("year", -1),
  NextYear: wholeUnit("year", 1),
  ThisFiscalPeriod: wholeUnit("fiscalPeriod", 0),
  LastFiscalPeriod: wholeUnit("fiscalPeriod", -1),
  NextFiscalPeriod: wholeUnit("fiscalPeriod", 1),
  ThisFiscalYear: wholeUnit("fiscalYear", 0),
  LastFiscalYear: wholeUnit("fiscalYear", -1),
  NextFiscalYear: wholeUnit("fiscalYear", 1),
  Last7Days: fixed(({ now, settings }) => last("day", 7, now, settings)),
  Next7Days: fixed(({ now, settings }) => next("day", 7, now, settings)),
  LastXHours: counted(last, "hour"),
  LastXDays: counted(last, "day"),
  LastXWeeks: counted(last, "week"),
  LastXMonths: counted(last, "month"),
  LastXYears: counted(last, "year"),
  LastXFiscalPeriods: counted(last, "fiscalPeriod"),
  LastXFiscalYears: counted(last, "fiscalYear"),
  NextXHours: counted(next, "hour"),
  NextXDays: counted(next, "day"),
  NextXWeeks: counted(next, "week"),
  NextXMonths: counted(next, "month"),
  NextXYears: counted(next, "year"),
  NextXFiscalPeriods: counted(next, "fiscalPeriod"),
  NextXFiscalYears: counted(next, "fiscalYear"),
  OlderThanXMinutes: olderThan("minute"),
  OlderThanXHours: olderThan("hour"),
  OlderThanXDays: olderThan("day"),
  OlderThanXWeeks: olderThan("week"),
  OlderThanXMonths: olderThan("month"),
  OlderThanXYears: olderThan("year"),
  On: onDay((from, until) => ({ from, until })),
  OnOrAfter: onDay((from) => ({ from })),
  OnOrBefore: onDay((_from, until) => ({ until })),
  InFiscalYear: dateFunction("PropertyValue", ({ settings }, [year]) => fiscalYear(units(year), settings)),
  InFiscalPeriod: { parameters: "PropertyValue", lower: inFiscalPeriod },
  InFiscalPeriodAndYear: periodAndYear((period) => period),
  InOrAfterFiscalPeriodAndYear: periodAndYear(({ from }) => (from ? { from } : {})),
  InOrBeforeFiscalPeriodAndYear: periodAndYear(({ until }) => (until ? { until } : {})),
};
