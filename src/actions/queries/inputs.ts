import { input } from "@prismatic-io/spectral";
import { boolean, optionalText } from "../../inputs/clean/text";
import { defaultRecordsPerPage, filter, orderings, pageSize, positiveNumber } from "../../inputs/clean/queries";

export const filterExpression = input({
  label: "Filter Expression",
  type: "string",
  required: false,
  placeholder: "Enter filter expression",
  comments:
    "The filter expression that is used for querying entity collections, in OData's syntax with text in apostrophes.",
  example: "statecode eq 0 and startswith(name,'Contoso')",
  clean: filter("Filter Expression"),
});

export const orderByFieldNames = input({
  label: "Order By Field Name",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter field name",
  comments: "The names of the fields to order by, each optionally followed by asc or desc.",
  example: "createdon desc",
  dataSource: "attributes",
  clean: orderings("Order By Field Name"),
});

export const recordsPerPage = input({
  label: "Records Per Page",
  type: "string",
  default: String(defaultRecordsPerPage),
  placeholder: "Enter records per page",
  comments:
    "The number of records to retrieve per page, from 1 to 5,000. With Fetch All, the default is raised to 5,000.",
  example: "500",
  clean: pageSize("Records Per Page"),
});

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
  placeholder: "false",
  comments: "When true, every page is retrieved, up to Max Records.",
  example: "true",
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
  clean: positiveNumber("Max Records"),
});

export const includeCount = input({
  label: "Include Count",
  type: "boolean",
  required: false,
  default: "false",
  placeholder: "false",
  comments: "When true, @odata.count gives the number of all matching records, up to 5,000.",
  example: "true",
  clean: boolean("Include Count", false),
});
