import { dateSpan, defaultCalendar, last, plus, startOf, whole, type CalendarUnit } from "./calendar";

const at = new Date("2024-03-31T15:45:30.250Z");

test.each<[CalendarUnit, string]>([
  ["minute", "2024-03-31T15:45:00Z"],
  ["hour", "2024-03-31T15:00:00Z"],
  ["day", "2024-03-31T00:00:00Z"],
  ["week", "2024-03-31T00:00:00Z"],
  ["month", "2024-03-01T00:00:00Z"],
  ["year", "2024-01-01T00:00:00Z"],
  ["fiscalPeriod", "2024-01-01T00:00:00Z"],
  ["fiscalYear", "2024-01-01T00:00:00Z"],
])("the %s of a moment starts at %s", (unit, expected) => {
  expect(startOf(unit, at, defaultCalendar)).toEqual(new Date(expected));
});

test.each<[number, CalendarUnit, string]>([
  [-1, "month", "2024-02-29T15:45:30.250Z"],
  [1, "month", "2024-04-30T15:45:30.250Z"],
  [11, "month", "2025-02-28T15:45:30.250Z"],
  [-1, "year", "2023-03-31T15:45:30.250Z"],
  [-2, "week", "2024-03-17T15:45:30.250Z"],
  [1, "fiscalPeriod", "2024-06-30T15:45:30.250Z"],
])("%p %s from the end of March keeps the day where the month has it", (count, unit, expected) => {
  expect(plus(at, count, unit, defaultCalendar)).toEqual(new Date(expected));
});

test("the week and the fiscal year start where the organization says", () => {
  const settings = { firstDayOfWeek: 1, fiscal: { startMonth: 7, monthsPerPeriod: 6 as const } };
  expect(startOf("week", at, settings)).toEqual(new Date("2024-03-25T00:00:00Z"));
  expect(whole("fiscalYear", 0, at, settings)).toEqual({
    from: new Date("2023-07-01T00:00:00Z"),
    until: new Date("2024-07-01T00:00:00Z"),
  });
  expect(whole("fiscalPeriod", -1, at, settings).from).toEqual(new Date("2023-07-01T00:00:00Z"));
});

test("a day that has begun belongs whole to a span of dates", () => {
  expect(dateSpan(last("day", 2, at, defaultCalendar), defaultCalendar)).toEqual({
    from: "2024-03-29",
    until: "2024-04-01",
  });
});
