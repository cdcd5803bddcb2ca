/** Cleaners for queries. */
import { InvalidInputError, largestPageSize } from "../../client";
import { textList } from "./lists";
import { optionalText, optionalWholeNumber, wholeNumber } from "./text";

/** People paste the option with its name. */
export function filter(label: string) {
  const clean = optionalText(label);
  return (value: unknown): string | undefined => clean(value)?.replace(/^\$filter=/, "");
}

export function orderings(label: string) {
  const clean = textList(label);
  return (value: unknown): string[] => clean(value).map((text) => ordering(label, text));
}

function ordering(label: string, text: string): string {
  const parts = /^([A-Za-z_][\w/]*)(?:\s+(asc|desc|ascending|descending))?$/i.exec(text);
  if (!parts) throw new InvalidInputError(label, `"${text}" is not a field name, optionally followed by asc or desc.`);
  const [, name = "", direction = ""] = parts;
  return /^desc/i.test(direction) ? `${name} desc` : name;
}

/** The default of the contract; with Fetch All it means that no page size was chosen. */
export const defaultRecordsPerPage = 100;

export function pageSize(label: string) {
  return wholeNumber(label, { smallest: 1, largest: largestPageSize }, defaultRecordsPerPage);
}

/** A step that fetches everything and leaves the default alone needs fifty times fewer requests. */
export function pageSizeFor(fetchAll: boolean, recordsPerPage: number): number {
  return fetchAll && recordsPerPage === defaultRecordsPerPage ? largestPageSize : recordsPerPage;
}

export function positiveNumber(label: string) {
  return optionalWholeNumber(label, { smallest: 1, largest: Number.MAX_SAFE_INTEGER });
}

/** People paste the whole preference. A name goes into a header, where quotation marks and line ends would end it. */
export function annotationNames(label: string) {
  const clean = textList(label);
  return (value: unknown): string[] => {
    const text =
      typeof value === "string" ? value.replace(/^\s*odata\.include-annotations\s*=/i, "").replaceAll('"', "") : value;
    return clean(text).map((name) => {
      const bare = name.replace(/^"(.*)"$/, "$1");
      if (!/^(\*|[\w.]+\*?)$/.test(bare)) {
        throw new InvalidInputError(
          label,
          `"${name}" is not the name of an annotation such as OData.Community.Display.V1.FormattedValue.`,
        );
      }
      return bare;
    });
  };
}
