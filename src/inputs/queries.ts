import { input } from "@prismatic-io/spectral";
import { InvalidInputError, largestPageSize } from "../client";
import { boolean, optionalText, optionalWholeNumber, textList, wholeNumber } from "./clean";

export const filterExpression = input({
  label: "Filter Expression",
  type: "string",
  required: false,
  placeholder: "Enter filter expression",
  comments:
    "The filter expression that used for querying entity collections, in OData's syntax with text in apostrophes.",
  example: "statecode eq 0 and startswith(name,'Contoso')",
  clean: (value: unknown) => optionalText("Filter Expression")(value)?.replace(/^\$filter=/, ""),
});

export const orderByFieldNames = input({
  label: "Order By Field Name",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter field name",
  comments: "The names of the fields to order by, each optionally followed by asc or desc.",
  example: "createdon desc",
  clean: (value: unknown) => textList("Order By Field Name")(value).map(ordering),
});

function ordering(text: string): string {
  const parts = /^([A-Za-z_][\w/]*)(?:\s+(asc|desc|ascending|descending))?$/i.exec(text);
  if (!parts)
    throw new InvalidInputError(
      "Order By Field Name",
      `"${text}" is no field name, optionally followed by asc or desc.`,
    );
  const [, name = "", direction = ""] = parts;
  return /^desc/i.test(direction) ? `${name} desc` : name;
}

/** The default of the contract; with Fetch All it only says that nobody chose a page size. */
const defaultRecordsPerPage = 100;

export const recordsPerPage = input({
  label: "Records Per Page",
  type: "string",
  default: String(defaultRecordsPerPage),
  placeholder: "Enter records per page",
  comments: "The number of record to retrieve per page, from 1 to 5000. With Fetch All, the default is raised to 5000.",
  example: "500",
  clean: wholeNumber("Records Per Page", { smallest: 1, largest: largestPageSize }, defaultRecordsPerPage),
});

/** Fifty times fewer requests for whoever left the page size alone and wants everything. */
export function pageSizeFor(fetchAll: boolean, recordsPerPageGiven: number): number {
  return fetchAll && recordsPerPageGiven === defaultRecordsPerPage ? largestPageSize : recordsPerPageGiven;
}

export const nextPageId = input({
  label: "Next Page Id",
  type: "string",
  required: false,
  placeholder: "Reference oDataNextLink",
  comments:
    "The id or cookie to use for retrieving the next page of results when paginating through a large result set: the oDataNextLink of the page before. It carries the whole query, so the other inputs but Records Per Page are not used.",
  example:
    "https://contoso.crm.dynamics.com/api/data/v9.2/accounts?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22",
  clean: optionalText("Next Page Id"),
});

export const fetchAll = input({
  label: "Fetch All",
  type: "boolean",
  required: false,
  default: "false",
  comments: "When true, every page is retrieved, up to Max Records.",
  clean: boolean("Fetch All", false),
});

export const maxRecords = input({
  label: "Max Records",
  type: "string",
  required: false,
  placeholder: "Enter maximum number of records",
  comments:
    "The largest number of records to retrieve. When it cuts the result short, isComplete is false and oDataNextLink goes on where it stopped.",
  example: "10000",
  clean: optionalWholeNumber("Max Records", { smallest: 1, largest: Number.MAX_SAFE_INTEGER }),
});

export const includeCount = input({
  label: "Include Count",
  type: "boolean",
  required: false,
  default: "false",
  comments: "When true, @odata.count gives the number of all matching records, up to 5000.",
  clean: boolean("Include Count", false),
});
