/** Groups by parts of a date: the text of their formatted values [FetchXmlAggregate]. */
import { numberText } from "../../query/payload/format";
import { defaultCalendar } from "../../query/scope/calendar";
import type { DatePart, Output } from "../../query/model/model";
import type { SqlRow } from "../../organization/store/database";
import type { Cell } from "./cells";

const periodNames = { 1: "Month", 3: "Quarter", 6: "Semester", 12: "Annual" } as const;

function firstYear(cell: Cell): string {
  return `${cell.output}#firstYear`;
}
function lastYear(cell: Cell): string {
  return `${cell.output}#lastYear`;
}

/** A fiscal period is shown with its year, where the group has only one. */
export function yearOutputs(cell: Cell): Output[] {
  if (cell.shows.kind !== "datePart" || cell.shows.part !== "fiscal-period") return [];
  const year = {
    kind: "datePart",
    column: cell.rows.ref(cell.column),
    part: "fiscal-year",
    fiscal: defaultCalendar.fiscal,
  } as const;
  const outermost = (name: string, method: "min" | "max"): Output => ({
    name,
    value: { kind: "aggregate", method, of: year, distinct: false },
  });
  return [outermost(firstYear(cell), "min"), outermost(lastYear(cell), "max")];
}

export function datePartText(part: DatePart, value: number, row: SqlRow, cell: Cell): string {
  switch (part) {
    case "fiscal-period": {
      const { monthsPerPeriod } = defaultCalendar.fiscal;
      const name = monthsPerPeriod === 12 ? periodNames[12] : `${periodNames[monthsPerPeriod]} ${value}`;
      const year = row[firstYear(cell)] === row[lastYear(cell)] ? row[firstYear(cell)] : null;
      return year === null || year === undefined ? name : `${name} FY${String(year)}`;
    }
    case "fiscal-year":
      return `FY${value}`;
    case "day":
    case "week":
    case "month":
    case "quarter":
    case "year":
      return numberText(value, 0);
  }
}
